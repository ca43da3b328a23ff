#include "driver_store.h"

#include "db/columns.h"

#include "sql/add_plan_drivers.h"
#include "sql/copy_plan_drivers.h"
#include "sql/driver_values.h"
#include "sql/find_driver.h"
#include "sql/plan_drivers.h"
#include "sql/put_driver.h"
#include "sql/put_driver_values.h"

static int put_values(struct db *db, struct arena *arena, int64_t driver_id, const struct driver_value *values,
                      size_t n, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64(&params, driver_id);
    DB_BIND_TEXT_COLUMN(&params, values, n, key);
    DB_BIND_INT64_COLUMN(&params, values, n, weight);
    DB_BIND_INT64_COLUMN(&params, values, n, capacity);
    DB_BIND_INT64_COLUMN(&params, values, n, share_ppm);
    DB_BIND_INT64_COLUMN(&params, values, n, factor_ppm);
    DB_BIND_TEXT_COLUMN(&params, values, n, reason);
    return db_run(db, sql_put_driver_values, &params, NULL, error);
}

int driver_store_put(struct db *db, struct arena *arena, const char *name, enum driver_axis axis, day_t as_of,
                     const struct driver_value *values, size_t n, int64_t principal_id, int64_t now_ms,
                     int64_t *driver_id, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_text(&params, name);
    db_bind_int64(&params, axis);
    db_bind_day(&params, as_of);
    db_bind_int64(&params, principal_id);
    db_bind_instant(&params, now_ms);
    if (db_run(db, sql_put_driver, &params, &result, error))
        return -1;
    *driver_id = db_int64(&result, 0, 0);
    db_result_clear(&result);
    return put_values(db, arena, *driver_id, values, n, error);
}

int driver_store_find(struct db *db, struct arena *arena, const char *name, enum driver_axis axis, day_t as_of,
                      int64_t *driver_id, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_text(&params, name);
    db_bind_int64(&params, axis);
    db_bind_day(&params, as_of);
    if (db_run(db, sql_find_driver, &params, &result, error))
        return -1;
    *driver_id = result.rows > 0 ? db_int64(&result, 0, 0) : 0;
    db_result_clear(&result);
    return 0;
}

int driver_store_values(struct db *db, struct arena *arena, int64_t driver_id, struct driver_value **values, size_t *n,
                        struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, driver_id);
    if (db_run(db, sql_driver_values, &params, &result, error))
        return -1;
    *n = (size_t)result.rows;
    *values = ARENA_ARRAY(arena, struct driver_value, *n);
    for (int row = 0; row < result.rows; row++)
        (*values)[row] = (struct driver_value){.key = arena_strdup(arena, db_text(&result, row, 0)),
                                               .weight = db_int64(&result, row, 1)};
    db_result_clear(&result);
    return 0;
}

int driver_store_choose(struct db *db, struct arena *arena, int64_t plan_id, const struct plan_driver *drivers,
                        size_t n, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    const char **factors = ARENA_ARRAY(arena, const char *, n);
    for (size_t i = 0; i < n; i++)
        factors[i] = arena_printf(arena, "{%lld,%lld,%lld}", (long long)drivers[i].factors_ppm[0],
                                  (long long)drivers[i].factors_ppm[1], (long long)drivers[i].factors_ppm[2]);
    db_bind_int64(&params, plan_id);
    DB_BIND_INT64_COLUMN(&params, drivers, n, axis);
    DB_BIND_INT64_COLUMN(&params, drivers, n, level);
    DB_BIND_TEXT_COLUMN(&params, drivers, n, name);
    DB_BIND_INT64_COLUMN(&params, drivers, n, driver_id);
    db_bind_text_array(&params, factors, n);
    return db_run(db, sql_add_plan_drivers, &params, NULL, error);
}

int driver_store_take_over(struct db *db, struct arena *arena, int64_t plan_id, int64_t from_plan_id,
                           struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64(&params, plan_id);
    db_bind_int64(&params, from_plan_id);
    return db_run(db, sql_copy_plan_drivers, &params, NULL, error);
}

int driver_store_of_plan(struct db *db, struct arena *arena, int64_t plan_id, struct plan_driver **drivers, size_t *n,
                         struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, plan_id);
    if (db_run(db, sql_plan_drivers, &params, &result, error))
        return -1;
    *n = (size_t)result.rows;
    *drivers = ARENA_ARRAY(arena, struct plan_driver, *n);
    for (int row = 0; row < result.rows; row++)
        (*drivers)[row] = (struct plan_driver){
            .axis = db_int64(&result, row, 0),
            .level = db_int64(&result, row, 1),
            .name = arena_strdup(arena, db_text(&result, row, 2)),
            .driver_id = db_int64(&result, row, 3),
            .factors_ppm = {db_int64(&result, row, 4), db_int64(&result, row, 5), db_int64(&result, row, 6)},
        };
    db_result_clear(&result);
    return 0;
}
