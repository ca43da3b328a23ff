/* Plans and their versions. */
#pragma once

#include "db/db.h"
#include "plan.h"

/* Adds a version of a plan that passed plan_check; plan->plan_id and plan->version are set.
 * -1 STATUS_FAILED_PRECONDITION when the plan's code belongs to another job. */
int plan_store_put(struct db *db, struct arena *arena, struct plan *plan, int64_t principal_id, struct error *error);

/* The version in force of each job in the month that begins with `first_day`; *plans from the arena. */
int plan_store_in_force(struct db *db, struct arena *arena, day_t first_day, struct plan **plans, size_t *count,
                        struct error *error);
