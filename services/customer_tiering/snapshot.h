/* Writes what a run assigned, page by page, and tells the customers whose tier changed. */
#pragma once

#include "service/service.h"
#include "tier_store.h"

/* A new run with its snapshot and its sums; sets run->run_id and counts in `moved` the customers whose tier differs
 * from the run before, each of which is told as TierAssigned. `customers` are in rank order. */
int snapshot_write(struct batch *batch, const struct call *call, struct tier_run *run,
                   const struct unit_customer *customers, size_t n, const struct unit_summary *summary, int64_t *moved,
                   struct error *error);
