/*
 * What every service is: a ROUTER that takes calls, a queue a method, workers that each own a database connection and take
 * all that waits for one method as one batch and one transaction, replies after COMMIT; a background thread that consumes the
 * event log and keeps what the service knows of principals fresh; an admin port.
 *
 * A service's main.c declares a struct service_definition and calls service_main.
 */
#pragma once

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "config/config.h"
#include "db/event_log.h"
#include "service/authority.h"
#include "service/settings.h"

#include <protobuf-c/protobuf-c.h>

struct service_definition;

/* One call of a batch. The handler reads `request` and sets `response`, or fails the call. */
struct call {
    const ProtobufCMessage *request;
    ProtobufCMessage *response; /* set by the handler, allocated from the batch's arena */
    const struct principal *principal; /* who asks (the one it is done for, when a gateway asks on behalf) */
    const char *idempotency_key;       /* "" for methods that only read */
    const uint8_t *request_hash;       /* REQUEST_HASH_SIZE bytes over method and request, for natural keys */
    const char *traceparent;           /* W3C Trace Context; "" when the caller gave none */
    enum locale locale;
    bool keep_reply;                   /* METHOD_NATURAL_KEY only: store this reply as the framework does for others */
    struct error error;                /* status != STATUS_OK: refused */
    struct violation *violations;      /* further findings, newest first */
    struct audit_note *audit;          /* call_audit's, newest first */
};

#define REQUEST_HASH_SIZE 16

struct violation {
    const char *field, *reason;
    const char *message[LOCALE_COUNT];
    struct violation *next;
};

/* Calls for one method that are answered by one transaction. Wrong calls get their own verdict and harm no neighbour. */
struct batch {
    struct call *calls;
    size_t count;
    struct arena *arena; /* for responses and everything on the way; handlers free nothing */
    struct db *db;       /* NULL in METHOD_INLINE handlers */
    const struct authority *authority;
    int64_t now_ms;      /* one instant for the whole batch */
    bool is_repeated;    /* its transaction was tried before: what was taken for granted then did not hold */
    void *context;       /* service_definition.context */
    const struct service_definition *definition;
    struct event *events; /* what batch_emit collected; the framework's */
    size_t event_count, event_capacity;
    /* May be set by the handler: called with `context` and `committed_data` (of the arena) once the batch has committed. For what
     * is held in memory only: a process that ends before the call has forgotten it. */
    void (*committed)(void *context, void *data);
    void *committed_data;
};

/* 0: each call has a response or an error. -1: the transaction failed; it is rolled back and run again call by call. */
typedef int method_handler(struct batch *batch, struct error *error);

enum method_flags {
    METHOD_READS = 0,
    METHOD_WRITES = 1,      /* needs an idempotency key; the reply is kept and given again */
    METHOD_NATURAL_KEY = 2, /* with METHOD_WRITES: the handler stores key and hash with its own row */
    METHOD_INLINE = 4       /* no database: answered in the main thread, without a hand-over */
};

struct method {
    const char *name; /* as in the .proto; checked against the descriptor at start */
    enum role role;   /* least role on some unit that may call it; the handler checks the unit itself */
    unsigned flags;
    uint16_t batch_max; /* 1 = not batchable */
    method_handler *handle;
};

struct service_definition {
    const char *name;    /* "lead_intake" */
    const char *purpose; /* one line for --help */
    const char *schema_change; /* the last sqitch change that it needs */
    int default_port;    /* of the calls; the admin port is the next hundred (7101 -> 7201) */
    const ProtobufCServiceDescriptor *descriptor;
    const struct method *methods; /* name NULL ends it; one for each method of the descriptor */
    event_apply *apply;  /* NULL: it consumes no events */
    event_apply_batch *apply_batch;
    void *context;
    /* May be NULL. Runs once before ready, in the main thread with a connection of its own. */
    int (*start)(struct db *db, void *context, struct error *error);
    /* May be NULL. Once a second in the background thread, as a transaction of its own; at once again while it sets `*more`.
     * Replicas do it at the same time: what only one may do, it locks with SKIP LOCKED. The arena lives as long as the step. */
    int (*periodic)(struct db *db, struct arena *arena, int64_t now_ms, void *context, bool *more, struct error *error);
    /* May be NULL: then SIGHUP ends the process. Reads again what may have changed in files; in the main thread. */
    void (*reload)(void *context);
    /* May be NULL. Adds lines of the service's own to /metrics; runs in the admin port's thread. */
    int (*print_metrics)(struct buffer *out, void *context);
    /* Settings of the service's own, or both NULL: rows with offsets into *settings, whose first member is a
     * struct service_settings. */
    const struct config_option *options;
    struct service_settings *settings;
};

/* Runs until SIGTERM or SIGINT, then drains. Returns the process's exit code. */
int service_main(const struct service_definition *definition, int argc, char **argv);

/* --- for handlers ---------------------------------------------------------------------------------------------------- */

/* Refuses one call; the first error stays. Returns -1 for convenience. */
int call_fail(struct call *call, enum status status, const char *field, const char *en, const char *zh, ...)
    __attribute__((format(printf, 4, 6), format(printf, 5, 6)));
int call_fail_error(struct call *call, const struct error *error);
/* Adds a finding about one field: the call is INVALID_ARGUMENT. `reason`: "REQUIRED", "OUT_OF_RANGE", "FORMAT", "UNKNOWN", ... */
void call_violation(struct batch *batch, struct call *call, const char *field, const char *reason, const char *en,
                    const char *zh, ...) __attribute__((format(printf, 5, 7), format(printf, 6, 7)));
/* The same with an error that a strict reader or a rule has filled. */
void call_violation_error(struct batch *batch, struct call *call, const char *reason, const struct error *error);
static inline bool call_ok(const struct call *call)
{
    return call->error.status == STATUS_OK;
}
/* Writes into the audit, with the call's verdict, that it is about what is another unit's: `subject` ("lead") of `unit_id` (0: several),
 * whether it was given or, however that was worded, refused. A refusal as PERMISSION_DENIED is written down without this. */
void call_audit(struct batch *batch, struct call *call, const char *subject, int64_t subject_id, int64_t unit_id);
/* For methods that gain nothing from answering several calls together: each call in turn, until one fails the batch. */
int batch_each(struct batch *batch, int (*handle)(struct batch *batch, struct call *call, struct error *error),
               struct error *error);
/* Tells `message` in the event log when the batch commits, as caused by `call`. Type is the message's full name. Packed at once. */
void batch_emit(struct batch *batch, const struct call *call, int64_t subject, const ProtobufCMessage *message);

/* Allocates an initialised response: RESPONSE(batch, Remuda__Lead__V1__FileLeadResponse, remuda__lead__v1__file_lead_response) */
#define RESPONSE(batch_pointer, type, lower)                                                                           \
    __extension__({                                                                                                    \
        type *message_ = ARENA_NEW((batch_pointer)->arena, type);                                                      \
        lower##__init(message_);                                                                                       \
        message_;                                                                                                      \
    })
