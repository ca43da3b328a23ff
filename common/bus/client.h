/*
 * The calling side: a DEALER socket a service, CURVE, deadlines, retries with the same idempotency key.
 * One client belongs to one thread. Many calls may be under way at once; replies come in any order.
 */
#pragma once

#include "base/arena.h"
#include "base/error.h"

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>

#define CLIENT_ENDPOINTS_MAX 16
#define CLIENT_IN_FLIGHT_MAX 4096

struct client;

struct client_options {
    const char *
        endpoints; /* "tcp://host:port", several separated by commas; a name with several addresses counts as several,
                    * and when its addresses change, the client follows */
    const char *server_public_key; /* Z85, 40 characters */
    const char *public_key;        /* the caller's own pair, Z85 */
    const char *secret_key;
    const char *locale; /* "en" or "zh-CN" */
    int timeout_ms;     /* deadline of a call; default 30000 when 0 */
    bool patient;       /* a name that is not found yet is no error: for programs that stay */
};

struct client *client_create(const struct client_options *options, struct error *error);
void client_destroy(struct client *client);

/* What came back. Messages live in the arena that was given to client_receive / client_call. */
struct client_violation {
    const char *field, *reason, *message;
};
struct client_reply {
    uint64_t call_id;
    void *context; /* as given to client_send */
    enum status status;
    const char *message; /* in the caller's language; "" when OK */
    uint32_t retry_after_ms; /* when to try again; 0: not said */
    const struct client_violation *violations;
    size_t violation_count;
    ProtobufCMessage *response; /* NULL unless OK */
};

/*
 * Queues one call of `method` ("remuda.lead.v1.LeadIntake/FileLead"). `idempotency_key` NULL: one is made at random.
 * The request is packed before return. -1 when CLIENT_IN_FLIGHT_MAX calls are under way or the request is too large.
 * Calls that get no answer are sent again (with back-off, same key) until the deadline, and so are those refused for
 * now: UNAVAILABLE, or RESOURCE_EXHAUSTED with a time to come back.
 */
int client_send(struct client *client, const char *method, const ProtobufCMessage *request,
                const ProtobufCMessageDescriptor *response_type, const char *idempotency_key, void *context,
                struct error *error);
/* What a gateway says of each call, since it makes it for somebody else. NULL: the client's own. */
struct client_terms {
    const char *idempotency_key, *on_behalf_of, *traceparent, *locale;
};
int client_send_on_terms(struct client *client, const char *method, const ProtobufCMessage *request,
                         const ProtobufCMessageDescriptor *response_type, const struct client_terms *terms, void *context,
                         struct error *error);
/* From now on client_receive comes back with 0 as soon as `fd` is readable: somebody has calls to send. */
void client_wake_on(struct client *client, int fd);
/* Waits for the next reply, at most timeout_ms: 1 a reply, 0 none yet. A call past its deadline comes back as a reply
 * with STATUS_DEADLINE_EXCEEDED. */
int client_receive(struct client *client, int timeout_ms, struct arena *arena, struct client_reply *reply);
size_t client_in_flight(const struct client *client);

/* One call and its reply, while no other is under way. 0 with *response, or -1 with the reply's status, first
 * violation's field and message. */
int client_call(struct client *client, const char *method, const ProtobufCMessage *request,
                const ProtobufCMessageDescriptor *response_type, const char *idempotency_key, struct arena *arena,
                ProtobufCMessage **response, struct error *error);
