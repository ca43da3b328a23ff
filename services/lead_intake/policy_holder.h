/* The protection policy in force, with the days by tier that customer_tiering told; read by the workers, replaced when a new version was put: at once by the worker that put it, within a second
 * by the background threads of the other replicas. */
#pragma once

#include "db/db.h"
#include "protection.h"

#include <pthread.h>

struct policy_holder {
    pthread_mutex_t lock;
    struct protection_policy policy;
    int64_t tier_days[TIER_POTENTIAL + 1]; /* as the tiering policy gives them */
};

#define POLICY_HOLDER_START {.lock = PTHREAD_MUTEX_INITIALIZER}

/* A copy in the arena. */
const struct protection_policy *policy_holder_get(struct policy_holder *holder, struct arena *arena);
/* Reads the newest version, when it is another than the one held, and the days by tier. */
int policy_holder_refresh(struct policy_holder *holder, struct db *db, struct arena *arena, struct error *error);
/* A version that has been stored is in force here, unless a newer one is. */
void policy_holder_put(struct policy_holder *holder, const struct protection_policy *policy);
