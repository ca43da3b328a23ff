/* Conflicts (撞单) in the database: claims of dealers to what another holds. */
#pragma once

#include "conflict.h"
#include "lead_store.h"

/* A claim: what was filed (lead: customer_id, dealer_unit_id = the claimant, ...) and the hold that it met. */
struct claim {
    struct lead lead;
    int64_t lead_id, holder_unit_id; /* who holds */
    int64_t claim_lead_id;           /* the claimant's own lead, set aside; 0: none */
    int64_t claimed_at;              /* unix ms */
};

/* Keeps n claims; conflict_ids[i] is 0 for a dealer's second claim to one hold, which changes nothing. */
int conflict_store_add(struct db *db, struct arena *arena, const struct claim *claims, size_t n, int64_t *conflict_ids,
                       struct error *error);
/* 0 in *conflict_id: none. */
int conflict_store_of_claim(struct db *db, struct arena *arena, const struct claim *claim, int64_t *conflict_id, struct error *error);

/* A conflict as it stands. */
struct conflict {
    int64_t conflict_id; /* 0: there is none */
    int64_t state;       /* enum conflict_state */
    struct claim claim;
    int64_t held_since; /* unix ms */
    int64_t outcome;    /* of the last decision; 0: none */
    const char *reason, *appeal_reason;
    int64_t decided_at, appealed_at;
    int64_t holder_credit_ppm, claimant_credit_ppm; /* of the lead that was claimed */
};

/* Which conflicts are wanted; 0 means any. */
struct conflict_filter {
    const int64_t *unit_ids; /* one of the dealers is below one of them */
    size_t unit_count;
    int64_t state, before_conflict_id, conflict_id;
    int64_t limit;
};
/* conflicts[filter->limit]; *count is set. Newest first. */
int conflict_store_select(struct db *db, struct arena *arena, const struct conflict_filter *filter, struct conflict *conflicts, size_t *count,
                          struct error *error);
/* Locks one until the transaction ends. */
int conflict_store_lock(struct db *db, struct arena *arena, int64_t conflict_id, struct error *error);

/* Keeps the conflict's new state, outcome, reason and claim_lead_id, and how it is shared (n 0: it is not). */
int conflict_store_decide(struct db *db, struct arena *arena, const struct conflict *conflict, const struct credit_part *parts, size_t n,
                          int64_t principal_id, struct error *error);
/* Keeps the conflict's new state and appeal. */
int conflict_store_appeal(struct db *db, struct arena *arena, const struct conflict *conflict, int64_t principal_id, struct error *error);
