/*
 * Objects of a JSON document read by a table of their fields: each wrong, missing or unknown field is found at its
 * path, with the remedy. All that is wrong is found at once, by the readers of common/document. Pure.
 */
#pragma once

#include "pay_plan.h"

#include <jansson.h>

enum json_field_type { FIELD_INTEGER, FIELD_TEXT, FIELD_WORD, FIELD_DAY, FIELD_BOOL, FIELD_OTHER };

struct json_field {
    const char *key;
    enum json_field_type type; /* FIELD_OTHER: known, read elsewhere */
    size_t offset;             /* FIELD_TEXT a const char *, FIELD_DAY a day_t, all others an int64_t */
    bool required;
    int64_t min, max;         /* of FIELD_INTEGER */
    const char *const *words; /* of FIELD_WORD, NULL-terminated; the value is the index */
};

/* NULL, then it is found, when the text is no JSON. To be given back with json_decref. */
json_t *json_fields_parse(const char *text, size_t length, struct pay_findings *findings);
/* Reads the fields of `json` into `object`; a field that is absent leaves its default. `path` may be "". */
void json_fields_read(const json_t *json, const char *path, const struct json_field *fields, size_t count, void *object,
                      struct pay_findings *findings);
/* The list under `key` of an object: NULL when absent, or when it is no list of 1 to `max` (then found). */
const json_t *json_fields_list(const json_t *json, const char *path, const char *key, size_t max,
                               struct pay_findings *findings);
/* "path.key", or "key" when the path is empty. */
const char *json_fields_path(struct pay_findings *findings, const char *path, const char *key);
