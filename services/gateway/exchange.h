/*
 * One HTTP request, from its headers to its answer, without HTTP's mechanics (those are door.c's): who asks, what is
 * asked, the call to the service, the answer or the problem.
 */
#pragma once

#include "caller.h"
#include "document.h"
#include "entity.h"
#include "header.h"
#include "key_ring.h"
#include "quota.h"
#include "request_message.h"
#include "running_keys.h"

#include "address.h"
#include "wire/wire.h"

#define BODY_MAX WIRE_JSON_MAX
#define ANSWER_MAX (8 * 1024 * 1024) /* a message of WIRE_MESSAGE_MAX as JSON, with room */

/* What exchanges share; all of it bears any thread. */
struct exchange_context {
    struct key_ring *keys;
    struct running_keys *running;
    struct catalogue *catalogue;
    struct quotas *quotas;
    const char *cors_origins; /* whose pages may ask, separated by commas; "": none */
    struct caller *callers[BACKEND_COUNT];
};

/* The headers that matter, NULL when missing. */
struct exchange_headers {
    const char *authorization, *accept_language, *idempotency_key, *content_type, *request_id, *traceparent;
    const char *accept_encoding, *content_encoding, *if_match, *if_none_match, *origin, *requested_method;
};

struct exchange {
    struct outgoing call; /* first: callers give it back */
    const struct exchange_context *context;
    struct arena arena;
    char *uri; /* the request line's, as it came */
    struct target target;
    const struct route *route;
    char address[ADDRESS_SIZE]; /* who asks */
    struct key_owner owner;
    enum locale locale;
    char request_id[REQUEST_ID_SIZE], traceparent[TRACEPARENT_SIZE];
    const char *if_version;    /* NULL: the request has no condition */
    const char *if_none_match; /* as in the request, NULL: none */
    const char *running_key;   /* held in context->running until the answer; NULL: none */
    struct buffer body;
    bool is_document;           /* the body is not JSON but a document with leads */
    struct lead_filing *filing; /* then: how far it is */
    /* The answer. */
    unsigned status; /* 0: none yet */
    const char *content_type, *allow;
    uint32_t retry_after_s; /* 0: not said */
    struct buffer answer;
    char version[ENTITY_VERSION_SIZE]; /* of what the answer shows; "": it has none */
    const char *cors_origin;           /* the page that may read the answer; NULL: none */
    bool accepts_gzip;
    const struct document *document; /* the answer instead of `answer`; NULL: none */
    /* Tells that the answer is there, after exchange_begin had returned false; in a caller's thread. */
    void (*answered)(struct exchange *exchange);
};

/* Fills an exchange that is zero but for context, uri, address and answered. */
void exchange_init(struct exchange *exchange, const struct exchange_headers *headers);
/* Looks at everything that can be said before the body. True: it may come. False: the answer is there already. */
bool exchange_admit(struct exchange *exchange, const char *verb, const struct exchange_headers *headers);
/* Makes the call once the body is complete. True: the answer is there already; false: `answered` will be called.
 * `suspend` is called right before the call leaves. */
bool exchange_begin(struct exchange *exchange, void (*suspend)(struct exchange *exchange));
/* Refuses for a reason of HTTP's own; `http_status` 0: as the error's. Always returns false. */
bool exchange_refuse(struct exchange *exchange, unsigned http_status, const struct error *error);
void exchange_release(struct exchange *exchange);

/* For lead_filing.c, which makes several calls of one exchange. */
/* The call that `request` is to lead_intake or whomever the route names; `done` as in struct outgoing. */
void exchange_fill_call(struct exchange *exchange, const ProtobufCMessage *request,
                        void (*done)(struct outgoing *call, const struct client_reply *reply));
/* Of two requests under one idempotency key one is refused: then false, the answer is there. */
bool exchange_hold_key(struct exchange *exchange);
void exchange_release_key(struct exchange *exchange);
