/* Finished replies on their way from the workers to the main thread, which owns the socket. */
#pragma once

#include "service/request.h"

struct outbox;

struct outbox *outbox_create(void);
void outbox_destroy(struct outbox *outbox);
/* Readable while replies wait. */
int outbox_fd(const struct outbox *outbox);
/* Hands a list over (linked by next), with one wake-up. */
void outbox_put(struct outbox *outbox, struct reply *replies);
/* Takes all; NULL when none wait. */
struct reply *outbox_take(struct outbox *outbox);
