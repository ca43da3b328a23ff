/*
 * Customers that are one, in the database. A merge runs alone: it waits for filings and decisions under way. A filing that had
 * looked its customer up before a merge and files after it looks again (see migration customer_merge).
 */
#pragma once

#include "db/db.h"

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
/* What is to be kept of a merge, or of its end. */
struct merge {
    int64_t survivor_id; /* for an end: what stands for the merged one */
    int64_t merged_id, principal_id, at /* unix ms */;
    const char *reason;
};
int merge_store_set_aside(struct db *db, struct arena *arena, const struct merge *merge, int64_t lead_id, struct error *error);
int merge_store_merge(struct db *db, struct arena *arena, const struct merge *merge, int64_t *merge_id, struct error *error);
int merge_store_unmerge(struct db *db, struct arena *arena, const struct merge *end, int64_t *merge_id, struct error *error);
/* After the two have parted: leads are again what they were, conflicts are withdrawn. *restored lies in the arena. */
struct restored_lead {
    int64_t lead_id;
    bool is_held; /* else in the pool */
};
int merge_store_restore(struct db *db, struct arena *arena, const struct merge *end, struct restored_lead **restored, size_t *count, struct error *error);
