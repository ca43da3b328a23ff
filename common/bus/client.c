#include "bus/client.h"

#include "base/clock.h"
#include "bus/curve_keys.h"
#include "bus/resolver.h"
#include "remuda/rpc/v1/envelope.pb-c.h"
#include "wire/wire.h"

#include <errno.h>
#include <inttypes.h>
#include <sodium.h>
#include <uthash.h>
#include <zmq.h>

#define TIMEOUT_DEFAULT_MS 30000
/* A call that got no answer is asked again: the service may have died with it. Doubles up to the longest pause. */
#define RETRY_FIRST_US 1000000
#define RETRY_LONGEST_US 8000000
#define IDENTITY_BYTES 16
#define IDENTITY_SIZE (2 * IDENTITY_BYTES + 1)
#define IDEMPOTENCY_KEY_SIZE (IDENTITY_SIZE + 17)
#define TRACEPARENT_SIZE 56
/* A key that is not known yet is met by silence: ask again soon, it may have been granted a moment ago. */
#define HANDSHAKE_MS 2000
#define RESOLVE_EVERY_MS 2000
_Static_assert(CLIENT_ENDPOINTS_MAX == RESOLVER_ENDPOINTS_MAX, "what is found can be connected");

/* One call under way. */
struct pending {
    uint64_t call_id;
    void *context;
    const ProtobufCMessageDescriptor *response_type;
    int64_t deadline_us; /* monotonic */
    int64_t next_send_us;
    int64_t pause_us;
    size_t envelope_size, request_size;
    uint8_t *frames; /* envelope, then request */
    bool sent;
    enum locale locale;
    UT_hash_handle hh;
};

struct client {
    void *context;
    void *socket;
    char locale[8];
    int timeout_ms;
    uint64_t last_call_id;
    char identity[IDENTITY_SIZE]; /* random, in hex */
    struct pending *calls;
    size_t unsent;
    int64_t next_timer_us; /* no call has anything to do before */
    int wake_fd;           /* -1: none */
    char connected[CLIENT_ENDPOINTS_MAX][ENDPOINT_SIZE];
    size_t connected_count;
    struct resolver *resolver; /* NULL: all endpoints are addresses */
};

static int set_up_socket(struct client *client, const struct client_options *options, struct error *error)
{
    const int yes = 1, none = 0, reconnect = 50, reconnect_max = 1000, unlimited = 0, handshake = HANDSHAKE_MS;
    client->socket = zmq_socket(client->context, ZMQ_DEALER);
    if (!client->socket || zmq_setsockopt(client->socket, ZMQ_IMMEDIATE, &yes, sizeof yes) != 0 ||
        zmq_setsockopt(client->socket, ZMQ_LINGER, &none, sizeof none) != 0 ||
        zmq_setsockopt(client->socket, ZMQ_IPV6, &yes, sizeof yes) != 0 ||
        zmq_setsockopt(client->socket, ZMQ_HANDSHAKE_IVL, &handshake, sizeof handshake) != 0 ||
        zmq_setsockopt(client->socket, ZMQ_RCVHWM, &unlimited, sizeof unlimited) != 0 ||
        zmq_setsockopt(client->socket, ZMQ_RECONNECT_IVL, &reconnect, sizeof reconnect) != 0 ||
        zmq_setsockopt(client->socket, ZMQ_RECONNECT_IVL_MAX, &reconnect_max, sizeof reconnect_max) != 0)
        return error_set(error, STATUS_INTERNAL, NULL, "no socket: %s", "无法创建套接字：%s", zmq_strerror(errno));
    if (!curve_key_well_formed(options->server_public_key) || !curve_key_well_formed(options->public_key) ||
        !curve_key_well_formed(options->secret_key) ||
        zmq_setsockopt(client->socket, ZMQ_CURVE_SERVERKEY, options->server_public_key, CURVE_KEY_SIZE) != 0 ||
        zmq_setsockopt(client->socket, ZMQ_CURVE_PUBLICKEY, options->public_key, CURVE_KEY_SIZE) != 0 ||
        zmq_setsockopt(client->socket, ZMQ_CURVE_SECRETKEY, options->secret_key, CURVE_KEY_SIZE) != 0)
        return error_set(error, STATUS_INVALID_ARGUMENT, "key", "a key is not 40 characters of Z85",
                         "密钥不是 40 个 Z85 字符");
    return 0;
}

static bool among(const char *endpoint, char (*endpoints)[ENDPOINT_SIZE], size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(endpoint, endpoints[i]) == 0)
            return true;
    return false;
}

/* Those that stay keep their connection. What waits for an answer of one that went is sent again by its timer. */
static int connect_to(struct client *client, char (*endpoints)[ENDPOINT_SIZE], size_t count, struct error *error)
{
    for (size_t i = 0; i < client->connected_count; i++)
        if (!among(client->connected[i], endpoints, count))
            zmq_disconnect(client->socket, client->connected[i]);
    for (size_t i = 0; i < count; i++)
        if (!among(endpoints[i], client->connected, client->connected_count) &&
            zmq_connect(client->socket, endpoints[i]) != 0)
            return error_set(error, STATUS_INVALID_ARGUMENT, "endpoint", "cannot connect to %s: %s", "无法连接 %s：%s",
                             endpoints[i], zmq_strerror(errno));
    memcpy(client->connected, endpoints, count * sizeof *endpoints);
    client->connected_count = count;
    return 0;
}

/* Whether the list is made of addresses alone, so that nothing about it can change. */
static bool only_addresses(const char *list, char (*endpoints)[ENDPOINT_SIZE], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t length = strcspn(list, ",");
        if (strlen(endpoints[i]) != length || strncmp(list, endpoints[i], length) != 0)
            return false;
        list += length + (list[length] == ',');
    }
    return !*list;
}

static int set_up_endpoints(struct client *client, const struct client_options *options, struct error *error)
{
    char endpoints[CLIENT_ENDPOINTS_MAX][ENDPOINT_SIZE];
    size_t count;
    struct error trouble = {0};
    if (endpoint_resolve(options->endpoints, "endpoint", endpoints, CLIENT_ENDPOINTS_MAX, &count, &trouble) != 0) {
        if (!options->patient || trouble.status != STATUS_UNAVAILABLE) {
            if (error)
                *error = trouble;
            return -1;
        }
        count = 0;
    }
    if (connect_to(client, endpoints, count, error) != 0)
        return -1;
    if (only_addresses(options->endpoints, endpoints, count))
        return 0;
    client->resolver = resolver_start(options->endpoints, RESOLVE_EVERY_MS);
    return client->resolver
               ? 0
               : error_set(error, STATUS_RESOURCE_EXHAUSTED, NULL, "no thread can be started", "无法启动线程");
}

static void follow_names(struct client *client)
{
    char endpoints[CLIENT_ENDPOINTS_MAX][ENDPOINT_SIZE];
    size_t count;
    if (client->resolver && resolver_take(client->resolver, endpoints, &count))
        connect_to(client, endpoints, count, NULL);
}

struct client *client_create(const struct client_options *options, struct error *error)
{
    struct client *client = sodium_init() >= 0 ? calloc(1, sizeof *client) : NULL;
    if (!client) {
        error_set(error, STATUS_RESOURCE_EXHAUSTED, NULL, "out of memory", "内存不足");
        return NULL;
    }
    snprintf(client->locale, sizeof client->locale, "%s", options->locale ? options->locale : "en");
    client->timeout_ms = options->timeout_ms > 0 ? options->timeout_ms : TIMEOUT_DEFAULT_MS;
    unsigned char random[IDENTITY_BYTES];
    randombytes_buf(random, sizeof random);
    sodium_bin2hex(client->identity, sizeof client->identity, random, sizeof random);
    client->next_timer_us = INT64_MAX;
    client->wake_fd = -1;
    client->context = zmq_ctx_new();
    if (!client->context || set_up_socket(client, options, error) != 0 ||
        set_up_endpoints(client, options, error) != 0) {
        client_destroy(client);
        return NULL;
    }
    return client;
}

static void forget(struct client *client, struct pending *call)
{
    HASH_DEL(client->calls, call);
    client->unsent -= !call->sent;
    free(call);
}

void client_destroy(struct client *client)
{
    if (!client)
        return;
    struct pending *call, *next;
    HASH_ITER(hh, client->calls, call, next)
    {
        forget(client, call);
    }
    resolver_stop(client->resolver);
    if (client->socket)
        zmq_close(client->socket);
    if (client->context)
        zmq_ctx_term(client->context);
    free(client);
}

void client_wake_on(struct client *client, int fd)
{
    client->wake_fd = fd;
}

size_t client_in_flight(const struct client *client)
{
    return HASH_COUNT(client->calls);
}

/* --- sending
 * ------------------------------------------------------------------------------------------------------------ */

/* Trace id and idempotency key are the client's own random number and the number of the call: no two clients share
 * them, no system call is needed for each, and keys that follow each other stand together in the service's index. */
static void make_traceparent(const struct client *client, uint64_t call_id, char text[static TRACEPARENT_SIZE])
{
    snprintf(text, TRACEPARENT_SIZE, "00-%.16s%016" PRIx64 "-%016" PRIx64 "-01", client->identity, call_id, call_id);
}

static void make_idempotency_key(const struct client *client, uint64_t call_id, char text[static IDEMPOTENCY_KEY_SIZE])
{
    snprintf(text, IDEMPOTENCY_KEY_SIZE, "%s-%010" PRIx64, client->identity, call_id);
}

/* A frame cannot be half sent: the first part goes or nothing does. */
static bool try_send(struct client *client, struct pending *call)
{
    if (zmq_send(client->socket, call->frames, call->envelope_size, ZMQ_DONTWAIT | ZMQ_SNDMORE) < 0)
        return false;
    zmq_send(client->socket, call->frames + call->envelope_size, call->request_size, 0);
    if (!call->sent) {
        call->sent = true;
        client->unsent--;
    }
    return true;
}

static void arm(struct client *client, struct pending *call, int64_t now_us)
{
    call->next_send_us = now_us + call->pause_us;
    call->pause_us = 2 * call->pause_us < RETRY_LONGEST_US ? 2 * call->pause_us : RETRY_LONGEST_US;
    int64_t next = call->next_send_us < call->deadline_us ? call->next_send_us : call->deadline_us;
    if (next < client->next_timer_us)
        client->next_timer_us = next;
}

int client_send(struct client *client, const char *method, const ProtobufCMessage *request,
                const ProtobufCMessageDescriptor *response_type, const char *idempotency_key, void *context,
                struct error *error)
{
    const struct client_terms terms = {.idempotency_key = idempotency_key};
    return client_send_on_terms(client, method, request, response_type, &terms, context, error);
}

/* protobuf-c's strings are not const; packing only reads them. */
static char *packed_text(const char *text)
{
    return (char *)(uintptr_t)text;
}

int client_send_on_terms(struct client *client, const char *method, const ProtobufCMessage *request,
                         const ProtobufCMessageDescriptor *response_type, const struct client_terms *terms,
                         void *context, struct error *error)
{
    if (client_in_flight(client) >= CLIENT_IN_FLIGHT_MAX)
        return error_set(error, STATUS_RESOURCE_EXHAUSTED, NULL, "too many calls under way: receive replies first",
                         "未完成的调用过多：请先接收应答");
    size_t request_size = protobuf_c_message_get_packed_size(request);
    if (request_size > WIRE_MESSAGE_MAX)
        return error_set(error, STATUS_INVALID_ARGUMENT, NULL,
                         "the request has %zu bytes; at most %d go into one call: send it in parts",
                         "请求有 %zu 字节；一次调用最多 %d 字节：请分批发送", request_size, WIRE_MESSAGE_MAX);
    const uint64_t call_id = ++client->last_call_id;
    char key[IDEMPOTENCY_KEY_SIZE], traceparent[TRACEPARENT_SIZE];
    make_traceparent(client, call_id, traceparent);
    make_idempotency_key(client, call_id, key);
    Remuda__Rpc__V1__Call envelope = REMUDA__RPC__V1__CALL__INIT;
    envelope.call_id = call_id;
    envelope.method = packed_text(method);
    envelope.idempotency_key = packed_text(terms->idempotency_key ? terms->idempotency_key : key);
    envelope.on_behalf_of = packed_text(terms->on_behalf_of ? terms->on_behalf_of : "");
    envelope.deadline_unix_ms = clock_unix_ms() + client->timeout_ms;
    envelope.traceparent = packed_text(terms->traceparent ? terms->traceparent : traceparent);
    envelope.locale = packed_text(terms->locale ? terms->locale : client->locale);
    size_t envelope_size = remuda__rpc__v1__call__get_packed_size(&envelope);
    struct pending *call = calloc(1, sizeof *call + envelope_size + request_size);
    if (!call)
        return error_set(error, STATUS_RESOURCE_EXHAUSTED, NULL, "out of memory", "内存不足");
    int64_t now_us = clock_monotonic_us();
    call->call_id = call_id;
    call->context = context;
    call->locale = locale_of(envelope.locale);
    call->response_type = response_type;
    call->deadline_us = now_us + (int64_t)client->timeout_ms * 1000;
    call->pause_us = RETRY_FIRST_US;
    call->frames = (uint8_t *)(call + 1);
    call->envelope_size = remuda__rpc__v1__call__pack(&envelope, call->frames);
    call->request_size = protobuf_c_message_pack(request, call->frames + envelope_size);
    HASH_ADD(hh, client->calls, call_id, sizeof call->call_id, call);
    client->unsent++;
    try_send(client, call);
    arm(client, call, now_us);
    return 0;
}

/* --- receiving
 * ---------------------------------------------------------------------------------------------------------- */

/* A full queue says when to come back; a message that is too large does not. */
static bool worth_repeating(const Remuda__Rpc__V1__Outcome *outcome)
{
    return outcome->code == REMUDA__RPC__V1__CODE__UNAVAILABLE ||
           (outcome->code == REMUDA__RPC__V1__CODE__RESOURCE_EXHAUSTED && outcome->retry_after_ms);
}

/* Refused for now: the same call again a little later. False when that would be after its deadline: then the refusal is
 * the answer. */
static bool postpone(struct client *client, struct pending *call, uint32_t retry_after_ms)
{
    int64_t now_us = clock_monotonic_us();
    int64_t pause = (int64_t)(retry_after_ms ? retry_after_ms : 100) * 1000;
    pause += (int64_t)randombytes_uniform((uint32_t)(pause < UINT32_MAX ? pause : UINT32_MAX));
    if (now_us + pause >= call->deadline_us)
        return false;
    call->pause_us = pause;
    arm(client, call, now_us);
    return true;
}

static void fill_reply(const Remuda__Rpc__V1__Outcome *outcome, struct arena *arena, struct client_reply *reply)
{
    reply->status = (enum status)outcome->code;
    reply->message = outcome->message;
    reply->retry_after_ms = outcome->retry_after_ms;
    struct client_violation *violations = ARENA_ARRAY(arena, struct client_violation, outcome->n_violations);
    for (size_t i = 0; i < outcome->n_violations; i++) {
        const Remuda__Rpc__V1__Violation *from = outcome->violations[i];
        violations[i] = (struct client_violation){from->field, from->reason, from->message};
    }
    reply->violations = violations;
    reply->violation_count = outcome->n_violations;
}

/* A reply that cannot be read is an answer too: the caller must not wait for ever. */
static void fill_unreadable(enum locale locale, struct arena *arena, const struct error *error,
                            struct client_reply *reply)
{
    reply->status = STATUS_INTERNAL;
    reply->message = arena_strdup(arena, error->message[locale]);
    reply->response = NULL;
}

static bool accept_frames(struct client *client, zmq_msg_t frames[2], struct arena *arena, struct client_reply *reply)
{
    struct error error = {0};
    Remuda__Rpc__V1__Outcome *outcome = (Remuda__Rpc__V1__Outcome *)wire_unpack(
        &remuda__rpc__v1__outcome__descriptor, zmq_msg_data(&frames[0]), zmq_msg_size(&frames[0]), arena, &error);
    if (!outcome)
        return false;
    struct pending *call = NULL;
    HASH_FIND(hh, client->calls, &outcome->call_id, sizeof outcome->call_id, call);
    if (!call)
        return false; /* answered before: the call had been sent again */
    if (worth_repeating(outcome) && postpone(client, call, outcome->retry_after_ms))
        return false;
    *reply = (struct client_reply){.call_id = call->call_id, .context = call->context};
    fill_reply(outcome, arena, reply);
    if (outcome->code == REMUDA__RPC__V1__CODE__OK) {
        reply->response =
            wire_unpack(call->response_type, zmq_msg_data(&frames[1]), zmq_msg_size(&frames[1]), arena, &error);
        if (!reply->response)
            fill_unreadable(call->locale, arena, &error, reply);
    }
    forget(client, call);
    return true;
}

static bool receive_one(struct client *client, struct arena *arena, struct client_reply *reply, bool *empty)
{
    zmq_msg_t frames[2];
    int count = 0;
    bool more = true, accepted = false;
    *empty = false;
    while (more) {
        zmq_msg_t frame;
        zmq_msg_init(&frame);
        if (zmq_msg_recv(&frame, client->socket, ZMQ_DONTWAIT) < 0) {
            zmq_msg_close(&frame);
            *empty = true;
            break;
        }
        more = zmq_msg_more(&frame);
        if (count < 2) {
            zmq_msg_init(&frames[count]);
            zmq_msg_move(&frames[count], &frame);
            count++;
        }
        zmq_msg_close(&frame);
    }
    if (count == 2)
        accepted = accept_frames(client, frames, arena, reply);
    for (int i = 0; i < count; i++)
        zmq_msg_close(&frames[i]);
    return accepted;
}

/* Sends what is due; 1 when a call has passed its deadline and is given back as `reply`. */
static bool run_timers(struct client *client, struct arena *arena, struct client_reply *reply)
{
    int64_t now_us = clock_monotonic_us();
    struct pending *call, *next;
    client->next_timer_us = INT64_MAX;
    HASH_ITER(hh, client->calls, call, next)
    {
        if (now_us >= call->deadline_us) {
            struct error error;
            error_set(
                &error, STATUS_DEADLINE_EXCEEDED, NULL,
                "no answer in time: the service may be down; the call can be repeated with the same idempotency key",
                "超时未收到应答：服务可能未运行；可用同一幂等键重试");
            *reply = (struct client_reply){.call_id = call->call_id, .context = call->context, .status = error.status};
            reply->message = arena_strdup(arena, error.message[call->locale]);
            forget(client, call);
            client->next_timer_us = now_us; /* the rest are looked at next time */
            return true;
        }
        if (now_us >= call->next_send_us) {
            try_send(client, call);
            arm(client, call, now_us);
        } else {
            int64_t due = call->next_send_us < call->deadline_us ? call->next_send_us : call->deadline_us;
            client->next_timer_us = due < client->next_timer_us ? due : client->next_timer_us;
        }
    }
    return false;
}

static void send_unsent(struct client *client)
{
    struct pending *call, *next;
    HASH_ITER(hh, client->calls, call, next)
    {
        if (!call->sent && !try_send(client, call))
            return;
    }
}

int client_receive(struct client *client, int timeout_ms, struct arena *arena, struct client_reply *reply)
{
    const int64_t until_us = clock_monotonic_us() + (int64_t)timeout_ms * 1000;
    for (;;) {
        bool empty = false;
        while (!empty)
            if (receive_one(client, arena, reply, &empty))
                return 1;
        follow_names(client);
        int64_t now_us = clock_monotonic_us();
        if (now_us >= client->next_timer_us && run_timers(client, arena, reply))
            return 1;
        if (now_us >= until_us)
            return 0;
        int64_t wake_us = client->next_timer_us < until_us ? client->next_timer_us : until_us;
        zmq_pollitem_t items[] = {
            {.socket = client->socket, .events = (short)(ZMQ_POLLIN | (client->unsent ? ZMQ_POLLOUT : 0))},
            {.fd = client->wake_fd, .events = ZMQ_POLLIN},
        };
        zmq_poll(items, client->wake_fd >= 0 ? 2 : 1, wake_us > now_us ? (long)((wake_us - now_us + 999) / 1000) : 0);
        if (client->unsent && (items[0].revents & ZMQ_POLLOUT))
            send_unsent(client);
        if (items[1].revents)
            return 0;
    }
}

int client_call(struct client *client, const char *method, const ProtobufCMessage *request,
                const ProtobufCMessageDescriptor *response_type, const char *idempotency_key, struct arena *arena,
                ProtobufCMessage **response, struct error *error)
{
    if (client_in_flight(client) > 0)
        return error_set(error, STATUS_FAILED_PRECONDITION, NULL,
                         "other calls are under way: receive their replies first", "还有未完成的调用：请先接收其应答");
    if (client_send(client, method, request, response_type, idempotency_key, NULL, error) != 0)
        return -1;
    struct client_reply reply;
    while (!client_receive(client, client->timeout_ms, arena, &reply))
        ; /* it comes at its deadline at the latest */
    if (reply.status == STATUS_OK) {
        *response = reply.response;
        return 0;
    }
    const char *field = reply.violation_count ? reply.violations[0].field : NULL;
    const char *message = reply.violation_count ? reply.violations[0].message : reply.message;
    return error_set(error, reply.status, field, "%s", "%s", message);
}
