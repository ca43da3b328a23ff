/*
 * Files as spreadsheets write them: UTF-8 with or without BOM, UTF-16, GB18030 (GBK), told apart by their bytes; CRLF,
 * LF or CR; quotes doubled; blank rows skipped; full-width digits, letters and commas inside values folded (NFKC).
 * Columns are divided by commas, or by tabs when the first line has tabs and no comma. Rows are streamed: memory does
 * not grow with the file. Parsing is libcsv's, conversion iconv's.
 */
#pragma once

#include "base/arena.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CSV_COLUMNS_MAX 128
#define CSV_FIELD_MAX (16 * 1024) /* bytes of one value in UTF-8 */
#define CSV_ROW_MAX (64 * 1024)   /* bytes of one row in UTF-8 */

struct csv_row {
    uint64_t line; /* the row's number as a spreadsheet shows it: the first row is 1, blank rows counted */
    size_t column_count;
    const char **values; /* normalised UTF-8, outer blanks dropped; owned by the arena given to csv_reader_next */
    const char **raw; /* as they stood in the file, in UTF-8: for the file of rejected rows; outer blanks may be gone */
    struct error error; /* status != OK: this row cannot be read (too long, broken encoding, quotes); go on with the
                           next. Then the columns are what could be read of it, '?' for broken bytes; maybe none. */
};

struct csv_reader;

/* Opens a file ("-" is standard input) and finds its encoding. NULL with `error` when it cannot be read. */
struct csv_reader *csv_reader_open(const char *path, struct error *error);
/* The same on bytes in memory (fuzzers, uploads); `data` must outlive the reader. */
struct csv_reader *csv_reader_open_memory(const void *data, size_t size, struct error *error);
/* "UTF-8", "UTF-8 with BOM", "UTF-16LE", "UTF-16BE", "GB18030". */
const char *csv_reader_encoding(const struct csv_reader *reader);
/* Next row that is not blank: 1 a row, 0 the end, -1 the file itself cannot be read further (with `error`). */
int csv_reader_next(struct csv_reader *reader, struct arena *arena, struct csv_row *row, struct error *error);
/* Share of the input's bytes read so far, 0..PPM; -1 when unknown (standard input). */
int64_t csv_reader_progress(const struct csv_reader *reader);
void csv_reader_close(struct csv_reader *reader);

/* Writes one row in UTF-8 with doubled quotes and CRLF, to a file that opens in a spreadsheet
 * (the caller writes CSV_BOM first; values that a spreadsheet would run as a formula get a leading apostrophe). */
#define CSV_BOM "\xEF\xBB\xBF"
struct buffer;
int csv_row_write(struct buffer *out, const char *const *values, size_t count);
