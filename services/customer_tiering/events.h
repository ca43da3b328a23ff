/* What customer_tiering learns from the event log: customers, their leads and deliveries. */
#pragma once

#include "db/event_log.h"

/* Reads the events, groups what they tell by kind, and stores each kind by one statement. */
int tiering_apply_events(struct db *db, struct arena *arena, const struct event *events, size_t n, void *context,
                         struct error *error);
int tiering_apply_event(struct db *db, struct arena *arena, const struct event *event, void *context,
                        struct error *error);
