/* Codes and numbers as people type them, brought to plain upper-case ASCII. */
#pragma once

#include "base/banned.h"

#include <stddef.h>

/* Full-width characters become ordinary ones, letters upper case, dashes of all kinds '-'; blanks and invisible
 * characters go; a character outside ASCII becomes '?'. Writes what fits into `size` bytes with the NUL. Returns how
 * many characters there are, which may be more than fit. */
size_t identifier_fold(const char *text, char *out, size_t size);
