#include "fact_store.h"

#include "db/columns.h"
#include "sql/identify_customers.h"
#include "sql/put_customers.h"
#include "sql/put_deliveries.h"
#include "sql/put_leads.h"
#include "sql/put_merges.h"
#include "sql/totals.h"

int fact_store_put_customers(struct db *db, struct arena *arena, const struct customer_fact *facts, size_t n,
                             struct error *error)
{
    if (n == 0)
        return 0;
    struct db_params params = DB_PARAMS(arena);
    DB_BIND_INT64_COLUMN(&params, facts, n, customer_id);
    DB_BIND_TEXT_COLUMN(&params, facts, n, name);
    DB_BIND_TEXT_COLUMN(&params, facts, n, region);
    DB_BIND_TEXT_COLUMN(&params, facts, n, industry);
    DB_BIND_TEXT_COLUMN(&params, facts, n, business_type);
    return db_run(db, sql_put_customers, &params, NULL, error);
}

int fact_store_put_leads(struct db *db, struct arena *arena, const struct lead_fact *facts, size_t n,
                         struct error *error)
{
    if (n == 0)
        return 0;
    struct db_params params = DB_PARAMS(arena);
    DB_BIND_INT64_COLUMN(&params, facts, n, customer_id);
    DB_BIND_INT64_COLUMN(&params, facts, n, lead_id);
    DB_BIND_INT64_COLUMN(&params, facts, n, quantity);
    DB_BIND_BOOL_COLUMN(&params, facts, n, is_held);
    DB_BIND_INT64_COLUMN(&params, facts, n, position);
    DB_BIND_INT64_COLUMN(&params, facts, n, stage);
    return db_run(db, sql_put_leads, &params, NULL, error);
}

int fact_store_put_deliveries(struct db *db, struct arena *arena, const struct delivery_fact *facts, size_t n,
                              struct error *error)
{
    if (n == 0)
        return 0;
    struct db_params params = DB_PARAMS(arena);
    DB_BIND_INT64_COLUMN(&params, facts, n, customer_id);
    DB_BIND_INT64_COLUMN(&params, facts, n, delivery_id);
    DB_BIND_INT64_COLUMN(&params, facts, n, lead_id);
    DB_BIND_DAY_COLUMN(&params, facts, n, delivered_on);
    DB_BIND_INT64_COLUMN(&params, facts, n, price_fen);
    DB_BIND_BOOL_COLUMN(&params, facts, n, is_cancelled);
    DB_BIND_BOOL_COLUMN(&params, facts, n, is_returned);
    DB_BIND_DAY_COLUMN(&params, facts, n, returned_on);
    return db_run(db, sql_put_deliveries, &params, NULL, error);
}

int fact_store_put_merges(struct db *db, struct arena *arena, const struct merge_fact *facts, size_t n, int64_t **moved,
                          size_t *moved_count, struct error *error)
{
    *moved_count = 0;
    if (n == 0)
        return 0;
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    DB_BIND_INT64_COLUMN(&params, facts, n, customer_id);
    DB_BIND_INT64_COLUMN(&params, facts, n, survivor_id);
    DB_BIND_INT64_COLUMN(&params, facts, n, position);
    if (db_run(db, sql_put_merges, &params, NULL, error) != 0 ||
        db_run(db, sql_identify_customers, NULL, &result, error) != 0)
        return -1;
    *moved = ARENA_ARRAY(arena, int64_t, 3 * (size_t)result.rows);
    for (int row = 0; row < result.rows; row++)
        for (int column = 0; column < 3; column++)
            (*moved)[(*moved_count)++] = db_int64(&result, row, column);
    db_result_clear(&result);
    return 0;
}

int fact_store_totals(struct db *db, struct fact_totals *totals, struct error *error)
{
    struct db_result result;
    if (db_run(db, sql_totals, NULL, &result, error))
        return -1;
    *totals = (struct fact_totals){
        .customers = db_int64(&result, 0, 0),
        .leads = db_int64(&result, 0, 1),
        .open_units = db_int64(&result, 0, 2),
        .delivered_units = db_int64(&result, 0, 3),
        .revenue_fen = db_int64(&result, 0, 4),
    };
    db_result_clear(&result);
    return 0;
}
