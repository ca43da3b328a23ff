#include "gzip.h"

#include <stdint.h>
#include <zlib.h>

#define PIECE 16384
#define LEVEL 4                           /* three quarters of what the best one saves, in a third of its time */
#define WINDOW_BITS_GZIP (MAX_WBITS + 16) /* with gzip's header */
#define MEMORY_LEVEL 8

int gzip_compress(const char *bytes, size_t size, struct buffer *out)
{
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)bytes, .avail_in = (uInt)size};
    char piece[PIECE];
    int more, failed = 0;
    if (deflateInit2(&stream, LEVEL, Z_DEFLATED, WINDOW_BITS_GZIP, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK)
        return -1;
    do {
        stream.next_out = (Bytef *)piece;
        stream.avail_out = sizeof piece;
        more = deflate(&stream, Z_FINISH) == Z_OK;
        failed |= buffer_add(out, piece, sizeof piece - stream.avail_out);
    } while (more && !failed);
    deflateEnd(&stream);
    return failed;
}
