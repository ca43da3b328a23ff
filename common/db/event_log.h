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
    const char *source; /* the service that told it; the log's own to give */
    const char *traceparent; /* may be "" */
    struct db_bytes payload; /* packed message */
};

/* Appends n events, inside the caller's transaction. The log gives them their position, and as source the login role: a
 * service tells events under its own name only. What fails may come back with the next statement (db_defer). */
int event_log_append(struct db *db, struct arena *arena, const struct event *events, size_t n, struct error *error);

/* --- consumers ------------------------------------------------------------------------------------------------------- */

/* Applies one event to the consumer's own schema, inside the consumer's transaction. Events of a type that does not
 * concern it return 0. -1: this event failed; with STATUS_UNAVAILABLE or STATUS_ABORTED it is not the event's fault and
 * the whole step fails. The event and the arena live until the step ends. */
typedef int event_apply(struct db *db, struct arena *arena, const struct event *event, void *context, struct error *error);

/* Applies many at once (same partition, in order). May be NULL: then event by event. */
typedef int event_apply_batch(struct db *db, struct arena *arena, const struct event *events, size_t n, void *context,
                              struct error *error);

struct event_consumer {
    const char *name; /* the service's name, which is its login role */
    event_apply *apply;
    event_apply_batch *apply_batch;
    void *context;
};

/*
 * Takes one partition that no other replica holds and has news (to lead_intake, what it told itself is none), applies up to `limit` events, moves the cursor, all in one
 * transaction. An event that failed EVENT_ATTEMPTS times, with pauses of a second and more, goes to event_log.dead_letter
 * and the cursor moves on; until then its partition waits, the others do not. Also applies dead letters that were marked for
 * replay. `*applied` and `*dead` count events; both 0 means nothing to do at the moment, found out by one cheap query.
 * On -1 nothing of this step has taken effect.
 */
#define EVENT_ATTEMPTS 3
int event_consumer_step(struct db *db, const struct event_consumer *consumer, size_t limit, size_t *applied,
                        size_t *dead, struct error *error);

/* How many events of each partition the consumer has not applied yet; a long backlog is not counted to its end. */
int event_consumer_behind(struct db *db, const char *consumer, int64_t events[static EVENT_PARTITIONS], struct error *error);

/* --- for operators --------------------------------------------------------------------------------------------------- */

#define EVENT_PAGE_MAX 1000

/* A page of at most `limit` (<= EVENT_PAGE_MAX) events in order of position: those after `after_position`, or the newest.
 * What comes back lives in the arena. */
int event_log_read(struct db *db, struct arena *arena, int64_t after_position, bool newest, size_t limit,
                   struct event **events, size_t *n, struct error *error);

/* An event that a consumer could not apply. */
struct dead_letter {
    int64_t id;
    const char *consumer;
    struct event event;
    const char *error;
    int64_t failed_at; /* unix ms */
    bool replay_requested;
};

/* The logged-in service's own dead letters, oldest first, at most `limit` (<= EVENT_PAGE_MAX). */
int dead_letter_list(struct db *db, struct arena *arena, size_t limit, struct dead_letter **letters, size_t *n,
                     struct error *error);
/* Marks own dead letters for replay: the n with these ids, or all when n is 0. `*marked` says how many there were. */
int dead_letter_replay(struct db *db, struct arena *arena, const int64_t *ids, size_t n, int64_t *marked,
                       struct error *error);
