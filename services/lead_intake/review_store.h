/* Leads in review, and what was decided of them, in the database. */
#pragma once

#include "lead_store.h"

/* A lead in review. */
struct review {
    int64_t lead_id, candidate_customer_id /* when it was filed */, dealer_unit_id, quantity, filed_at /* unix ms */;
    const char *product_code;
    struct customer_draft filed; /* without key and industry */
};
/* reviews[limit]; *count is set. */
int review_store_select(struct db *db, struct arena *arena, const int64_t *unit_ids, size_t unit_count, int64_t after_lead_id,
                        size_t limit, struct review *reviews, size_t *count, struct error *error);

struct customer_record {
    int64_t customer_id; /* 0: there is none */
    const char *name, *uscc, *region, *industry_code;
    int64_t registered_at; /* unix ms */
};
int review_store_records(struct db *db, struct arena *arena, const int64_t *customer_ids, size_t n, struct customer_record *records,
                         struct error *error);

struct review_decision {
    int64_t lead_id, customer_id, principal_id, decided_at /* unix ms */;
    const int64_t *never_customer_ids; /* who it is not, the likeliest first */
    size_t never_count;
    const char *name_key, *uscc, *reason;
};
int review_store_decide(struct db *db, struct arena *arena, const struct review_decision *decision, struct error *error);
