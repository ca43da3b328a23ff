#include "csv/csv_reader.h"

#include "base/money.h"
#include "csv/csv_decoder.h"
#include "identifier/identifier.h"

#include <csv.h>

#define TEXT_SIZE (2 * CSV_ROW_MAX) /* the row under way and what was decoded ahead */
#define PARSER_STEP 4096            /* bytes by which libcsv's buffer for one value grows */

struct csv_reader {
    struct csv_decoder decoder;
    struct csv_parser parser;
    char text[TEXT_SIZE]; /* decoded: [start, end) is not taken yet, the row under way begins at `start` */
    size_t start, end;
    bool at_end;   /* nothing follows `end` */
    uint64_t line; /* rows so far */
    char normalised[CSV_FIELD_MAX + 1];
    /* The row under way. */
    struct arena *arena;
    struct csv_row *row;
    const char *raw[CSV_COLUMNS_MAX], *values[CSV_COLUMNS_MAX];
    size_t column_count;
    bool complete, blank;
};

/* --- text --- */

/* Decodes more behind `end`. Returns 1, 0 when there is no more, -1. */
static int more_text(struct csv_reader *reader, struct error *error)
{
    if (reader->start > 0) {
        memmove(reader->text, reader->text + reader->start, reader->end - reader->start);
        reader->end -= reader->start;
        reader->start = 0;
    }
    ssize_t got = csv_decoder_read(&reader->decoder, reader->text + reader->end, TEXT_SIZE - reader->end, error);
    if (got < 0)
        return -1;
    reader->end += (size_t)got;
    reader->at_end = got == 0;
    return got > 0;
}

/* The offset behind the line end that follows `from` (offsets count from `start`); 0 when none is decoded yet. */
static size_t find_line_end(const struct csv_reader *reader, size_t from)
{
    const char *at = reader->text + reader->start, *end = reader->text + reader->end;
    for (const char *c = at + from; c < end; c++) {
        if (*c == '\n')
            return (size_t)(c - at) + 1;
        if (*c != '\r')
            continue;
        if (c + 1 == end && !reader->at_end)
            return 0; /* \n may follow */
        return (size_t)(c - at) + (c + 1 < end && c[1] == '\n' ? 2 : 1);
    }
    return 0;
}

enum line { LINE_FAILED = -1, LINE_NONE, LINE_FOUND, LINE_TOO_LONG };

/* The line from `from` on, of the row that begins at `start`. Its end is the text's end when the last line has none. */
static enum line next_line(struct csv_reader *reader, size_t from, size_t *line_end, struct error *error)
{
    while ((*line_end = find_line_end(reader, from)) == 0) {
        size_t decoded = reader->end - reader->start;
        if (decoded > CSV_ROW_MAX)
            return LINE_TOO_LONG;
        int more = reader->at_end ? 0 : more_text(reader, error);
        if (more < 0)
            return LINE_FAILED;
        if (more > 0 || find_line_end(reader, from) > 0)
            continue;
        *line_end = decoded;
        return decoded > from ? LINE_FOUND : LINE_NONE;
    }
    return *line_end > CSV_ROW_MAX ? LINE_TOO_LONG : LINE_FOUND;
}

/* Drops text up to and with the next line end. */
static int skip_line(struct csv_reader *reader, struct error *error)
{
    size_t line_end;
    while ((line_end = find_line_end(reader, 0)) == 0) {
        if (reader->at_end) {
            reader->start = reader->end;
            return 0;
        }
        reader->start = reader->end > reader->start ? reader->end - 1 : reader->end; /* it may be the \r of \r\n */
        if (more_text(reader, error) < 0)
            return -1;
    }
    reader->start += line_end;
    return 0;
}

/* --- values --- */

/* The first thing wrong with a row is what is told of it. */
#define row_fail(reader, en, zh, ...)                                                                                  \
    do {                                                                                                               \
        if ((reader)->row->error.status == STATUS_OK)                                                                  \
            error_set(&(reader)->row->error, STATUS_INVALID_ARGUMENT, NULL, en, zh, __VA_ARGS__);                      \
    } while (0)

static void replace_broken(struct csv_reader *reader, char *text, size_t length)
{
    char *broken = memchr(text, CSV_BROKEN_BYTE, length);
    if (!broken)
        return;
    row_fail(reader,
             "the value in column %zu has characters that are not %s; save the file as UTF-8 and mend the value",
             "第 %zu 列的值含有不属于 %s 的字符；请将文件另存为 UTF-8 并修改该值", reader->column_count + 1,
             csv_reader_encoding(reader));
    for (; broken < text + length; broken++)
        if (*broken == CSV_BROKEN_BYTE)
            *broken = '?';
}

/* "" when the value cannot be kept. */
static const char *normalise(struct csv_reader *reader, const char *raw)
{
    struct error cause = {0};
    if (text_normalise(raw, NULL, reader->normalised, sizeof reader->normalised, &cause) != 0) {
        error_within(&cause, "column %zu", reader->column_count + 1);
        if (reader->row->error.status == STATUS_OK)
            reader->row->error = cause;
        return "";
    }
    return strcmp(raw, reader->normalised) == 0 ? raw : arena_strdup(reader->arena, reader->normalised);
}

/* libcsv: one value. */
static void take_value(void *bytes, size_t length, void *context)
{
    struct csv_reader *reader = context;
    if (reader->column_count == CSV_COLUMNS_MAX) {
        row_fail(reader, "the row has more than %d columns; remove the superfluous ones",
                 "该行超过 %d 列；请删除多余的列", CSV_COLUMNS_MAX);
        return;
    }
    if (length > CSV_FIELD_MAX) {
        row_fail(reader, "the value in column %zu is longer than %d bytes; shorten it",
                 "第 %zu 列的值超过 %d 字节；请缩短", reader->column_count + 1, CSV_FIELD_MAX);
        length = 0;
    }
    if (length > 0 && memchr(bytes, '\0', length)) {
        row_fail(reader, "the value in column %zu holds a NUL character; save the file as UTF-8 text",
                 "第 %zu 列的值含有 NUL 字符；请将文件另存为 UTF-8 文本", reader->column_count + 1);
        length = 0;
    }
    char *raw = arena_strndup(reader->arena, length ? bytes : "", length);
    replace_broken(reader, raw, length);
    const char *value = normalise(reader, raw);
    reader->blank = reader->blank && *value == '\0';
    reader->raw[reader->column_count] = raw;
    reader->values[reader->column_count++] = value;
}

/* libcsv: the end of a row. */
static void take_row_end(int end, void *context)
{
    (void)end;
    ((struct csv_reader *)context)->complete = true;
}

/* --- rows --- */

static void begin_row(struct csv_reader *reader)
{
    csv_fini(&reader->parser, NULL, NULL, NULL); /* forgets what a broken row left */
    *reader->row = (struct csv_row){.line = ++reader->line};
    reader->column_count = 0;
    reader->complete = false;
    reader->blank = true;
}

static void end_row(struct csv_reader *reader)
{
    size_t n = reader->column_count;
    const char **pointers = ARENA_ARRAY(reader->arena, const char *, 2 * n + 1);
    memcpy(pointers, reader->values, n * sizeof *pointers);
    memcpy(pointers + n, reader->raw, n * sizeof *pointers);
    reader->row->values = pointers;
    reader->row->raw = pointers + n;
    reader->row->column_count = n;
}

/*
 * A row that never ends was most likely one with a quote too many: only its first line is given up, and what seemed to
 * be inside the quotes is read as the rows that it is.
 */
static int give_up_quoted(struct csv_reader *reader, size_t first_line_end)
{
    reader->column_count = 0;
    row_fail(reader,
             "a quote in the row is not closed within %d bytes; close it, or double a quote that is meant as such",
             "该行的引号在 %d 字节内没有闭合；请补上引号，作为内容的引号请写两个", CSV_ROW_MAX);
    reader->start += first_line_end;
    return 1;
}

static int give_up_long(struct csv_reader *reader, struct error *error)
{
    row_fail(reader, "the row is longer than %d bytes; shorten its values", "该行超过 %d 字节；请缩短其中的值",
             CSV_ROW_MAX);
    return skip_line(reader, error) == 0 ? 1 : -1;
}

static int give_up_quotes(struct csv_reader *reader, size_t first_line_end)
{
    size_t column = reader->column_count + 1;
    reader->column_count = 0;
    row_fail(reader, "the quotes in column %zu do not fit; put the whole value in quotes and double a quote within it",
             "第 %zu 列的引号不匹配；请用引号括住整个值，值内的引号写两个", column);
    reader->start += first_line_end;
    return 1;
}

/* Gives libcsv one line. False: its quotes are against the rules. */
static bool parse_line(struct csv_reader *reader, size_t from, size_t line_end)
{
    const char *line = reader->text + reader->start + from;
    size_t length = line_end - from;
    if (csv_parse(&reader->parser, line, length, take_value, take_row_end, reader) != length)
        return false;
    bool ended = line[length - 1] == '\n' || line[length - 1] == '\r';
    return ended || csv_parse(&reader->parser, "\n", 1, take_value, take_row_end, reader) == 1;
}

/* 1 a row or a broken one, 0 nothing is left, -1. A blank row is a row with `blank`. */
static int read_row(struct csv_reader *reader, struct error *error)
{
    size_t from = 0, line_end, first_line_end = 0;
    begin_row(reader);
    for (;;) {
        enum line line = next_line(reader, from, &line_end, error);
        if (line == LINE_FAILED)
            return -1;
        if (line == LINE_NONE && from == 0)
            return 0;
        if (line != LINE_FOUND)
            return from > 0 ? give_up_quoted(reader, first_line_end) : give_up_long(reader, error);
        if (from == 0)
            first_line_end = line_end;
        if (!parse_line(reader, from, line_end))
            return give_up_quotes(reader, first_line_end);
        if (reader->complete || !reader->parser.quoted) {
            reader->start += line_end;
            return 1;
        }
        from = line_end;
    }
}

int csv_reader_next(struct csv_reader *reader, struct arena *arena, struct csv_row *row, struct error *error)
{
    reader->arena = arena;
    reader->row = row;
    int got;
    do
        got = read_row(reader, error);
    while (got == 1 && reader->blank && row->error.status == STATUS_OK);
    if (got == 1)
        end_row(reader);
    return got;
}

/* --- opening --- */

/* A tab must stay a tab where it divides columns. */
static int is_space(unsigned char c)
{
    return c == ' ';
}

/* Tables copied out of a spreadsheet have tabs between columns: then the first line has tabs and no comma. */
static unsigned char find_delimiter(const struct csv_reader *reader)
{
    size_t line_end = find_line_end(reader, 0);
    size_t length = line_end ? line_end : reader->end - reader->start;
    const char *line = reader->text + reader->start;
    bool tabs = memchr(line, '\t', length) && !memchr(line, ',', length);
    return tabs ? CSV_TAB : CSV_COMMA;
}

static struct csv_reader *new_reader(void)
{
    struct csv_reader *reader = calloc(1, sizeof *reader);
    if (!reader)
        abort();
    /* Strict: what a quote means must not be guessed, or one quote too many swallows the file. */
    csv_init(&reader->parser, CSV_STRICT);
    csv_set_space_func(&reader->parser, is_space);
    csv_set_blk_size(&reader->parser, PARSER_STEP);
    return reader;
}

static struct csv_reader *finish_opening(struct csv_reader *reader, int result, struct error *error)
{
    if (result != 0 || more_text(reader, error) < 0) {
        csv_reader_close(reader);
        return NULL;
    }
    csv_set_delim(&reader->parser, find_delimiter(reader));
    return reader;
}

struct csv_reader *csv_reader_open(const char *path, struct error *error)
{
    struct csv_reader *reader = new_reader();
    return finish_opening(reader, csv_decoder_open(&reader->decoder, path, error), error);
}

struct csv_reader *csv_reader_open_memory(const void *data, size_t size, struct error *error)
{
    struct csv_reader *reader = new_reader();
    return finish_opening(reader, csv_decoder_open_memory(&reader->decoder, data, size, error), error);
}

const char *csv_reader_encoding(const struct csv_reader *reader)
{
    static const char *const names[] = {[CSV_UTF8] = "UTF-8",
                                        [CSV_UTF8_BOM] = "UTF-8 with BOM",
                                        [CSV_UTF16LE] = "UTF-16LE",
                                        [CSV_UTF16BE] = "UTF-16BE",
                                        [CSV_GB18030] = "GB18030"};
    return names[reader->decoder.encoding];
}

int64_t csv_reader_progress(const struct csv_reader *reader)
{
    const struct csv_decoder *decoder = &reader->decoder;
    if (decoder->size < 0)
        return -1;
    if (decoder->size == 0 || decoder->taken >= decoder->size)
        return reader->at_end || decoder->size == 0 ? PPM : PPM - 1;
    return decoder->taken * PPM / decoder->size;
}

void csv_reader_close(struct csv_reader *reader)
{
    if (!reader)
        return;
    csv_decoder_close(&reader->decoder);
    csv_free(&reader->parser);
    free(reader);
}
