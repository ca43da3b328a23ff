#include "base/error.h"

#include "base/utf8.h"

#include <stdbool.h>
#include <strings.h>

enum locale locale_of(const char *tag)
{
    if (tag && strncasecmp(tag, "zh", 2) == 0 && (tag[2] == '\0' || tag[2] == '-' || tag[2] == '_'))
        return LOCALE_ZH_CN;
    return LOCALE_EN;
}

/* A cut, at the end or by a precision ("%.40s"), leaves half a character, and a reply with one cannot be read by its caller:
 * what is not UTF-8 is left out. */
static void drop_partial_characters(char *text)
{
    size_t length = strlen(text), kept = utf8_valid_length(text, length);
    for (size_t at = kept; at < length;) {
        size_t valid = utf8_valid_length(text + at, length - at);
        memmove(text + kept, text + at, valid);
        kept += valid;
        at += valid + 1; /* and over the byte that is wrong */
    }
    text[kept] = '\0';
}

int error_vset(struct error *error, enum status status, const char *field, const char *en, const char *zh, va_list arguments)
{
    if (!error)
        return -1;
    error->status = status;
    error->retry_after_ms = 0;
    snprintf(error->field, sizeof error->field, "%s", field ? field : "");
    drop_partial_characters(error->field);
    const char *formats[LOCALE_COUNT] = {[LOCALE_EN] = en, [LOCALE_ZH_CN] = zh};
    for (int i = 0; i < LOCALE_COUNT; i++) {
        va_list copy;
        va_copy(copy, arguments);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral" /* checked at the callers by the format attributes */
        vsnprintf(error->message[i], sizeof error->message[i], formats[i], copy);
#pragma GCC diagnostic pop
        va_end(copy);
        drop_partial_characters(error->message[i]);
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
    drop_partial_characters(error->field);
    return -1;
}
