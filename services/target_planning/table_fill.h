/*
 * Filling a table of whole units whose rows and columns are both given, each cell between its bounds: a flow from rows
 * to columns, by augmenting paths (Ford & Fulkerson 1956, shortest paths first). Rows and columns come in their order,
 * so the same input gives the same table.
 */
#pragma once

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TABLE_ROWS_MAX 10000
#define TABLE_CELLS_MAX 1000000
#define TABLE_UNITS_MAX INT64_C(1000000000) /* of the whole table */

/* Cells row by row: cell (i, j) is [i * columns + j]. */
struct table {
    size_t rows, columns;
    const int64_t *row_totals, *column_totals; /* of equal sums */
    const int64_t *low, *high;                 /* 0 <= low <= high */
    int64_t *cells;
};

/* Room for one search, and what the last one reached. */
struct table_reach {
    bool *rows, *columns;
    size_t *row_from, *column_from; /* by which column a row was reached, by which row a column */
    size_t *waiting;
};

void table_reach_init(struct table_reach *reach, const struct table *table, struct arena *arena);

/*
 * Moves what the rows still lack into columns that lack it: cells start within their bounds, no row and no column above
 * its total. True when the table is full. False when it cannot be: then `reach` has the rows and columns that were
 * reached from the first row that lacks something. Of these rows, cells in columns not reached are at their upper
 * bound, of the other rows, cells in reached columns are at their lower bound, reached columns are full: the rows'
 * totals are too much for that.
 */
bool table_fill(const struct table *table, struct table_reach *reach, struct arena *arena);
