#include "wire/json_scan.h"

#define HEX_DIGITS 4 /* of one \uXXXX */

static void skip_blanks(struct json_scan *scan)
{
    while (scan->at < scan->end && (*scan->at == ' ' || *scan->at == '\t' || *scan->at == '\n' || *scan->at == '\r'))
        scan->at++;
}

int json_syntax_error(struct json_scan *scan)
{
    size_t line = 1;
    const char *line_start = scan->start;
    for (const char *c = scan->start; c < scan->at; c++)
        if (*c == '\n') {
            line++;
            line_start = c + 1;
        }
    return error_set(scan->error, STATUS_INVALID_ARGUMENT, NULL,
                     "the text is not JSON at line %zu, byte %zu of the line; mend it there",
                     "文本在第 %zu 行、该行第 %zu 字节处不是有效的 JSON；请修改该处", line,
                     (size_t)(scan->at - line_start) + 1);
}

enum json_kind json_peek(struct json_scan *scan)
{
    skip_blanks(scan);
    if (scan->at == scan->end)
        return JSON_NOTHING;
    switch (*scan->at) {
    case '{':
        return JSON_OBJECT;
    case '[':
        return JSON_ARRAY;
    case '"':
        return JSON_STRING;
    case 't':
        return JSON_TRUE;
    case 'f':
        return JSON_FALSE;
    case 'n':
        return JSON_NULL;
    default:
        return *scan->at == '-' || (*scan->at >= '0' && *scan->at <= '9') ? JSON_NUMBER : JSON_NOTHING;
    }
}

const char *json_kind_name(enum json_kind kind)
{
    static const char *const names[] = {
        [JSON_NOTHING] = "nothing", [JSON_OBJECT] = "object", [JSON_ARRAY] = "array", [JSON_STRING] = "string",
        [JSON_NUMBER] = "number",   [JSON_TRUE] = "true",     [JSON_FALSE] = "false", [JSON_NULL] = "null",
    };
    return names[kind];
}

bool json_take(struct json_scan *scan, char c)
{
    skip_blanks(scan);
    if (scan->at == scan->end || *scan->at != c)
        return false;
    scan->at++;
    return true;
}

int json_expect(struct json_scan *scan, char c)
{
    return json_take(scan, c) ? 0 : json_syntax_error(scan);
}

int json_literal(struct json_scan *scan, const char *literal)
{
    size_t length = strlen(literal);
    if ((size_t)(scan->end - scan->at) < length || memcmp(scan->at, literal, length) != 0)
        return json_syntax_error(scan);
    scan->at += length;
    return 0;
}

static size_t digits_length(const char *text, size_t size)
{
    size_t length = 0;
    while (length < size && text[length] >= '0' && text[length] <= '9')
        length++;
    return length;
}

size_t json_number_length(const char *text, size_t size)
{
    size_t at = size > 0 && text[0] == '-' ? 1 : 0;
    size_t digits = digits_length(text + at, size - at);
    if (digits == 0 || (digits > 1 && text[at] == '0'))
        return 0;
    at += digits;
    if (at < size && text[at] == '.') {
        digits = digits_length(text + at + 1, size - at - 1);
        if (digits == 0)
            return 0;
        at += 1 + digits;
    }
    if (at < size && (text[at] == 'e' || text[at] == 'E')) {
        size_t sign = at + 1 < size && (text[at + 1] == '+' || text[at + 1] == '-') ? 1 : 0;
        digits = digits_length(text + at + 1 + sign, size - at - 1 - sign);
        if (digits == 0)
            return 0;
        at += 1 + sign + digits;
    }
    return at;
}

int json_number(struct json_scan *scan, struct json_text *text)
{
    text->bytes = scan->at;
    text->length = json_number_length(scan->at, (size_t)(scan->end - scan->at));
    scan->at += text->length;
    return text->length ? 0 : json_syntax_error(scan);
}

/* The number of four hexadecimal digits, which it passes; -1 when there are none. */
static int32_t take_hex(struct json_scan *scan)
{
    int32_t value = 0;
    if (scan->end - scan->at < HEX_DIGITS)
        return -1;
    for (int i = 0; i < HEX_DIGITS; i++) {
        char c = *scan->at;
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
        scan->at++;
    }
    return value;
}

/* The character after "\u"; two escapes when it is above U+FFFF. -1: half a pair, or no digits. */
static int32_t take_character(struct json_scan *scan)
{
    int32_t high = take_hex(scan);
    if (high < 0xD800 || high > 0xDFFF)
        return high;
    if (high > 0xDBFF || scan->end - scan->at < 2 || scan->at[0] != '\\' || scan->at[1] != 'u')
        return -1;
    scan->at += 2;
    int32_t low = take_hex(scan);
    if (low < 0xDC00 || low > 0xDFFF)
        return -1;
    return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
}

static char *put_character(char *out, uint32_t c)
{
    if (c < 0x80) {
        *out++ = (char)c;
        return out;
    }
    int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    static const uint32_t lead[] = {0, 0xC0, 0xE0, 0xF0};
    *out++ = (char)(lead[more] | c >> (6 * more));
    while (more-- > 0)
        *out++ = (char)(0x80 | ((c >> (6 * more)) & 0x3F));
    return out;
}

/* What follows a backslash; NULL when no escape does. An escape is never shorter than what it stands for. */
static char *take_escape(struct json_scan *scan, char *out)
{
    static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
    if (scan->at == scan->end)
        return NULL;
    char c = *scan->at++;
    if (c == 'u') {
        int32_t character = take_character(scan);
        return character < 0 ? NULL : put_character(out, (uint32_t)character);
    }
    const char *name = c ? strchr(names, c) : NULL;
    if (!name)
        return NULL;
    *out++ = values[name - names];
    return out;
}

/* The closing quote of the string that begins at the scan; NULL when there is none or a control character comes before.
 */
static const char *find_closing_quote(const struct json_scan *scan, bool *has_escapes)
{
    *has_escapes = false;
    for (const char *c = scan->at; c < scan->end; c++) {
        if (*c == '"')
            return c;
        if ((unsigned char)*c < 0x20)
            return NULL;
        if (*c == '\\') {
            *has_escapes = true;
            if (++c == scan->end)
                return NULL;
        }
    }
    return NULL;
}

static int resolve_escapes(struct json_scan *scan, const char *quote, struct json_text *text)
{
    char *out = wire_memory_take(&scan->memory, (size_t)(quote - scan->at));
    if (!out)
        return wire_memory_refuse(scan->error);
    text->bytes = out;
    while (scan->at < quote) {
        if (*scan->at != '\\') {
            *out++ = *scan->at++;
            continue;
        }
        scan->at++;
        out = take_escape(scan, out);
        if (!out)
            return json_syntax_error(scan);
    }
    text->length = (size_t)(out - text->bytes);
    return 0;
}

int json_string(struct json_scan *scan, struct json_text *text)
{
    if (json_expect(scan, '"') != 0)
        return -1;
    bool has_escapes;
    const char *quote = find_closing_quote(scan, &has_escapes);
    if (!quote)
        return json_syntax_error(scan);
    if (has_escapes) {
        if (resolve_escapes(scan, quote, text) != 0)
            return -1;
    } else {
        *text = (struct json_text){.bytes = scan->at, .length = (size_t)(quote - scan->at)};
    }
    scan->at = quote + 1;
    return 0;
}
