/* The targets of a plan on all axes: computed, stored, read again. */
#pragma once

#include "basis.h"

/* Splits the total over the basis and stores every target above 0, and the nodes with their weights; cells that are
 * fixed by hand stay. *stored counts them. With `refused` set, and 0 returned, when it cannot be split. What the plan
 * had before is dropped, but what another version keeps is not touched: that plan must be new. */
int target_store_split(struct db *db, struct arena *arena, const struct plan *plan, int64_t total, struct basis *basis,
                       int64_t *stored, struct error *refused, struct error *error);
/* A node's table becomes `cells`; what stands below it is split again. */
int target_store_replace(struct db *db, struct arena *arena, const struct plan *plan, struct basis *basis, size_t node,
                         const int64_t *cells, struct error *refused, struct error *error);
int target_store_drop(struct db *db, struct arena *arena, int64_t plan_id, struct error *error);
/* The table of one node. */
int target_store_cells(struct db *db, struct arena *arena, int64_t plan_id, const struct basis *basis, size_t node,
                       int64_t **cells, struct error *error);
