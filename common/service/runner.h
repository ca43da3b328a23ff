/*
 * Runs one batch: check deadline -> unpack + guard -> authorise -> BEGIN -> known idempotency keys -> handler ->
 * keep replies, append events -> COMMIT -> replies. If the transaction fails as a whole, call by call.
 */
#pragma once

#include "service/authority_holder.h"
#include "service/metrics.h"
#include "service/request.h"

struct runner {
    const struct service_definition *definition;
    struct authority_holder *authority;
    struct metrics *metrics;
    struct db *db;      /* NULL: for METHOD_INLINE methods */
    struct arena arena; /* reused from batch to batch */
};

/* Takes the requests over (one method, linked by next) and gives their replies, linked by next. */
struct reply *runner_run(struct runner *runner, struct request *requests);
