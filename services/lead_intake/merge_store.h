/*
 * Customers that are one, in the database. A merge runs alone: it waits for filings and decisions under way. A filing that had
 * looked its customer up before a merge and files after it looks again (see migration customer_merge).
 */
#pragma once

#include "db/db.h"
#include "parting.h"

/* For merges: until the transaction ends nothing is filed or decided. */
int merge_store_begin(struct db *db, struct error *error);
/* For filings and decisions, before they look anything up: until the transaction ends nothing is merged. */
int merge_store_hold_off(struct db *db, struct error *error);

struct merged_customer {
    int64_t customer_id;    /* 0: there is none */
    int64_t merged_into_id; /* 0: nothing */
    int64_t identity_id;    /* what stands for it; 0: itself */
};
int merge_store_find(struct db *db, struct arena *arena, int64_t customer_id, struct merged_customer *customer, struct error *error);

/* A product line of which both have an open lead: a held one stays before one in the pool, then the one filed first. */
struct rivals {
    int64_t holder_lead_id, yielding_lead_id;
};
/* *rivals lies in the arena. */
int merge_store_rivals(struct db *db, struct arena *arena, int64_t survivor_id, int64_t merged_id, struct rivals **rivals, size_t *count,
                       struct error *error);
/* That somebody decided, in a review, that two customers are not the same. */
struct never_same {
    int64_t lead_id; /* in review then; 0: nobody did */
    int64_t customer_id, other_id;
    const char *principal, *reason;
    int64_t decided_at; /* unix ms */
};
/* Of the two and of all that they stand for, in either order: the newest decision. */
int merge_store_never_same(struct db *db, struct arena *arena, int64_t one_id, int64_t other_id, struct never_same *never, struct error *error);

/* What is to be kept of a merge, or of its end. */
struct merge {
    int64_t survivor_id; /* for an end: what stands for the merged one */
    int64_t merged_id, principal_id, at /* unix ms */;
    const char *reason, *override_reason; /* the latter of a merge alone; "": nobody had decided against it */
};
/* for_customer_id: for whom the lead was filed that this one gives way to. */
int merge_store_set_aside(struct db *db, struct arena *arena, const struct merge *merge, int64_t lead_id, int64_t for_customer_id,
                          struct error *error);
int merge_store_merge(struct db *db, struct arena *arena, const struct merge *merge, int64_t *merge_id, struct error *error);
int merge_store_unmerge(struct db *db, struct arena *arena, const struct merge *end, int64_t *merge_id, struct error *error);

/* --- after the two have parted; lists lie in the arena ----------------------------------------------------------------------- */

/* A lead of one that gave way to a lead of the other. */
struct given_way {
    int64_t lead_id;
    struct parting_facts facts;
};
/* Those first that are to be given back first. */
int merge_store_given_way(struct db *db, struct arena *arena, const struct merge *end, struct given_way **given_way, size_t *count,
                          struct error *error);
/* It is what it was before it gave way. */
int merge_store_restore(struct db *db, struct arena *arena, const struct merge *end, int64_t lead_id, struct error *error);
/* It needs no giving back any more. */
int merge_store_settled(struct db *db, struct arena *arena, int64_t lead_id, struct error *error);

/* A conflict between the two. */
struct withdrawn_conflict {
    int64_t conflict_id;
    int64_t lead_id; /* credited in parts by its decision; 0: none */
    enum lead_state lead_state;
};
int merge_store_withdraw(struct db *db, struct arena *arena, const struct merge *end, struct withdrawn_conflict **withdrawn, size_t *count,
                         struct error *error);
