/* The tree of a plan from rows of units and people. */
#pragma once

#include "basis.h"

/* Columns unit_id, person_id, kind, parent_id, code, name, and with `is_weighed` weight and twelve months of sales;
 * rows by kind, then in the order in which equal claims are served. Writes the basis's tree and labels. A node without
 * a parent among the rows has one that the split refuses. */
void basis_tree_read(const struct db_result *result, bool is_weighed, struct arena *arena, struct basis *basis);
