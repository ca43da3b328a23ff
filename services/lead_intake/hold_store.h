/*
 * Holds that change hands by a decision: locks first, so that decisions about one lead wait for each other; the constraint
 * lead_one_holder decides between a decision and a filing, and the loser's transaction runs again (STATUS_ABORTED).
 */
#pragma once

#include "conflict.h"
#include "lead_fsm.h"
#include "lead_store.h"

/* A lead as it stands. */
struct hold {
    int64_t lead_id; /* 0: there is none */
    int64_t state;    /* enum lead_state */
    int64_t filed_at; /* unix ms */
    struct lead lead; /* customer: name, uscc, region and contact as filed; no key */
};

/* Each locks what it finds until the transaction ends. */
int hold_store_find(struct db *db, struct arena *arena, int64_t lead_id, struct hold *hold, struct error *error);
int hold_store_holder(struct db *db, struct arena *arena, int64_t customer_id, const char *product_line, struct hold *hold,
                      struct error *error);

/* Writes hold->lead.customer_id, protected_until and customer_is_new with the new state. */
int hold_store_begin(struct db *db, struct arena *arena, const struct hold *hold, struct error *error);
/* for_customer_id: for whom the lead was filed that it gives way to; 0: to none. */
int hold_store_end(struct db *db, struct arena *arena, const struct hold *hold, int64_t for_customer_id, struct error *error);
/* Does the dealer's own number stand on one of its leads? */
int hold_store_reference_is_used(struct db *db, struct arena *arena, const struct lead *lead, bool *is_used, struct error *error);
/* To whom a lead is credited, by the decision of which conflict; n 0: to its holder alone. parts[CREDIT_PARTS_MAX] when read. */
int hold_store_parts(struct db *db, struct arena *arena, int64_t lead_id, struct credit_part *parts, size_t *n, int64_t *conflict_id,
                     struct error *error);
int hold_store_credit(struct db *db, struct arena *arena, int64_t lead_id, int64_t conflict_id, const struct credit_part *parts, size_t n,
                      struct error *error);
/* What a conflict's decision shared, and shares no more, is credited as the decision before it said; without one, to its holder alone. */
int hold_store_credit_former(struct db *db, struct arena *arena, int64_t lead_id, int64_t conflict_id, struct error *error);
