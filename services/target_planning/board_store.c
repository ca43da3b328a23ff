#include "board_store.h"

#include "db/columns.h"

#include "sql/board_actuals.h"
#include "sql/board_history.h"
#include "sql/board_lines.h"
#include "sql/board_unit.h"
#include "sql/find_product.h"
#include "sql/totals.h"
#include "sql/working_days.h"

int board_store_unit(struct db *db, struct arena *arena, const char *code, int64_t *unit_id, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_text(&params, code);
    if (db_run(db, sql_board_unit, &params, &result, error))
        return -1;
    *unit_id = result.rows > 0 ? db_int64(&result, 0, 0) : 0;
    db_result_clear(&result);
    return 0;
}

int board_store_product(struct db *db, struct arena *arena, const char *code, const char **name, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_text(&params, code);
    if (db_run(db, sql_find_product, &params, &result, error))
        return -1;
    *name = result.rows > 0 ? arena_strdup(arena, db_text(&result, 0, 0)) : NULL;
    db_result_clear(&result);
    return 0;
}

/* --- the board
 * ------------------------------------------------------------------------------------------------------------ */

static int read_lines(struct db *db, struct arena *arena, const struct board_question *question,
                      struct board_row **rows, size_t *n, struct error *error)
{
    struct civil civil = day_civil(question->day);
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, question->unit_id);
    db_bind_day(&params, question->day);
    db_bind_day(&params, month_first_day(civil.year, 1));
    db_bind_int64(&params, question->plan_id);
    db_bind_int64(&params, civil.month);
    db_bind_text(&params, question->product_code);
    if (db_run(db, sql_board_lines, &params, &result, error))
        return -1;
    *n = (size_t)result.rows;
    *rows = ARENA_ARRAY(arena, struct board_row, *n);
    for (int row = 0; row < result.rows; row++)
        (*rows)[row] = (struct board_row){
            .unit_id = db_int64(&result, row, 0),
            .code = arena_strdup(arena, db_text(&result, row, 1)),
            .name = arena_strdup(arena, db_text(&result, row, 2)),
            .count = {.year_target = db_int64(&result, row, 3), .month_target = db_int64(&result, row, 4)},
        };
    db_result_clear(&result);
    return 0;
}

static struct board_count *count_of(struct board_row *rows, size_t n, int64_t unit_id)
{
    size_t i = 0;
    while (i < n && rows[i].unit_id != unit_id)
        i++;
    return i < n ? &rows[i].count : NULL;
}

static int add_actuals(struct db *db, struct arena *arena, const struct board_question *question,
                       struct board_row *rows, size_t n, struct error *error)
{
    struct civil civil = day_civil(question->day);
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    DB_BIND_INT64_COLUMN(&params, rows, n, unit_id);
    db_bind_text(&params, question->product_code);
    db_bind_day(&params, month_first_day(civil.year, 1));
    db_bind_day(&params, month_first_day(civil.year, civil.month));
    db_bind_day(&params, question->day);
    db_bind_day(&params, month_first_day(civil.year - 1, 1));
    db_bind_day(&params, board_same_day_last_year(question->day));
    if (db_run(db, sql_board_actuals, &params, &result, error))
        return -1;
    for (int row = 0; row < result.rows; row++) {
        struct board_count *count = count_of(rows, n, db_int64(&result, row, 0));
        count->sold_before_month += db_int64(&result, row, 1);
        count->sold_this_month += db_int64(&result, row, 2);
        count->sold_today += db_int64(&result, row, 3);
        count->same_period_last_year += db_int64(&result, row, 4);
    }
    db_result_clear(&result);
    return 0;
}

static int add_history(struct db *db, struct arena *arena, const struct board_question *question,
                       struct board_row *rows, size_t n, struct error *error)
{
    struct civil civil = day_civil(question->day);
    day_t same_day = board_same_day_last_year(question->day);
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    DB_BIND_INT64_COLUMN(&params, rows, n, unit_id);
    db_bind_day(&params, question->day);
    db_bind_text(&params, question->product_code);
    db_bind_int64(&params, civil.year);
    db_bind_int64(&params, civil.month);
    if (db_run(db, sql_board_history, &params, &result, error))
        return -1;
    for (int row = 0; row < result.rows; row++) {
        struct board_count *count = count_of(rows, n, db_int64(&result, row, 0));
        count->sold_before_month += db_int64(&result, row, 1);
        count->same_period_last_year +=
            db_int64(&result, row, 2) + board_month_to_day(db_int64(&result, row, 3), same_day);
    }
    db_result_clear(&result);
    return 0;
}

int board_store_count(struct db *db, struct arena *arena, const struct board_question *question,
                      struct board_row **rows, size_t *n, struct error *error)
{
    if (read_lines(db, arena, question, rows, n, error) || add_actuals(db, arena, question, *rows, *n, error))
        return -1;
    return add_history(db, arena, question, *rows, *n, error);
}

int board_store_days(struct db *db, struct arena *arena, day_t day, struct board_days *days, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_day(&params, day);
    if (db_run(db, sql_working_days, &params, &result, error))
        return -1;
    *days = (struct board_days){db_int64(&result, 0, 0), db_int64(&result, 0, 1), db_int64(&result, 0, 2),
                                db_int64(&result, 0, 3)};
    db_result_clear(&result);
    return 0;
}

int board_store_totals(struct db *db, struct planning_totals *totals, struct error *error)
{
    struct db_result result;
    if (db_run(db, sql_totals, NULL, &result, error))
        return -1;
    *totals = (struct planning_totals){db_int64(&result, 0, 0), db_int64(&result, 0, 1), db_int64(&result, 0, 2)};
    db_result_clear(&result);
    return 0;
}
