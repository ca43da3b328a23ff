/*
 * What a command prints: tables whose columns align on a terminal, where a Chinese character is two columns wide
 * (East Asian width), lines of label and value, and messages as JSON.
 */
#pragma once

#include "cli.h"

#include <stdio.h>

#define TABLE_COLUMNS_MAX 16

struct column_head {
    struct text name;
    bool right; /* numbers stand right */
};

struct table {
    enum locale locale;
    size_t column_count;
    const struct column_head *heads;
    size_t widths[TABLE_COLUMNS_MAX];
    struct table_row *first, **last;
    struct arena arena;
};

/* heads[column_count], at most TABLE_COLUMNS_MAX, must outlive the table. */
void table_init(struct table *table, const struct column_head *heads, size_t column_count, enum locale locale);
/* One text a column; NULL prints as "-". Copied. */
void table_add(struct table *table, const char *const *cells);
#define TABLE_ADD(table, ...) table_add((table), (const char *const[]){__VA_ARGS__})
void table_print(const struct table *table, FILE *out);
void table_release(struct table *table);

/* Columns of a terminal that the UTF-8 text takes. */
size_t text_width(const char *text);
/* Prints the text in `width` columns: filled with blanks, or cut with "…" when it is wider and `cut`. */
void text_print(FILE *out, const char *text, size_t width, bool right, bool cut);

/* A value of a TSV line: what would break the line becomes a blank. */
void print_tsv_cell(const char *text);

/* Formatted in the arena, for cells. */
char *cell_integer(struct arena *arena, int64_t value);
char *cell_yuan(struct arena *arena, int64_t fen);
char *cell_percent(struct arena *arena, int64_t ppm);     /* "80.0%" */
char *cell_instant(struct arena *arena, int64_t unix_ms); /* China Standard Time, "2014-09-01 16:00"; "-" for 0 */

/* How to ask for the next page; nothing when this was the last. */
void print_next_page(const struct cli *cli, const char *cursor);

/* The message as one line of canonical JSON with its defaults. */
enum exit_code print_json(const struct cli *cli, const void *message);
/* "label  value" lines, labels aligned; pairs end with a NULL label. */
struct label_value {
    const char *label, *value;
};
void print_values(const struct label_value *pairs, FILE *out);
