#include "json_fields.h"

#include "document/document.h"

const char *json_fields_path(struct pay_findings *findings, const char *path, const char *key)
{
    return *path ? arena_printf(findings->arena, "%s.%s", path, key) : key;
}

/* The error of a common reader as one finding of many. */
static void find_error(struct pay_findings *findings, const char *path, const char *reason, const struct error *error)
{
    pay_find(findings, path, reason, "%s%.0s", "%.0s%s", error->message[LOCALE_EN], error->message[LOCALE_ZH_CN]);
}

static int read_word(const json_t *json, const struct json_field *field, int64_t *number, struct error *error)
{
    int index = (int)*number;
    int result = document_word(json, field->key, field->required, field->words, &index, error);
    *number = index;
    return result;
}

static int read_flag(const json_t *json, const struct json_field *field, int64_t *number, struct error *error)
{
    bool flag = *number != 0;
    int result = document_flag(json, field->key, field->required, &flag, error);
    *number = flag;
    return result;
}

static int read_field(const json_t *json, const struct json_field *field, void *place, struct arena *arena,
                      struct error *error)
{
    switch (field->type) {
    case FIELD_INTEGER:
        return document_integer(json, field->key, field->required, field->min, field->max, place, error);
    case FIELD_WORD:
        return read_word(json, field, place, error);
    case FIELD_TEXT:
        return document_text(json, field->key, field->required, PLAN_CODE_MAX, arena, place, error);
    case FIELD_DAY:
        return document_day(json, field->key, field->required, place, error);
    case FIELD_BOOL:
        return read_flag(json, field, place, error);
    default:
        return document_member(json, field->key, field->required, error);
    }
}

static const char *reason_of(const json_t *json, const struct json_field *field)
{
    if (!json_object_get(json, field->key))
        return "REQUIRED";
    return field->type == FIELD_INTEGER ? "OUT_OF_RANGE" : field->type == FIELD_WORD ? "UNKNOWN" : "FORMAT";
}

static void find_unknown(const json_t *json, const char *path, const struct json_field *fields, size_t count,
                         struct pay_findings *findings)
{
    const char **known = ARENA_ARRAY(findings->arena, const char *, count + 1), *key;
    struct error error;
    json_t *ignored;
    for (size_t i = 0; i < count; i++)
        known[i] = fields[i].key;
    json_object_foreach((json_t *)(uintptr_t)json, key, ignored)
    {
        if (document_known(key, known, &error) != 0)
            find_error(findings, json_fields_path(findings, path, key), "UNKNOWN", &error);
    }
}

void json_fields_read(const json_t *json, const char *path, const struct json_field *fields, size_t count, void *object,
                      struct pay_findings *findings)
{
    struct error error;
    if (!json_is_object(json)) {
        pay_find(findings, path, "FORMAT", "write an object: {...}%s", "须为对象：{...}%s", "");
        return;
    }
    for (size_t i = 0; i < count; i++)
        if (read_field(json, &fields[i], (char *)object + fields[i].offset, findings->arena, &error) != 0)
            find_error(findings, json_fields_path(findings, path, fields[i].key), reason_of(json, &fields[i]), &error);
    find_unknown(json, path, fields, count, findings);
}

const json_t *json_fields_list(const json_t *json, const char *path, const char *key, size_t max,
                               struct pay_findings *findings)
{
    const json_t *list = NULL;
    struct error error;
    if (document_list(json, key, 1, max, &list, &error) != 0)
        find_error(findings, json_fields_path(findings, path, key), "OUT_OF_RANGE", &error);
    return list;
}

json_t *json_fields_parse(const char *text, size_t length, struct pay_findings *findings)
{
    struct error error;
    json_t *json = document_parse(text, length, &error);
    if (!json)
        find_error(findings, "", "FORMAT", &error);
    return json;
}
