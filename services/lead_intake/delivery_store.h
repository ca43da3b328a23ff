/* Deliveries in the database. */
#pragma once

#include "customer_store.h"

/* A delivery to be reported. Texts are never NULL; ids 0 where nothing was given. */
struct delivery {
    struct customer_draft customer; /* name_key "" when none was given: the lead tells */
    int64_t customer_id;
    int64_t lead_id;
    const char *dealer_reference; /* of the lead, when lead_id is 0 */
    int64_t dealer_unit_id;
    const char *person_code;
    int64_t person_id;
    int64_t price_fen;
    day_t delivered_on;
    int64_t business_type;
    const char *vin;
    const char *product_code, *product_line;
};

/* What is known before a report is decided. */
struct delivery_knowledge {
    struct {
        int64_t lead_id; /* 0: there is no such lead */
        int64_t customer_id, dealer_unit_id, business_type, quantity;
        int64_t delivered; /* vehicles delivered on it so far */
    } lead;
    struct customer_evidence evidence;
    const char *product_line; /* NULL: unknown product */
    int64_t person_id;
    struct {
        int64_t delivery_id; /* 0: the VIN has none that stands */
        int64_t customer_id, identity_id, lead_id, dealer_unit_id, price_fen;
        const char *product_code;
        day_t delivered_on;
    } before;
};

/* Nobody else reports vehicles on the leads that are named, by number or by reference, until the transaction ends. */
int delivery_store_lock_leads(struct db *db, struct arena *arena, const struct delivery *deliveries, size_t n, struct error *error);

int delivery_store_resolve(struct db *db, struct arena *arena, const struct delivery *deliveries, size_t n,
                           struct delivery_knowledge *knowledge, struct error *error);
/* delivery_ids[i] is 0 where the VIN was delivered meanwhile. */
int delivery_store_insert(struct db *db, struct arena *arena, const struct delivery *deliveries, size_t n, int64_t now_ms,
                          int64_t *delivery_ids, struct error *error);

/* A delivery that stands. */
struct standing_delivery {
    int64_t delivery_id; /* 0: the VIN has none */
    int64_t customer_id, dealer_unit_id, person_id, price_fen, business_type;
    day_t delivered_on;
    const char *product_code, *product_line;
};
/* Locks it until the transaction ends. */
int delivery_store_find(struct db *db, struct arena *arena, const char *vin, struct standing_delivery *delivery,
                        struct error *error);

/* By what a delivery ends. The numbers are the database's. */
enum delivery_end_kind { DELIVERY_CANCELLED = 1, DELIVERY_RETURNED = 2 };
struct delivery_end {
    enum delivery_end_kind kind;
    int64_t delivery_id, principal_id;
    day_t on;
    const char *reason;
};
int delivery_store_end(struct db *db, struct arena *arena, const struct delivery_end *end, int64_t now_ms, struct error *error);
