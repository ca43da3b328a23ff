#include "tier_store.h"

#include "policy_document.h"

#include "sql/add_run.h"
#include "sql/add_run_tiers.h"
#include "sql/count_moves.h"
#include "sql/find_run.h"
#include "sql/finish_run.h"
#include "sql/latest_released.h"
#include "sql/list_moves.h"
#include "sql/lock_runs.h"
#include "sql/release_run.h"
#include "sql/released_moves.h"

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

int tier_store_latest_released(struct db *db, struct arena *arena, const char *scope, int64_t *run_id,
                               struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_text(&params, scope);
    return read_number(db, sql_latest_released, &params, run_id, error);
}

static int read_run(const struct db_result *result, struct arena *arena, struct tier_run *run, struct error *error)
{
    struct db_bytes digest = db_bytes(result, 0, 6);
    const char *document = db_text(result, 0, 7);
    *run = (struct tier_run){
        .run_id = db_int64(result, 0, 0),
        .as_of = db_day(result, 0, 1),
        .policy_version = db_int64(result, 0, 2),
        .before_run_id = db_int64(result, 0, 3),
        .last_override_id = db_int64(result, 0, 4),
        .is_released = db_bool(result, 0, 5),
        .has_digest = digest.size == RUN_DIGEST_SIZE,
        .scope = arena_strdup(arena, db_text(result, 0, 8)),
        .summary = {.customers = db_int64(result, 0, 9), .value = db_int64(result, 0, 10)},
    };
    if (run->has_digest)
        memcpy(run->digest, digest.data, RUN_DIGEST_SIZE);
    run->policy = policy_document_read_stored(document, strlen(document), arena, error);
    return run->policy ? 0 : -1;
}

int tier_store_find_run(struct db *db, struct arena *arena, int64_t run_id, struct tier_run *run, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, run_id);
    if (db_run(db, sql_find_run, &params, &result, error))
        return -1;
    *run = (struct tier_run){0};
    int failed = result.rows > 0 ? read_run(&result, arena, run, error) : 0;
    db_result_clear(&result);
    return failed;
}

int tier_store_add_run(struct db *db, struct arena *arena, struct tier_run *run, int64_t principal_id, int64_t now_ms,
                       struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_day(&params, run->as_of);
    db_bind_int64(&params, run->policy_version);
    db_bind_int64(&params, run->before_run_id);
    db_bind_int64(&params, run->last_override_id);
    db_bind_int64(&params, principal_id);
    db_bind_instant(&params, now_ms);
    return read_number(db, sql_add_run, &params, &run->run_id, error);
}

int tier_store_finish_run(struct db *db, struct arena *arena, const struct tier_run *run, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64(&params, run->run_id);
    db_bind_bytes(&params, run->digest, RUN_DIGEST_SIZE);
    return db_run(db, sql_finish_run, &params, NULL, error);
}

int tier_store_release_run(struct db *db, struct arena *arena, int64_t run_id, int64_t now_ms, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64(&params, run_id);
    db_bind_instant(&params, now_ms);
    return db_run(db, sql_release_run, &params, NULL, error);
}

int tier_store_add_summary(struct db *db, struct arena *arena, int64_t run_id, const struct tier_summary *summary,
                           struct error *error)
{
    static const int64_t tiers[] = {TIER_KEY, TIER_SECONDARY, TIER_POTENTIAL};
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64(&params, run_id);
    db_bind_int64_array(&params, tiers, TIER_COUNT - 1);
    db_bind_int64_array(&params, &summary->tier_customers[TIER_KEY], TIER_COUNT - 1);
    db_bind_int64_array(&params, &summary->tier_value[TIER_KEY], TIER_COUNT - 1);
    return db_run(db, sql_add_run_tiers, &params, NULL, error);
}

/* --- moves -----------------------------------------------------------------------------------------------------------
 */

static struct tier_move read_move(const struct db_result *result, int row, struct arena *arena)
{
    struct tier_move move = {
        .customer_id = db_int64(result, row, 0),
        .name = arena_strdup(arena, db_text(result, row, 1)),
        .from = (enum tier)db_int64(result, row, 2),
        .to = (enum tier)db_int64(result, row, 3),
        .from_value = db_int64(result, row, 4),
        .to_value = db_int64(result, row, 5),
        .from_rank = db_int64(result, row, 6),
        .to_rank = db_int64(result, row, 7),
    };
    struct db_bytes from = db_bytes(result, row, 8), to = db_bytes(result, row, 9);
    tier_store_unpack(&from, move.from_points);
    tier_store_unpack(&to, move.to_points);
    return move;
}

int tier_store_list_moves(struct db *db, struct arena *arena, int64_t before_run_id, int64_t run_id, int64_t after,
                          size_t limit, struct tier_move *moves, size_t *n, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, before_run_id);
    db_bind_int64(&params, run_id);
    db_bind_int64(&params, after);
    db_bind_int64(&params, (int64_t)limit);
    if (db_run(db, sql_list_moves, &params, &result, error))
        return -1;
    for (int row = 0; row < result.rows; row++)
        moves[row] = read_move(&result, row, arena);
    *n = (size_t)result.rows;
    db_result_clear(&result);
    return 0;
}

int tier_store_count_moves(struct db *db, struct arena *arena, int64_t before_run_id, int64_t run_id,
                           struct move_count counts[static MOVE_COUNTS_MAX], size_t *n, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, before_run_id);
    db_bind_int64(&params, run_id);
    if (db_run(db, sql_count_moves, &params, &result, error))
        return -1;
    *n = (size_t)result.rows;
    for (int row = 0; row < result.rows; row++)
        counts[row] = (struct move_count){.from = (enum tier)db_int64(&result, row, 0),
                                          .to = (enum tier)db_int64(&result, row, 1),
                                          .customers = db_int64(&result, row, 2)};
    db_result_clear(&result);
    return 0;
}

int tier_store_released_moves(struct db *db, struct arena *arena, int64_t run_id, int64_t *after_rank,
                              struct told_move *moves, size_t *n, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, run_id);
    db_bind_int64(&params, *after_rank);
    db_bind_int64(&params, TIER_PAGE);
    if (db_run(db, sql_released_moves, &params, &result, error))
        return -1;
    for (int row = 0; row < result.rows; row++) {
        moves[row] = (struct told_move){.customer_id = db_int64(&result, row, 1),
                                        .tier = (enum tier)db_int64(&result, row, 2),
                                        .previous = (enum tier)db_int64(&result, row, 3)};
        *after_rank = db_int64(&result, row, 0);
    }
    *n = (size_t)result.rows;
    db_result_clear(&result);
    return 0;
}
