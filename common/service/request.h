/* An admitted call on its way from the ROUTER to a worker, and its reply on the way back. */
#pragma once

#include "bus/listener.h"
#include "service/methods.h"

#define IDEMPOTENCY_KEY_SIZE 129 /* 128 characters and NUL */
#define TRACEPARENT_SIZE 56      /* version 00 of W3C Trace Context and NUL */
#define PRINCIPAL_NAME_SIZE 129

struct request {
    struct request *next;
    const struct method_entry *entry;
    uint64_t call_id;
    int64_t arrived_us, deadline_us; /* monotonic: the wall clock may jump while the call waits */
    enum locale locale;
    char public_key[CURVE_KEY_SIZE];
    bool is_on_behalf;
    char on_behalf_of[PRINCIPAL_NAME_SIZE]; /* "" is nobody's name, too */
    char idempotency_key[IDEMPOTENCY_KEY_SIZE];
    char traceparent[TRACEPARENT_SIZE];
    zmq_msg_t body; /* the request message's bytes */
    size_t routing_id_size;
    uint8_t routing_id[];
};
void request_free(struct request *request);

struct reply {
    struct reply *next;
    zmq_msg_t frames[2];
    size_t routing_id_size;
    uint8_t routing_id[];
};

/* The reply to one call: `response` is the packed response message (NULL unless the call is OK).
 * The error is told in `locale`. Never NULL. */
struct reply *reply_make(const uint8_t *routing_id, size_t routing_id_size, uint64_t call_id, enum locale locale,
                         const struct call *call, const struct db_bytes *response);
/* A refusal without a call: the request could not be read or may not be made. */
struct reply *reply_refuse(const uint8_t *routing_id, size_t routing_id_size, uint64_t call_id, enum locale locale,
                           const struct error *error);
void reply_free(struct reply *reply);
