#include "plan_store.h"

#include "db/columns.h"

#include "sql/add_plan.h"
#include "sql/find_plan.h"
#include "sql/issue_month.h"
#include "sql/keep_adjustments.h"
#include "sql/keep_issued.h"
#include "sql/keep_months.h"
#include "sql/last_issued.h"
#include "sql/month_targets.h"
#include "sql/put_sales_history.h"
#include "sql/read_plan.h"
#include "sql/set_plan_state.h"
#include "sql/subtree_months.h"
#include "sql/unit_months.h"
#include "sql/unknown_products.h"

int plan_store_unknown_product(struct db *db, struct arena *arena, const struct sales_month *months, size_t n,
                               const char **code, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    DB_BIND_TEXT_COLUMN(&params, months, n, product_code);
    if (db_run(db, sql_unknown_products, &params, &result, error))
        return -1;
    *code = result.rows > 0 ? arena_strdup(arena, db_text(&result, 0, 0)) : NULL;
    db_result_clear(&result);
    return 0;
}

int plan_store_put_history(struct db *db, struct arena *arena, const struct sales_month *months, size_t n,
                           struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    DB_BIND_INT64_COLUMN(&params, months, n, unit_id);
    DB_BIND_TEXT_COLUMN(&params, months, n, product_code);
    DB_BIND_INT64_COLUMN(&params, months, n, year);
    DB_BIND_INT64_COLUMN(&params, months, n, month);
    DB_BIND_INT64_COLUMN(&params, months, n, units);
    return db_run(db, sql_put_sales_history, &params, NULL, error);
}

/* --- plans
 * -------------------------------------------------------------------------------------------------------------- */

int plan_store_add(struct db *db, struct arena *arena, struct plan *plan, const struct plan_change *change,
                   int64_t principal_id, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    char day[DATE_TEXT_SIZE];
    db_bind_int64(&params, plan->year);
    db_bind_int64(&params, plan->total_units);
    db_bind_int64(&params, plan->method);
    db_bind_int64(&params, plan->deepest_kind);
    db_bind_int64(&params, principal_id);
    db_bind_int64_or_null(&params, change->replaces != 0, change->replaces);
    db_bind_text(&params, change->reason);
    db_bind_text(&params, change->approver);
    db_bind_text(&params, change->replaces ? day_format(change->effective_on, day) : NULL);
    db_bind_int64(&params, plan->lag.behind_ppm);
    db_bind_int64(&params, plan->lag.month_ends);
    db_bind_int64(&params, plan->rolled_after);
    if (db_run(db, sql_add_plan, &params, &result, error))
        return -1;
    plan->plan_id = db_int64(&result, 0, 0);
    plan->version = db_int64(&result, 0, 1);
    plan->state = PLAN_DRAFT;
    plan->is_amendment = change->replaces != 0;
    db_result_clear(&result);
    return 0;
}

int plan_store_find(struct db *db, struct arena *arena, int64_t plan_id, int64_t year, bool hold, struct plan *plan,
                    struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, plan_id);
    db_bind_int64(&params, year);
    if (db_run(db, hold ? sql_find_plan : sql_read_plan, &params, &result, error))
        return -1;
    *plan = (struct plan){.year = year};
    if (result.rows > 0)
        *plan = (struct plan){db_int64(&result, 0, 0),
                              db_int64(&result, 0, 1),
                              db_int64(&result, 0, 2),
                              db_int64(&result, 0, 3),
                              db_int64(&result, 0, 4),
                              db_int64(&result, 0, 5),
                              db_int64(&result, 0, 6),
                              {db_int64(&result, 0, 7), db_int64(&result, 0, 8)},
                              .rolled_after = db_int64(&result, 0, 9)};
    db_result_clear(&result);
    return 0;
}

int plan_store_set_state(struct db *db, struct arena *arena, int64_t plan_id, enum plan_state state, int64_t now_ms,
                         struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64(&params, plan_id);
    db_bind_int64(&params, state);
    db_bind_instant(&params, now_ms);
    return db_run(db, sql_set_plan_state, &params, NULL, error);
}

/* Rows of one unit or person stand together, one a month. */
static int run_months(struct db *db, struct arena *arena, const char *sql, const struct db_params *params,
                      struct unit_months **units, size_t *n, struct error *error)
{
    struct db_result result;
    if (db_run(db, sql, params, &result, error))
        return -1;
    *n = 0;
    *units = ARENA_ARRAY(arena, struct unit_months, (size_t)result.rows);
    for (int row = 0; row < result.rows; row++) {
        int64_t unit_id = db_int64(&result, row, 0), person_id = db_int64(&result, row, 1);
        if (*n == 0 || (*units)[*n - 1].unit_id != unit_id || (*units)[*n - 1].person_id != person_id)
            (*units)[(*n)++] = (struct unit_months){.unit_id = unit_id,
                                                    .person_id = person_id,
                                                    .kind = db_int64(&result, row, 2),
                                                    .code = arena_strdup(arena, db_text(&result, row, 3)),
                                                    .name = arena_strdup(arena, db_text(&result, row, 4))};
        (*units)[*n - 1].months[db_int64(&result, row, 5) - 1] = db_int64(&result, row, 6);
    }
    db_result_clear(&result);
    return 0;
}

int plan_store_unit_months(struct db *db, struct arena *arena, int64_t plan_id, struct unit_months **units, size_t *n,
                           struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64(&params, plan_id);
    return run_months(db, arena, sql_unit_months, &params, units, n, error);
}

int plan_store_subtree(struct db *db, struct arena *arena, int64_t plan_id, int64_t unit_id, int64_t skipped,
                       int64_t limit, struct unit_months **units, size_t *n, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64(&params, plan_id);
    db_bind_int64(&params, unit_id);
    db_bind_int64(&params, skipped);
    db_bind_int64(&params, limit);
    return run_months(db, arena, sql_subtree_months, &params, units, n, error);
}

int plan_store_keep(struct db *db, struct arena *arena, int64_t plan_id, int64_t from_plan_id, int month,
                    int64_t fixed_below, struct error *error)
{
    struct db_params targets = DB_PARAMS(arena), fixed = DB_PARAMS(arena), issued = DB_PARAMS(arena);
    db_bind_int64(&targets, plan_id);
    db_bind_int64(&targets, from_plan_id);
    db_bind_int64(&targets, month);
    db_bind_int64(&fixed, plan_id);
    db_bind_int64(&fixed, from_plan_id);
    db_bind_int64(&fixed, month);
    db_bind_int64(&fixed, fixed_below);
    db_bind_int64(&issued, plan_id);
    db_bind_int64(&issued, from_plan_id);
    if (db_run(db, sql_keep_months, &targets, NULL, error) || db_run(db, sql_keep_adjustments, &fixed, NULL, error))
        return -1;
    return db_run(db, sql_keep_issued, &issued, NULL, error);
}

int plan_store_issued(struct db *db, struct arena *arena, int64_t plan_id, int month, int64_t *last, int64_t *units,
                      struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, plan_id);
    db_bind_int64(&params, month);
    if (db_run(db, sql_last_issued, &params, &result, error))
        return -1;
    *last = db_int64(&result, 0, 0);
    *units = db_int64(&result, 0, 1);
    db_result_clear(&result);
    return 0;
}

/* --- months
 * ------------------------------------------------------------------------------------------------------------- */

int plan_store_issue(struct db *db, struct arena *arena, int64_t plan_id, int month, int64_t principal_id,
                     int64_t now_ms, bool *issued, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, plan_id);
    db_bind_int64(&params, month);
    db_bind_int64(&params, principal_id);
    db_bind_instant(&params, now_ms);
    if (db_run(db, sql_issue_month, &params, &result, error))
        return -1;
    *issued = result.rows > 0;
    db_result_clear(&result);
    return 0;
}

int plan_store_month(struct db *db, struct arena *arena, int64_t plan_id, int month, struct month_target **targets,
                     size_t *n, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, plan_id);
    db_bind_int64(&params, month);
    if (db_run(db, sql_month_targets, &params, &result, error))
        return -1;
    *n = (size_t)result.rows;
    *targets = ARENA_ARRAY(arena, struct month_target, *n);
    for (int row = 0; row < result.rows; row++)
        (*targets)[row] = (struct month_target){db_int64(&result, row, 0), db_int64(&result, row, 1)};
    db_result_clear(&result);
    return 0;
}
