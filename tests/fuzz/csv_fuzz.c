/*
 * Any bytes as a spreadsheet's file. Reading ends; values are UTF-8 within their limits; a row that was read, written
 * and read again has the same values.
 */
#include "base/buffer.h"
#include "base/utf8.h"
#include "csv/csv_reader.h"

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void assert_value(const char *value)
{
    size_t length = strlen(value);
    must(length <= CSV_FIELD_MAX);
    must(utf8_valid_length(value, length) == length);
}

static bool comes_back(const char *value, const char *again)
{
    return strcmp(value, again) == 0 || (*again == '\'' && strcmp(value, again + 1) == 0); /* a formula was disarmed */
}

static void assert_row_comes_back(const struct csv_row *row)
{
    struct buffer text = BUFFER(4 * CSV_ROW_MAX);
    must(csv_row_write(&text, row->values, row->column_count) == 0);
    if (text.length <= CSV_ROW_MAX) {
        struct arena arena = {0};
        struct error error = {0};
        struct csv_row again;
        struct csv_reader *reader = csv_reader_open_memory(text.data, text.length, &error);
        must(reader && csv_reader_next(reader, &arena, &again, &error) == 1);
        must(again.error.status == STATUS_OK && again.column_count == row->column_count);
        for (size_t i = 0; i < row->column_count; i++)
            must(comes_back(row->values[i], again.values[i]));
        must(csv_reader_next(reader, &arena, &again, &error) == 0);
        csv_reader_close(reader);
        arena_release(&arena);
    }
    buffer_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct error error = {0};
    struct csv_row row;
    uint64_t line = 0;
    struct csv_reader *reader = csv_reader_open_memory(data, size, &error);
    must(reader != NULL);
    int got;
    while ((got = csv_reader_next(reader, &arena, &row, &error)) == 1) {
        must(row.line > line && row.column_count <= CSV_COLUMNS_MAX);
        line = row.line;
        for (size_t i = 0; i < row.column_count; i++) {
            assert_value(row.values[i]);
            assert_value(row.raw[i]);
        }
        if (row.error.status == STATUS_OK)
            assert_row_comes_back(&row);
        arena_reset(&arena);
    }
    must(got == 0);
    csv_reader_close(reader);
    arena_release(&arena);
    return 0;
}
