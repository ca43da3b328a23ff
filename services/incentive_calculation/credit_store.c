#include "credit_store.h"

#include "db/columns.h"
#include "sql/add_delivery_credits.h"
#include "sql/add_lead_credits.h"
#include "sql/add_lead_shares.h"
#include "sql/totals.h"

int credit_store_add_deliveries(struct db *db, struct arena *arena, const struct delivery_credit *credits, size_t n,
                                struct error *error)
{
    if (n == 0)
        return 0;
    int64_t *ids = ARENA_ARRAY(arena, int64_t, n), *people = ARENA_ARRAY(arena, int64_t, n);
    int64_t *dealers = ARENA_ARRAY(arena, int64_t, n), *leads = ARENA_ARRAY(arena, int64_t, n), *positions = ARENA_ARRAY(arena, int64_t, n);
    day_t *delivered = ARENA_ARRAY(arena, day_t, n), *cancelled = ARENA_ARRAY(arena, day_t, n);
    bool *is_cancelled = ARENA_ARRAY(arena, bool, n);
    for (size_t i = 0; i < n; i++) {
        ids[i] = credits[i].delivery_id;
        people[i] = credits[i].person_id;
        dealers[i] = credits[i].dealer_unit_id;
        leads[i] = credits[i].lead_id;
        positions[i] = credits[i].position;
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
    db_bind_int64_array(&params, leads, n);
    db_bind_int64_array(&params, positions, n);
    DB_BIND_TEXT_COLUMN(&params, credits, n, product_code);
    DB_BIND_INT64_COLUMN(&params, credits, n, business_type);
    DB_BIND_INT64_COLUMN(&params, credits, n, price_fen);
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

/* One row a part, as arrays of arrays of unequal length are none to PostgreSQL; a share without parts is one row of part 0. */
struct share_row {
    int64_t lead_id, position, conflict_id, place, unit_id, person_id, ppm;
    bool is_withdrawn;
};

static size_t share_rows(const struct lead_share *shares, size_t n, struct share_row *rows)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        const struct lead_share *share = &shares[i];
        struct share_row row = {share->lead_id, share->position, share->conflict_id, 0, 0, 0, 0, share->is_withdrawn};
        if (share->part_count == 0)
            rows[count++] = row;
        for (size_t part = 0; part < share->part_count; part++) {
            row.place = (int64_t)part + 1;
            row.unit_id = share->unit_ids[part];
            row.person_id = share->person_ids[part];
            row.ppm = share->ppm[part];
            rows[count++] = row;
        }
    }
    return count;
}

int credit_store_add_shares(struct db *db, struct arena *arena, const struct lead_share *shares, size_t n, struct error *error)
{
    if (n == 0)
        return 0;
    struct share_row *rows = ARENA_ARRAY(arena, struct share_row, n * CREDIT_PARTS_MAX);
    size_t count = share_rows(shares, n, rows);
    struct db_params params = DB_PARAMS(arena);
    DB_BIND_INT64_COLUMN(&params, rows, count, lead_id);
    DB_BIND_INT64_COLUMN(&params, rows, count, position);
    DB_BIND_INT64_COLUMN(&params, rows, count, conflict_id);
    DB_BIND_BOOL_COLUMN(&params, rows, count, is_withdrawn);
    DB_BIND_INT64_COLUMN(&params, rows, count, place);
    DB_BIND_INT64_COLUMN(&params, rows, count, unit_id);
    DB_BIND_INT64_COLUMN(&params, rows, count, person_id);
    DB_BIND_INT64_COLUMN(&params, rows, count, ppm);
    return db_run(db, sql_add_lead_shares, &params, NULL, error);
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
