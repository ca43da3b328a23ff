#include "output.h"

#include "base/buffer.h"
#include "base/date.h"
#include "base/money.h"
#include "wire/wire.h"

#include <inttypes.h>
#include <utf8proc.h>

#define JSON_MAX (16 * 1024 * 1024) /* bytes of one message in JSON */
#define GAP 2                       /* blanks between two columns */

struct table_row {
    struct table_row *next;
    const char *cells[];
};

/* The next character of the text and its columns; bytes that are no UTF-8 count one column each. */
static size_t next_character(const char *text, size_t *columns)
{
    utf8proc_int32_t character;
    utf8proc_ssize_t length = utf8proc_iterate((const utf8proc_uint8_t *)text, -1, &character);
    int width = length > 0 ? utf8proc_charwidth(character) : 1;
    *columns = width > 0 ? (size_t)width : 0;
    return length > 0 ? (size_t)length : 1;
}

size_t text_width(const char *text)
{
    size_t width = 0, columns;
    while (*text) {
        text += next_character(text, &columns);
        width += columns;
    }
    return width;
}

void text_print(FILE *out, const char *text, size_t width, bool right, bool cut)
{
    size_t full = text_width(text);
    if (full <= width) {
        int blanks = (int)(width - full);
        if (right)
            fprintf(out, "%*s%s", blanks, "", text);
        else
            fprintf(out, "%s%*s", text, blanks, "");
        return;
    }
    if (!cut) {
        fputs(text, out);
        return;
    }
    size_t used = 0, columns, bytes = 0;
    for (;;) {
        size_t length = next_character(text + bytes, &columns);
        if (used + columns + 1 > width)
            break;
        used += columns;
        bytes += length;
    }
    fprintf(out, "%.*s…%*s", (int)bytes, text, (int)(width - used - 1), "");
}

void table_init(struct table *table, const struct column_head *heads, size_t column_count, enum locale locale)
{
    *table = (struct table){.locale = locale, .column_count = column_count, .heads = heads};
    table->last = &table->first;
    for (size_t i = 0; i < column_count; i++)
        table->widths[i] = text_width(heads[i].name.in[locale]);
}

void table_add(struct table *table, const char *const *cells)
{
    struct table_row *row = arena_calloc(&table->arena, 1, sizeof *row + table->column_count * sizeof *cells);
    for (size_t i = 0; i < table->column_count; i++) {
        row->cells[i] = arena_strdup(&table->arena, cells[i] && *cells[i] ? cells[i] : "-");
        size_t width = text_width(row->cells[i]);
        if (width > table->widths[i])
            table->widths[i] = width;
    }
    *table->last = row;
    table->last = &row->next;
}

static void print_cell(const struct table *table, size_t column, const char *text, FILE *out)
{
    bool last = column + 1 == table->column_count;
    bool right = table->heads[column].right;
    /* No blanks at the end of a line. */
    text_print(out, text, last && !right ? 0 : table->widths[column], right, false);
    if (last)
        fputc('\n', out);
    else
        fprintf(out, "%*s", GAP, "");
}

void table_print(const struct table *table, FILE *out)
{
    for (size_t i = 0; i < table->column_count; i++)
        print_cell(table, i, table->heads[i].name.in[table->locale], out);
    for (const struct table_row *row = table->first; row; row = row->next)
        for (size_t i = 0; i < table->column_count; i++)
            print_cell(table, i, row->cells[i], out);
}

void table_release(struct table *table)
{
    arena_release(&table->arena);
}

char *cell_integer(struct arena *arena, int64_t value)
{
    return arena_printf(arena, "%" PRId64, value);
}

char *cell_yuan(struct arena *arena, int64_t fen)
{
    char text[MONEY_TEXT_SIZE];
    return arena_strdup(arena, money_format(fen, text));
}

char *cell_percent(struct arena *arena, int64_t ppm)
{
    int64_t tenths;
    if (divide_rounded(ppm, PPM / 1000, "share", &tenths, NULL) != 0)
        return arena_strdup(arena, "-");
    return arena_printf(arena, "%s%" PRId64 ".%" PRId64 "%%", tenths < 0 ? "-" : "",
                        (tenths < 0 ? -tenths : tenths) / 10, (tenths < 0 ? -tenths : tenths) % 10);
}

char *cell_instant(struct arena *arena, int64_t unix_ms)
{
    if (unix_ms == 0)
        return arena_strdup(arena, "-");
    char day[DATE_TEXT_SIZE];
    day_t date = day_of_instant(unix_ms);
    int64_t minutes = (unix_ms / 1000 + INT64_C(8) * 3600 - (int64_t)date * 86400) / 60;
    return arena_printf(arena, "%s %02d:%02d", day_format(date, day), (int)(minutes / 60), (int)(minutes % 60));
}

void print_next_page(const struct cli *cli, const char *cursor)
{
    if (*cursor)
        printf(SAY(cli->locale, "\nMore: add --cursor %s\n", "\n还有更多：加上 --cursor %s\n"), cursor);
}

enum exit_code print_json(const struct cli *cli, const void *message)
{
    struct buffer json = BUFFER(JSON_MAX);
    if (wire_to_json(message, WIRE_JSON_COMPACT | WIRE_JSON_DEFAULTS, &json) != 0) {
        struct error error;
        buffer_release(&json);
        error_set(&error, STATUS_RESOURCE_EXHAUSTED, NULL, "The answer is too large to print.", "结果过大，无法输出。");
        return cli_fail(cli, &error);
    }
    puts(json.data);
    buffer_release(&json);
    return EXIT_CODE_DONE;
}

void print_values(const struct label_value *pairs, FILE *out)
{
    size_t width = 0;
    for (const struct label_value *pair = pairs; pair->label; pair++)
        if (text_width(pair->label) > width)
            width = text_width(pair->label);
    for (const struct label_value *pair = pairs; pair->label; pair++) {
        text_print(out, pair->label, width + GAP, false, false);
        fprintf(out, "%s\n", pair->value && *pair->value ? pair->value : "-");
    }
}

void print_tsv_cell(const char *text)
{
    for (; *text; text++)
        putchar(*text == '\t' || *text == '\n' || *text == '\r' ? ' ' : *text);
}
