/*
 * JSON text (RFC 8259), piece by piece, straight into the memory of its message.
 *
 * Why not jansson's tree: it refuses integers above 2^63 - 1, so a uint64 as a JSON number could not be read; read as
 * reals they lose digits; its own nesting limit is 2048; and the tree of a stranger's text has no cap on memory.
 */
#pragma once

#include "wire/limits.h"

#include <stdbool.h>

struct json_scan {
    const char *start, *at, *end;
    struct wire_memory memory;
    struct error *error;
};

/* Not NUL-terminated; lives as long as the scanned text and the arena. */
struct json_text {
    const char *bytes;
    size_t length;
};

enum json_kind { JSON_NOTHING, JSON_OBJECT, JSON_ARRAY, JSON_STRING, JSON_NUMBER, JSON_TRUE, JSON_FALSE, JSON_NULL };

/* What stands next, by its first character; blanks are passed over. JSON_NOTHING: no value begins here. */
enum json_kind json_peek(struct json_scan *scan);
/* "object", "array", … as the mapping's documentation calls them. */
const char *json_kind_name(enum json_kind kind);
/* Passes `c` when it stands next, blanks before it too. */
bool json_take(struct json_scan *scan, char c);
/* The following return 0, or -1 with the scan's error filled: line, column, what is wrong. */
int json_expect(struct json_scan *scan, char c);
int json_string(struct json_scan *scan, struct json_text *text); /* escapes resolved */
int json_number(struct json_scan *scan, struct json_text *text); /* as written */
int json_literal(struct json_scan *scan, const char *literal);
int json_syntax_error(struct json_scan *scan);

/* Bytes of `text` that are one JSON number; 0 when it does not begin with one. */
size_t json_number_length(const char *text, size_t size);
