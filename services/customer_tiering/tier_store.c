#include "tier_store.h"

#include "db/columns.h"

#include "sql/add_assignments.h"
#include "sql/add_run.h"
#include "sql/add_run_tiers.h"
#include "sql/count_customers.h"
#include "sql/facts_page.h"
#include "sql/find_run.h"
#include "sql/find_tiers.h"
#include "sql/latest_run.h"
#include "sql/list_tiers.h"
#include "sql/lock_runs.h"

int tier_store_lock_runs(struct db *db, bool *locked, struct error *error)
{
    struct db_result result;
    if (db_run(db, sql_lock_runs, NULL, &result, error))
        return -1;
    *locked = db_bool(&result, 0, 0);
    db_result_clear(&result);
    return 0;
}

/* Runs a statement whose answer is one number. */
static int read_number(struct db *db, const char *sql, const struct db_params *params, int64_t *number,
                       struct error *error)
{
    struct db_result result;
    if (db_run(db, sql, params, &result, error))
        return -1;
    *number = db_int64(&result, 0, 0);
    db_result_clear(&result);
    return 0;
}

int tier_store_latest_run(struct db *db, int64_t *run_id, struct error *error)
{
    return read_number(db, sql_latest_run, NULL, run_id, error);
}

int tier_store_find_run(struct db *db, struct arena *arena, int64_t run_id, struct tier_run *run, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, run_id);
    if (db_run(db, sql_find_run, &params, &result, error))
        return -1;
    *run = (struct tier_run){0};
    if (result.rows > 0)
        *run = (struct tier_run){
            .run_id = db_int64(&result, 0, 0),
            .as_of = db_day(&result, 0, 1),
            .policy = {.delivered_unit_points = db_int64(&result, 0, 2),
                       .open_unit_points = db_int64(&result, 0, 3),
                       .key_cut_ppm = db_int64(&result, 0, 4),
                       .secondary_cut_ppm = db_int64(&result, 0, 5)},
        };
    db_result_clear(&result);
    return 0;
}

int tier_store_add_run(struct db *db, struct arena *arena, struct tier_run *run, int64_t principal_id, int64_t now_ms,
                       struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_day(&params, run->as_of);
    db_bind_int64(&params, run->policy.delivered_unit_points);
    db_bind_int64(&params, run->policy.open_unit_points);
    db_bind_int64(&params, run->policy.key_cut_ppm);
    db_bind_int64(&params, run->policy.secondary_cut_ppm);
    db_bind_int64(&params, principal_id);
    db_bind_instant(&params, now_ms);
    return read_number(db, sql_add_run, &params, &run->run_id, error);
}

/* --- facts -----------------------------------------------------------------------------------------------------------
 */

/* Adds the customers after the last one of `customers`; *n grows by what was read, 0 at the end. */
static int read_facts_page(struct db *db, struct arena *page, day_t as_of, struct unit_customer *customers,
                           size_t capacity, size_t *n, struct error *error)
{
    size_t room = capacity - *n;
    struct db_params params = DB_PARAMS(page);
    struct db_result result;
    db_bind_int64(&params, *n > 0 ? customers[*n - 1].customer_id : INT64_MIN);
    db_bind_int64(&params, room < TIER_PAGE ? (int64_t)room : TIER_PAGE);
    db_bind_day(&params, as_of);
    if (db_run(db, sql_facts_page, &params, &result, error))
        return -1;
    for (int row = 0; row < result.rows; row++)
        customers[(*n)++] = (struct unit_customer){
            .customer_id = db_int64(&result, row, 0),
            .delivered_units = db_int64(&result, row, 1),
            .open_units = db_int64(&result, row, 2),
        };
    db_result_clear(&result);
    return 0;
}

int tier_store_read_facts(struct db *db, struct arena *arena, day_t as_of, struct unit_customer **customers, size_t *n,
                          struct error *error)
{
    int64_t known;
    if (read_number(db, sql_count_customers, NULL, &known, error))
        return -1;
    size_t capacity = (size_t)known, before;
    *customers = ARENA_ARRAY(arena, struct unit_customer, capacity);
    *n = 0;
    struct arena page = {0};
    int failed = 0;
    do {
        before = *n;
        failed = capacity > before && read_facts_page(db, &page, as_of, *customers, capacity, n, error);
        arena_reset(&page);
    } while (!failed && *n > before);
    arena_release(&page);
    return failed ? -1 : 0;
}

/* --- snapshots -------------------------------------------------------------------------------------------------------
 */

int tier_store_add_assignments(struct db *db, struct arena *page, int64_t run_id, int64_t previous_run_id,
                               const struct unit_customer *customers, size_t n, struct tier_move *moves,
                               size_t *move_count, struct error *error)
{
    struct db_params params = DB_PARAMS(page);
    struct db_result result;
    db_bind_int64(&params, run_id);
    db_bind_int64(&params, previous_run_id);
    DB_BIND_INT64_COLUMN(&params, customers, n, rank);
    DB_BIND_INT64_COLUMN(&params, customers, n, customer_id);
    DB_BIND_INT64_COLUMN(&params, customers, n, tier);
    DB_BIND_INT64_COLUMN(&params, customers, n, delivered_units);
    DB_BIND_INT64_COLUMN(&params, customers, n, open_units);
    DB_BIND_INT64_COLUMN(&params, customers, n, value);
    DB_BIND_INT64_COLUMN(&params, customers, n, share_ppm);
    DB_BIND_INT64_COLUMN(&params, customers, n, cumulative_share_ppm);
    if (db_run(db, sql_add_assignments, &params, &result, error))
        return -1;
    for (int row = 0; row < result.rows; row++)
        moves[row] = (struct tier_move){
            .customer_id = db_int64(&result, row, 0),
            .tier = (enum tier)db_int64(&result, row, 1),
            .previous = (enum tier)db_int64(&result, row, 2),
        };
    *move_count = (size_t)result.rows;
    db_result_clear(&result);
    return 0;
}

int tier_store_add_summary(struct db *db, struct arena *arena, int64_t run_id, const struct unit_summary *summary,
                           struct error *error)
{
    static const int64_t tiers[] = {TIER_KEY, TIER_SECONDARY, TIER_POTENTIAL};
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64(&params, run_id);
    db_bind_int64_array(&params, tiers, TIER_COUNT - 1);
    db_bind_int64_array(&params, &summary->customers[TIER_KEY], TIER_COUNT - 1);
    db_bind_int64_array(&params, &summary->value[TIER_KEY], TIER_COUNT - 1);
    return db_run(db, sql_add_run_tiers, &params, NULL, error);
}

/* The columns that find_tiers and list_tiers share, from `column` on. */
static struct tier_row read_row(const struct db_result *result, int row, int column, struct arena *arena)
{
    return (struct tier_row){
        .customer = {.customer_id = db_int64(result, row, column),
                     .tier = (enum tier)db_int64(result, row, column + 2),
                     .delivered_units = db_int64(result, row, column + 3),
                     .open_units = db_int64(result, row, column + 4),
                     .value = db_int64(result, row, column + 5),
                     .rank = db_int64(result, row, column + 6),
                     .share_ppm = db_int64(result, row, column + 7),
                     .cumulative_share_ppm = db_int64(result, row, column + 8)},
        .name = arena_strdup(arena, db_text(result, row, column + 1)),
    };
}

int tier_store_find(struct db *db, struct arena *arena, int64_t run_id, const int64_t *customer_ids, size_t n,
                    struct tier_row *rows, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, run_id);
    db_bind_int64_array(&params, customer_ids, n);
    if (db_run(db, sql_find_tiers, &params, &result, error))
        return -1;
    for (size_t i = 0; i < n; i++)
        rows[i] = (struct tier_row){0};
    for (int row = 0; row < result.rows; row++)
        rows[db_int64(&result, row, 0) - 1] = read_row(&result, row, 1, arena);
    db_result_clear(&result);
    return 0;
}

int tier_store_list(struct db *db, struct arena *arena, int64_t run_id, enum tier tier, int64_t after_rank,
                    size_t limit, struct tier_row *rows, size_t *n, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, run_id);
    db_bind_int64(&params, tier);
    db_bind_int64(&params, after_rank);
    db_bind_int64(&params, (int64_t)limit);
    if (db_run(db, sql_list_tiers, &params, &result, error))
        return -1;
    for (int row = 0; row < result.rows; row++)
        rows[row] = read_row(&result, row, 0, arena);
    *n = (size_t)result.rows;
    db_result_clear(&result);
    return 0;
}
