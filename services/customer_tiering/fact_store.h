/*
 * What the event log told of customers, stored by one statement a kind of fact. Each may be told again and in another
 * order within a customer: the outcome is the same.
 */
#pragma once

#include "db/db.h"

struct customer_fact {
    int64_t customer_id;
    const char *name, *region, *industry, *business_type;
};

struct lead_fact {
    int64_t customer_id, lead_id;
    int64_t quantity; /* vehicles; 0 with a release, which tells none */
    int64_t stage;    /* of buying; 0: the event tells none */
    bool is_held;
    int64_t position; /* of the event: the latest one says whether the lead is held */
};

struct delivery_fact {
    int64_t customer_id, delivery_id;
    int64_t lead_id; /* 0: without a lead, or a cancellation, which tells none */
    day_t delivered_on;
    int64_t price_fen;
    bool is_cancelled, is_returned;
    day_t returned_on; /* when is_returned */
};

struct merge_fact {
    int64_t customer_id;
    int64_t survivor_id; /* 0: it stands for itself again */
    int64_t position;    /* of the event: the latest one says what stands for the customer */
};

int fact_store_put_customers(struct db *db, struct arena *arena, const struct customer_fact *facts, size_t n,
                             struct error *error);
int fact_store_put_leads(struct db *db, struct arena *arena, const struct lead_fact *facts, size_t n,
                         struct error *error);
int fact_store_put_deliveries(struct db *db, struct arena *arena, const struct delivery_fact *facts, size_t n,
                              struct error *error);

/* Who holds standing_lock alone. *moved are the customers whose facts count for another one now, and those for whom
 * they count or counted. */
int fact_store_put_merges(struct db *db, struct arena *arena, const struct merge_fact *facts, size_t n, int64_t **moved,
                          size_t *moved_count, struct error *error);

struct fact_totals {
    int64_t customers, leads, open_units, delivered_units, revenue_fen;
};
int fact_store_totals(struct db *db, struct fact_totals *totals, struct error *error);
