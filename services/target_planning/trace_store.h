/* By what a plan was split: its units and people with their weights, and the weights of the other axes. */
#pragma once

#include "basis.h"

/* Stores what the plan's months from the basis's first on were split by. */
int trace_store_add(struct db *db, struct arena *arena, int64_t plan_id, const struct basis *basis,
                    struct error *error);
/* What another version keeps of the months before `month`. */
int trace_store_keep(struct db *db, struct arena *arena, int64_t plan_id, int64_t from_plan_id, int month,
                     struct error *error);
int trace_store_drop(struct db *db, struct arena *arena, int64_t plan_id, struct error *error);
/* By what the month was split: not as directory and sales are today, but as they were. Without nodes when the plan is
 * not split. */
int trace_store_load(struct db *db, struct arena *arena, int64_t plan_id, int month, struct basis *basis,
                     struct error *error);
