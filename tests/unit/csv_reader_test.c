/* Files as dealers' spreadsheets write them, and as nobody should. */
#include "csv/csv_reader.h"

#include "base/buffer.h"
#include "base/money.h"

#include <iconv.h>
#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h> /* after what it needs */

#define FILE_MAX (8 * 1024 * 1024)
#define SAMPLE_GBK SOURCE_DIRECTORY "/../shared/data/sample_gbk.csv"

/* The rows as text: values joined by '|', a row a line with its number before; "!" before a broken row. */
static char *read_all(const void *bytes, size_t size, const char **encoding)
{
    struct error error = {0};
    struct csv_reader *reader = csv_reader_open_memory(bytes, size, &error);
    assert_non_null(reader);
    struct buffer out = BUFFER(FILE_MAX);
    struct arena arena = {0};
    struct csv_row row;
    int got;
    buffer_add_text(&out, "");
    while ((got = csv_reader_next(reader, &arena, &row, &error)) == 1) {
        buffer_printf(&out, "%s%llu:", row.error.status ? "!" : "", (unsigned long long)row.line);
        for (size_t i = 0; i < row.column_count; i++)
            buffer_printf(&out, "%s%s", i ? "|" : "", row.values[i]);
        buffer_add_char(&out, '\n');
        arena_reset(&arena);
    }
    assert_int_equal(got, 0);
    assert_int_equal(csv_reader_progress(reader), PPM);
    if (encoding)
        *encoding = csv_reader_encoding(reader);
    csv_reader_close(reader);
    arena_release(&arena);
    return out.data;
}

static void assert_rows_of(const void *bytes, size_t size, const char *expected)
{
    char *rows = read_all(bytes, size, NULL);
    assert_string_equal(rows, expected);
    free(rows);
}

#define assert_rows(literal, expected) assert_rows_of(literal, sizeof(literal) - 1, expected)

static void assert_encoding_of(const void *bytes, size_t size, const char *name, const char *expected)
{
    const char *encoding;
    char *rows = read_all(bytes, size, &encoding);
    assert_string_equal(encoding, name);
    assert_string_equal(rows, expected);
    free(rows);
}

#define assert_encoding(literal, name, expected) assert_encoding_of(literal, sizeof(literal) - 1, name, expected)

/* First error of a file of one row. */
static struct error only_error(const char *text, size_t size)
{
    struct arena arena = {0};
    struct csv_row row;
    struct error error = {0};
    struct csv_reader *reader = csv_reader_open_memory(text, size, &error);
    assert_non_null(reader);
    assert_int_equal(csv_reader_next(reader, &arena, &row, &error), 1);
    csv_reader_close(reader);
    arena_release(&arena);
    return row.error;
}

static size_t convert(const char *text, const char *encoding, char *out, size_t room)
{
    iconv_t converter = iconv_open(encoding, "UTF-8");
    char copy[512], *in = copy, *to = out;
    size_t left = strlen(text), room_left = room;
    memcpy(copy, text, left);
    assert_int_equal(iconv(converter, &in, &left, &to, &room_left), 0);
    iconv_close(converter);
    return room - room_left;
}

static void rows_end_with_any_line_end_and_the_last_may_have_none(void **state)
{
    (void)state;
    assert_rows("a,b\r\nc,d\r\n", "1:a|b\n2:c|d\n");
    assert_rows("a,b\nc,d", "1:a|b\n2:c|d\n");
    assert_rows("a,b\rc,d\r", "1:a|b\n2:c|d\n");
    assert_rows("a,b\r", "1:a|b\n");
    assert_rows("", "");
}

static void blank_rows_are_skipped_and_counted(void **state)
{
    (void)state;
    assert_rows("a,b\r\n\r\n  \r\n,,,\r\n\"\",　\r\nc,d\r\n,\r\n\r\n", "1:a|b\n6:c|d\n");
    assert_rows("\n\n\nx\n", "4:x\n");
}

static void quotes_are_doubled_and_may_hold_commas_and_line_ends(void **state)
{
    (void)state;
    assert_rows("\"a,b\",\"say \"\"hi\"\"\"\n", "1:a,b|say \"hi\"\n");
    assert_rows("\"line one\r\nline two\",x\r\ny,z\r\n", "1:line one line two|x\n2:y|z\n");
    assert_rows("a, \"b\" ,c\n", "1:a|b|c\n");
}

static void full_width_forms_fold_but_do_not_divide_columns(void **state)
{
    (void)state;
    assert_rows("四川，成都,１２３，４５６,ＬＳＪＡ\n", "1:四川,成都|123,456|LSJA\n");
    assert_rows(" a  b ,　中国　石油　\n", "1:a b|中国 石油\n");
}

static void tabs_divide_columns_when_the_first_line_has_no_comma(void **state)
{
    (void)state;
    assert_rows("a\tb\t\n1,5\t\t3\n", "1:a|b|\n2:1,5||3\n");
    assert_rows("a,b\nc\td,e\n", "1:a|b\n2:c d|e\n");
}

static void encodings_are_told_apart_by_their_bytes(void **state)
{
    (void)state;
    char bytes[256] = "\xFF\xFE";
    assert_encoding("名称,数量\n北京,１\n", "UTF-8", "1:名称|数量\n2:北京|1\n");
    assert_encoding("\xEF\xBB\xBF名称,数量\r\n北京,1\r\n", "UTF-8 with BOM", "1:名称|数量\n2:北京|1\n");
    assert_encoding("plain,ascii\n", "UTF-8", "1:plain|ascii\n");
    size_t size = convert("名称,数量\r\n北京,𠮷\r\n", "GB18030", bytes, sizeof bytes);
    assert_encoding_of(bytes, size, "GB18030", "1:名称|数量\n2:北京|𠮷\n");
    memcpy(bytes, "\xFF\xFE", 2);
    size = 2 + convert("名称,数量\r\n北京,𠮷\r\n", "UTF-16LE", bytes + 2, sizeof bytes - 2);
    assert_encoding_of(bytes, size, "UTF-16LE", "1:名称|数量\n2:北京|𠮷\n");
    memcpy(bytes, "\xFE\xFF", 2);
    size = 2 + convert("名称,数量\r\n北京,𠮷\r\n", "UTF-16BE", bytes + 2, sizeof bytes - 2);
    assert_encoding_of(bytes, size, "UTF-16BE", "1:名称|数量\n2:北京|𠮷\n");
    const char *const unmarked[] = {"UTF-16LE", "UTF-16BE"};
    for (int i = 0; i < 2; i++) {
        size = convert("名称,数量\r\n一汽,１\r\n北京,𠮷\r\n", unmarked[i], bytes, sizeof bytes);
        assert_encoding_of(bytes, size, unmarked[i], "1:名称|数量\n2:一汽|1\n3:北京|𠮷\n");
    }
}

/* Chinese that begins after more than one piece of plain ASCII decides the encoding there. */
static void an_encoding_that_shows_late_is_still_found(void **state)
{
    (void)state;
    enum { ROWS = 20000 };
    struct buffer file = BUFFER(FILE_MAX);
    for (int i = 0; i < ROWS; i++)
        buffer_add_text(&file, "0123456789,x\n");
    buffer_add(&file, "\xB1\xB1\xBE\xA9,y\n", 7); /* 北京 in GBK */
    const char *encoding;
    char *rows = read_all(file.data, file.length, &encoding);
    assert_string_equal(encoding, "GB18030");
    assert_non_null(strstr(rows, "\n20001:北京|y\n"));
    free(rows);
    buffer_release(&file);
}

/* Characters lie across every boundary of the pieces that the file is read in. */
static void no_piece_of_the_file_cuts_a_character(void **state)
{
    (void)state;
    const char *const encodings[] = {"UTF-8", "GB18030"};
    for (int e = 0; e < 2; e++)
        for (int shift = 0; shift < 4; shift++) {
            struct buffer file = BUFFER(FILE_MAX);
            char row[64];
            size_t size = convert("中国石油𠮷\n", encodings[e], row, sizeof row);
            buffer_add(&file, "\nxxx", (size_t)shift);
            size_t rows = 0;
            for (; file.length < 300 * 1024; rows++)
                buffer_add(&file, row, size);
            char *text = read_all(file.data, file.length, NULL);
            size_t good = 0;
            static const char value[] = "中国石油𠮷\n";
            const char *end = text + strlen(text);
            for (const char *at = text; (at = memmem(at, (size_t)(end - at), value, sizeof value - 1)); at++)
                good++;
            assert_int_equal(good, rows);
            assert_null(strchr(text, '!'));
            free(text);
            buffer_release(&file);
        }
}

static void broken_bytes_spoil_their_row_alone(void **state)
{
    (void)state;
    assert_rows("名称,数量\n北\xFF京,1\n上海,2\n", "1:名称|数量\n!2:北?京|1\n3:上海|2\n");
    char bytes[256];
    size_t size = convert("名称,数量\n北京,1\n", "GB18030", bytes, sizeof bytes);
    memcpy(bytes + size, "\xFF,3\n", 4);
    size += 4;
    size += convert("上海,2\n", "GB18030", bytes + size, sizeof bytes - size);
    bytes[size++] = '\xB1'; /* half a character at the end */
    assert_rows_of(bytes, size, "1:名称|数量\n2:北京|1\n!3:?|3\n4:上海|2\n!5:?\n");
    /* Found by the fuzzer: five bytes in UTF-8's old form, which iconv lets pass. */
    assert_rows("\xEF\xBB\xBFx\n\xFB\xB3\x82\x82\x82,y\n", "1:x\n!2:?????|y\n");
    struct error error = only_error("\xEF\xBB\xBFx,\xC0\x80\n", 8);
    assert_string_equal(error.message[LOCALE_EN], "the value in column 2 has characters that are not UTF-8 with BOM; "
                                                  "save the file as UTF-8 and mend the value");
}

static void a_nul_spoils_its_row_alone(void **state)
{
    (void)state;
    assert_rows("a\0b,1\nc,2\n", "!1:|1\n2:c|2\n");
}

static void an_unclosed_quote_costs_its_line_and_no_other(void **state)
{
    (void)state;
    assert_rows("a,b\n\"c,d\ne,f\ng,h\n", "1:a|b\n!2:\n3:e|f\n4:g|h\n");
    struct buffer file = BUFFER(FILE_MAX);
    buffer_add_text(&file, "\"open,1\n");
    for (int i = 0; i < 30000; i++)
        buffer_add_text(&file, "good,2\n");
    char *rows = read_all(file.data, file.length, NULL);
    assert_memory_equal(rows, "!1:\n2:good|2\n3:good|2\n", 22);
    assert_non_null(strstr(rows, "\n30001:good|2\n"));
    free(rows);
    buffer_release(&file);
}

static void a_quote_in_the_wrong_place_costs_its_line(void **state)
{
    (void)state;
    assert_rows("5\" screen,1\nb,2\n", "!1:\n2:b|2\n");
    assert_rows("\"a\"b,1\nc,2\n", "!1:\n2:c|2\n");
    struct error error = only_error("x,\"a\"b\n", 7);
    assert_non_null(strstr(error.message[LOCALE_EN], "quotes in column 2"));
}

/* `length` letters in one value between two good rows. */
static char *rows_around_a_long_value(size_t length, bool quoted)
{
    struct buffer file = BUFFER(FILE_MAX);
    buffer_add_text(&file, quoted ? "a,b\n\"" : "a,b\n");
    for (size_t i = 0; i < length; i++)
        buffer_add_char(&file, 'x');
    buffer_add_text(&file, quoted ? "\",1\r\nc,d\r\n" : ",1\r\nc,d\r\n");
    char *rows = read_all(file.data, file.length, NULL);
    buffer_release(&file);
    return rows;
}

static void values_and_rows_beyond_the_limits_are_refused_one_by_one(void **state)
{
    (void)state;
    const size_t lengths[] = {CSV_FIELD_MAX + 1, CSV_ROW_MAX, CSV_ROW_MAX + 1, 4 * CSV_ROW_MAX + 3};
    for (int quoted = 0; quoted < 2; quoted++) {
        for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
            char *rows = rows_around_a_long_value(lengths[i], quoted);
            assert_string_equal(rows, i == 0 ? "1:a|b\n!2:|1\n3:c|d\n" : "1:a|b\n!2:\n3:c|d\n");
            free(rows);
        }
        char *rows = rows_around_a_long_value(CSV_FIELD_MAX, quoted);
        assert_null(strchr(rows, '!'));
        free(rows);
    }
}

static void a_row_of_too_many_columns_is_refused(void **state)
{
    (void)state;
    struct buffer file = BUFFER(FILE_MAX);
    for (int i = 0; i < CSV_COLUMNS_MAX; i++)
        buffer_add_text(&file, "1,");
    buffer_add_text(&file, "1\na,b\n");
    char *rows = read_all(file.data, file.length, NULL);
    assert_int_equal(rows[0], '!');
    assert_non_null(strstr(rows, "\n2:a|b\n"));
    free(rows);
    buffer_release(&file);
}

/* Bytes that the program holds; the address sanitizer has its own count. */
size_t __sanitizer_get_current_allocated_bytes(void) __attribute__((weak));
static size_t bytes_held(void)
{
    return __sanitizer_get_current_allocated_bytes ? __sanitizer_get_current_allocated_bytes() : mallinfo2().uordblks;
}

static void a_million_rows_pass_through_memory_that_does_not_grow(void **state)
{
    (void)state;
    enum { ROWS = 1000000, GROWTH_MAX = 4096, WARM_UP = 10000 };
    FILE *file = tmpfile();
    for (int i = 0; i < ROWS; i++)
        fprintf(file, "D%04d,四川,%d\r\n", i % 300, i);
    fflush(file);
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fileno(file));
    struct error error = {0};
    struct csv_reader *reader = csv_reader_open(path, &error);
    assert_non_null(reader);
    struct arena arena = {0};
    struct csv_row row;
    size_t rows = 0, before = 0;
    for (; csv_reader_next(reader, &arena, &row, &error) == 1; rows++) {
        assert_int_equal(row.column_count, 3);
        arena_reset(&arena);
        if (rows == WARM_UP)
            before = bytes_held();
    }
    assert_int_equal(rows, ROWS);
    assert_true(bytes_held() < before + GROWTH_MAX);
    assert_int_equal(csv_reader_progress(reader), PPM);
    csv_reader_close(reader);
    arena_release(&arena);
    fclose(file);
}

static void a_real_gbk_file_is_read_to_its_end(void **state)
{
    (void)state;
    struct error error = {0};
    struct csv_reader *reader = csv_reader_open(SAMPLE_GBK, &error);
    if (!reader) {
        print_message("skipped: %s is not there\n", SAMPLE_GBK);
        skip();
    }
    struct arena arena = {0};
    struct csv_row row;
    size_t rows = 0, broken = 0;
    while (csv_reader_next(reader, &arena, &row, &error) == 1) {
        if (rows == 1)
            assert_string_equal(row.values[3], "平安银行");
        if (rows == 2)
            assert_string_equal(row.values[3], "万科A"); /* full-width in the file */
        broken += row.error.status != STATUS_OK;
        rows++;
        arena_reset(&arena);
    }
    assert_string_equal(csv_reader_encoding(reader), "GB18030");
    assert_int_equal(rows, 4348);
    assert_int_equal(broken, 0);
    csv_reader_close(reader);
    arena_release(&arena);
}

static void a_file_that_is_not_there_is_named_as_such(void **state)
{
    (void)state;
    struct error error = {0};
    assert_null(csv_reader_open("/nowhere/leads.csv", &error));
    assert_non_null(strstr(error.message[LOCALE_EN], "cannot be read (No such file or directory)"));
    assert_null(csv_reader_open("/", &error));
}

static void what_is_written_is_read_back_and_no_formula_runs(void **state)
{
    (void)state;
    const char *const values[] = {"a,b",  "say \"hi\"", "two\r\nlines", "=1+1", "-5", "+8613612345678",
                                  "@cmd", "",           "-1+cmd",     "＝cmd", "－cmd"};
    struct buffer out = BUFFER(1024);
    assert_int_equal(csv_row_write(&out, values, sizeof values / sizeof values[0]), 0);
    assert_string_equal(out.data,
                        "\"a,b\",\"say \"\"hi\"\"\",\"two\r\nlines\",'=1+1,-5,+8613612345678,'@cmd,,'-1+cmd,'＝cmd,'－cmd\r\n");
    assert_rows_of(out.data, out.length, "1:a,b|say \"hi\"|two lines|'=1+1|-5|+8613612345678|'@cmd||'-1+cmd|'=cmd|'-cmd\n");
    struct buffer small = BUFFER(8);
    assert_int_equal(csv_row_write(&small, values, 2), -1);
    assert_int_equal(small.length, 0);
    buffer_release(&small);
    buffer_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_end_with_any_line_end_and_the_last_may_have_none),
        cmocka_unit_test(blank_rows_are_skipped_and_counted),
        cmocka_unit_test(quotes_are_doubled_and_may_hold_commas_and_line_ends),
        cmocka_unit_test(full_width_forms_fold_but_do_not_divide_columns),
        cmocka_unit_test(tabs_divide_columns_when_the_first_line_has_no_comma),
        cmocka_unit_test(encodings_are_told_apart_by_their_bytes),
        cmocka_unit_test(an_encoding_that_shows_late_is_still_found),
        cmocka_unit_test(no_piece_of_the_file_cuts_a_character),
        cmocka_unit_test(broken_bytes_spoil_their_row_alone),
        cmocka_unit_test(a_nul_spoils_its_row_alone),
        cmocka_unit_test(an_unclosed_quote_costs_its_line_and_no_other),
        cmocka_unit_test(a_quote_in_the_wrong_place_costs_its_line),
        cmocka_unit_test(values_and_rows_beyond_the_limits_are_refused_one_by_one),
        cmocka_unit_test(a_row_of_too_many_columns_is_refused),
        cmocka_unit_test(a_million_rows_pass_through_memory_that_does_not_grow),
        cmocka_unit_test(a_real_gbk_file_is_read_to_its_end),
        cmocka_unit_test(a_file_that_is_not_there_is_named_as_such),
        cmocka_unit_test(what_is_written_is_read_back_and_no_formula_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
