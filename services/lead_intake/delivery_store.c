#include "delivery_store.h"

#include "sql/delivery_by_vin.h"
#include "sql/delivery_cancel.h"
#include "sql/delivery_insert.h"
#include "sql/delivery_resolve.h"

/* The deliveries' members as arrays: what both statements take. */
struct columns {
    int64_t *customer_ids, *lead_ids, *dealers, *people, *prices, *types;
    day_t *days;
    const char **references, **products, **lines, **person_codes, **vins;
    const struct customer_draft **customers;
};

static struct columns columns_of(struct arena *arena, const struct delivery *const *deliveries, size_t n)
{
    struct columns columns = {
        .customer_ids = ARENA_ARRAY(arena, int64_t, n),
        .lead_ids = ARENA_ARRAY(arena, int64_t, n),
        .dealers = ARENA_ARRAY(arena, int64_t, n),
        .people = ARENA_ARRAY(arena, int64_t, n),
        .prices = ARENA_ARRAY(arena, int64_t, n),
        .types = ARENA_ARRAY(arena, int64_t, n),
        .days = ARENA_ARRAY(arena, day_t, n),
        .references = ARENA_ARRAY(arena, const char *, n),
        .products = ARENA_ARRAY(arena, const char *, n),
        .lines = ARENA_ARRAY(arena, const char *, n),
        .person_codes = ARENA_ARRAY(arena, const char *, n),
        .vins = ARENA_ARRAY(arena, const char *, n),
        .customers = ARENA_ARRAY(arena, const struct customer_draft *, n),
    };
    for (size_t i = 0; i < n; i++) {
        const struct delivery *delivery = deliveries[i];
        columns.customer_ids[i] = delivery->customer_id;
        columns.lead_ids[i] = delivery->lead_id;
        columns.dealers[i] = delivery->dealer_unit_id;
        columns.people[i] = delivery->person_id;
        columns.prices[i] = delivery->price_fen;
        columns.types[i] = delivery->business_type;
        columns.days[i] = delivery->delivered_on;
        columns.references[i] = text_or_null(delivery->dealer_reference);
        columns.products[i] = delivery->product_code;
        columns.lines[i] = delivery->product_line;
        columns.person_codes[i] = text_or_null(delivery->person_code);
        columns.vins[i] = delivery->vin;
        columns.customers[i] = &delivery->customer;
    }
    return columns;
}

int delivery_store_resolve(struct db *db, struct arena *arena, const struct delivery *const *deliveries, size_t n,
                           struct delivery_knowledge *knowledge, struct error *error)
{
    struct columns columns = columns_of(arena, deliveries, n);
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64_array(&params, columns.lead_ids, n);
    db_bind_int64_array(&params, columns.dealers, n);
    db_bind_text_array(&params, columns.references, n);
    customer_bind_keys(&params, columns.customers, n);
    db_bind_text_array(&params, columns.products, n);
    db_bind_text_array(&params, columns.person_codes, n);
    db_bind_text_array(&params, columns.vins, n);
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
            .product_line = arena_strdup(arena, db_text(&result, row, 11)),
            .person_id = db_int64(&result, row, 12),
            .vin_is_delivered = !db_is_null(&result, row, 13),
            .delivered_before_on = db_day(&result, row, 13),
        };
    db_result_clear(&result);
    return 0;
}

int delivery_store_insert(struct db *db, struct arena *arena, const struct delivery *const *deliveries, size_t n, int64_t now_ms,
                          int64_t *delivery_ids, struct error *error)
{
    struct columns columns = columns_of(arena, deliveries, n);
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64_array(&params, columns.customer_ids, n);
    db_bind_int64_array(&params, columns.lead_ids, n);
    db_bind_int64_array(&params, columns.dealers, n);
    db_bind_int64_array(&params, columns.people, n);
    db_bind_int64_array(&params, columns.prices, n);
    db_bind_day_array(&params, columns.days, n);
    db_bind_int64_array(&params, columns.types, n);
    db_bind_text_array(&params, columns.vins, n);
    db_bind_text_array(&params, columns.products, n);
    db_bind_text_array(&params, columns.lines, n);
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

int delivery_store_cancel(struct db *db, struct arena *arena, int64_t delivery_id, day_t cancelled_on, const char *reason,
                          struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64(&params, delivery_id);
    db_bind_day(&params, cancelled_on);
    db_bind_text(&params, reason);
    return db_run(db, sql_delivery_cancel, &params, NULL, error);
}
