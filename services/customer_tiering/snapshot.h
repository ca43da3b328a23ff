/* A run's snapshot: made from what is known, kept with its digest, made again from what it saw. */
#pragma once

#include "service/service.h"
#include "tier_store.h"

/* Values and ranks the rows and keeps them as run->run_id, with summary and digest. *moved: whose tier differs from the
 * run before. `refused` is filled, and nothing written, when the policy's numbers do not fit. */
int snapshot_make(struct batch *batch, struct call *call, struct tier_run *run, int64_t *moved, struct error *refused,
                  struct error *error);
/* Tells what a customer of each tier is given by the run's policy; nothing when it does not say. */
int snapshot_tell_resources(struct batch *batch, const struct call *call, const struct tier_run *run,
                            struct error *error);
/* Tells the moves of a run against the one before it. */
int snapshot_tell(struct batch *batch, const struct call *call, int64_t run_id, int64_t *told, struct error *error);
/* The digest of the run made again from the inputs in its rows and its policy. */
int snapshot_reproduce(struct batch *batch, struct tier_run *run, unsigned char digest[static RUN_DIGEST_SIZE],
                       struct error *error);
