/* What lead intake hears: how much its customers matter (TierAssigned). */
#pragma once

#include "db/event_log.h"

/* Others are passed over. */
int lead_intake_apply_events(struct db *db, struct arena *arena, const struct event *events, size_t n, void *context,
                             struct error *error);
/* The same for one: after a batch of them has failed. */
int lead_intake_apply_event(struct db *db, struct arena *arena, const struct event *event, void *context, struct error *error);
