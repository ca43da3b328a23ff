#include "base/error.h"

#include <stdbool.h>
#include <strings.h>

enum locale locale_of(const char *tag)
{
    if (tag && strncasecmp(tag, "zh", 2) == 0 && (tag[2] == '\0' || tag[2] == '-' || tag[2] == '_'))
        return LOCALE_ZH_CN;
    return LOCALE_EN;
}

/* A cut must not leave half a UTF-8 character at the end. */
static void drop_partial_character(char *text, size_t size)
{
    size_t length = strnlen(text, size);
    if (length + 1 < size)
        return;
    size_t start = length;
    while (start > 0 && ((unsigned char)text[start - 1] & 0xC0) == 0x80)
        start--;
    if (start == 0)
        return;
    unsigned char lead = (unsigned char)text[start - 1];
    size_t want = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (length - (start - 1) < want)
        text[start - 1] = '\0';
}

int error_vset(struct error *error, enum status status, const char *field, const char *en, const char *zh, va_list arguments)
{
    if (!error)
        return -1;
    error->status = status;
    error->retry_after_ms = 0;
    snprintf(error->field, sizeof error->field, "%s", field ? field : "");
    drop_partial_character(error->field, sizeof error->field);
    const char *formats[LOCALE_COUNT] = {[LOCALE_EN] = en, [LOCALE_ZH_CN] = zh};
    for (int i = 0; i < LOCALE_COUNT; i++) {
        va_list copy;
        va_copy(copy, arguments);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral" /* checked at the callers by the format attributes */
        vsnprintf(error->message[i], sizeof error->message[i], formats[i], copy);
#pragma GCC diagnostic pop
        va_end(copy);
        drop_partial_character(error->message[i], sizeof error->message[i]);
    }
    return -1;
}

int error_set(struct error *error, enum status status, const char *field, const char *en, const char *zh, ...)
{
    va_list arguments;
    va_start(arguments, zh);
    error_vset(error, status, field, en, zh, arguments);
    va_end(arguments);
    return -1;
}

int error_within(struct error *error, const char *prefix_format, ...)
{
    if (!error)
        return -1;
    char path[2 * ERROR_FIELD_SIZE];
    va_list arguments;
    va_start(arguments, prefix_format);
    int length = vsnprintf(path, ERROR_FIELD_SIZE, prefix_format, arguments);
    va_end(arguments);
    if (length < 0 || length >= ERROR_FIELD_SIZE)
        length = ERROR_FIELD_SIZE - 1;
    bool needs_dot = *error->field && *error->field != '[';
    snprintf(path + length, sizeof path - (size_t)length, "%s%s", needs_dot ? "." : "", error->field);
    path[ERROR_FIELD_SIZE - 1] = '\0';
    memcpy(error->field, path, ERROR_FIELD_SIZE);
    drop_partial_character(error->field, ERROR_FIELD_SIZE);
    return -1;
}
