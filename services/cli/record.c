#include "record.h"

#include "base/buffer.h"
#include "base/parse.h"
#include "words.h"

#define FINDINGS_TEXT_MAX 8000

static void keep_finding(struct record *record, const char *field, const char *message)
{
    if (record->finding_count == RECORD_FINDINGS_MAX)
        return;
    struct finding *finding = &record->findings[record->finding_count++];
    finding->field = arena_strdup(record->arena, field ? field : "");
    finding->message = arena_strdup(record->arena, message);
}

void record_refuse(struct record *record, const char *field, const char *message)
{
    record->refused = true;
    keep_finding(record, field, message);
}

void record_remark(struct record *record, const char *field, const char *message)
{
    keep_finding(record, field, message);
}

static void refuse_error(struct record *record, const struct error *error)
{
    record_refuse(record, error->field, error->message[record->locale]);
}

/* The value, or NULL when there is none. */
static const char *given(struct record *record, size_t column)
{
    const char *value = record->values[column];
    if (value && *value)
        return value;
    if (record->columns[column].required)
        record_refuse(record, record->columns[column].field,
                      SAY(record->locale, "is missing; fill it in", "缺失，请填写"));
    return NULL;
}

char *record_text(struct record *record, size_t column)
{
    const char *value = given(record, column);
    return arena_strdup(record->arena, value ? value : "");
}

int64_t record_int64(struct record *record, size_t column, int64_t min, int64_t max)
{
    const char *value = given(record, column);
    int64_t number = 0;
    struct error error;
    if (value && parse_int64(value, min, max, record->columns[column].field, &number, &error) != 0)
        refuse_error(record, &error);
    return number;
}

int32_t record_int32(struct record *record, size_t column, int32_t min, int32_t max)
{
    return (int32_t)record_int64(record, column, min, max);
}

char *record_day(struct record *record, size_t column)
{
    const char *value = given(record, column);
    char iso[DATE_TEXT_SIZE] = "";
    day_t day;
    struct error error;
    if (value && parse_loose_day(value, record->columns[column].field, &day, &error) != 0)
        refuse_error(record, &error);
    else if (value)
        day_format(day, iso);
    return arena_strdup(record->arena, iso);
}

int64_t record_money(struct record *record, size_t column)
{
    const char *value = given(record, column);
    const char *field = record->columns[column].field;
    int64_t fen = 0;
    struct error error;
    if (!value)
        return 0;
    if (parse_money(value, field, &fen, &error) != 0)
        refuse_error(record, &error);
    else if (fen < 0)
        record_refuse(record, field, SAY(record->locale, "must not be negative", "不能为负数"));
    return fen;
}

int record_enum(struct record *record, size_t column, const ProtobufCEnumDescriptor *type)
{
    const char *value = given(record, column);
    int number = 0;
    struct error error;
    if (value && enum_parse(type, value, record->columns[column].field, &number, &error) != 0)
        refuse_error(record, &error);
    return number;
}

const char *record_findings_text(const struct record *record, const struct column_map *map)
{
    struct buffer text = BUFFER(FINDINGS_TEXT_MAX);
    for (size_t i = 0; i < record->finding_count; i++) {
        const struct finding *finding = &record->findings[i];
        const char *head = map ? column_map_head(map, finding->field) : NULL;
        buffer_printf(&text, "%s%s%s%s", i ? SAY(record->locale, "; ", "；") : "", head ? head : finding->field,
                      *finding->field ? SAY(record->locale, ": ", "：") : "", finding->message);
    }
    const char *copy = arena_strdup(record->arena, text.data ? text.data : "");
    buffer_release(&text);
    return copy;
}
