/*
 * What a service does besides answering: it keeps its picture of principals fresh (once a second), applies the event log
 * (looks five times a second, at once while there is more), does the service's own periodic work, and drops idempotency keys
 * that are too old.
 * One thread with a connection of its own.
 */
#pragma once

#include "service/authority_holder.h"
#include "service/metrics.h"

struct background;

struct background_options {
    const struct db_options *database;
    const struct service_definition *definition;
    struct authority_holder *authority;
    struct metrics *metrics;
};

struct background *background_start(const struct background_options *options, struct error *error);
/* Lets the step under way finish. */
void background_stop(struct background *background);
