/*
 * The event log: appended to in the transaction of the change that it tells of, read by consumers exactly once.
 * Order of reading within a partition is (tx, position) below pg_snapshot_xmin(pg_current_snapshot()): a transaction that
 * commits late is never skipped. partition = subject mod EVENT_PARTITIONS.
 */
#pragma once

#include "db/db.h"

#define EVENT_PARTITIONS 16

struct event {
    int64_t position;
    int partition;
    const char *type;   /* full name of its message, "remuda.event.v1.LeadFiled" */
    int64_t subject;    /* the aggregate: the customer for all that concerns a customer, else the unit, plan or person */
    int64_t occurred_at; /* unix ms */
    const char *source; /* the service that told it */
    const char *traceparent; /* may be "" */
    struct db_bytes payload; /* packed message */
};

/* Appends n events in one statement, inside the caller's transaction. */
int event_log_append(struct db *db, struct arena *arena, const struct event *events, size_t n, struct error *error);

/* Applies one event to the consumer's own schema, inside the consumer's transaction. Events of a type that does not
 * concern it return 0. -1: this event failed. */
typedef int event_apply(struct db *db, struct arena *arena, const struct event *event, void *context, struct error *error);

/* Applies many at once (same partition, in order). May be NULL: then event by event. */
typedef int event_apply_batch(struct db *db, struct arena *arena, const struct event *events, size_t n, void *context,
                              struct error *error);

struct event_consumer {
    const char *name; /* the service's name */
    event_apply *apply;
    event_apply_batch *apply_batch;
    void *context;
};

/*
 * Takes one partition that no other replica holds and has news, applies up to `limit` events, moves the cursor, all in one
 * transaction. An event that failed EVENT_ATTEMPTS times goes to event_log.dead_letter and the cursor moves on.
 * `*applied` counts; 0 means nothing new. Also applies dead letters that were marked for replay.
 */
#define EVENT_ATTEMPTS 3
int event_consumer_step(struct db *db, const struct event_consumer *consumer, size_t limit, size_t *applied,
                        size_t *dead, struct error *error);
