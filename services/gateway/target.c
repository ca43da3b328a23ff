#include "target.h"

#include "base/utf8.h"

static int digit_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The byte that "%41" stands for; 0 when it stands for none that may be there. */
static char decoded_byte(const char *text, size_t left)
{
    int high = left >= 3 ? digit_of(text[1]) : -1, low = left >= 3 ? digit_of(text[2]) : -1;
    return high < 0 || low < 0 ? 0 : (char)(high * 16 + low);
}

/* Percent-decoded, "+" as a blank in a query. NULL when an escape is broken, or it is no UTF-8, holds NUL or is too
 * long. */
static char *decode(struct arena *arena, const char *text, size_t length, bool in_query)
{
    if (length > (size_t)3 * TARGET_VALUE_MAX)
        return NULL;
    char *out = arena_alloc(arena, length + 1);
    size_t size = 0;
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        if (c == '%') {
            c = decoded_byte(text + i, length - i);
            if (!c)
                return NULL;
            i += 2;
        } else if (c == '+' && in_query) {
            c = ' ';
        }
        out[size++] = c;
    }
    out[size] = '\0';
    return size <= TARGET_VALUE_MAX && utf8_valid_length(out, size) == size ? out : NULL;
}

static int add(struct target *target, const char *name, const char *value, bool in_path, struct error *error)
{
    if (!name || !value)
        return error_set(error, STATUS_INVALID_ARGUMENT, name ? name : "",
                         "a parameter is not percent-encoded UTF-8 of at most %d bytes: encode it anew",
                         "参数不是百分号编码的 UTF-8，或超过 %d 字节：请重新编码", TARGET_VALUE_MAX);
    if (target->count == TARGET_PARAMETERS_MAX)
        return error_set(error, STATUS_INVALID_ARGUMENT, name, "more than %d parameters: send fewer",
                         "参数超过 %d 个：请减少", TARGET_PARAMETERS_MAX);
    target->parameters[target->count++] = (struct parameter){name, value, in_path};
    return 0;
}

int target_add_from_path(struct target *target, struct arena *arena, const char *name, const char *value, size_t length,
                         struct error *error)
{
    return add(target, name, decode(arena, value, length, false), true, error);
}

int target_parse(const char *uri, struct arena *arena, struct target *target, struct error *error)
{
    const size_t path_length = strcspn(uri, "?");
    const char *at = uri + path_length;
    *target = (struct target){.path = arena_strndup(arena, uri, path_length)};
    while (*at) {
        at++; /* "?" or "&" */
        size_t length = strcspn(at, "&"), name_length = strcspn(at, "=&");
        size_t value_at = name_length + (at[name_length] == '=');
        if (length > 0 && add(target, decode(arena, at, name_length, true),
                              decode(arena, at + value_at, length - value_at, true), false, error) != 0)
            return -1;
        at += length;
    }
    return 0;
}
