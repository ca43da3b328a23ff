/* The HTTP server: connections, limits, headers, bodies (libmicrohttpd). What a request means is exchange.c's. */
#pragma once

#include "exchange.h"

#include "base/buffer.h"

struct door;

struct door_options {
    const char *bind;            /* "127.0.0.1:7180" */
    const char *trusted_proxies; /* whose X-Forwarded-For is believed; "": nobody's */
    bool has_tls;                /* with what tls_load has read */
    int64_t connections_max, connections_per_address_max, idle_seconds, request_seconds, threads;
    struct exchange_context context; /* outlives the door */
};

struct door *door_open(const struct door_options *options, struct error *error);
/* Takes no new connections and no new calls, so that the callers can be stopped. */
void door_quiesce(struct door *door);
void door_close(struct door *door);
/* Once a second: ends connections whose sender is too slow. */
void door_sweep(struct door *door);
/* Counters in Prometheus' text format. */
int door_print_metrics(struct door *door, struct buffer *out);
