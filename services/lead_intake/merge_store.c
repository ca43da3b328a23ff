#include "merge_store.h"

#include "sql/merge_begin.h"
#include "sql/merge_customer.h"
#include "sql/merge_customers.h"
#include "sql/merge_restore.h"
#include "sql/merge_rivals.h"
#include "sql/merge_set_aside.h"
#include "sql/merge_share.h"
#include "sql/merge_withdraw.h"
#include "sql/unmerge_customers.h"

int merge_store_begin(struct db *db, struct error *error)
{
    return db_run(db, sql_merge_begin, NULL, NULL, error);
}

int merge_store_hold_off(struct db *db, struct error *error)
{
    return db_run(db, sql_merge_share, NULL, NULL, error);
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

int merge_store_set_aside(struct db *db, struct arena *arena, const struct merge *merge, int64_t lead_id, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64(&params, lead_id);
    db_bind_int64(&params, merge->principal_id);
    db_bind_instant(&params, merge->at);
    db_bind_text(&params, merge->reason);
    return db_run(db, sql_merge_set_aside, &params, NULL, error);
}

/* A lead that was taken from the pool just now may break the constraint: looked at again, it is seen. */
static int look_again(struct error *error)
{
    if (error->status == STATUS_ALREADY_EXISTS)
        error->status = STATUS_ABORTED;
    return -1;
}

static int run_merge(struct db *db, struct arena *arena, const char *sql, int64_t first, int64_t second, const struct merge *merge,
                     int64_t *merge_id, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, first);
    db_bind_int64(&params, second);
    db_bind_text(&params, merge->reason);
    db_bind_int64(&params, merge->principal_id);
    db_bind_instant(&params, merge->at);
    if (db_run(db, sql, &params, &result, error) != 0)
        return look_again(error);
    *merge_id = result.rows > 0 ? db_int64(&result, 0, 0) : 0;
    db_result_clear(&result);
    return 0;
}

int merge_store_merge(struct db *db, struct arena *arena, const struct merge *merge, int64_t *merge_id, struct error *error)
{
    return run_merge(db, arena, sql_merge_customers, merge->survivor_id, merge->merged_id, merge, merge_id, error);
}

int merge_store_unmerge(struct db *db, struct arena *arena, const struct merge *end, int64_t *merge_id, struct error *error)
{
    return run_merge(db, arena, sql_unmerge_customers, end->merged_id, end->survivor_id, end, merge_id, error);
}

static int withdraw_conflicts(struct db *db, struct arena *arena, const struct merge *end, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64(&params, end->survivor_id);
    db_bind_int64(&params, end->merged_id);
    db_bind_instant(&params, end->at);
    return db_run(db, sql_merge_withdraw, &params, NULL, error);
}

int merge_store_restore(struct db *db, struct arena *arena, const struct merge *end, struct restored_lead **restored, size_t *count,
                        struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, end->survivor_id);
    db_bind_int64(&params, end->merged_id);
    db_bind_int64(&params, end->principal_id);
    db_bind_instant(&params, end->at);
    db_bind_text(&params, end->reason);
    if (db_run(db, sql_merge_restore, &params, &result, error) != 0)
        return look_again(error);
    *count = (size_t)result.rows;
    *restored = ARENA_ARRAY(arena, struct restored_lead, *count);
    for (int row = 0; row < result.rows; row++)
        (*restored)[row] = (struct restored_lead){db_int64(&result, row, 0), db_int64(&result, row, 1) == 2};
    db_result_clear(&result);
    return withdraw_conflicts(db, arena, end, error);
}
