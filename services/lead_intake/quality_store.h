/* What leads and claims are rated by, from the database or from what was filed. */
#pragma once

#include "lead_quality.h"
#include "lead_store.h"

/* A lead with the facts of its rating; a claim that is no lead has lead_id 0. */
struct rated_lead {
    int64_t lead_id, conflict_id;
    int64_t customer_id; /* 0: in review */
    int64_t dealer_unit_id, person_id;
    int64_t state; /* enum lead_state; 0: a claim */
    struct lead_quality_facts facts;
};

/* The facts of leads as they stand, in the order asked; leads[n], *count is how many of them there are. */
int quality_store_find(struct db *db, struct arena *arena, const int64_t *lead_ids, size_t n, int64_t now, struct rated_lead *leads,
                       size_t *count, struct error *error);

/* The facts of what was filed at an instant, rated at another. */
struct lead_quality_facts quality_facts_of_filing(const struct lead *lead, int64_t filed_at, int64_t as_of);
