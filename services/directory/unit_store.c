#include "unit_store.h"

#include "period_columns.h"
#include "sql/unit_get.h"
#include "sql/unit_insert.h"
#include "sql/unit_list.h"
#include "sql/unit_load.h"
#include "sql/unit_period_delete.h"
#include "sql/unit_period_insert.h"
#include "sql/unit_unknown.h"
#include "sql/version_lock.h"

int directory_lock(struct db *db, struct error *error)
{
    return db_run(db, sql_version_lock, NULL, NULL, error);
}

int unit_store_load(struct db *db, struct arena *arena, size_t more, struct roster *tree, struct error *error)
{
    struct db_result result;

    if (db_run(db, sql_unit_load, NULL, &result, error) < 0)
        return -1;
    roster_init(tree, arena, (size_t)result.rows + more);
    for (int row = 0; row < result.rows; row++) {
        const struct period period = {
            .from = db_day(&result, row, 2),
            .to = period_last_day(&result, row, 3),
            .name = arena_strdup(arena, db_text(&result, row, 4)),
            .place = arena_strdup(arena, db_text(&result, row, 5)),
            .job = "",
        };
        struct subject *unit =
            roster_add(tree, arena_strdup(arena, db_text(&result, row, 0)), (int)db_int64(&result, row, 1));

        timeline_append(&unit->timeline, arena, &period);
    }
    db_result_clear(&result);
    return 0;
}

static int insert_units(struct db *db, struct arena *arena, const struct period_columns *columns, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);

    db_bind_text_array(&params, columns->subject_codes, columns->subjects);
    db_bind_int64_array(&params, columns->levels, columns->subjects);
    return db_run(db, sql_unit_insert, &params, NULL, error);
}

static int delete_periods(struct db *db, struct arena *arena, const struct period_columns *columns, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);

    db_bind_text_array(&params, columns->subject_codes, columns->subjects);
    return db_run(db, sql_unit_period_delete, &params, NULL, error);
}

static int insert_periods(struct db *db, struct arena *arena, const struct period_columns *columns, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);

    db_bind_text_array(&params, columns->codes, columns->periods);
    db_bind_day_array(&params, columns->from, columns->periods);
    db_bind_text_array(&params, columns->to, columns->periods);
    db_bind_text_array(&params, columns->names, columns->periods);
    db_bind_text_array(&params, columns->places, columns->periods);
    return db_run(db, sql_unit_period_insert, &params, NULL, error);
}

int unit_store_save(struct db *db, const struct roster *tree, struct error *error)
{
    struct period_columns columns;

    period_columns_fill(&columns, tree);
    if (columns.subjects == 0)
        return 0;
    if (insert_units(db, tree->arena, &columns, error) < 0 || delete_periods(db, tree->arena, &columns, error) < 0)
        return -1;
    return insert_periods(db, tree->arena, &columns, error);
}

static void take_rows(struct db_result *result, struct arena *arena, struct unit_row **rows, size_t *n)
{
    *n = (size_t)result->rows;
    *rows = ARENA_ARRAY(arena, struct unit_row, *n);
    for (int row = 0; row < result->rows; row++)
        (*rows)[row] = (struct unit_row){
            .unit_id = db_int64(result, row, 0),
            .code = arena_strdup(arena, db_text(result, row, 1)),
            .name = arena_strdup(arena, db_text(result, row, 2)),
            .kind = (int)db_int64(result, row, 3),
            .parent_code = arena_strdup(arena, db_text(result, row, 4)),
            .valid_from = db_day(result, row, 5),
            .valid_to = period_last_day(result, row, 6),
        };
    db_result_clear(result);
}

int unit_store_get(struct db *db, struct arena *arena, const char *code, day_t day, struct unit_row **row, size_t *n,
                   struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;

    db_bind_text(&params, code);
    db_bind_day(&params, day);
    if (db_run(db, sql_unit_get, &params, &result, error) < 0)
        return -1;
    take_rows(&result, arena, row, n);
    return 0;
}

int unit_store_list(struct db *db, struct arena *arena, const char *code, day_t day, int kind, size_t limit,
                    struct unit_row **rows, size_t *n, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;

    db_bind_text(&params, code);
    db_bind_day(&params, day);
    db_bind_int64(&params, kind);
    db_bind_int64(&params, (int64_t)limit);
    if (db_run(db, sql_unit_list, &params, &result, error) < 0)
        return -1;
    take_rows(&result, arena, rows, n);
    return 0;
}

int unit_store_unknown(struct db *db, struct arena *arena, const char *const *codes, size_t n, size_t **places,
                       size_t *unknown, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;

    db_bind_text_array(&params, codes, n);
    if (db_run(db, sql_unit_unknown, &params, &result, error) < 0)
        return -1;
    *unknown = (size_t)result.rows;
    *places = ARENA_ARRAY(arena, size_t, *unknown);
    for (int row = 0; row < result.rows; row++)
        (*places)[row] = (size_t)db_int64(&result, row, 0);
    db_result_clear(&result);
    return 0;
}
