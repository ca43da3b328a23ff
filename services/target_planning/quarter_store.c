#include "quarter_store.h"

#include "db/columns.h"

#include "sql/add_evaluations.h"
#include "sql/evaluated_quarters.h"
#include "sql/sold_between.h"

int quarter_store_sold(struct db *db, struct arena *arena, day_t first, day_t last, struct sold_units **sold, size_t *n,
                       struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_day(&params, first);
    db_bind_day(&params, last);
    if (db_run(db, sql_sold_between, &params, &result, error))
        return -1;
    *n = (size_t)result.rows;
    *sold = ARENA_ARRAY(arena, struct sold_units, *n);
    for (int row = 0; row < result.rows; row++)
        (*sold)[row] = (struct sold_units){db_int64(&result, row, 0), db_int64(&result, row, 1)};
    db_result_clear(&result);
    return 0;
}

int quarter_store_evaluated(struct db *db, struct arena *arena, int64_t year, unsigned *quarters, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, year);
    if (db_run(db, sql_evaluated_quarters, &params, &result, error))
        return -1;
    *quarters = 0;
    for (int row = 0; row < result.rows; row++)
        *quarters |= 1U << (db_int64(&result, row, 0) - 1);
    db_result_clear(&result);
    return 0;
}

int quarter_store_add(struct db *db, struct arena *arena, int64_t plan_id, int quarter, const struct evaluation *lines,
                      size_t n, int64_t now_ms, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64(&params, plan_id);
    db_bind_int64(&params, quarter);
    DB_BIND_INT64_COLUMN(&params, lines, n, unit_id);
    DB_BIND_INT64_COLUMN(&params, lines, n, result.target_units);
    DB_BIND_INT64_COLUMN(&params, lines, n, result.sold_units);
    DB_BIND_INT64_COLUMN(&params, lines, n, result.attainment_ppm);
    DB_BIND_INT64_COLUMN(&params, lines, n, result.rank);
    DB_BIND_INT64_COLUMN(&params, lines, n, result.share_ppm);
    DB_BIND_INT64_COLUMN(&params, lines, n, quality_ppm);
    db_bind_instant(&params, now_ms);
    return db_run(db, sql_add_evaluations, &params, NULL, error);
}
