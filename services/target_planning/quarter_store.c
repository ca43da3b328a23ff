#include "quarter_store.h"

#include "db/columns.h"

#include "sql/add_evaluations.h"
#include "sql/drop_evaluation.h"
#include "sql/evaluated_quarters.h"
#include "sql/evaluation_page.h"
#include "sql/quarter_lines.h"
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

/* Columns unit_id, person_id, kind, code, name, target, sold. */
static struct evaluation read_line(const struct db_result *result, int row, struct arena *arena)
{
    return (struct evaluation){.unit_id = db_int64(result, row, 0),
                               .person_id = db_int64(result, row, 1),
                               .code = arena_strdup(arena, db_text(result, row, 3)),
                               .name = arena_strdup(arena, db_text(result, row, 4)),
                               .result = {.kind = db_int64(result, row, 2),
                                          .target_units = db_int64(result, row, 5),
                                          .sold_units = db_int64(result, row, 6)}};
}

int quarter_store_lines(struct db *db, struct arena *arena, int64_t plan_id, int64_t year, int quarter,
                        struct evaluation **lines, size_t *n, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, plan_id);
    db_bind_int64(&params, year);
    db_bind_int64(&params, quarter);
    if (db_run(db, sql_quarter_lines, &params, &result, error))
        return -1;
    *n = (size_t)result.rows;
    *lines = ARENA_ARRAY(arena, struct evaluation, *n);
    for (int row = 0; row < result.rows; row++)
        (*lines)[row] = read_line(&result, row, arena);
    db_result_clear(&result);
    return 0;
}

int quarter_store_put(struct db *db, struct arena *arena, int64_t plan_id, int64_t year, int quarter,
                      const struct evaluation *lines, size_t n, int64_t now_ms, struct error *error)
{
    struct db_params before = DB_PARAMS(arena), params = DB_PARAMS(arena);
    db_bind_int64(&before, year);
    db_bind_int64(&before, quarter);
    db_bind_int64(&params, plan_id);
    db_bind_int64(&params, quarter);
    DB_BIND_INT64_COLUMN(&params, lines, n, unit_id);
    DB_BIND_INT64_COLUMN(&params, lines, n, person_id);
    DB_BIND_INT64_COLUMN(&params, lines, n, result.target_units);
    DB_BIND_INT64_COLUMN(&params, lines, n, result.sold_units);
    DB_BIND_INT64_COLUMN(&params, lines, n, result.attainment_ppm);
    DB_BIND_INT64_COLUMN(&params, lines, n, result.rank);
    DB_BIND_INT64_COLUMN(&params, lines, n, result.share_ppm);
    DB_BIND_INT64_COLUMN(&params, lines, n, quality_ppm);
    db_bind_instant(&params, now_ms);
    if (db_run(db, sql_drop_evaluation, &before, NULL, error))
        return -1;
    return db_run(db, sql_add_evaluations, &params, NULL, error);
}

int quarter_store_page(struct db *db, struct arena *arena, int64_t year, int quarter, int64_t unit_id, int64_t skipped,
                       int64_t limit, struct evaluation **lines, size_t *n, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, year);
    db_bind_int64(&params, quarter);
    db_bind_int64(&params, unit_id);
    db_bind_int64(&params, skipped);
    db_bind_int64(&params, limit);
    if (db_run(db, sql_evaluation_page, &params, &result, error))
        return -1;
    *n = (size_t)result.rows;
    *lines = ARENA_ARRAY(arena, struct evaluation, *n);
    for (int row = 0; row < result.rows; row++) {
        (*lines)[row] = read_line(&result, row, arena);
        (*lines)[row].result.attainment_ppm = db_int64(&result, row, 7);
        (*lines)[row].result.rank = db_int64(&result, row, 8);
        (*lines)[row].result.share_ppm = db_int64(&result, row, 9);
        (*lines)[row].quality_ppm = db_int64(&result, row, 10);
    }
    db_result_clear(&result);
    return 0;
}
