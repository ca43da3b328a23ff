/*
 * The exact shares of a table whose rows and columns are both given: iterative proportional fitting (Deming & Stephan
 * 1940), with each cell cut at its bounds.
 */
#pragma once

#include "table_fill.h"

/* `table` can be filled; its cells are not read. A cell whose bounds are equal has that share. Writes exact[rows *
 * columns], columns exact and rows to what a double holds; where weights of zero or bounds force a cell to an end of
 * its range, near to it. */
void table_fit(const struct table *table, const int64_t *weights, struct arena *arena, double *exact);
