/*
 * Where every customer stands now, by the policy of the latest released run of each scope: the amounts of its measures,
 * kept up with each event, so that what a run of this moment would say is known without reading the facts of all.
 */
#pragma once

#include "standing.h"
#include "tier_store.h"

/* Whoever values customers or changes what they are valued by: shared, or `alone` who moves facts between them. Until
 * the end of the transaction. */
int standing_lock(struct db *db, struct arena *arena, bool alone, struct error *error);
/* Values customers anew whose facts have changed, and those that stand for them. */
int standing_revalue(struct db *db, struct arena *arena, const int64_t *customer_ids, size_t n, struct error *error);
/* From this released run on the customers of its scope stand by its policy. */
int standing_begin(struct db *db, struct arena *arena, const struct tier_run *run, struct error *error);
/* Values the next customers of a standing that is new or of another day; *more: there may be others. A service's
 * periodic work. */
int standing_build(struct db *db, struct arena *arena, int64_t now_ms, void *context, bool *more, struct error *error);

/* By the policy of `run` as of its day; *found is false while not all customers have been valued. They live in `arena`.
 */
int standing_read(struct db *db, struct arena *arena, const struct tier_run *run, struct standing *standing,
                  bool *found, struct error *error);
/* Those that a run saw. */
int standing_of_run(struct db *db, struct arena *arena, const struct tier_run *run, struct standing *standing,
                    struct error *error);
