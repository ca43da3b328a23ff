#include "service/metrics.h"

#include "bus/listener.h"
#include "service/queue.h"

#include <inttypes.h>

static const int64_t latency_bounds_us[LATENCY_BUCKETS] = {250,   500,   1000,   2500,   5000,    10000,
                                                           25000, 50000, 100000, 500000, 1000000, 5000000};
static const size_t batch_bounds[BATCH_BUCKETS] = {1, 2, 4, 8, 16, 64, 256, 1024};

static const char *const refusal_names[REFUSAL_COUNT] = {
    [REFUSED_FRAMES] = "frames",     [REFUSED_ENVELOPE] = "envelope",   [REFUSED_METHOD] = "method",
    [REFUSED_TOO_LARGE] = "size",    [REFUSED_KEY] = "idempotency_key", [REFUSED_PRINCIPAL] = "principal",
    [REFUSED_ROLE] = "role",         [REFUSED_DEADLINE] = "deadline",   [REFUSED_QUEUE_FULL] = "queue_full",
    [REFUSED_DRAINING] = "draining",
};

const char *refusal_name(enum refusal refusal)
{
    return refusal_names[refusal];
}

static void add(_Atomic uint64_t *counter, uint64_t n)
{
    atomic_fetch_add_explicit(counter, n, memory_order_relaxed);
}

static uint64_t get(const _Atomic uint64_t *counter)
{
    return atomic_load_explicit(counter, memory_order_relaxed);
}

void metrics_count_call(struct method_metrics *metrics, enum status status, int64_t latency_us)
{
    size_t bucket = 0;
    while (bucket < LATENCY_BUCKETS && latency_us > latency_bounds_us[bucket])
        bucket++;
    add(&metrics->outcomes[status], 1);
    add(&metrics->latency[bucket], 1);
    add(&metrics->latency_sum_us, latency_us > 0 ? (uint64_t)latency_us : 0);
}

void metrics_count_batch(struct method_metrics *metrics, size_t calls)
{
    size_t bucket = 0;
    while (bucket < BATCH_BUCKETS && calls > batch_bounds[bucket])
        bucket++;
    add(&metrics->batches[bucket], 1);
    add(&metrics->batched_calls, calls);
}

bool metrics_ready(const struct metrics *metrics)
{
    return atomic_load(&metrics->accepting) && atomic_load(&metrics->database_well);
}

static void head(struct buffer *out, const char *name, const char *type, const char *help)
{
    buffer_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void single(struct buffer *out, const char *name, const char *type, const char *help, int64_t value)
{
    head(out, name, type, help);
    buffer_printf(out, "%s %" PRId64 "\n", name, value);
}

static void print_calls(struct metrics *metrics, const struct method_table *methods, struct buffer *out)
{
    head(out, "remuda_calls_total", "counter", "Calls answered, by method and code");
    for (size_t i = 0; i < methods->count; i++)
        for (int code = 0; code < STATUS_COUNT; code++) {
            uint64_t n = get(&metrics->methods[i].outcomes[code]);
            if (n || code == STATUS_OK)
                buffer_printf(out, "remuda_calls_total{method=\"%s\",code=\"%s\"} %" PRIu64 "\n",
                              methods->entries[i].name, status_name((enum status)code), n);
        }
}

static void print_latency(struct metrics *metrics, const struct method_table *methods, struct buffer *out)
{
    head(out, "remuda_call_seconds", "histogram", "Time from a call's arrival to its reply");
    for (size_t i = 0; i < methods->count; i++) {
        const struct method_metrics *m = &metrics->methods[i];
        const char *name = methods->entries[i].name;
        uint64_t sum = 0;
        for (size_t b = 0; b < LATENCY_BUCKETS; b++) {
            sum += get(&m->latency[b]);
            buffer_printf(out, "remuda_call_seconds_bucket{method=\"%s\",le=\"%g\"} %" PRIu64 "\n", name,
                          (double)latency_bounds_us[b] / 1e6, sum);
        }
        sum += get(&m->latency[LATENCY_BUCKETS]);
        buffer_printf(out, "remuda_call_seconds_bucket{method=\"%s\",le=\"+Inf\"} %" PRIu64 "\n", name, sum);
        buffer_printf(out, "remuda_call_seconds_sum{method=\"%s\"} %g\n", name, (double)get(&m->latency_sum_us) / 1e6);
        buffer_printf(out, "remuda_call_seconds_count{method=\"%s\"} %" PRIu64 "\n", name, sum);
    }
}

static void print_batches(struct metrics *metrics, const struct method_table *methods, struct buffer *out)
{
    head(out, "remuda_batch_calls", "histogram", "Calls that one transaction answered");
    for (size_t i = 0; i < methods->count; i++) {
        const struct method_metrics *m = &metrics->methods[i];
        const char *name = methods->entries[i].name;
        uint64_t sum = 0;
        for (size_t b = 0; b < BATCH_BUCKETS; b++) {
            sum += get(&m->batches[b]);
            buffer_printf(out, "remuda_batch_calls_bucket{method=\"%s\",le=\"%zu\"} %" PRIu64 "\n", name,
                          batch_bounds[b], sum);
        }
        sum += get(&m->batches[BATCH_BUCKETS]);
        buffer_printf(out, "remuda_batch_calls_bucket{method=\"%s\",le=\"+Inf\"} %" PRIu64 "\n", name, sum);
        buffer_printf(out, "remuda_batch_calls_sum{method=\"%s\"} %" PRIu64 "\n", name, get(&m->batched_calls));
        buffer_printf(out, "remuda_batch_calls_count{method=\"%s\"} %" PRIu64 "\n", name, sum);
    }
}

static void print_queues(const struct method_table *methods, struct queue *queue, struct buffer *out)
{
    head(out, "remuda_queue_depth", "gauge", "Calls that wait for a worker");
    for (size_t i = 0; i < methods->count; i++)
        buffer_printf(out, "remuda_queue_depth{method=\"%s\"} %zu\n", methods->entries[i].name, queue_depth(queue, i));
}

static void print_refusals(struct metrics *metrics, const struct listener_counters *listener, struct buffer *out)
{
    head(out, "remuda_refused_total", "counter", "Messages refused before they reached a method, by reason");
    for (int i = 0; i < REFUSAL_COUNT; i++)
        buffer_printf(out, "remuda_refused_total{reason=\"%s\"} %" PRIu64 "\n", refusal_names[i],
                      get(&metrics->refused[i]));
    if (!listener)
        return;
    buffer_printf(out, "remuda_refused_total{reason=\"stranger\"} %" PRIu64 "\n", get(&listener->strangers));
    buffer_printf(out, "remuda_refused_total{reason=\"handshake\"} %" PRIu64 "\n", get(&listener->handshake_failures));
    single(out, "remuda_sockets_accepted_total", "counter", "TCP connections taken, whoever made them",
           (int64_t)get(&listener->accepted));
    single(out, "remuda_connections_total", "counter", "Handshakes that succeeded",
           (int64_t)get(&listener->connections));
    single(out, "remuda_sockets_closed_total", "counter",
           "TCP connections ended by the peer, or cut for breaking the protocol", (int64_t)get(&listener->closed));
    single(out, "remuda_replies_dropped_total", "counter", "Replies whose caller had gone or does not read",
           (int64_t)get(&listener->replies_dropped));
}

static void print_events(struct metrics *metrics, struct buffer *out)
{
    single(out, "remuda_events_applied_total", "counter", "Events of the log applied",
           (int64_t)get(&metrics->events_applied));
    single(out, "remuda_events_dead_total", "counter", "Events given up and kept as dead letters",
           (int64_t)get(&metrics->events_dead));
    if (!metrics->consumer)
        return;
    head(out, "remuda_events_behind", "gauge", "Events not applied yet at the last look, at most 1000 a partition");
    for (int i = 0; i < EVENT_PARTITIONS; i++)
        buffer_printf(out, "remuda_events_behind{consumer=\"%s\",partition=\"%d\"} %" PRId64 "\n", metrics->consumer, i,
                      atomic_load_explicit(&metrics->events_behind[i], memory_order_relaxed));
}

int metrics_print(struct metrics *metrics, const struct method_table *methods, const struct listener_counters *listener,
                  struct queue *queue, struct buffer *out)
{
    single(out, "remuda_ready", "gauge", "1 when calls are answered", metrics_ready(metrics));
    print_calls(metrics, methods, out);
    print_latency(metrics, methods, out);
    print_batches(metrics, methods, out);
    print_queues(methods, queue, out);
    print_refusals(metrics, listener, out);
    single(out, "remuda_workers_busy", "gauge", "Workers that run a batch now", atomic_load(&metrics->workers_busy));
    single(out, "remuda_batches_repeated_total", "counter",
           "Batches that failed as a whole and were run again call by call",
           (int64_t)get(&metrics->transactions_repeated));
    head(out, "remuda_database_seconds_total", "counter", "Time spent in handlers and their transactions");
    buffer_printf(out, "remuda_database_seconds_total %g\n", (double)get(&metrics->database_us) / 1e6);
    single(out, "remuda_workers", "gauge", "Workers that there are", metrics->workers);
    print_events(metrics, out);
    return out->overflowed ? -1 : 0;
}
