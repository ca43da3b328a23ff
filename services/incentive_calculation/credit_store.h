/* What counts for people's pay, learnt from the event log. */
#pragma once

#include "db/db.h"

struct delivery_credit {
    int64_t delivery_id;
    int64_t person_id; /* 0: nobody */
    int64_t dealer_unit_id;
    day_t delivered_on;
    bool is_cancelled;
    day_t cancelled_on; /* when is_cancelled */
};

struct lead_credit {
    int64_t lead_id;
    int64_t person_id; /* 0: nobody */
    int64_t dealer_unit_id;
    day_t filed_on;
};

/* Credits of every state that this service has learnt. */
struct credit_totals {
    int64_t deliveries; /* not cancelled */
    int64_t leads;
};

/* Adds what is new; the same again changes nothing, a cancellation stays whatever comes after it. */
int credit_store_add_deliveries(struct db *db, struct arena *arena, const struct delivery_credit *credits, size_t n,
                                struct error *error);
int credit_store_add_leads(struct db *db, struct arena *arena, const struct lead_credit *credits, size_t n,
                           struct error *error);
int credit_store_totals(struct db *db, struct credit_totals *totals, struct error *error);
