#include "goal_store.h"

#include "db/columns.h"

#include "sql/add_goals.h"
#include "sql/copy_goals.h"
#include "sql/goals.h"

int goal_store_add(struct db *db, struct arena *arena, int64_t plan_id, const struct goal *goals, size_t n,
                   struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64(&params, plan_id);
    DB_BIND_INT64_COLUMN(&params, goals, n, phase);
    DB_BIND_INT64_COLUMN(&params, goals, n, milestone);
    DB_BIND_TEXT_COLUMN(&params, goals, n, name);
    DB_BIND_TEXT_COLUMN(&params, goals, n, text);
    DB_BIND_DAY_COLUMN(&params, goals, n, first_on);
    DB_BIND_DAY_COLUMN(&params, goals, n, last_on);
    DB_BIND_INT64_COLUMN(&params, goals, n, units);
    return db_run(db, sql_add_goals, &params, NULL, error);
}

int goal_store_take_over(struct db *db, struct arena *arena, int64_t plan_id, int64_t from_plan_id, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64(&params, plan_id);
    db_bind_int64(&params, from_plan_id);
    return db_run(db, sql_copy_goals, &params, NULL, error);
}

int goal_store_of_plan(struct db *db, struct arena *arena, int64_t plan_id, day_t day, struct goal **goals, size_t *n,
                       struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, plan_id);
    db_bind_day(&params, day);
    if (db_run(db, sql_goals, &params, &result, error))
        return -1;
    *n = (size_t)result.rows;
    *goals = ARENA_ARRAY(arena, struct goal, *n);
    for (int row = 0; row < result.rows; row++)
        (*goals)[row] = (struct goal){.phase = db_int64(&result, row, 0),
                                      .milestone = db_int64(&result, row, 1),
                                      .name = arena_strdup(arena, db_text(&result, row, 2)),
                                      .text = arena_strdup(arena, db_text(&result, row, 3)),
                                      .first_on = db_day(&result, row, 4),
                                      .last_on = db_day(&result, row, 5),
                                      .units = db_int64(&result, row, 6),
                                      .sold = db_int64(&result, row, 7)};
    db_result_clear(&result);
    return 0;
}
