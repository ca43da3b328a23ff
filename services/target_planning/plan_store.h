/* Plans with their versions, targets and issued months; sales before Remuda. */
#pragma once

#include "db/db.h"
#include "lag.h"
#include "plan_tree.h"

struct sales_month {
    int64_t unit_id; /* an area */
    const char *product_code;
    int64_t year, month, units;
};

/* The first of the codes that names no product; NULL when all do. */
int plan_store_unknown_product(struct db *db, struct arena *arena, const struct sales_month *months, size_t n,
                               const char **code, struct error *error);
/* Replaces the same unit, product and month; none stands twice in `months`. */
int plan_store_put_history(struct db *db, struct arena *arena, const struct sales_month *months, size_t n,
                           struct error *error);

enum plan_state { PLAN_NONE, PLAN_DRAFT, PLAN_REVIEWED, PLAN_LOCKED, PLAN_CLOSED, PLAN_AMENDED };

struct plan {
    int64_t plan_id; /* 0: none */
    int64_t year, total_units, version, state, method, deepest_kind;
    struct lag_rule lag;
    int64_t rolled_after; /* what was missed until this month is in the later ones */
    bool is_amendment;    /* written by plan_store_add */
};

/* Of a new version of a locked year; else reason is "". */
struct plan_change {
    int64_t replaces;
    const char *reason, *approver;
    day_t effective_on;
};

/* Adds a draft; plan_id and version are written. */
int plan_store_add(struct db *db, struct arena *arena, struct plan *plan, const struct plan_change *change,
                   int64_t principal_id, struct error *error);
/* The plan, or with 0 that in force of the year; plan->plan_id is 0 when there is none. `hold`: nobody else changes it
 * meanwhile. */
int plan_store_find(struct db *db, struct arena *arena, int64_t plan_id, int64_t year, bool hold, struct plan *plan,
                    struct error *error);
int plan_store_set_state(struct db *db, struct arena *arena, int64_t plan_id, enum plan_state state, int64_t now_ms,
                         struct error *error);

/* Targets of a unit, or of a person, by month. */
struct unit_months {
    int64_t unit_id, person_id, kind; /* person_id 0: the unit itself */
    const char *code, *name;
    int64_t months[MONTHS];
};
/* Headquarters, regions and areas. */
int plan_store_unit_months(struct db *db, struct arena *arena, int64_t plan_id, struct unit_months **units, size_t *n,
                           struct error *error);
/* The unit and all that stands below it, each followed by its own; `limit` of them after the first `skipped`. None when
 * the plan does not have the unit. */
int plan_store_subtree(struct db *db, struct arena *arena, int64_t plan_id, int64_t unit_id, int64_t skipped,
                       int64_t limit, struct unit_months **units, size_t *n, struct error *error);
/* What another version keeps: targets of the months before `month`, what was fixed by hand in them and, later, below
 * units of the kind `fixed_below`; months that are issued. */
int plan_store_keep(struct db *db, struct arena *arena, int64_t plan_id, int64_t from_plan_id, int month,
                    int64_t fixed_below, struct error *error);
/* The last issued month, 0 when none, and headquarters' units of the months before `month`. */
int plan_store_issued(struct db *db, struct arena *arena, int64_t plan_id, int month, int64_t *last, int64_t *units,
                      struct error *error);

struct month_target {
    int64_t unit_id, units;
};

/* *issued is false when the month was issued before; then nothing changes. */
int plan_store_issue(struct db *db, struct arena *arena, int64_t plan_id, int month, int64_t principal_id,
                     int64_t now_ms, bool *issued, struct error *error);
int plan_store_month(struct db *db, struct arena *arena, int64_t plan_id, int month, struct month_target **targets,
                     size_t *n, struct error *error);
