#include "plan_store.h"

#include "db/columns.h"

#include "sql/add_plan.h"
#include "sql/add_targets.h"
#include "sql/area_months.h"
#include "sql/issue_month.h"
#include "sql/locked_plan.h"
#include "sql/month_targets.h"
#include "sql/planned_units.h"
#include "sql/put_sales_history.h"
#include "sql/unknown_products.h"

#define KIND_AREA 3 /* directory.unit_view.kind */

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

/* --- what a plan starts from
 * ------------------------------------------------------------------------------------------ */

static int read_units(struct db *db, struct arena *arena, int year, struct plan_unit **units,
                      struct plan_label **labels, size_t *n, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_day(&params, month_first_day(year, 1));
    db_bind_day(&params, month_last_day(year, MONTHS));
    if (db_run(db, sql_planned_units, &params, &result, error))
        return -1;
    *n = (size_t)result.rows;
    *units = ARENA_ARRAY(arena, struct plan_unit, *n);
    *labels = ARENA_ARRAY(arena, struct plan_label, *n);
    for (int row = 0; row < result.rows; row++) {
        (*units)[row].unit_id = db_int64(&result, row, 0);
        (*units)[row].is_area = db_int64(&result, row, 3) == KIND_AREA;
        (*units)[row].parent_id = db_int64(&result, row, 4);
        (*labels)[row] = (struct plan_label){arena_strdup(arena, db_text(&result, row, 1)),
                                             arena_strdup(arena, db_text(&result, row, 2))};
    }
    db_result_clear(&result);
    return 0;
}

/* Sales of an area that is no longer in force weigh for nobody. */
static int read_sales(struct db *db, struct arena *arena, int year, struct plan_unit *units, size_t n,
                      struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_day(&params, month_first_day(year, 1));
    db_bind_day(&params, month_last_day(year, MONTHS));
    if (db_run(db, sql_area_months, &params, &result, error))
        return -1;
    for (int row = 0; row < result.rows; row++)
        for (size_t i = 0; i < n; i++)
            if (units[i].unit_id == db_int64(&result, row, 0))
                units[i].last_year[db_int64(&result, row, 1) - 1] = db_int64(&result, row, 2);
    db_result_clear(&result);
    return 0;
}

int plan_store_units(struct db *db, struct arena *arena, int year, struct plan_unit **units, struct plan_label **labels,
                     size_t *n, struct error *error)
{
    if (read_units(db, arena, year, units, labels, n, error))
        return -1;
    return read_sales(db, arena, year - 1, *units, *n, error);
}

/* --- plans
 * -------------------------------------------------------------------------------------------------------------- */

static int add_targets(struct db *db, struct arena *arena, int64_t plan_id, const struct plan_unit *units, size_t n,
                       struct error *error)
{
    size_t count = n * MONTHS;
    int64_t *unit_ids = ARENA_ARRAY(arena, int64_t, count), *months = ARENA_ARRAY(arena, int64_t, count);
    int64_t *targets = ARENA_ARRAY(arena, int64_t, count);
    for (size_t i = 0; i < count; i++) {
        unit_ids[i] = units[i / MONTHS].unit_id;
        months[i] = (int64_t)(i % MONTHS) + 1;
        targets[i] = units[i / MONTHS].month_units[i % MONTHS];
    }
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64(&params, plan_id);
    db_bind_int64_array(&params, unit_ids, count);
    db_bind_int64_array(&params, months, count);
    db_bind_int64_array(&params, targets, count);
    return db_run(db, sql_add_targets, &params, NULL, error);
}

int plan_store_add(struct db *db, struct arena *arena, struct plan *plan, const struct plan_unit *units, size_t n,
                   int64_t principal_id, int64_t now_ms, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, plan->year);
    db_bind_int64(&params, plan->total_units);
    db_bind_int64(&params, principal_id);
    db_bind_instant(&params, now_ms);
    if (db_run(db, sql_add_plan, &params, &result, error))
        return -1;
    plan->plan_id = result.rows > 0 ? db_int64(&result, 0, 0) : 0;
    db_result_clear(&result);
    return plan->plan_id ? add_targets(db, arena, plan->plan_id, units, n, error) : 0;
}

int plan_store_locked(struct db *db, struct arena *arena, int year, struct plan *plan, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, year);
    if (db_run(db, sql_locked_plan, &params, &result, error))
        return -1;
    *plan = (struct plan){.year = year};
    if (result.rows > 0) {
        plan->plan_id = db_int64(&result, 0, 0);
        plan->total_units = db_int64(&result, 0, 1);
    }
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
