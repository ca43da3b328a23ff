#include "door.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/parse.h"
#include "service/http_address.h"

#include <errno.h>
#include <microhttpd.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#define CONNECTION_MEMORY (32 * 1024)          /* request line and headers of one request; more is 431 */
#define BODIES_MAX ((int64_t)64 * 1024 * 1024) /* bytes of all bodies that are coming in */
#define STATUS_CLASSES 6

struct door {
    struct door_options options;
    struct MHD_Daemon *daemon;
    _Atomic int64_t body_bytes;
    _Atomic uint64_t answers[STATUS_CLASSES]; /* by hundreds of the status */
    _Atomic uint64_t broken;                  /* connections that ended before their request did */
    _Atomic uint64_t latency_us;              /* sum over all answers */
};

/* One request of a connection. */
struct visit {
    struct exchange exchange; /* first: it comes back as an exchange */
    struct door *door;
    struct MHD_Connection *connection;
    int64_t begun_us;
    int64_t body_bytes; /* as counted in the door */
    bool has_headers, is_admitted;
};

/* --- answering
 * -------------------------------------------------------------------------------------------------------------- */

static struct MHD_Response *make_response(struct exchange *exchange)
{
    const struct document *document = exchange->document;
    struct MHD_Response *response =
        document
            ? MHD_create_response_from_buffer(*document->size, (void *)(uintptr_t)document->bytes,
                                              MHD_RESPMEM_PERSISTENT)
            : MHD_create_response_from_buffer(exchange->answer.length, exchange->answer.data, MHD_RESPMEM_MUST_COPY);
    if (!response)
        return NULL;
    MHD_add_response_header(response, "Content-Type", exchange->content_type);
    MHD_add_response_header(response, "Content-Language", exchange->locale == LOCALE_ZH_CN ? "zh-CN" : "en");
    MHD_add_response_header(response, "Cache-Control", "no-store");
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(response, "X-Request-Id", exchange->request_id);
    MHD_add_response_header(response, "traceparent", exchange->traceparent);
    if (exchange->status == MHD_HTTP_UNAUTHORIZED)
        MHD_add_response_header(response, "WWW-Authenticate", "Bearer realm=\"remuda\"");
    if (exchange->status == MHD_HTTP_METHOD_NOT_ALLOWED)
        MHD_add_response_header(response, "Allow", exchange->allow);
    if (exchange->retry_after_s) {
        char seconds[16];
        snprintf(seconds, sizeof seconds, "%u", exchange->retry_after_s);
        MHD_add_response_header(response, "Retry-After", seconds);
    }
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
    enum MHD_Result result = MHD_queue_response(visit->connection, exchange->status, response);
    MHD_destroy_response(response);
    return result;
}

static void suspend(struct exchange *exchange)
{
    MHD_suspend_connection(((struct visit *)exchange)->connection);
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

/* Everything that needs no body is refused before it comes. */
static enum MHD_Result receive_headers(struct visit *visit, const char *verb)
{
    const struct exchange_headers headers = headers_of(visit);
    visit->has_headers = true;
    exchange_init(&visit->exchange, &headers);
    visit->is_admitted =
        check_framing(visit) && exchange_admit(&visit->exchange, verb, &headers) && check_length(visit);
    return visit->is_admitted ? MHD_YES : send_answer(visit);
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

static enum MHD_Result receive(void *context, struct MHD_Connection *connection, const char *url, const char *verb,
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
static void *begin(void *context, const char *uri, struct MHD_Connection *connection)
{
    struct door *door = context;
    struct visit *visit = calloc(1, sizeof *visit);
    if (!visit)
        return NULL;
    visit->door = door;
    visit->connection = connection;
    visit->begun_us = clock_monotonic_us();
    visit->exchange.context = &door->options.context;
    visit->exchange.answered = answered;
    visit->exchange.uri = arena_strdup(&visit->exchange.arena, uri);
    return visit;
}

static void end(void *context, struct MHD_Connection *connection, void **state, enum MHD_RequestTerminationCode code)
{
    struct door *door = context;
    struct visit *visit = *state;
    (void)connection;
    if (!visit)
        return;
    if (code != MHD_REQUEST_TERMINATED_COMPLETED_OK)
        atomic_fetch_add(&door->broken, 1);
    atomic_fetch_sub(&door->body_bytes, visit->body_bytes);
    exchange_release(&visit->exchange);
    free(visit);
    *state = NULL;
}

/* --- the server
 * ------------------------------------------------------------------------------------------------------------- */

struct door *door_open(const struct door_options *options, struct error *error)
{
    struct sockaddr_storage address;
    if (http_address_read(options->bind, "REMUDA_HTTP_BIND", &address, error) != 0)
        return NULL;
    struct door *door = calloc(1, sizeof *door);
    if (!door) {
        error_set(error, STATUS_RESOURCE_EXHAUSTED, NULL, "out of memory", "内存不足");
        return NULL;
    }
    door->options = *options;
    const unsigned flags =
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | (address.ss_family == AF_INET6 ? MHD_USE_IPv6 : 0);
    door->daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, receive, door, MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&address,
        MHD_OPTION_URI_LOG_CALLBACK, begin, door, MHD_OPTION_NOTIFY_COMPLETED, end, door, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)options->connections_max, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
        (unsigned)options->connections_per_address_max, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)options->idle_seconds,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY, MHD_OPTION_THREAD_POOL_SIZE,
        (unsigned)options->threads, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
    if (door->daemon)
        return door;
    error_set(error, STATUS_FAILED_PRECONDITION, "REMUDA_HTTP_BIND",
              "cannot listen on %s: %s; stop what uses the address or choose another",
              "无法监听 %s：%s；请停止占用该地址的程序或改用其他地址", options->bind, strerror(errno));
    free(door);
    return NULL;
}

void door_quiesce(struct door *door)
{
    MHD_socket listening = MHD_quiesce_daemon(door->daemon);
    if (listening != MHD_INVALID_SOCKET)
        close(listening);
}

void door_close(struct door *door)
{
    MHD_stop_daemon(door->daemon);
    free(door);
}

int door_print_metrics(struct door *door, struct buffer *out)
{
    const union MHD_DaemonInfo *connections = MHD_get_daemon_info(door->daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS);
    buffer_add_text(out, "# HELP remuda_http_answers_total Answers by class of their status.\n"
                         "# TYPE remuda_http_answers_total counter\n");
    for (int i = 2; i < STATUS_CLASSES; i++)
        buffer_printf(out, "remuda_http_answers_total{status=\"%dxx\"} %llu\n", i,
                      (unsigned long long)atomic_load(&door->answers[i]));
    buffer_printf(out,
                  "# HELP remuda_http_seconds_total Time from request line to answer, summed.\n"
                  "# TYPE remuda_http_seconds_total counter\nremuda_http_seconds_total %.6f\n"
                  "# HELP remuda_http_broken_total Requests that ended before their answer.\n"
                  "# TYPE remuda_http_broken_total counter\nremuda_http_broken_total %llu\n"
                  "# HELP remuda_http_connections Connections that are open.\n"
                  "# TYPE remuda_http_connections gauge\nremuda_http_connections %u\n",
                  (double)atomic_load(&door->latency_us) / 1e6, (unsigned long long)atomic_load(&door->broken),
                  connections ? connections->num_connections : 0);
    return out->overflowed ? -1 : 0;
}
