/*
 * Strict readers of JSON documents: a member that is missing, of another type, out of its range or unknown is an error
 * that names the member, what is wrong and the remedy. All return 0 or -1; a member that is missing and not required
 * leaves its value as it is.
 */
#pragma once

#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

/* The whole text as one value without doubled members; NULL with `error`. To be given back with json_decref. */
json_t *document_parse(const char *text, size_t size, struct error *error);
/* The same of a file. */
json_t *document_load(const char *path, struct error *error);

/* -1 when `value` is no object, or has a member that is none of `known` (ended by NULL). */
int document_members(const json_t *value, const char *const *known, struct error *error);
/* -1 when a member's name is none of `known`. */
int document_known(const char *member, const char *const *known, struct error *error);
/* -1 when it is missing and required. */
int document_member(const json_t *object, const char *member, bool required, struct error *error);
/* A list of `min` to `max`; *list is NULL when it is missing. */
int document_list(const json_t *object, const char *member, size_t min, size_t max, const json_t **list,
                  struct error *error);
/* Text of 1 to `max` bytes, copied into the arena. */
int document_text(const json_t *object, const char *member, bool required, size_t max, struct arena *arena,
                  const char **text, struct error *error);
/* One of `words` (ended by NULL), as its index. */
int document_word(const json_t *object, const char *member, bool required, const char *const *words, int *index,
                  struct error *error);
int document_integer(const json_t *object, const char *member, bool required, int64_t min, int64_t max, int64_t *number,
                     struct error *error);
int document_int32(const json_t *object, const char *member, bool required, int32_t min, int32_t max, int32_t *number,
                   struct error *error);
/* A number of at most as many decimals as `scale` has zeros, times scale; min and max are scaled too. */
int document_decimal(const json_t *object, const char *member, bool required, int64_t scale, int64_t min, int64_t max,
                     int64_t *number, struct error *error);
int document_flag(const json_t *object, const char *member, bool required, bool *flag, struct error *error);
int document_day(const json_t *object, const char *member, bool required, day_t *day, struct error *error);
/* A text, or a list of 1 to `max` texts, each of at most `max_bytes`. */
int document_texts(const json_t *object, const char *member, size_t max, size_t max_bytes, struct arena *arena,
                   const char *const **texts, size_t *count, struct error *error);

/* A whole number that is no member, but stands in a list; the error names no field. */
int document_number(const json_t *value, int64_t min, int64_t max, int64_t *number, struct error *error);
