#include "document/document.h"

#include "base/parse.h"

#include <errno.h>
#include <math.h>

#define WORDS_TEXT_SIZE 300
#define EXACT_MAX 9007199254740992.0 /* 2^53: whole numbers up to it are exact in a double */

static json_t *parsed(json_t *document, const json_error_t *fault, struct error *error)
{
    if (!document)
        error_set(error, STATUS_INVALID_ARGUMENT, NULL, "line %d, column %d is not JSON: %s",
                  "第 %d 行第 %d 列不是有效的 JSON：%s", fault->line, fault->column, fault->text);
    return document;
}

json_t *document_parse(const char *text, size_t size, struct error *error)
{
    json_error_t fault;
    return parsed(json_loadb(text, size, JSON_REJECT_DUPLICATES, &fault), &fault, error);
}

json_t *document_load(const char *path, struct error *error)
{
    json_error_t fault;
    FILE *file = fopen(path, "rb");
    if (!file) {
        error_set(error, STATUS_INVALID_ARGUMENT, NULL, "%s cannot be opened: %s", "无法打开 %s：%s", path,
                  strerror(errno));
        return NULL;
    }
    json_t *document = parsed(json_loadf(file, JSON_REJECT_DUPLICATES, &fault), &fault, error);
    fclose(file);
    return document;
}

/* "a, b, c" */
static const char *words_text(const char *const *words, char text[static WORDS_TEXT_SIZE])
{
    size_t length = 0;
    text[0] = '\0';
    for (size_t i = 0; words[i] && length < WORDS_TEXT_SIZE; i++)
        length += (size_t)snprintf(text + length, WORDS_TEXT_SIZE - length, "%s%s", i ? ", " : "", words[i]);
    return text;
}

static int word_index(const char *const *words, const char *word)
{
    for (int i = 0; words[i]; i++)
        if (strcmp(words[i], word) == 0)
            return i;
    return -1;
}

int document_known(const char *member, const char *const *known, struct error *error)
{
    char text[WORDS_TEXT_SIZE];
    if (word_index(known, member) >= 0)
        return 0;
    return error_set(error, STATUS_INVALID_ARGUMENT, member, "there is no such member: use one of %s",
                     "没有这个成员：请使用 %s 之一", words_text(known, text));
}

int document_members(const json_t *value, const char *const *known, struct error *error)
{
    char text[WORDS_TEXT_SIZE];
    if (!json_is_object(value))
        return error_set(error, STATUS_INVALID_ARGUMENT, NULL, "must be an object with members of %s",
                         "必须是对象，成员为 %s", words_text(known, text));
    const char *member;
    json_t *ignored;
    json_object_foreach((json_t *)(uintptr_t)value, member, ignored)
    {
        if (document_known(member, known, error) != 0)
            return -1;
    }
    return 0;
}

static int missing(const char *member, bool required, struct error *error)
{
    return required ? error_set(error, STATUS_INVALID_ARGUMENT, member, "is missing: state it", "缺少此项：请填写") : 0;
}

int document_member(const json_t *object, const char *member, bool required, struct error *error)
{
    return json_object_get(object, member) ? 0 : missing(member, required, error);
}

int document_list(const json_t *object, const char *member, size_t min, size_t max, const json_t **list,
                  struct error *error)
{
    const json_t *value = json_object_get(object, member);
    if (value && (!json_is_array(value) || json_array_size(value) < min || json_array_size(value) > max))
        return error_set(error, STATUS_INVALID_ARGUMENT, member, "must be a list of %zu to %zu",
                         "必须是 %zu 至 %zu 项的列表", min, max);
    *list = value;
    return 0;
}

int document_text(const json_t *object, const char *member, bool required, size_t max, struct arena *arena,
                  const char **text, struct error *error)
{
    const json_t *value = json_object_get(object, member);
    if (!value)
        return missing(member, required, error);
    size_t length = json_string_length(value);
    if (length == 0 || length > max)
        return error_set(error, STATUS_INVALID_ARGUMENT, member, "must be a text of 1 to %zu bytes: \"...\"",
                         "必须是 1 至 %zu 字节的文本：\"...\"", max);
    *text = arena_strdup(arena, json_string_value(value));
    return 0;
}

int document_word(const json_t *object, const char *member, bool required, const char *const *words, int *index,
                  struct error *error)
{
    const json_t *value = json_object_get(object, member);
    char text[WORDS_TEXT_SIZE];
    if (!value)
        return missing(member, required, error);
    int found = json_is_string(value) ? word_index(words, json_string_value(value)) : -1;
    if (found < 0)
        return error_set(error, STATUS_INVALID_ARGUMENT, member, "must be one of %s", "必须是 %s 之一",
                         words_text(words, text));
    *index = found;
    return 0;
}

int document_number(const json_t *value, int64_t min, int64_t max, int64_t *number, struct error *error)
{
    if (!json_is_integer(value) || json_integer_value(value) < min || json_integer_value(value) > max)
        return error_set(error, STATUS_INVALID_ARGUMENT, NULL, "must be a whole number from %lld to %lld",
                         "必须是 %lld 到 %lld 的整数", (long long)min, (long long)max);
    *number = json_integer_value(value);
    return 0;
}

int document_integer(const json_t *object, const char *member, bool required, int64_t min, int64_t max, int64_t *number,
                     struct error *error)
{
    const json_t *value = json_object_get(object, member);
    if (!value)
        return missing(member, required, error);
    return document_number(value, min, max, number, error) == 0 ? 0 : error_within(error, "%s", member);
}

int document_int32(const json_t *object, const char *member, bool required, int32_t min, int32_t max, int32_t *number,
                   struct error *error)
{
    int64_t wide = *number;
    if (document_integer(object, member, required, min, max, &wide, error) != 0)
        return -1;
    *number = (int32_t)wide;
    return 0;
}

int document_decimal(const json_t *object, const char *member, bool required, int64_t scale, int64_t min, int64_t max,
                     int64_t *number, struct error *error)
{
    const json_t *value = json_object_get(object, member);
    if (!value)
        return missing(member, required, error);
    double scaled = json_number_value(value) * (double)scale, whole = round(scaled);
    bool exact = fabs(whole) < EXACT_MAX && fabs(scaled - whole) <= 1e-9 * fmax(1, fabs(whole));
    if (!json_is_number(value) || !exact || whole < (double)min || whole > (double)max)
        return error_set(error, STATUS_INVALID_ARGUMENT, member,
                         "must be a number from %.10g to %.10g with at most %d decimals",
                         "必须是 %.10g 到 %.10g 的数，最多 %d 位小数", (double)min / (double)scale,
                         (double)max / (double)scale, (int)log10((double)scale));
    *number = (int64_t)whole;
    return 0;
}

int document_flag(const json_t *object, const char *member, bool required, bool *flag, struct error *error)
{
    const json_t *value = json_object_get(object, member);
    if (!value)
        return missing(member, required, error);
    if (!json_is_boolean(value))
        return error_set(error, STATUS_INVALID_ARGUMENT, member, "must be true or false", "必须是 true 或 false");
    *flag = json_is_true(value);
    return 0;
}

int document_day(const json_t *object, const char *member, bool required, day_t *day, struct error *error)
{
    const json_t *value = json_object_get(object, member);
    if (!value)
        return missing(member, required, error);
    return parse_day(json_is_string(value) ? json_string_value(value) : "", member, day, error);
}

int document_texts(const json_t *object, const char *member, size_t max, size_t max_bytes, struct arena *arena,
                   const char *const **texts, size_t *count, struct error *error)
{
    const json_t *value = json_object_get(object, member), *text;
    if (!value)
        return 0;
    size_t n = json_is_array(value) ? json_array_size(value) : 1, i;
    const char **copies = ARENA_ARRAY(arena, const char *, n);
    for (i = 0; i < n; i++) {
        text = json_is_array(value) ? json_array_get(value, i) : value;
        if (!json_is_string(text) || json_string_length(text) == 0 || json_string_length(text) > max_bytes || n > max)
            break;
        copies[i] = arena_strdup(arena, json_string_value(text));
    }
    if (n == 0 || i < n)
        return error_set(error, STATUS_INVALID_ARGUMENT, member,
                         "must be a text, or a list of 1 to %zu texts, of 1 to %zu bytes",
                         "必须是文本，或 1 至 %zu 个文本的列表，每个 1 至 %zu 字节", max, max_bytes);
    *texts = copies;
    *count = n;
    return 0;
}
