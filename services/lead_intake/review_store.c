#include "review_store.h"

#include "db/columns.h"
#include "sql/review_decide.h"
#include "sql/review_records.h"
#include "sql/review_select.h"

static const char *copy(struct arena *arena, const struct db_result *result, int row, int column)
{
    return arena_strdup(arena, db_text(result, row, column));
}

int review_store_select(struct db *db, struct arena *arena, const int64_t *unit_ids, size_t unit_count, int64_t after_lead_id,
                        size_t limit, struct review *reviews, size_t *count, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64_array(&params, unit_ids, unit_count);
    db_bind_int64(&params, after_lead_id);
    db_bind_int64(&params, (int64_t)limit);
    if (db_run(db, sql_review_select, &params, &result, error) != 0)
        return -1;
    *count = (size_t)result.rows;
    for (int row = 0; row < result.rows; row++)
        reviews[row] = (struct review){
            .lead_id = db_int64(&result, row, 0),
            .dealer_unit_id = db_int64(&result, row, 1),
            .product_code = copy(arena, &result, row, 2),
            .quantity = db_int64(&result, row, 3),
            .filed = {.name = copy(arena, &result, row, 4), .name_key = "", .uscc = copy(arena, &result, row, 5),
                      .region = copy(arena, &result, row, 6), .industry_code = "", .contact_name = copy(arena, &result, row, 7),
                      .contact_phone = copy(arena, &result, row, 8)},
            .filed_at = db_instant(&result, row, 9),
            .candidate_customer_id = db_int64(&result, row, 10),
        };
    db_result_clear(&result);
    return 0;
}

int review_store_records(struct db *db, struct arena *arena, const int64_t *customer_ids, size_t n, struct customer_record *records,
                         struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64_array(&params, customer_ids, n);
    if (db_run(db, sql_review_records, &params, &result, error) != 0)
        return -1;
    for (int row = 0; row < result.rows; row++)
        records[db_int64(&result, row, 0)] = (struct customer_record){
            .customer_id = db_int64(&result, row, 1),
            .name = copy(arena, &result, row, 2),
            .uscc = copy(arena, &result, row, 3),
            .region = copy(arena, &result, row, 4),
            .industry_code = copy(arena, &result, row, 5),
            .registered_at = db_instant(&result, row, 6),
        };
    db_result_clear(&result);
    return 0;
}

int review_store_decide(struct db *db, struct arena *arena, const struct review_decision *decision, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64(&params, decision->lead_id);
    db_bind_text(&params, decision->name_key);
    db_bind_text(&params, decision->uscc);
    db_bind_int64(&params, decision->customer_id);
    db_bind_int64_array(&params, decision->never_customer_ids, decision->never_count);
    db_bind_text(&params, decision->reason);
    db_bind_int64(&params, decision->principal_id);
    db_bind_instant(&params, decision->decided_at);
    return db_run(db, sql_review_decide, &params, NULL, error);
}
