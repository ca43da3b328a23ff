#include "delivery_store.h"

#include "db/columns.h"
#include "sql/delivery_by_vin.h"
#include "sql/delivery_end.h"
#include "sql/delivery_insert.h"
#include "sql/delivery_lock_leads.h"
#include "sql/delivery_resolve.h"

int delivery_store_lock_leads(struct db *db, struct arena *arena, const struct delivery *deliveries, size_t n, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    bool has_leads = false;
    for (size_t i = 0; i < n && !has_leads; i++)
        has_leads = deliveries[i].lead_id || *deliveries[i].dealer_reference;
    if (!has_leads)
        return 0;
    DB_BIND_INT64_COLUMN(&params, deliveries, n, lead_id);
    DB_BIND_INT64_COLUMN(&params, deliveries, n, dealer_unit_id);
    DB_BIND_OPTIONAL_TEXT_COLUMN(&params, deliveries, n, dealer_reference);
    return db_defer(db, sql_delivery_lock_leads, &params, NULL, error);
}

int delivery_store_resolve(struct db *db, struct arena *arena, const struct delivery *deliveries, size_t n,
                           struct delivery_knowledge *knowledge, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    DB_BIND_INT64_COLUMN(&params, deliveries, n, lead_id);
    DB_BIND_INT64_COLUMN(&params, deliveries, n, dealer_unit_id);
    DB_BIND_OPTIONAL_TEXT_COLUMN(&params, deliveries, n, dealer_reference);
    DB_BIND_OPTIONAL_TEXT_COLUMN(&params, deliveries, n, customer.uscc);
    DB_BIND_TEXT_COLUMN(&params, deliveries, n, customer.name_key);
    DB_BIND_TEXT_COLUMN(&params, deliveries, n, product_code);
    DB_BIND_OPTIONAL_TEXT_COLUMN(&params, deliveries, n, person_code);
    DB_BIND_TEXT_COLUMN(&params, deliveries, n, vin);
    struct db_result result;
    if (db_run(db, sql_delivery_resolve, &params, &result, error) != 0)
        return -1;
    for (int row = 0; row < result.rows; row++)
        knowledge[db_int64(&result, row, 0)] = (struct delivery_knowledge){
            .lead.lead_id = db_int64(&result, row, 1),
            .lead.customer_id = db_int64(&result, row, 2),
            .lead.dealer_unit_id = db_int64(&result, row, 3),
            .lead.business_type = db_int64(&result, row, 4),
            .lead.quantity = db_int64(&result, row, 5),
            .lead.delivered = db_int64(&result, row, 6),
            .evidence = customer_read_evidence(&result, row, 7),
            .product_line = arena_strdup(arena, db_text(&result, row, 12)),
            .person_id = db_int64(&result, row, 13),
            .before = {.delivery_id = db_int64(&result, row, 14),
                       .customer_id = db_int64(&result, row, 15),
                       .identity_id = db_int64(&result, row, 16),
                       .lead_id = db_int64(&result, row, 17),
                       .dealer_unit_id = db_int64(&result, row, 18),
                       .product_code = arena_strdup(arena, db_text(&result, row, 19)),
                       .delivered_on = db_day(&result, row, 20),
                       .price_fen = db_int64(&result, row, 21)},
        };
    db_result_clear(&result);
    return 0;
}

int delivery_store_insert(struct db *db, struct arena *arena, const struct delivery *deliveries, size_t n, int64_t now_ms,
                          int64_t *delivery_ids, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    DB_BIND_INT64_COLUMN(&params, deliveries, n, customer_id);
    DB_BIND_INT64_COLUMN(&params, deliveries, n, lead_id);
    DB_BIND_INT64_COLUMN(&params, deliveries, n, dealer_unit_id);
    DB_BIND_INT64_COLUMN(&params, deliveries, n, person_id);
    DB_BIND_INT64_COLUMN(&params, deliveries, n, price_fen);
    DB_BIND_DAY_COLUMN(&params, deliveries, n, delivered_on);
    DB_BIND_INT64_COLUMN(&params, deliveries, n, business_type);
    DB_BIND_TEXT_COLUMN(&params, deliveries, n, vin);
    DB_BIND_TEXT_COLUMN(&params, deliveries, n, product_code);
    DB_BIND_TEXT_COLUMN(&params, deliveries, n, product_line);
    db_bind_instant(&params, now_ms);
    struct db_result result;
    if (db_run(db, sql_delivery_insert, &params, &result, error) != 0)
        return -1;
    memset(delivery_ids, 0, n * sizeof *delivery_ids);
    for (int row = 0; row < result.rows; row++)
        delivery_ids[db_int64(&result, row, 0)] = db_int64(&result, row, 1);
    db_result_clear(&result);
    return 0;
}

int delivery_store_find(struct db *db, struct arena *arena, const char *vin, struct standing_delivery *delivery,
                        struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_text(&params, vin);
    if (db_run(db, sql_delivery_by_vin, &params, &result, error) != 0)
        return -1;
    *delivery = (struct standing_delivery){0};
    if (result.rows > 0)
        *delivery = (struct standing_delivery){
            .delivery_id = db_int64(&result, 0, 0),
            .customer_id = db_int64(&result, 0, 1),
            .dealer_unit_id = db_int64(&result, 0, 2),
            .product_code = arena_strdup(arena, db_text(&result, 0, 3)),
            .product_line = arena_strdup(arena, db_text(&result, 0, 4)),
            .person_id = db_int64(&result, 0, 5),
            .delivered_on = db_day(&result, 0, 6),
            .price_fen = db_int64(&result, 0, 7),
            .business_type = db_int64(&result, 0, 8),
        };
    db_result_clear(&result);
    return 0;
}

int delivery_store_end(struct db *db, struct arena *arena, const struct delivery_end *end, int64_t now_ms, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64(&params, end->delivery_id);
    db_bind_int64(&params, end->kind);
    db_bind_day(&params, end->on);
    db_bind_text(&params, end->reason);
    db_bind_int64(&params, end->principal_id);
    db_bind_instant(&params, now_ms);
    return db_run(db, sql_delivery_end, &params, NULL, error);
}
