/*
 * Inside common/db only: events out of a result. The first EVENT_COLUMNS columns are position, partition, type,
 * subject, occurred_at, source, traceparent, payload.
 */
#pragma once

#include "db/event_log.h"

#define EVENT_COLUMNS 8

/* Copied into the arena: it outlives the result. */
struct event event_of_row(const struct db_result *result, int row, struct arena *arena);

/* Runs a statement whose rows are events. */
int event_query(struct db *db, const char *sql, const struct db_params *params, struct event **events, size_t *n,
                struct error *error);
