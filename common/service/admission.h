/* The way of a message from the socket to the queue: what cannot or may not become a call is refused here, in words. */
#pragma once

#include "service/authority_holder.h"
#include "service/metrics.h"
#include "service/queue.h"
#include "service/runner.h"

struct admission {
    const struct method_table *methods;
    struct metrics *metrics;
    struct queue *queue;
    struct runner *inline_runner; /* for METHOD_INLINE */
    const struct authority *authority;
    bool draining; /* the service ends: nothing new is begun */
};

/* Queues the call (NULL), or gives the reply: a refusal, or the answer of an inline method. Releases the message. */
struct reply *admission_admit(const struct admission *admission, struct listener_message *message);
