#include "credit_store.h"

#include "db/columns.h"
#include "sql/add_customer_merges.h"
#include "sql/add_customer_tiers.h"
#include "sql/add_delivery_credits.h"
#include "sql/add_evaluations.h"
#include "sql/add_lead_credits.h"
#include "sql/add_lead_shares.h"
#include "sql/add_lead_standings.h"
#include "sql/add_unit_targets.h"
#include "sql/totals.h"

int credit_store_add_deliveries(struct db *db, struct arena *arena, const struct delivery_credit *credits, size_t n,
                                struct error *error)
{
    if (n == 0)
        return 0;
    struct db_params params = DB_PARAMS(arena);
    DB_BIND_INT64_COLUMN(&params, credits, n, delivery_id);
    DB_BIND_INT64_COLUMN(&params, credits, n, person_id);
    DB_BIND_INT64_COLUMN(&params, credits, n, dealer_unit_id);
    DB_BIND_DAY_COLUMN(&params, credits, n, delivered_on);
    DB_BIND_BOOL_COLUMN(&params, credits, n, is_cancelled);
    DB_BIND_DAY_COLUMN(&params, credits, n, cancelled_on);
    DB_BIND_INT64_COLUMN(&params, credits, n, lead_id);
    DB_BIND_INT64_COLUMN(&params, credits, n, position);
    DB_BIND_TEXT_COLUMN(&params, credits, n, product_code);
    DB_BIND_INT64_COLUMN(&params, credits, n, business_type);
    DB_BIND_INT64_COLUMN(&params, credits, n, price_fen);
    DB_BIND_INT64_COLUMN(&params, credits, n, customer_id);
    DB_BIND_INT64_COLUMN(&params, credits, n, ended_position);
    return db_run(db, sql_add_delivery_credits, &params, NULL, error);
}

int credit_store_add_leads(struct db *db, struct arena *arena, const struct lead_credit *credits, size_t n,
                           struct error *error)
{
    if (n == 0)
        return 0;
    struct db_params params = DB_PARAMS(arena);
    DB_BIND_INT64_COLUMN(&params, credits, n, lead_id);
    DB_BIND_INT64_COLUMN(&params, credits, n, person_id);
    DB_BIND_INT64_COLUMN(&params, credits, n, dealer_unit_id);
    DB_BIND_DAY_COLUMN(&params, credits, n, filed_on);
    return db_run(db, sql_add_lead_credits, &params, NULL, error);
}

/* One row a part, as arrays of arrays of unequal length are none to PostgreSQL; a share without parts is one row of
 * part 0. */
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

int credit_store_add_shares(struct db *db, struct arena *arena, const struct lead_share *shares, size_t n,
                            struct error *error)
{
    if (n == 0)
        return 0;
    struct share_row *rows = ARENA_ARRAY(arena, struct share_row, n * CREDIT_SHARES_MAX);
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

int credit_store_add_standings(struct db *db, struct arena *arena, const struct lead_standing *standings, size_t n,
                               struct error *error)
{
    if (n == 0)
        return 0;
    struct db_params params = DB_PARAMS(arena);
    DB_BIND_INT64_COLUMN(&params, standings, n, lead_id);
    DB_BIND_INT64_COLUMN(&params, standings, n, position);
    DB_BIND_INT64_COLUMN(&params, standings, n, quality);
    DB_BIND_INT64_COLUMN(&params, standings, n, outcome);
    return db_run(db, sql_add_lead_standings, &params, NULL, error);
}

int credit_store_add_tiers(struct db *db, struct arena *arena, const struct customer_tier *tiers, size_t n,
                           struct error *error)
{
    if (n == 0)
        return 0;
    struct db_params params = DB_PARAMS(arena);
    DB_BIND_INT64_COLUMN(&params, tiers, n, customer_id);
    DB_BIND_INT64_COLUMN(&params, tiers, n, position);
    DB_BIND_DAY_COLUMN(&params, tiers, n, since);
    DB_BIND_INT64_COLUMN(&params, tiers, n, tier);
    DB_BIND_INT64_COLUMN(&params, tiers, n, run_id);
    return db_run(db, sql_add_customer_tiers, &params, NULL, error);
}

int credit_store_add_merges(struct db *db, struct arena *arena, const struct customer_merge *merges, size_t n,
                            struct error *error)
{
    if (n == 0)
        return 0;
    struct db_params params = DB_PARAMS(arena);
    DB_BIND_INT64_COLUMN(&params, merges, n, customer_id);
    DB_BIND_INT64_COLUMN(&params, merges, n, position);
    DB_BIND_INT64_COLUMN(&params, merges, n, survivor_id);
    return db_run(db, sql_add_customer_merges, &params, NULL, error);
}

int credit_store_add_targets(struct db *db, struct arena *arena, const struct unit_target *targets, size_t n,
                             struct error *error)
{
    if (n == 0)
        return 0;
    struct db_params params = DB_PARAMS(arena);
    DB_BIND_INT64_COLUMN(&params, targets, n, unit_id);
    DB_BIND_DAY_COLUMN(&params, targets, n, month);
    DB_BIND_INT64_COLUMN(&params, targets, n, units);
    DB_BIND_INT64_COLUMN(&params, targets, n, position);
    return db_run(db, sql_add_unit_targets, &params, NULL, error);
}

int credit_store_add_evaluations(struct db *db, struct arena *arena, const struct evaluation *evaluations, size_t n,
                                 struct error *error)
{
    if (n == 0)
        return 0;
    struct db_params params = DB_PARAMS(arena);
    DB_BIND_INT64_COLUMN(&params, evaluations, n, unit_id);
    DB_BIND_INT64_COLUMN(&params, evaluations, n, person_id);
    DB_BIND_DAY_COLUMN(&params, evaluations, n, quarter);
    DB_BIND_INT64_COLUMN(&params, evaluations, n, attainment_ppm);
    DB_BIND_INT64_COLUMN(&params, evaluations, n, quality_ppm);
    DB_BIND_INT64_COLUMN(&params, evaluations, n, position);
    return db_run(db, sql_add_evaluations, &params, NULL, error);
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
