/* Runs of tiering: reads the facts they start from, writes and reads the snapshots they leave. */
#pragma once

#include "db/copy.h"
#include "lift.h"
#include "policy_store.h"
#include "pyramid.h"

#define TIER_PAGE 20000 /* customers read or written by one statement */
#define RUN_DIGEST_SIZE 32

/* A run, with the policy that it went by. */
struct tier_run {
    int64_t run_id; /* 0: there is none */
    day_t as_of;
    int64_t policy_version;
    struct tier_policy *policy;
    const char *scope;
    int64_t before_run_id; /* the released run of the same scope that it is compared with; 0: none */
    int64_t last_override_id;
    bool is_released;
    unsigned char digest[RUN_DIGEST_SIZE];
    bool has_digest;
    struct tier_summary summary; /* customers and value of all; the tiers' only of a run just made */
};

/* *locked: until the transaction ends there is no run beside this one; false: another is under way. */
int tier_store_lock_runs(struct db *db, bool *locked, struct error *error);
/* The latest released run of a scope, or of any for ""; 0 when there is none. */
int tier_store_latest_released(struct db *db, struct arena *arena, const char *scope, int64_t *run_id,
                               struct error *error);
int tier_store_find_run(struct db *db, struct arena *arena, int64_t run_id, struct tier_run *run, struct error *error);
/* Sets run->run_id. */
int tier_store_add_run(struct db *db, struct arena *arena, struct tier_run *run, int64_t principal_id, int64_t now_ms,
                       struct error *error);
int tier_store_finish_run(struct db *db, struct arena *arena, const struct tier_run *run, struct error *error);
int tier_store_release_run(struct db *db, struct arena *arena, int64_t run_id, int64_t now_ms, struct error *error);

/* One customer of a run. */
struct tier_row {
    struct tier_customer customer;
    int64_t run_id; /* 0: the run does not have the customer */
    const char *name;
    int32_t runs_before; /* runs_outside of the run before */
    bool is_seed, is_installed_base;
};

/* All customers in the policy's scope with their amounts as of the run's day and their tier in the run before, by
 * customer_id. A customer who is registered meanwhile waits for the next run. They live in `arena`; the amounts do not
 * fit: -1 STATUS_OUT_OF_RANGE. */
int tier_store_read_facts(struct db *db, struct arena *arena, const struct tier_run *run, struct tier_row **rows,
                          size_t *n, struct error *error);
/* Of these, at most FACT_PAGE, those that stand for themselves and are in the policy's scope, with their amounts. */
#define FACT_PAGE 10000
int tier_store_read_amounts(struct db *db, struct arena *arena, const struct tier_run *run, const int64_t *customer_ids,
                            size_t id_count, struct tier_row **rows, size_t *n, struct error *error);

/* A run's snapshot as the bytes that are sent: they are the same for the same run. Pages of it (at most TIER_PAGE each,
 * with `page` for what is needed meanwhile) are sent one after the other, and nothing else until the last one has been.
 */
struct db_copy tier_store_copy(struct arena *arena);
void tier_store_pack(struct db_copy *copy, struct arena *page, const struct tier_run *run, const struct tier_row *rows,
                     size_t n);
int tier_store_send(struct db *db, struct db_copy *packed, struct error *error);
int tier_store_end_sending(struct db *db, struct db_copy *packed, struct error *error);
int tier_store_add_summary(struct db *db, struct arena *arena, int64_t run_id, const struct tier_summary *summary,
                           struct error *error);

/* rows[i] for customer_ids[i]; `run_id` 0: of the latest released run that has it. */
int tier_store_find(struct db *db, struct arena *arena, int64_t run_id, const int64_t *customer_ids, size_t n,
                    struct tier_row *rows, struct error *error);

struct tier_filter {
    enum tier tier;                        /* TIER_NONE: all */
    struct customer_attributes attributes; /* "" for all */
};
/* By rank after `after_rank`, at most `limit`. */
int tier_store_list(struct db *db, struct arena *arena, int64_t run_id, const struct tier_filter *filter,
                    int64_t after_rank, size_t limit, struct tier_row *rows, size_t *n, struct error *error);

struct tier_move {
    int64_t customer_id;
    const char *name;
    enum tier from, to; /* TIER_NONE: the run does not have it */
    int64_t from_value, to_value, from_rank, to_rank;
    int64_t from_points[POLICY_MEASURES_MAX], to_points[POLICY_MEASURES_MAX];
};
/* By customer_id after `after`, at most `limit`; moves has room for them. */
int tier_store_list_moves(struct db *db, struct arena *arena, int64_t before_run_id, int64_t run_id, int64_t after,
                          size_t limit, struct tier_move *moves, size_t *n, struct error *error);
struct move_count {
    enum tier from, to;
    int64_t customers;
};
#define MOVE_COUNTS_MAX (TIER_COUNT * TIER_COUNT)
int tier_store_count_moves(struct db *db, struct arena *arena, int64_t before_run_id, int64_t run_id,
                           struct move_count counts[static MOVE_COUNTS_MAX], size_t *n, struct error *error);

/* Who moved in a run against the one before it, by rank after *after_rank, at most TIER_PAGE; *after_rank goes on. */
struct told_move {
    int64_t customer_id;
    enum tier tier, previous; /* TIER_NONE: none before */
};
int tier_store_released_moves(struct db *db, struct arena *arena, int64_t run_id, int64_t *after_rank,
                              struct told_move *moves, size_t *n, struct error *error);

/* Amounts or points as they are stored. */
struct db_bytes tier_store_pack_numbers(struct arena *arena, const int64_t *numbers, size_t n);
/* Those beyond are 0. */
void tier_store_unpack(const struct db_bytes *packed, int64_t numbers[static POLICY_MEASURES_MAX]);
/* All customers of a run by rank. */
int tier_store_ranking(struct db *db, struct arena *arena, int64_t run_id, struct ranking *ranking,
                       struct error *error);
/* The same with what a pyramid counts; `by` ATTRIBUTE_COUNT: no groups. */
int tier_store_pyramid(struct db *db, struct arena *arena, int64_t run_id, enum attribute by,
                       struct pyramid_entry **entries, size_t *n, struct error *error);
