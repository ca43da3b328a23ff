#include "merge_store.h"

#include "sql/merge_begin.h"
#include "sql/merge_customer.h"
#include "sql/merge_customers.h"
#include "sql/merge_given_way.h"
#include "sql/merge_never.h"
#include "sql/merge_restore.h"
#include "sql/merge_rivals.h"
#include "sql/merge_set_aside.h"
#include "sql/merge_settled.h"
#include "sql/merge_share.h"
#include "sql/merge_withdraw.h"
#include "sql/unmerge_customers.h"

int merge_store_begin(struct db *db, struct error *error)
{
    return db_run(db, sql_merge_begin, NULL, NULL, error);
}

int merge_store_hold_off(struct db *db, struct error *error)
{
    return db_defer(db, sql_merge_share, NULL, NULL, error);
}

int merge_store_find(struct db *db, struct arena *arena, int64_t customer_id, struct merged_customer *customer, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    *customer = (struct merged_customer){0};
    db_bind_int64(&params, customer_id);
    if (db_run(db, sql_merge_customer, &params, &result, error) != 0)
        return -1;
    if (result.rows > 0)
        *customer = (struct merged_customer){db_int64(&result, 0, 0), db_int64(&result, 0, 1), db_int64(&result, 0, 2)};
    db_result_clear(&result);
    return 0;
}

int merge_store_rivals(struct db *db, struct arena *arena, int64_t survivor_id, int64_t merged_id, struct rivals **rivals, size_t *count,
                       struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, survivor_id);
    db_bind_int64(&params, merged_id);
    if (db_run(db, sql_merge_rivals, &params, &result, error) != 0)
        return -1;
    *count = (size_t)result.rows;
    *rivals = ARENA_ARRAY(arena, struct rivals, *count);
    for (int row = 0; row < result.rows; row++)
        (*rivals)[row] = (struct rivals){db_int64(&result, row, 0), db_int64(&result, row, 1)};
    db_result_clear(&result);
    return 0;
}

int merge_store_never_same(struct db *db, struct arena *arena, int64_t one_id, int64_t other_id, struct never_same *never, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    *never = (struct never_same){0};
    db_bind_int64(&params, one_id);
    db_bind_int64(&params, other_id);
    if (db_run(db, sql_merge_never, &params, &result, error) != 0)
        return -1;
    if (result.rows > 0)
        *never = (struct never_same){
            .customer_id = db_int64(&result, 0, 0),
            .other_id = db_int64(&result, 0, 1),
            .lead_id = db_int64(&result, 0, 2),
            .principal = arena_strdup(arena, db_text(&result, 0, 3)),
            .decided_at = db_instant(&result, 0, 4),
            .reason = arena_strdup(arena, db_text(&result, 0, 5)),
        };
    db_result_clear(&result);
    return 0;
}

int merge_store_set_aside(struct db *db, struct arena *arena, const struct merge *merge, int64_t lead_id, int64_t for_customer_id,
                          struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64(&params, lead_id);
    db_bind_int64(&params, merge->principal_id);
    db_bind_instant(&params, merge->at);
    db_bind_text(&params, merge->reason);
    db_bind_int64(&params, for_customer_id);
    return db_run(db, sql_merge_set_aside, &params, NULL, error);
}

/* A lead that was taken from the pool just now may break the constraint: looked at again, it is seen. */
static int look_again(struct error *error)
{
    if (error->status == STATUS_ALREADY_EXISTS)
        error->status = STATUS_ABORTED;
    return -1;
}

static void bind_merge(struct db_params *params, int64_t first, int64_t second, const struct merge *merge)
{
    db_bind_int64(params, first);
    db_bind_int64(params, second);
    db_bind_text(params, merge->reason);
    db_bind_int64(params, merge->principal_id);
    db_bind_instant(params, merge->at);
}

static int run_merge(struct db *db, const char *sql, const struct db_params *params, int64_t *merge_id, struct error *error)
{
    struct db_result result;
    if (db_run(db, sql, params, &result, error) != 0)
        return look_again(error);
    *merge_id = result.rows > 0 ? db_int64(&result, 0, 0) : 0;
    db_result_clear(&result);
    return 0;
}

int merge_store_merge(struct db *db, struct arena *arena, const struct merge *merge, int64_t *merge_id, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    bind_merge(&params, merge->survivor_id, merge->merged_id, merge);
    db_bind_text(&params, merge->override_reason);
    return run_merge(db, sql_merge_customers, &params, merge_id, error);
}

int merge_store_unmerge(struct db *db, struct arena *arena, const struct merge *end, int64_t *merge_id, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    bind_merge(&params, end->merged_id, end->survivor_id, end);
    return run_merge(db, sql_unmerge_customers, &params, merge_id, error);
}

/* --- after the two have parted ---------------------------------------------------------------------------------------------- */

int merge_store_given_way(struct db *db, struct arena *arena, const struct merge *end, struct given_way **given_way, size_t *count,
                          struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, end->survivor_id);
    db_bind_int64(&params, end->merged_id);
    if (db_run(db, sql_merge_given_way, &params, &result, error) != 0)
        return -1;
    *count = (size_t)result.rows;
    *given_way = ARENA_ARRAY(arena, struct given_way, *count);
    for (int row = 0; row < result.rows; row++)
        (*given_way)[row] = (struct given_way){
            .lead_id = db_int64(&result, row, 0),
            .facts = {.before = (enum lead_state)db_int64(&result, row, 1),
                      .now = (enum lead_state)db_int64(&result, row, 2),
                      .end_moved = db_bool(&result, row, 3),
                      .gave_way_again = db_bool(&result, row, 4),
                      .changed_since = db_bool(&result, row, 5),
                      .extended_since = db_bool(&result, row, 6)},
        };
    db_result_clear(&result);
    return 0;
}

int merge_store_restore(struct db *db, struct arena *arena, const struct merge *end, int64_t lead_id, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64(&params, lead_id);
    db_bind_int64(&params, end->principal_id);
    db_bind_instant(&params, end->at);
    db_bind_text(&params, end->reason);
    return db_run(db, sql_merge_restore, &params, NULL, error) == 0 ? 0 : look_again(error);
}

int merge_store_settled(struct db *db, struct arena *arena, int64_t lead_id, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64(&params, lead_id);
    return db_run(db, sql_merge_settled, &params, NULL, error);
}

int merge_store_withdraw(struct db *db, struct arena *arena, const struct merge *end, struct withdrawn_conflict **withdrawn, size_t *count,
                         struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, end->survivor_id);
    db_bind_int64(&params, end->merged_id);
    db_bind_instant(&params, end->at);
    if (db_run(db, sql_merge_withdraw, &params, &result, error) != 0)
        return -1;
    *count = (size_t)result.rows;
    *withdrawn = ARENA_ARRAY(arena, struct withdrawn_conflict, *count);
    for (int row = 0; row < result.rows; row++)
        (*withdrawn)[row] = (struct withdrawn_conflict){
            .conflict_id = db_int64(&result, row, 0),
            .lead_id = db_int64(&result, row, 1),
            .lead_state = (enum lead_state)db_int64(&result, row, 2),
        };
    db_result_clear(&result);
    return 0;
}
