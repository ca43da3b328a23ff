/*
 * Why a table cannot be filled: the constraints that contradict. By the theorem of max-flow and min-cut, some rows'
 * totals are then more than some columns' totals and the cells beside them can take; each such set of rows is a proof.
 * All sets are looked through when there are few rows; else single rows, single columns, all but one, and what the flow
 * reached.
 */
#pragma once

#include "table_split.h"

#define CONTRADICTION_ROWS_MAX 12 /* up to so many all sets of rows are looked through */

/* `table`: with low and high what the cells may take. `reached`: rows from which the flow found no way on, or NULL when
 * a row's or column's lower bounds are already too much. The proof with the fewest constraints. */
void contradiction_find(const struct table_wish *wish, const struct table *table, const bool *reached,
                        struct arena *arena, struct contradiction *contradiction);
