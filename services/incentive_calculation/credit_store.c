#include "credit_store.h"

#include "sql/add_delivery_credits.h"
#include "sql/add_lead_credits.h"
#include "sql/totals.h"

int credit_store_add_deliveries(struct db *db, struct arena *arena, const struct delivery_credit *credits, size_t n,
                                struct error *error)
{
    if (n == 0)
        return 0;
    int64_t *ids = ARENA_ARRAY(arena, int64_t, n), *people = ARENA_ARRAY(arena, int64_t, n);
    int64_t *dealers = ARENA_ARRAY(arena, int64_t, n);
    day_t *delivered = ARENA_ARRAY(arena, day_t, n), *cancelled = ARENA_ARRAY(arena, day_t, n);
    bool *is_cancelled = ARENA_ARRAY(arena, bool, n);
    for (size_t i = 0; i < n; i++) {
        ids[i] = credits[i].delivery_id;
        people[i] = credits[i].person_id;
        dealers[i] = credits[i].dealer_unit_id;
        delivered[i] = credits[i].delivered_on;
        is_cancelled[i] = credits[i].is_cancelled;
        cancelled[i] = credits[i].cancelled_on;
    }
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64_array(&params, ids, n);
    db_bind_int64_array(&params, people, n);
    db_bind_int64_array(&params, dealers, n);
    db_bind_day_array(&params, delivered, n);
    db_bind_bool_array(&params, is_cancelled, n);
    db_bind_day_array(&params, cancelled, n);
    return db_run(db, sql_add_delivery_credits, &params, NULL, error);
}

int credit_store_add_leads(struct db *db, struct arena *arena, const struct lead_credit *credits, size_t n,
                           struct error *error)
{
    if (n == 0)
        return 0;
    int64_t *ids = ARENA_ARRAY(arena, int64_t, n), *people = ARENA_ARRAY(arena, int64_t, n);
    int64_t *dealers = ARENA_ARRAY(arena, int64_t, n);
    day_t *filed = ARENA_ARRAY(arena, day_t, n);
    for (size_t i = 0; i < n; i++) {
        ids[i] = credits[i].lead_id;
        people[i] = credits[i].person_id;
        dealers[i] = credits[i].dealer_unit_id;
        filed[i] = credits[i].filed_on;
    }
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64_array(&params, ids, n);
    db_bind_int64_array(&params, people, n);
    db_bind_int64_array(&params, dealers, n);
    db_bind_day_array(&params, filed, n);
    return db_run(db, sql_add_lead_credits, &params, NULL, error);
}

int credit_store_totals(struct db *db, struct credit_totals *totals, struct error *error)
{
    struct db_result result;
    if (db_run(db, sql_totals, NULL, &result, error))
        return -1;
    totals->deliveries = db_int64(&result, 0, 0);
    totals->leads = db_int64(&result, 0, 1);
    db_result_clear(&result);
    return 0;
}
