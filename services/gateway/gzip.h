/* Answers made shorter for callers who can read them so. */
#pragma once

#include "base/buffer.h"

#define GZIP_LEAST 1024 /* bytes; what is shorter goes as it is */

/* Adds `bytes` compressed to `out`; -1 when it does not fit or there is no memory: then they go as they are. */
int gzip_compress(const char *bytes, size_t size, struct buffer *out);
