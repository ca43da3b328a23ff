/* Text or bytes that grow up to a stated maximum. */
#pragma once

#include "base/banned.h"

#include <stdbool.h>
#include <stddef.h>

struct buffer {
    char *data; /* always NUL-terminated once something was added; NULL before */
    size_t length, capacity, max;
    bool overflowed; /* something did not fit: what is there is a prefix */
};

#define BUFFER(maximum) ((struct buffer){.max = (maximum)})

/* All return 0, or -1 when the maximum would be passed (then nothing of this call is added, `overflowed` is set). */
int buffer_add(struct buffer *buffer, const void *bytes, size_t length);
int buffer_add_text(struct buffer *buffer, const char *text);
int buffer_add_char(struct buffer *buffer, char c);
int buffer_printf(struct buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* JSON string with its quotes; control characters, quotes and backslashes escaped. `length` bytes of UTF-8. */
int buffer_add_json_string(struct buffer *buffer, const char *text, size_t length);
void buffer_clear(struct buffer *buffer);   /* empty, keeps its memory */
void buffer_release(struct buffer *buffer); /* gives the memory back */
