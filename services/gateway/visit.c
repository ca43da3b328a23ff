#include "visit.h"

#include "gzip.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/parse.h"

#include <stdlib.h>
#include <strings.h>

#define BODIES_MAX ((int64_t)64 * 1024 * 1024) /* bytes of all bodies that are coming in */

/* One request of a connection. */
struct visit {
    struct exchange exchange; /* first: it comes back as an exchange */
    struct door *door;
    struct MHD_Connection *connection;
    struct guest *guest;
    int64_t begun_us;
    int64_t body_bytes; /* as counted in the door */
    bool has_headers, is_admitted;
};

/* --- answering
 * -------------------------------------------------------------------------------------------------------------- */

static struct guest *guest_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

static void wait_for_guest(struct visit *visit)
{
    atomic_store(&visit->guest->waiting_since_us, clock_monotonic_us());
}

static struct MHD_Response *plain_response(const struct exchange *exchange)
{
    const struct document *document = exchange->document;
    if (document)
        return MHD_create_response_from_buffer(*document->size, (void *)(uintptr_t)document->bytes,
                                               MHD_RESPMEM_PERSISTENT);
    return MHD_create_response_from_buffer(exchange->answer.length, exchange->answer.data, MHD_RESPMEM_MUST_COPY);
}

/* NULL when it is not worth it, or the caller cannot read it. */
static struct MHD_Response *short_response(const struct exchange *exchange)
{
    const struct document *document = exchange->document;
    const char *bytes = document ? (const char *)document->bytes : exchange->answer.data;
    const size_t size = document ? *document->size : exchange->answer.length;
    struct buffer compressed = BUFFER(ANSWER_MAX);
    struct MHD_Response *response = NULL;
    if (exchange->accepts_gzip && size >= GZIP_LEAST && gzip_compress(bytes, size, &compressed) == 0)
        response = MHD_create_response_from_buffer(compressed.length, compressed.data, MHD_RESPMEM_MUST_COPY);
    buffer_release(&compressed);
    if (response)
        MHD_add_response_header(response, "Content-Encoding", "gzip");
    return response;
}

/* For pages of the sites that were named; all others' cannot read what is answered. */
static void add_cors_headers(struct MHD_Response *response, const struct exchange *exchange)
{
    if (!exchange->cors_origin)
        return;
    MHD_add_response_header(response, "Access-Control-Allow-Origin", exchange->cors_origin);
    MHD_add_response_header(response, "Access-Control-Expose-Headers", "ETag, Retry-After, X-Request-Id, traceparent");
    if (exchange->status != MHD_HTTP_NO_CONTENT)
        return;
    MHD_add_response_header(response, "Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE");
    MHD_add_response_header(response, "Access-Control-Allow-Headers",
                            "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Accept-Language, "
                            "X-Request-Id, traceparent");
    MHD_add_response_header(response, "Access-Control-Max-Age", "600");
}

static void add_etag(struct MHD_Response *response, const struct exchange *exchange)
{
    char tag[ENTITY_VERSION_SIZE + 2];
    if (!*exchange->version)
        return;
    snprintf(tag, sizeof tag, "\"%s\"", exchange->version);
    MHD_add_response_header(response, "ETag", tag);
}

static void add_headers(struct MHD_Response *response, const struct exchange *exchange)
{
    if (exchange->content_type && exchange->status != MHD_HTTP_NOT_MODIFIED)
        MHD_add_response_header(response, "Content-Type", exchange->content_type);
    MHD_add_response_header(response, "Content-Language", exchange->locale == LOCALE_ZH_CN ? "zh-CN" : "en");
    MHD_add_response_header(response, "Cache-Control", "no-store");
    MHD_add_response_header(response, "Vary", "Accept-Encoding, Accept-Language, Origin");
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(response, "X-Request-Id", exchange->request_id);
    MHD_add_response_header(response, "traceparent", exchange->traceparent);
    add_cors_headers(response, exchange);
    add_etag(response, exchange);
    if (exchange->status == MHD_HTTP_UNAUTHORIZED)
        MHD_add_response_header(response, "WWW-Authenticate", "Bearer realm=\"remuda\"");
    if (exchange->status == MHD_HTTP_METHOD_NOT_ALLOWED)
        MHD_add_response_header(response, "Allow", exchange->allow);
    if (exchange->retry_after_s) {
        char seconds[16];
        snprintf(seconds, sizeof seconds, "%u", exchange->retry_after_s);
        MHD_add_response_header(response, "Retry-After", seconds);
    }
}

static struct MHD_Response *make_response(const struct exchange *exchange)
{
    struct MHD_Response *response = short_response(exchange);
    if (!response)
        response = plain_response(exchange);
    if (response)
        add_headers(response, exchange);
    return response;
}

static enum MHD_Result send_answer(struct visit *visit)
{
    struct exchange *exchange = &visit->exchange;
    struct MHD_Response *response = make_response(exchange);
    if (!response)
        return MHD_NO;
    atomic_fetch_add(&visit->door->answers[exchange->status / 100 % STATUS_CLASSES], 1);
    atomic_fetch_add(&visit->door->latency_us, (uint64_t)(clock_monotonic_us() - visit->begun_us));
    wait_for_guest(visit);
    enum MHD_Result result = MHD_queue_response(visit->connection, exchange->status, response);
    MHD_destroy_response(response);
    return result;
}

static void suspend(struct exchange *exchange)
{
    struct visit *visit = (struct visit *)exchange;
    atomic_store(&visit->guest->waiting_since_us, 0);
    MHD_suspend_connection(visit->connection);
}

static void answered(struct exchange *exchange)
{
    MHD_resume_connection(((struct visit *)exchange)->connection);
}

/* --- the request as it comes
 * ------------------------------------------------------------------------------------------------ */

static const char *header(struct visit *visit, const char *name)
{
    return MHD_lookup_connection_value(visit->connection, MHD_HEADER_KIND, name);
}

static struct exchange_headers headers_of(struct visit *visit)
{
    return (struct exchange_headers){
        .authorization = header(visit, "Authorization"),
        .accept_language = header(visit, "Accept-Language"),
        .idempotency_key = header(visit, "Idempotency-Key"),
        .content_type = header(visit, "Content-Type"),
        .request_id = header(visit, "X-Request-Id"),
        .traceparent = header(visit, "traceparent"),
        .accept_encoding = header(visit, "Accept-Encoding"),
        .content_encoding = header(visit, "Content-Encoding"),
        .if_match = header(visit, "If-Match"),
        .if_none_match = header(visit, "If-None-Match"),
        .origin = header(visit, "Origin"),
        .requested_method = header(visit, "Access-Control-Request-Method"),
    };
}

static enum MHD_Result count_header(void *context, enum MHD_ValueKind kind, const char *name, const char *value)
{
    static const char *const once[] = {"Host",          "Content-Length", "Content-Type", "Transfer-Encoding",
                                       "Authorization", "Idempotency-Key"};
    unsigned *counts = context;
    (void)kind, (void)value;
    for (unsigned i = 0; i < sizeof once / sizeof *once; i++)
        if (strcasecmp(name, once[i]) == 0)
            *counts += 1u << (4 * i);
    return *counts & 0xEEEEEEEEu ? MHD_NO : MHD_YES;
}

/* What two readers could understand differently (request smuggling): a header that may stand once and stands twice, a
 * length beside chunks. */
static bool check_framing(struct visit *visit)
{
    unsigned counts = 0;
    struct error error;
    MHD_get_connection_values(visit->connection, MHD_HEADER_KIND, count_header, &counts);
    const bool twice = counts & 0xEEEEEEEEu,
               both = header(visit, "Content-Length") && header(visit, "Transfer-Encoding");
    if (!twice && !both)
        return true;
    error_set(&error, STATUS_INVALID_ARGUMENT, NULL,
              "a header that may stand once stands twice, or Content-Length stands beside Transfer-Encoding: send one",
              "只能出现一次的请求头重复，或同时有 Content-Length 与 Transfer-Encoding：请只发送一个");
    return exchange_refuse(&visit->exchange, 0, &error);
}

static bool check_length(struct visit *visit)
{
    const char *text = header(visit, "Content-Length");
    struct error error = {0};
    int64_t length = 0;
    if (text && (parse_int64(text, 0, INT64_MAX, NULL, &length, &error) != 0 || length > BODY_MAX)) {
        error_set(&error, STATUS_RESOURCE_EXHAUSTED, NULL,
                  "the body has more than %d bytes: send it in several requests", "请求体超过 %d 字节：请分多次发送",
                  BODY_MAX);
        return exchange_refuse(&visit->exchange, MHD_HTTP_CONTENT_TOO_LARGE, &error);
    }
    if (atomic_load(&visit->door->body_bytes) + length <= BODIES_MAX)
        return true;
    error_set(&error, STATUS_UNAVAILABLE, NULL, "too much is being sent at the moment: try again in a moment",
              "当前上传过多：请稍后重试");
    return exchange_refuse(&visit->exchange, 0, &error);
}

/* The last header line of the name is the nearest proxy's. */
static enum MHD_Result keep_last(void *context, enum MHD_ValueKind kind, const char *name, const char *value)
{
    const char **last = context;
    (void)kind;
    if (strcasecmp(name, "X-Forwarded-For") == 0)
        *last = value;
    return MHD_YES;
}

static void find_address(struct visit *visit)
{
    const char *forwarded_for = NULL;
    const union MHD_ConnectionInfo *peer =
        MHD_get_connection_info(visit->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    MHD_get_connection_values(visit->connection, MHD_HEADER_KIND, keep_last, &forwarded_for);
    address_of_caller(&visit->door->trusted, peer->client_addr, forwarded_for, visit->exchange.address);
}

/* Of a principal: so many at a time, whatever it asks. A stranger's is nobody's. */
static bool check_connections(struct visit *visit)
{
    struct error error;
    const char *principal = visit->exchange.owner.principal;
    if (!*principal || guests_know(visit->door->guests, visit->guest, principal))
        return true;
    error_set(&error, STATUS_RESOURCE_EXHAUSTED, NULL, "too many connections at once: use fewer, and keep them open",
              "连接过多：请减少连接并保持复用");
    return exchange_refuse(&visit->exchange, 0, &error);
}

static bool has_body(struct visit *visit)
{
    const char *length = header(visit, "Content-Length");
    return header(visit, "Transfer-Encoding") || (length && strcmp(length, "0") != 0);
}

/* Everything that needs no body is refused before it comes. An answer at this point ends the connection, so where
 * nothing is to come it waits for the next call. */
static enum MHD_Result receive_headers(struct visit *visit, const char *verb)
{
    const struct exchange_headers headers = headers_of(visit);
    visit->has_headers = true;
    find_address(visit);
    exchange_init(&visit->exchange, &headers);
    const bool is_framed = check_framing(visit);
    const bool is_well_asked = is_framed && exchange_admit(&visit->exchange, verb, &headers);
    visit->is_admitted = check_connections(visit) && is_well_asked && check_length(visit);
    return visit->is_admitted || (is_framed && !has_body(visit)) ? MHD_YES : send_answer(visit);
}

/* A body that grows beyond what it may: its connection is closed, the sender has not listened to the limit. */
static enum MHD_Result receive_body(struct visit *visit, const char *bytes, size_t *size)
{
    if (atomic_fetch_add(&visit->door->body_bytes, (int64_t)*size) > BODIES_MAX)
        visit->is_admitted = false;
    visit->body_bytes += (int64_t)*size;
    if (!visit->is_admitted || buffer_add(&visit->exchange.body, bytes, *size) != 0)
        return MHD_NO;
    *size = 0;
    return MHD_YES;
}

enum MHD_Result visit_receive(void *context, struct MHD_Connection *connection, const char *url, const char *verb,
                              const char *version, const char *bytes, size_t *size, void **state)
{
    struct visit *visit = *state;
    (void)context, (void)url, (void)version;
    if (!visit)
        return MHD_NO; /* no memory for it */
    visit->connection = connection;
    if (!visit->has_headers)
        return receive_headers(visit, verb);
    if (*size)
        return receive_body(visit, bytes, size);
    if (visit->exchange.status || exchange_begin(&visit->exchange, suspend))
        return send_answer(visit);
    return MHD_YES;
}

/* The first that is heard of a request: its line, before anything in it is decoded. */
void *visit_begin(void *context, const char *uri, struct MHD_Connection *connection)
{
    struct door *door = context;
    struct guest *guest = guest_of(connection);
    struct visit *visit = guest ? calloc(1, sizeof *visit) : NULL;
    if (!visit)
        return NULL;
    visit->guest = guest;
    wait_for_guest(visit);
    visit->door = door;
    visit->connection = connection;
    visit->begun_us = clock_monotonic_us();
    visit->exchange.context = &door->options.context;
    visit->exchange.answered = answered;
    visit->exchange.uri = arena_strdup(&visit->exchange.arena, uri);
    return visit;
}

static void log_answer(const struct visit *visit)
{
    const struct exchange *exchange = &visit->exchange;
    log_debug("http_request", LOG_TEXT("address", exchange->address), LOG_TEXT("key", exchange->owner.prefix),
              LOG_TEXT("method", exchange->route ? exchange->route->method : ""),
              LOG_NUMBER("status", exchange->status), LOG_TEXT("request_id", exchange->request_id));
}

void visit_end(void *context, struct MHD_Connection *connection, void **state, enum MHD_RequestTerminationCode code)
{
    struct door *door = context;
    struct visit *visit = *state;
    (void)connection;
    if (!visit)
        return;
    if (code != MHD_REQUEST_TERMINATED_COMPLETED_OK)
        atomic_fetch_add(&door->broken, 1);
    atomic_fetch_sub(&door->body_bytes, visit->body_bytes);
    wait_for_guest(visit);
    log_answer(visit);
    exchange_release(&visit->exchange);
    free(visit);
    *state = NULL;
}

void visit_connection(void *context, struct MHD_Connection *connection, void **guest,
                      enum MHD_ConnectionNotificationCode what)
{
    struct door *door = context;
    if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
        guests_remove(door->guests, *guest);
        return;
    }
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    *guest = guests_add(door->guests, info->connect_fd, clock_monotonic_us());
}
