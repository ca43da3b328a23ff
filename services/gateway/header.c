#include "header.h"

#include <stdlib.h>
#include <strings.h>

/* "zh-CN;q=0.8" in thousandths; what is not readable counts as much as what is not said: all. */
static int quality_of(const char *range, size_t length)
{
    const char *q = memchr(range, ';', length);
    while (q && (size_t)(q - range) < length && *q != '=')
        q++;
    if (!q || (size_t)(q - range) >= length)
        return 1000;
    int quality = 0, scale = 1000;
    for (q++; (size_t)(q - range) < length && ((*q >= '0' && *q <= '9') || *q == '.'); q++) {
        if (*q == '.')
            continue;
        quality += (*q - '0') * scale;
        scale /= 10;
    }
    return quality;
}

enum locale header_locale(const char *accept_language)
{
    enum locale best = LOCALE_EN;
    int best_quality = 0;
    for (const char *at = accept_language ? accept_language : ""; *at;) {
        at += strspn(at, " ,\t");
        size_t length = strcspn(at, ",");
        int quality = quality_of(at, length);
        bool chinese = strncasecmp(at, "zh", 2) == 0, english = strncasecmp(at, "en", 2) == 0;
        if ((chinese || english) && quality > best_quality) {
            best = chinese ? LOCALE_ZH_CN : LOCALE_EN;
            best_quality = quality;
        }
        at += length;
    }
    return best;
}

static int refuse_key(struct error *error)
{
    return error_set(
        error, STATUS_INVALID_ARGUMENT, "call.idempotency_key",
        "a request that changes something needs the header Idempotency-Key: 1 to %d printable ASCII characters "
        "without blanks, new for each new request",
        "变更类请求须带 Idempotency-Key 头：1 至 %d 个不含空格的可打印 ASCII 字符，每个新请求用新值",
        IDEMPOTENCY_KEY_MAX);
}

int header_idempotency_key(const char *value, struct arena *arena, const char **key, struct error *error)
{
    if (!value)
        return refuse_key(error);
    size_t length = strlen(value);
    const bool quoted = length >= 2 && value[0] == '"' && value[length - 1] == '"';
    value += quoted;
    length -= quoted ? 2 : 0;
    for (size_t i = 0; i < length; i++)
        if (value[i] <= 0x20 || value[i] >= 0x7F || (quoted && (value[i] == '"' || value[i] == '\\')))
            return refuse_key(error);
    if (length == 0 || length > IDEMPOTENCY_KEY_MAX)
        return refuse_key(error);
    *key = arena_strndup(arena, value, length);
    return 0;
}

const char *header_bearer(const char *authorization)
{
    static const char scheme[] = "Bearer ";
    if (!authorization || strncasecmp(authorization, scheme, sizeof scheme - 1) != 0)
        return "";
    authorization += sizeof scheme - 1;
    return authorization + strspn(authorization, " ");
}

bool header_request_id(const char *value, char id[static REQUEST_ID_SIZE])
{
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:";
    size_t length = value ? strspn(value, allowed) : 0;
    if (length == 0 || length >= REQUEST_ID_SIZE || value[length])
        return false;
    memcpy(id, value, length + 1);
    return true;
}

bool header_traceparent(const char *value)
{
    static const char shape[] = "00-hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh-hhhhhhhhhhhhhhhh-hh";
    _Static_assert(sizeof shape == TRACEPARENT_SIZE, "the shape is a traceparent");
    if (!value || strlen(value) != sizeof shape - 1)
        return false;
    for (size_t i = 0; shape[i]; i++)
        if (shape[i] == 'h' ? !strchr("0123456789abcdef", value[i]) : value[i] != shape[i])
            return false;
    return true;
}

bool header_is_media_type(const char *content_type, const char *media_type)
{
    size_t length = strlen(media_type);
    if (!content_type || strncasecmp(content_type, media_type, length) != 0)
        return false;
    content_type += length;
    return content_type[strspn(content_type, " \t")] == ';' || !content_type[strspn(content_type, " \t")];
}

int header_if_match(const char *value, struct arena *arena, const char **version, struct error *error)
{
    const size_t length = value ? strlen(value) : 0;
    *version = "";
    if (length == 1 && *value == '*')
        return 0;
    if (length < 3 || value[0] != '"' || value[length - 1] != '"' || memchr(value + 1, '"', length - 2))
        return error_set(error, STATUS_INVALID_ARGUMENT, "call.if_match",
                         "If-Match takes the one ETag that was read, with its quotes, or *: send it as it came",
                         "If-Match 须为读取时得到的一个 ETag（含引号）或 *：请原样发送");
    *version = arena_strndup(arena, value + 1, length - 2);
    return 0;
}

/* The next name of a list "a, b;q=1": its length, without what stands around it; *list goes on behind it. */
static size_t next_name(const char **list, const char **name)
{
    *list += strspn(*list, " \t,");
    *name = *list;
    const size_t length = strcspn(*list, ",");
    *list += length;
    size_t end = 0;
    while (end < length && !strchr(" \t;", (*name)[end]))
        end++;
    return end;
}

bool header_list_has(const char *list, const char *name)
{
    const char *found;
    while (list && *list) {
        const size_t length = next_name(&list, &found);
        if (length > 0 && length == strlen(name) && strncasecmp(found, name, length) == 0)
            return true;
    }
    return false;
}

bool header_has_tag(const char *if_none_match, const char *version)
{
    const char *found;
    while (if_none_match && *if_none_match) {
        size_t length = next_name(&if_none_match, &found);
        if (length == 1 && *found == '*')
            return true;
        if (length > 2 && strncmp(found, "W/", 2) == 0) {
            found += 2;
            length -= 2;
        }
        if (length == strlen(version) + 2 && *found == '"' && strncmp(found + 1, version, length - 2) == 0)
            return true;
    }
    return false;
}

bool header_accepts_gzip(const char *accept_encoding)
{
    const char *name;
    while (accept_encoding && *accept_encoding) {
        const char *range = accept_encoding + strspn(accept_encoding, " \t,");
        const size_t length = next_name(&accept_encoding, &name);
        if (length == 4 && strncasecmp(name, "gzip", length) == 0)
            return quality_of(range, (size_t)(accept_encoding - range)) > 0;
    }
    return false;
}
