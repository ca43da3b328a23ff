/* Conflicts (撞单) in the database: claims of dealers to what another holds. */
#pragma once

#include "lead_store.h"

/* A claim: what was filed (lead: customer_id, dealer_unit_id = the claimant, ...) and the hold that it met. */
struct claim {
    struct lead lead;
    int64_t lead_id, holder_unit_id; /* who holds */
    int64_t claim_lead_id;           /* the claimant's own lead, set aside; 0: none */
    int64_t claimed_at;              /* unix ms */
};

/* Keeps n claims; a dealer's second claim to one hold changes nothing. */
int conflict_store_add(struct db *db, struct arena *arena, const struct claim *claims, size_t n, struct error *error);
/* 0 in *conflict_id: none. */
int conflict_store_of_claim(struct db *db, struct arena *arena, const struct claim *claim, int64_t *conflict_id, struct error *error);
