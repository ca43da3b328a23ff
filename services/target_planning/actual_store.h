/* Deliveries as the event log tells them, each with where its dealer stood on that day. */
#pragma once

#include "db/db.h"

struct delivery_fact {
    int64_t delivery_id;
    int64_t dealer_id;
    const char *product_code;
    int64_t person_id; /* who is credited; 0: nobody */
    int64_t business_type;
    day_t delivered_on;
    bool is_cancelled, is_returned;
    day_t returned_on; /* when is_returned */
};

/* May be told again and in any order. -1 STATUS_FAILED_PRECONDITION when the directory does not know a dealer. */
int actual_store_put(struct db *db, struct arena *arena, const struct delivery_fact *facts, size_t n,
                     struct error *error);
