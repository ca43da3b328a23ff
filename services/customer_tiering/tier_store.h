/* Runs of tiering: reads the facts they start from, writes and reads the snapshots they leave. */
#pragma once

#include "db/db.h"
#include "unit_tier.h"

#define TIER_PAGE 20000 /* customers read or written by one statement */

struct tier_run {
    int64_t run_id;
    day_t as_of;
    struct unit_policy policy;
};

/* *locked: until the transaction ends there is no run beside this one; false: another is under way. */
int tier_store_lock_runs(struct db *db, bool *locked, struct error *error);
/* 0 when there was no run. */
int tier_store_latest_run(struct db *db, int64_t *run_id, struct error *error);
/* `run_id` 0: the latest. `run->run_id` is 0 when there is no such run. */
int tier_store_find_run(struct db *db, struct arena *arena, int64_t run_id, struct tier_run *run, struct error *error);
/* Sets run->run_id. */
int tier_store_add_run(struct db *db, struct arena *arena, struct tier_run *run, int64_t principal_id, int64_t now_ms,
                       struct error *error);

/* All customers with their facts as of a day, by customer_id, read in pages. A customer who is registered meanwhile
 * waits for the next run. The array comes from `arena`. */
int tier_store_read_facts(struct db *db, struct arena *arena, day_t as_of, struct unit_customer **customers, size_t *n,
                          struct error *error);

struct tier_move {
    int64_t customer_id;
    enum tier tier, previous; /* TIER_NONE: none before */
};

/* Writes one page (at most TIER_PAGE) of a run's snapshot; `moves` has room for n and gets those whose tier differs
 * from the run before (0: none). `page` holds what is needed on the way and may be reset afterwards. */
int tier_store_add_assignments(struct db *db, struct arena *page, int64_t run_id, int64_t previous_run_id,
                               const struct unit_customer *customers, size_t n, struct tier_move *moves,
                               size_t *move_count, struct error *error);
int tier_store_add_summary(struct db *db, struct arena *arena, int64_t run_id, const struct unit_summary *summary,
                           struct error *error);

/* One customer of a snapshot. */
struct tier_row {
    struct unit_customer customer;
    const char *name;
};

/* rows[i] for customer_ids[i]; its customer.tier is TIER_NONE when the run knows no such customer. */
int tier_store_find(struct db *db, struct arena *arena, int64_t run_id, const int64_t *customer_ids, size_t n,
                    struct tier_row *rows, struct error *error);
/* By rank after `after_rank`, at most `limit`; `tier` TIER_NONE: all. */
int tier_store_list(struct db *db, struct arena *arena, int64_t run_id, enum tier tier, int64_t after_rank,
                    size_t limit, struct tier_row *rows, size_t *n, struct error *error);
