/* What is served without a key: the description for programs and the readable page, as the build has put them into the
 * program. */
#pragma once

#include "base/banned.h"

#include <stddef.h>

struct document {
    const char *path, *content_type;
    const unsigned char *bytes;
    const size_t *size;
};

/* NULL when nothing is served at the path. */
const struct document *document_find(const char *path);
