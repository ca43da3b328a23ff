/* Phases and milestones of plans. */
#pragma once

#include "db/db.h"
#include "goal.h"

int goal_store_add(struct db *db, struct arena *arena, int64_t plan_id, const struct goal *goals, size_t n,
                   struct error *error);
int goal_store_take_over(struct db *db, struct arena *arena, int64_t plan_id, int64_t from_plan_id,
                         struct error *error);
/* Each phase, its milestones after it. */
int goal_store_of_plan(struct db *db, struct arena *arena, int64_t plan_id, day_t day, struct goal **goals, size_t *n,
                       struct error *error);
