/* Is it UTF-8? RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF. */
#pragma once

#include "base/banned.h"

#include <stddef.h>

/* Length of the longest well-formed beginning of `text`; `size` when all of it is. A character cut off at the end is
 * not part of it. */
size_t utf8_valid_length(const void *text, size_t size);
