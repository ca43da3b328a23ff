/* Versions of the protection policy in the database, as JSON of the contract's message. */
#pragma once

#include "db/db.h"
#include "protection.h"
#include "remuda/lead/v1/lead_cycle.pb-c.h"

struct policy_version {
    int64_t version; /* 0: none */
    const char *document;
    const char *reason;
    int64_t put_at;
};

/* The newest version above `above`, or with `version` that one. */
int policy_store_newest(struct db *db, struct arena *arena, int64_t above, struct policy_version *found, struct error *error);
int policy_store_find(struct db *db, struct arena *arena, int64_t version, struct policy_version *found, struct error *error);
/* Nobody else puts a version until the transaction ends. */
int policy_store_lock(struct db *db, struct error *error);
/* tier_days[] by enum protection_tier as customer_tiering told them; 0 where it told none. */
int policy_store_tier_days(struct db *db, int64_t tier_days[static TIER_POTENTIAL + 1], struct error *error);
struct tier_protection {
    int64_t tier, days, position; /* of the event */
};
int policy_store_put_tier_days(struct db *db, struct arena *arena, const struct tier_protection *told, size_t n, struct error *error);
int policy_store_put(struct db *db, struct arena *arena, const char *document, const char *reason, int64_t principal_id, int64_t now,
                     int64_t *version, struct error *error);

/* The contract's message and the rules' struct. Reading checks every number and length. */
int policy_read(const Remuda__Lead__V1__ProtectionPolicy *message, struct protection_policy *policy, struct error *error);
Remuda__Lead__V1__ProtectionPolicy *policy_message(const struct protection_policy *policy, struct arena *arena);
/* As stored. */
const char *policy_document(const struct protection_policy *policy, struct arena *arena);
int policy_parse(const struct policy_version *version, struct arena *arena, struct protection_policy *policy, struct error *error);
