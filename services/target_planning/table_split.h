/*
 * Controlled rounding: a table of whole units whose rows and columns are both given, as near as can be to weights, with
 * fixed cells, floors and ceilings (Cox, A Constructive Procedure for Unbiased Controlled Rounding, 1987, by network
 * flow).
 *
 * The exact share of a cell is weight * factor of its row * factor of its column, cut at its floor and ceiling, with
 * the factors that make all rows and columns come out (iterative proportional fitting, Deming & Stephan 1940). Each
 * cell gets the floor or the ceiling of its exact share: column by column, units go to the larger fractions, equal ones
 * to the row that lacks most, then to the earlier row; what then does not come out is moved along the shortest paths.
 * Where a double cannot hold the exact share well enough, the table is still exact in its sums.
 */
#pragma once

#include "base/error.h"
#include "table_fill.h"

#define TABLE_NO_CEILING INT64_MAX

/* A cell without weight gets nothing beyond its floor. Bounds that are equal fix a cell. */
struct table_wish {
    size_t rows, columns;
    const int64_t *row_totals, *column_totals; /* each 0..TABLE_UNITS_MAX */
    const int64_t *weights;                    /* 0..APPORTION_WEIGHT_MAX */
    const int64_t *floors, *ceilings;          /* 0 and TABLE_NO_CEILING where there is none */
};

/* One line of the proof that a wish cannot come true: a total of `row`, a total of `column`, or a bound of a cell. */
enum constraint_kind {
    CONSTRAINT_ROW,
    CONSTRAINT_COLUMN,
    CONSTRAINT_FLOOR,
    CONSTRAINT_CEILING,
    CONSTRAINT_WEIGHT, /* none: the cell gets nothing */
    CONSTRAINT_ROWS,   /* the sum of all rows */
    CONSTRAINT_COLUMNS
};

struct constraint {
    enum constraint_kind kind;
    size_t row, column;
    int64_t value;
};

struct contradiction {
    struct constraint *constraints; /* of the arena; without any one of them the others can be met */
    size_t count;
};

/*
 * Writes cells[rows * columns] and exact[...]. 0, or -1: what is out of range (STATUS_INVALID_ARGUMENT), or cannot be
 * met (STATUS_FAILED_PRECONDITION), then `contradiction` has the smallest set that was found of constraints that
 * contradict.
 */
int table_split(const struct table_wish *wish, struct arena *arena, int64_t *cells, double *exact,
                struct contradiction *contradiction, struct error *error);
