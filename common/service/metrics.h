/* What operators see of a service: counters that any thread may raise, printed in Prometheus' text format. */
#pragma once

#include "base/buffer.h"
#include "base/status.h"
#include "db/event_log.h"
#include "service/methods.h"

#include <stdatomic.h>
#include <stdbool.h>

#define LATENCY_BUCKETS 12
#define BATCH_BUCKETS 8

struct method_metrics {
    _Atomic uint64_t outcomes[STATUS_COUNT];
    _Atomic uint64_t latency[LATENCY_BUCKETS + 1]; /* from arrival to reply; the last is +Inf */
    _Atomic uint64_t latency_sum_us;
    _Atomic uint64_t batches[BATCH_BUCKETS + 1]; /* by number of calls */
    _Atomic uint64_t batched_calls;
};

/* Why a message was refused before it became a call of a method. */
enum refusal {
    REFUSED_FRAMES,     /* not two frames */
    REFUSED_ENVELOPE,   /* the first frame is no Call */
    REFUSED_METHOD,     /* unknown method */
    REFUSED_TOO_LARGE,  /* the request is larger than WIRE_MESSAGE_MAX */
    REFUSED_KEY,        /* idempotency key missing or malformed */
    REFUSED_PRINCIPAL,  /* key revoked since the handshake, or on_behalf_of not allowed */
    REFUSED_ROLE,       /* not allowed to call this method anywhere */
    REFUSED_DEADLINE,   /* too late on arrival */
    REFUSED_QUEUE_FULL, /* told to come back */
    REFUSED_DRAINING,   /* the service ends: told to come back */
    REFUSAL_COUNT
};
const char *refusal_name(enum refusal refusal);

struct metrics {
    struct method_metrics methods[METHODS_MAX];
    _Atomic uint64_t refused[REFUSAL_COUNT];
    _Atomic uint64_t transactions_repeated; /* batches run again call by call */
    _Atomic uint64_t database_us;           /* spent in handlers and transactions */
    _Atomic uint64_t events_applied, events_dead;
    _Atomic int64_t
        events_behind[EVENT_PARTITIONS]; /* events that this consumer has not applied yet, at the last look */
    const char *consumer;                /* of the event log, by name; NULL: the service consumes none */
    _Atomic int64_t workers_busy;
    int64_t workers;
    _Atomic bool accepting;     /* started and not draining */
    _Atomic bool database_well; /* answered within the last seconds */
};

/* Calls are answered now. */
bool metrics_ready(const struct metrics *metrics);

void metrics_count_call(struct method_metrics *metrics, enum status status, int64_t latency_us);
void metrics_count_batch(struct method_metrics *metrics, size_t calls);

struct listener_counters;
struct queue;
/* Text format 0.0.4. `listener` may be NULL before the socket is there. */
int metrics_print(struct metrics *metrics, const struct method_table *methods, const struct listener_counters *listener,
                  struct queue *queue, struct buffer *out);
