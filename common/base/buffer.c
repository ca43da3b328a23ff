#include "base/buffer.h"

#include <stdarg.h>
#include <stdint.h>

static int reserve(struct buffer *buffer, size_t more)
{
    if (more > buffer->max || buffer->length > buffer->max - more) {
        buffer->overflowed = true;
        return -1;
    }
    size_t need = buffer->length + more + 1;
    if (need <= buffer->capacity)
        return 0;
    size_t capacity = buffer->capacity ? buffer->capacity : 256;
    while (capacity < need)
        capacity *= 2;
    char *data = realloc(buffer->data, capacity);
    if (!data) {
        buffer->overflowed = true;
        return -1;
    }
    buffer->data = data;
    buffer->capacity = capacity;
    return 0;
}

int buffer_add(struct buffer *buffer, const void *bytes, size_t length)
{
    if (reserve(buffer, length) != 0)
        return -1;
    if (length)
        memcpy(buffer->data + buffer->length, bytes, length);
    buffer->length += length;
    buffer->data[buffer->length] = '\0';
    return 0;
}

int buffer_add_text(struct buffer *buffer, const char *text)
{
    return buffer_add(buffer, text, strlen(text));
}

int buffer_add_char(struct buffer *buffer, char c)
{
    return buffer_add(buffer, &c, 1);
}

int buffer_printf(struct buffer *buffer, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    int result = length < 0 ? -1 : reserve(buffer, (size_t)length);
    if (result == 0) {
        vsnprintf(buffer->data + buffer->length, (size_t)length + 1, format, again);
        buffer->length += (size_t)length;
    }
    va_end(again);
    return result;
}

int buffer_add_json_string(struct buffer *buffer, const char *text, size_t length)
{
    static const char hex[] = "0123456789abcdef";
    size_t start = buffer->length;
    int result = buffer_add_char(buffer, '"');
    size_t run = 0; /* first byte not yet added */
    for (size_t i = 0; i < length && result == 0; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7F)
            continue;
        char escape[7] = {'\\', (char)c, '\0'};
        switch (c) {
        case '\n': escape[1] = 'n'; break;
        case '\r': escape[1] = 'r'; break;
        case '\t': escape[1] = 't'; break;
        case '\b': escape[1] = 'b'; break;
        case '\f': escape[1] = 'f'; break;
        case '"': case '\\': break;
        default:
            memcpy(escape, "\\u00", 4);
            escape[4] = hex[c >> 4];
            escape[5] = hex[c & 15];
            escape[6] = '\0';
        }
        result = buffer_add(buffer, text + run, i - run);
        if (result == 0)
            result = buffer_add_text(buffer, escape);
        run = i + 1;
    }
    if (result == 0)
        result = buffer_add(buffer, text + run, length - run);
    if (result == 0)
        result = buffer_add_char(buffer, '"');
    if (result != 0 && buffer->data) {
        buffer->length = start;
        buffer->data[start] = '\0';
    }
    return result;
}

void buffer_clear(struct buffer *buffer)
{
    buffer->length = 0;
    buffer->overflowed = false;
    if (buffer->data)
        buffer->data[0] = '\0';
}

void buffer_release(struct buffer *buffer)
{
    free(buffer->data);
    *buffer = BUFFER(buffer->max);
}
