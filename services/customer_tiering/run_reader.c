/* Whole runs, one row a customer by rank: for what depends on all of them. */
#include "tier_store.h"

#include "sql/run_pyramid.h"
#include "sql/run_values.h"

int tier_store_ranking(struct db *db, struct arena *arena, int64_t run_id, struct ranking *ranking, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, run_id);
    if (db_run(db, sql_run_values, &params, &result, error))
        return -1;
    size_t n = (size_t)result.rows;
    int64_t *values = ARENA_ARRAY(arena, int64_t, n), *customer_ids = ARENA_ARRAY(arena, int64_t, n);
    for (size_t i = 0; i < n; i++) {
        values[i] = db_int64(&result, (int)i, 0);
        customer_ids[i] = db_int64(&result, (int)i, 1);
    }
    db_result_clear(&result);
    ranking_init(ranking, values, customer_ids, n, arena);
    return 0;
}

int tier_store_pyramid(struct db *db, struct arena *arena, int64_t run_id, enum attribute by,
                       struct pyramid_entry **entries, size_t *n, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, run_id);
    db_bind_int64(&params, by);
    if (db_run(db, sql_run_pyramid, &params, &result, error))
        return -1;
    *n = (size_t)result.rows;
    *entries = ARENA_ARRAY(arena, struct pyramid_entry, *n);
    for (int row = 0; row < result.rows; row++)
        (*entries)[row] = (struct pyramid_entry){
            .tier = (enum tier)db_int64(&result, row, 0),
            .value = db_int64(&result, row, 1),
            .is_installed_base = db_bool(&result, row, 2),
            .is_seed = db_bool(&result, row, 3),
            .group = *db_text(&result, row, 4) ? arena_strdup(arena, db_text(&result, row, 4)) : "",
            .rank = row,
        };
    db_result_clear(&result);
    return 0;
}
