#include "person_store.h"

#include "period_columns.h"
#include "sql/person_exists.h"
#include "sql/person_insert.h"
#include "sql/person_load.h"
#include "sql/person_period_delete.h"
#include "sql/person_period_insert.h"

int person_store_load(struct db *db, struct arena *arena, const char *const *codes, size_t n, struct roster *people,
                      struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;

    db_bind_text_array(&params, codes, n);
    if (db_run(db, sql_person_load, &params, &result, error) < 0)
        return -1;
    roster_init(people, arena, n);
    for (int row = 0; row < result.rows; row++) {
        const struct period period = {
            .from = db_day(&result, row, 1),
            .to = period_last_day(&result, row, 2),
            .name = arena_strdup(arena, db_text(&result, row, 3)),
            .place = arena_strdup(arena, db_text(&result, row, 4)),
            .job = arena_strdup(arena, db_text(&result, row, 5)),
        };
        struct subject *person = roster_add(people, arena_strdup(arena, db_text(&result, row, 0)), 0);

        timeline_append(&person->timeline, arena, &period);
    }
    db_result_clear(&result);
    return 0;
}

static int run_on_codes(struct db *db, struct arena *arena, const char *sql, const struct period_columns *columns,
                        struct error *error)
{
    struct db_params params = DB_PARAMS(arena);

    db_bind_text_array(&params, columns->subject_codes, columns->subjects);
    return db_run(db, sql, &params, NULL, error);
}

static int insert_periods(struct db *db, struct arena *arena, const struct period_columns *columns, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);

    db_bind_text_array(&params, columns->codes, columns->periods);
    db_bind_day_array(&params, columns->from, columns->periods);
    db_bind_text_array(&params, columns->to, columns->periods);
    db_bind_text_array(&params, columns->names, columns->periods);
    db_bind_text_array(&params, columns->places, columns->periods);
    db_bind_text_array(&params, columns->jobs, columns->periods);
    return db_run(db, sql_person_period_insert, &params, NULL, error);
}

int person_store_save(struct db *db, const struct roster *people, struct error *error)
{
    struct period_columns columns;

    period_columns_fill(&columns, people);
    if (columns.subjects == 0)
        return 0;
    if (run_on_codes(db, people->arena, sql_person_insert, &columns, error) < 0 ||
        run_on_codes(db, people->arena, sql_person_period_delete, &columns, error) < 0)
        return -1;
    return insert_periods(db, people->arena, &columns, error);
}

int person_store_exists(struct db *db, struct arena *arena, const char *code, bool *exists, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;

    db_bind_text(&params, code);
    if (db_run(db, sql_person_exists, &params, &result, error) < 0)
        return -1;
    *exists = db_bool(&result, 0, 0);
    db_result_clear(&result);
    return 0;
}
