/*
 * What lead intake does as time passes, once a second in each replica: holds whose protection is over go to the public pool, ends
 * of holds that come near are told once each, the policy in force is read again when there is a new version, and the names by which
 * customers are recognised when there are new ones.
 * A hold that is given for less time than the warning is not announced.
 */
#pragma once

#include "db/db.h"

/* Of struct service_definition: `context` is a struct lead_intake. */
int sweep_start(struct db *db, void *context, struct error *error);
int sweep_run(struct db *db, struct arena *arena, int64_t now_ms, void *context, bool *more, struct error *error);
