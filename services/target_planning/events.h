/* What target_planning learns from the event log: deliveries and their cancellations. */
#pragma once

#include "db/event_log.h"

/* Stores what all the events tell by one statement. */
int planning_apply_events(struct db *db, struct arena *arena, const struct event *events, size_t n, void *context,
                          struct error *error);
int planning_apply_event(struct db *db, struct arena *arena, const struct event *event, void *context,
                         struct error *error);
