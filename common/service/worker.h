/* Threads that take batches from the queue, each with a database connection of its own. */
#pragma once

#include "service/outbox.h"
#include "service/queue.h"
#include "service/runner.h"

#define WORKERS_MAX 64

struct workers;

struct workers_options {
    size_t count; /* 1..WORKERS_MAX */
    struct queue *queue;
    struct outbox *outbox;
    const struct db_options *database;
    const struct service_definition *definition;
    struct authority_holder *authority;
    struct metrics *metrics;
};

struct workers *workers_start(const struct workers_options *options, struct error *error);
/* Waits for all: close the queue before. */
void workers_join(struct workers *workers);
