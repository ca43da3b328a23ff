/*
 * The bytes of a file, piece by piece, as UTF-8.
 * The encoding is a byte order mark's; without one UTF-16 when there are as many NULs as that has; else it is decided at
 * the first piece that is not plain ASCII: UTF-8 when well-formed characters are more than broken bytes, otherwise
 * GB18030, of whose text hardly a byte is well-formed UTF-8. So one broken byte in a UTF-8 file stays one broken byte, and does not turn the whole file into wrong Chinese.
 */
#pragma once

#include "base/error.h"

#include <iconv.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CSV_RAW_SIZE (64 * 1024)
#define CSV_BROKEN_BYTE '\xFF' /* stands in the output for what is no character; never part of UTF-8 */
#define CSV_ROOM_MIN 8         /* bytes that the longest character needs, and some */

enum csv_encoding { CSV_UTF8, CSV_UTF8_BOM, CSV_UTF16LE, CSV_UTF16BE, CSV_GB18030 };

struct csv_decoder {
    FILE *file;            /* NULL: memory */
    const uint8_t *memory; /* what is left of it */
    size_t memory_left;
    int64_t size, taken; /* bytes of the input, -1 when unknown; bytes read of it */
    enum csv_encoding encoding;
    bool decided, at_end; /* at_end: nothing is left to read into `raw` */
    iconv_t converter;    /* NULL: the input is UTF-8 */
    uint8_t raw[CSV_RAW_SIZE];
    size_t raw_start, raw_end;
};

/* All return -1 with `error` on failure. `decoder` is zeroed memory; close it also when opening failed. */
int csv_decoder_open(struct csv_decoder *decoder, const char *path, struct error *error);
int csv_decoder_open_memory(struct csv_decoder *decoder, const void *data, size_t size, struct error *error);
/* Writes at most `room` (>= CSV_ROOM_MIN) bytes of whole characters; returns how many, 0 at the end. */
ssize_t csv_decoder_read(struct csv_decoder *decoder, char *out, size_t room, struct error *error);
void csv_decoder_close(struct csv_decoder *decoder);
