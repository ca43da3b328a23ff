/* Policies and what people decided about single customers: written once, a policy also approved once. */
#pragma once

#include "db/db.h"
#include "tier_policy.h"

struct policy_record {
    int64_t version; /* 0: there is none */
    const char *document, *scope;
    day_t in_force_from;
    int64_t put_by, put_at, approved_at; /* approved_at 0: a draft */
};

/* Sets record->version. */
int policy_store_add(struct db *db, struct arena *arena, struct policy_record *record, struct error *error);
int policy_store_approve(struct db *db, struct arena *arena, int64_t version, int64_t principal_id, int64_t now_ms,
                         struct error *error);
/* `version` 0: the national one in force on `day`. */
int policy_store_find(struct db *db, struct arena *arena, int64_t version, day_t day, struct policy_record *record,
                      struct error *error);

struct override_record {
    int64_t customer_id;
    struct policy_override override;
};
/* `*override_id` is 0 when there is no such customer. */
int policy_store_add_override(struct db *db, struct arena *arena, const struct override_record *record,
                              int64_t principal_id, int64_t now_ms, int64_t *override_id, struct error *error);
int policy_store_last_override(struct db *db, int64_t *override_id, struct error *error);
/* Those in force on a day as far as they were known with `last_override_id`, by customer_id; `customer_id` 0: of all.
 */
int policy_store_find_overrides(struct db *db, struct arena *arena, int64_t last_override_id, day_t day,
                                int64_t customer_id, struct override_record **records, size_t *n, struct error *error);

struct declaration {
    int64_t customer_id;
    const char *segment;
    int64_t fleet_size;
    bool is_seed, has_contract;
    day_t contract_until;
};
/* `*found` is false when there is no such customer. */
int policy_store_declare(struct db *db, struct arena *arena, const struct declaration *declaration, bool *found,
                         struct error *error);
