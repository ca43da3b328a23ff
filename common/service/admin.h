/*
 * The operators' port (HTTP, libmicrohttpd in a thread of its own): /healthz the process lives, /readyz calls are answered,
 * /metrics Prometheus' text format. It holds no secrets and takes no input; bind it where only operators reach it.
 */
#pragma once

#include "base/error.h"
#include "service/metrics.h"

struct admin;

struct admin_options {
    const char *bind; /* "127.0.0.1:7201" or "[::1]:7201" */
    struct metrics *metrics;
    const struct method_table *methods;
    struct queue *queue;
    int (*print_own)(struct buffer *out, void *context); /* the service's own lines of /metrics; may be NULL */
    void *context;
};

struct admin *admin_start(const struct admin_options *options, struct error *error);
/* From now on the listener's counters are printed too. Call with NULL before it is closed. */
void admin_show_listener(struct admin *admin, const struct listener_counters *listener);
void admin_stop(struct admin *admin);
