/* Unicode forms for the readers of this folder; utf8proc stays behind unicode.c, fold.c and name.c. */
#pragma once

#include "base/banned.h"

#include <utf8proc.h>

/* NFKC without invisible characters, `more` options of utf8proc besides (case folding). The caller frees it.
 * NULL: not UTF-8 (or no memory for what is at most the request's size limit). */
char *unicode_nfkc(const char *text, utf8proc_option_t more);

/* True when the text is its own normal form (NFKC) at a glance: ASCII and common ideographs, that is nearly every name, and all
 * numbers, codes and dates. */
bool unicode_is_plain(const char *text);

/* Reads one character at `text` (not at its end). Returns its bytes; a byte that is not UTF-8 counts as one character
 * -1. */
size_t unicode_next(const char *text, utf8proc_int32_t *character);

/* Blanks of all widths, line ends and control characters. */
bool unicode_is_blank(utf8proc_int32_t character);
