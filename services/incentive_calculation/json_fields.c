#include "json_fields.h"

#include "base/parse.h"

#include <inttypes.h>

const char *json_fields_path(struct pay_findings *findings, const char *path, const char *key)
{
    return *path ? arena_printf(findings->arena, "%s.%s", path, key) : key;
}

static void read_integer(const json_t *value, const char *path, const struct json_field *field, int64_t *number,
                         struct pay_findings *findings)
{
    if (!json_is_integer(value) || json_integer_value(value) < field->min || json_integer_value(value) > field->max)
        pay_find(findings, path, "OUT_OF_RANGE", "give a whole number from %" PRId64 " to %" PRId64,
                 "须为%" PRId64 "至%" PRId64 "之间的整数", field->min, field->max);
    else
        *number = json_integer_value(value);
}

static void read_word(const json_t *value, const char *path, const struct json_field *field, int64_t *number,
                      struct pay_findings *findings)
{
    const char *text = json_string_value(value), *known = "";
    for (int64_t i = 0; field->words[i]; i++) {
        if (text && strcmp(text, field->words[i]) == 0) {
            *number = i;
            return;
        }
        known = i ? arena_printf(findings->arena, "%s, %s", known, field->words[i]) : field->words[i];
    }
    pay_find(findings, path, "UNKNOWN", "write one of: %s", "只能填写：%s", known);
}

static void read_text(const json_t *value, const char *path, const char **text, struct pay_findings *findings)
{
    size_t length = json_string_length(value);
    if (!json_is_string(value) || length == 0 || length > PLAN_CODE_MAX)
        pay_find(findings, path, "FORMAT", "write a text of 1 to %d bytes", "须为1至%d字节的文本", PLAN_CODE_MAX);
    else
        *text = arena_strdup(findings->arena, json_string_value(value));
}

static void read_day(const json_t *value, const char *path, day_t *day, struct pay_findings *findings)
{
    struct error error;
    if (!json_is_string(value) || parse_day(json_string_value(value), path, day, &error) != 0)
        pay_find(findings, path, "FORMAT", "write a day such as 2014-09-01%s", "须为日期，例如2014-09-01%s", "");
}

static void read_bool(const json_t *value, const char *path, int64_t *flag, struct pay_findings *findings)
{
    if (!json_is_boolean(value))
        pay_find(findings, path, "FORMAT", "write true or false%s", "须为true或false%s", "");
    else
        *flag = json_is_true(value);
}

static void read_field(const json_t *value, const char *path, const struct json_field *field, void *object,
                       struct pay_findings *findings)
{
    void *place = (char *)object + field->offset;
    switch (field->type) {
    case FIELD_INTEGER:
        read_integer(value, path, field, place, findings);
        break;
    case FIELD_WORD:
        read_word(value, path, field, place, findings);
        break;
    case FIELD_TEXT:
        read_text(value, path, place, findings);
        break;
    case FIELD_DAY:
        read_day(value, path, place, findings);
        break;
    case FIELD_BOOL:
        read_bool(value, path, place, findings);
        break;
    case FIELD_OTHER:
        break;
    }
}

static bool is_known(const struct json_field *fields, size_t count, const char *key)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(fields[i].key, key) == 0)
            return true;
    return false;
}

static void find_unknown(json_t *json, const char *path, const struct json_field *fields, size_t count,
                         struct pay_findings *findings)
{
    const char *key, *known = "";
    json_t *value;
    for (size_t i = 0; i < count; i++)
        known = i ? arena_printf(findings->arena, "%s, %s", known, fields[i].key) : fields[i].key;
    json_object_foreach(json, key, value)
    {
        if (!is_known(fields, count, key))
            pay_find(findings, json_fields_path(findings, path, key), "UNKNOWN",
                     "there is no such field; there are: %s", "没有该字段；可用字段：%s", known);
    }
}

void json_fields_read(json_t *json, const char *path, const struct json_field *fields, size_t count, void *object,
                      struct pay_findings *findings)
{
    if (!json_is_object(json)) {
        pay_find(findings, path, "FORMAT", "write an object: {...}%s", "须为对象：{...}%s", "");
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const json_t *value = json_object_get(json, fields[i].key);
        const char *field_path = json_fields_path(findings, path, fields[i].key);
        if (value)
            read_field(value, field_path, &fields[i], object, findings);
        else if (fields[i].required)
            pay_find(findings, field_path, "REQUIRED", "this field is missing; add it%s", "缺少该字段，请补上%s", "");
    }
    find_unknown(json, path, fields, count, findings);
}

const json_t *json_fields_list(const json_t *json, const char *path, const char *key, size_t max,
                               struct pay_findings *findings)
{
    const json_t *list = json_object_get(json, key);
    if (!list)
        return NULL;
    if (json_is_array(list) && json_array_size(list) >= 1 && json_array_size(list) <= max)
        return list;
    pay_find(findings, json_fields_path(findings, path, key), "OUT_OF_RANGE", "write a list of 1 to %zu entries: [...]",
             "须为1至%zu项的列表：[...]", max);
    return NULL;
}
