/*
 * Which column of a file is which field: heads in Chinese or English, as people's spreadsheets have them, by a table.
 * Heads are compared without case, blanks, "*" and what stands in brackets: "客户名称*", "成交价(元)".
 */
#pragma once

#include "base/arena.h"
#include "csv/csv_reader.h"
#include "text.h"

#include <stdbool.h>

#define COLUMNS_MAX 32
#define COLUMN_WORDS_MAX 12
#define COLUMN_ALIEN SIZE_MAX /* a head that no column has */

struct column {
    const char *field;                   /* path in the contract, "customer.name"; its last part is a head too */
    const char *option;                  /* the option of a single call, "customer"; NULL: none */
    struct text name;                    /* both are heads */
    const char *words[COLUMN_WORDS_MAX]; /* further heads; "short_*" is any head that begins so */
    bool required;
    bool many; /* several columns of the file may carry it; their values are joined by ";" */
};

struct column_map {
    const struct column *columns;
    size_t count;                      /* of columns */
    size_t file_count;                 /* of the file's heads */
    size_t column_of[CSV_COLUMNS_MAX]; /* of each head: index in columns, or COLUMN_ALIEN */
    const char **heads;                /* the file's heads as they stood, in the arena */
};

/* Copies the heads into the arena. */
void column_map_init(struct column_map *map, const struct column *columns, size_t count, const struct csv_row *heads,
                     struct arena *arena);
/* values[columns] of one row: "" where the file has nothing. */
void column_map_row(const struct column_map *map, const struct csv_row *row, const char **values, struct arena *arena);
/* The head of the file under which a field stands; NULL when the file has no such column. */
const char *column_map_head(const struct column_map *map, const char *field);
/* Required columns that the file lacks (but those with a default), known columns, the file's columns without use: as
 * texts for people. */
const char *column_map_missing(const struct column_map *map, const char *const *defaults, enum locale locale,
                               struct arena *arena);
const char *column_map_known(const struct column_map *map, enum locale locale, struct arena *arena);
const char *column_map_unused(const struct column_map *map, struct arena *arena);
/* The column that a head names, or COLUMN_ALIEN. */
size_t column_of_head(const struct column *columns, size_t count, const char *head);

/* The heads that the file of rejected rows adds; they are no data when the file comes back. */
extern const struct text rejection_field, rejection_reason;
bool column_is_rejection(const char *head);
