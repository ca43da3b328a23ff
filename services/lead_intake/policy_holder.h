/* The protection policy in force, read by the workers, replaced by the background thread when a new version was put. */
#pragma once

#include "db/db.h"
#include "protection.h"

#include <pthread.h>

struct policy_holder {
    pthread_mutex_t lock;
    struct protection_policy policy;
};

#define POLICY_HOLDER_START {.lock = PTHREAD_MUTEX_INITIALIZER}

/* A copy in the arena. */
const struct protection_policy *policy_holder_get(struct policy_holder *holder, struct arena *arena);
/* Reads the newest version, when it is another than the one held. */
int policy_holder_refresh(struct policy_holder *holder, struct db *db, struct arena *arena, struct error *error);
