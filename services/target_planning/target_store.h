/* The targets of a plan on all axes: computed, stored, read again. */
#pragma once

#include "basis.h"

/* Splits the total over the basis and stores every target above 0, and the nodes with their weights; cells that are
 * fixed by hand stay. *stored counts them. With `refused` set, and 0 returned, when it cannot be split. What the plan
 * had before is dropped, but what another version keeps is not touched: that plan must be new. */
int target_store_split(struct db *db, struct arena *arena, const struct plan *plan, int64_t total, struct basis *basis,
                       int64_t *stored, struct error *refused, struct error *error);
/* Stores the tables of the basis's first `n` nodes, whole levels, as they are given, and splits what stands below them.
 * tables[n * plan_cells], children summing to their parent. */
int target_store_give(struct db *db, struct arena *arena, const struct plan *plan, struct basis *basis,
                      const int64_t *tables, size_t n, int64_t *stored, struct error *refused, struct error *error);
/* One cell of a node's table `cells` was changed by hand; what stands below it is split again. */
int target_store_move(struct db *db, struct arena *arena, const struct plan *plan, struct basis *basis, size_t node,
                      const int64_t *cells, size_t cell, struct error *refused, struct error *error);
int target_store_drop(struct db *db, struct arena *arena, int64_t plan_id, struct error *error);
/* The table of one node. */
int target_store_cells(struct db *db, struct arena *arena, int64_t plan_id, const struct basis *basis, size_t node,
                       int64_t **cells, struct error *error);
