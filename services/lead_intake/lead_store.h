/* Leads in the database. */
#pragma once

#include "customer_store.h"
#include "protection.h"

/* A lead to be filed. Texts are never NULL; "" where nothing was given; ids 0. */
struct lead {
    struct customer_draft customer;
    int64_t customer_id;           /* 0: in review */
    int64_t identity_id;           /* the customer that stands for it; 0: itself */
    int64_t candidate_customer_id; /* in review: the likeliest */
    bool customer_is_new;
    int64_t principal_id;
    const char *idempotency_key;
    const uint8_t *request_hash;
    int64_t dealer_unit_id;
    const char *dealer_reference;
    const char *product_code, *product_line;
    const char *person_code;
    int64_t person_id;
    int64_t quantity;
    int64_t business_type, information_class, purchase_mode, source;
    const char *found_on, *expected_on; /* ISO dates */
    const char *remarks;
    const char *details; /* JSON */
    int64_t protected_until; /* unix ms */
};

/* Whose opportunity it is. */
static inline int64_t lead_identity(const struct lead *lead)
{
    return lead->identity_id ? lead->identity_id : lead->customer_id;
}

/* Draws n numbers for leads: `numbers` is there when the next statement has run (db_defer). COPY gives none back, and what tells of a lead
 * needs its number. One that is not used leaves a gap. */
int lead_store_draw(struct db *db, struct arena *arena, size_t n, struct db_result *numbers, struct error *error);
/* lead_ids[n] */
void lead_store_take(struct db_result *numbers, int64_t *lead_ids);

/* Files n leads under the numbers lead_ids[n]; perhaps with the next statement (db_copy_write). A number becomes 0 where an earlier one of
 * them has the same opportunity or dealer's reference; STATUS_ABORTED (run the transaction again) where another transaction's has. */
int lead_store_insert(struct db *db, struct arena *arena, const struct lead *leads, size_t n, int64_t now_ms,
                      int64_t *lead_ids, struct error *error);

/* Leads that hold their opportunity at `now_ms` do so until the transaction ends; STATUS_ABORTED when one does no more. Sorts lead_ids. */
int lead_store_keep_held(struct db *db, struct arena *arena, int64_t *lead_ids, size_t n, int64_t now_ms, struct error *error);

struct released_lead {
    int64_t lead_id, customer_id;
    bool was_in_pool;
};
/* Ends the leads among `lead_ids` whose protection is over, held or in the pool, with an entry of their history. released[n]; *count is set. */
int lead_store_release_expired(struct db *db, struct arena *arena, const int64_t *lead_ids, size_t n, int64_t now_ms,
                               struct released_lead *released, size_t *count, struct error *error);

/* Which leads are wanted; 0 and NULL mean any. */
struct lead_filter {
    const int64_t *unit_ids; /* with their subtrees */
    size_t unit_count;
    int64_t customer_id, state, before_lead_id, lead_id;
    int64_t ends_before; /* unix ms: held, and not beyond */
    int64_t limit;
};
/* Rows of sql/lead_select.sql, newest first; the caller clears the result. */
int lead_store_select(struct db *db, struct arena *arena, const struct lead_filter *filter, struct db_result *result,
                      struct error *error);
