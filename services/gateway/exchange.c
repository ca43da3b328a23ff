#include "exchange.h"

#include "lead_filing.h"
#include "problem.h"

#include "base/clock.h"
#include "base/log.h"

#include <sodium.h>
#include <strings.h>

#define RETRY_AFTER_S 1 /* where nobody said another time */
#define UNSUPPORTED_MEDIA_TYPE 415
#define METHOD_NOT_ALLOWED 405
#define PRECONDITION_REQUIRED 428
#define NOT_MODIFIED 304
#define NO_CONTENT 204

static const char json_type[] = "application/json", problem_type[] = "application/problem+json";

/* --- answers
 * ---------------------------------------------------------------------------------------------------------------- */

static void answer_problem(struct exchange *exchange, struct problem *problem, uint32_t retry_after_ms)
{
    problem->request_id = exchange->request_id;
    problem->has_body = exchange->route && strcmp(exchange->route->verb, "GET") != 0;
    exchange->status = problem->http_status;
    exchange->content_type = problem_type;
    exchange->retry_after_s = (retry_after_ms + 999) / 1000;
    if (exchange->retry_after_s == 0 && (problem->http_status == 503 || problem->http_status == 429))
        exchange->retry_after_s = RETRY_AFTER_S;
    buffer_clear(&exchange->answer);
    problem_write(problem, &exchange->answer);
}

bool exchange_refuse(struct exchange *exchange, unsigned http_status, const struct error *error)
{
    const struct client_violation violation = {error->field, "REFUSED", error->message[exchange->locale]};
    struct problem problem = {
        .http_status = http_status ? http_status : problem_http_status(error->status, error->field),
        .status = error->status,
        .detail = error->message[exchange->locale],
        .violations = &violation,
        .violation_count = *error->field ? 1 : 0,
    };
    answer_problem(exchange, &problem, error->retry_after_ms);
    return false;
}

static void answer_unreadable(struct exchange *exchange)
{
    struct error error;
    error_set(&error, STATUS_INTERNAL, NULL, "the answer is too large: ask for fewer rows", "应答过大：请减少条数");
    exchange_refuse(exchange, 0, &error);
}

/* The service's refusal; what it says of the gateway's own right is not the caller's to mend. */
static void answer_refusal(struct exchange *exchange, const struct client_reply *reply)
{
    const char *field = reply->violation_count ? reply->violations[0].field : "";
    if (strcmp(field, "call.on_behalf_of") == 0) {
        struct error error;
        error_set(&error, STATUS_PERMISSION_DENIED, NULL,
                  "the service does not let the gateway call for this key's principal: ask the operator",
                  "服务不允许网关代表该密钥的主体调用：请联系管理员");
        exchange_refuse(exchange, 0, &error);
        return;
    }
    struct problem problem = {
        .http_status = problem_http_status(reply->status, field),
        .status = reply->status,
        .detail = reply->message,
        .violations = reply->violations,
        .violation_count = reply->violation_count,
    };
    answer_problem(exchange, &problem, reply->retry_after_ms);
}

/* Who has the version already gets no body. */
static void answer_version(struct exchange *exchange, const ProtobufCMessage *response)
{
    exchange->status = 200;
    if (!entity_version(exchange->route, response, exchange->version) ||
        !header_has_tag(exchange->if_none_match, exchange->version))
        return;
    exchange->status = NOT_MODIFIED;
    buffer_clear(&exchange->answer);
}

void exchange_release_key(struct exchange *exchange)
{
    if (exchange->running_key)
        running_keys_end(exchange->context->running, exchange->running_key);
    exchange->running_key = NULL;
}

static void done(struct outgoing *call, const struct client_reply *reply)
{
    struct exchange *exchange = (struct exchange *)call;
    exchange_release_key(exchange);
    if (reply->status != STATUS_OK) {
        answer_refusal(exchange, reply);
    } else if (wire_to_json(reply->response, WIRE_JSON_DEFAULTS, &exchange->answer) != 0) {
        answer_unreadable(exchange);
    } else {
        exchange->content_type = json_type;
        answer_version(exchange, reply->response);
    }
    exchange->answered(exchange);
}

/* --- before the body
 * -------------------------------------------------------------------------------------------------------- */

static void make_ids(struct exchange *exchange, const struct exchange_headers *headers)
{
    unsigned char random[16 + 8];
    char hex[2 * sizeof random + 1];
    randombytes_buf(random, sizeof random);
    sodium_bin2hex(hex, sizeof hex, random, sizeof random);
    if (!header_request_id(headers->request_id, exchange->request_id))
        snprintf(exchange->request_id, sizeof exchange->request_id, "%.32s", hex);
    if (header_traceparent(headers->traceparent))
        snprintf(exchange->traceparent, sizeof exchange->traceparent, "%s", headers->traceparent);
    else
        snprintf(exchange->traceparent, sizeof exchange->traceparent, "00-%.32s-%.16s-01", hex, hex + 32);
}

void exchange_init(struct exchange *exchange, const struct exchange_headers *headers)
{
    exchange->body = BUFFER(BODY_MAX);
    exchange->answer = BUFFER(ANSWER_MAX);
    exchange->locale = header_locale(headers->accept_language);
    exchange->accepts_gzip = header_accepts_gzip(headers->accept_encoding);
    if (headers->origin && header_list_has(exchange->context->cors_origins, headers->origin))
        exchange->cors_origin = arena_strdup(&exchange->arena, headers->origin);
    make_ids(exchange, headers);
}

/* By principal, or by address for who has shown no key. */
static bool check_rate(struct exchange *exchange, const char *caller)
{
    struct error error = {0};
    uint32_t retry_after_ms;
    if (quotas_take(exchange->context->quotas, caller, clock_monotonic_us(), &retry_after_ms))
        return true;
    error_set(&error, STATUS_RESOURCE_EXHAUSTED, NULL, "too many requests at once: send fewer a second",
              "请求过于频繁：请降低频率");
    error.retry_after_ms = retry_after_ms;
    return exchange_refuse(exchange, 0, &error);
}

/* One answer for every stranger: no key, a wrong one, an expired one, a revoked one. */
static bool authenticate(struct exchange *exchange, const struct exchange_headers *headers)
{
    struct error error = {0};
    if (key_ring_find(exchange->context->keys, header_bearer(headers->authorization), clock_unix_ms(),
                      &exchange->owner))
        return check_rate(exchange, exchange->owner.principal);
    if (!check_rate(exchange, arena_printf(&exchange->arena, "address %s", exchange->address)))
        return false;
    error_set(&error, STATUS_UNAUTHENTICATED, NULL,
              "this needs a valid API key: send Authorization: Bearer rmd_...; an administrator makes keys",
              "需要有效的 API 密钥：请发送 Authorization: Bearer rmd_...；密钥由管理员生成");
    return exchange_refuse(exchange, 0, &error);
}

static bool find_route(struct exchange *exchange, const char *verb)
{
    struct error error = {0};
    const struct route *route = NULL;
    if (target_parse(exchange->uri, &exchange->arena, &exchange->target, &error) == 0)
        route = route_find(verb, &exchange->target, &exchange->arena, &exchange->allow, &error);
    exchange->route = route;
    if (route)
        exchange->allow = NULL;
    return route || exchange_refuse(exchange, error.status == STATUS_UNIMPLEMENTED ? METHOD_NOT_ALLOWED : 0, &error);
}

static bool check_scope(struct exchange *exchange)
{
    struct error error;
    const scope_set needed = scope_of(exchange->route->backend, exchange->route->writes);
    if (exchange->owner.scopes & needed)
        return true;
    error_set(&error, STATUS_PERMISSION_DENIED, NULL,
              "this key lacks the scope %s: ask an administrator for a key that has it",
              "该密钥没有 %s 权限范围：请向管理员申请", scope_name(needed));
    return exchange_refuse(exchange, 0, &error);
}

static bool check_media_type(struct exchange *exchange, const struct exchange_headers *headers)
{
    struct error error = {0};
    if (headers->content_encoding && strcasecmp(headers->content_encoding, "identity") != 0) {
        error_set(&error, STATUS_INVALID_ARGUMENT, NULL, "bodies are taken as they are: leave Content-Encoding out",
                  "不接受压缩的请求体：请去掉 Content-Encoding");
        return exchange_refuse(exchange, UNSUPPORTED_MEDIA_TYPE, &error);
    }
    exchange->is_document = lead_filing_takes(exchange->route, headers->content_type);
    if (strcmp(exchange->route->verb, "GET") == 0 || !headers->content_type || exchange->is_document ||
        header_is_media_type(headers->content_type, json_type))
        return true;
    error_set(&error, STATUS_INVALID_ARGUMENT, NULL, "the body must be %s: set Content-Type",
              "请求体须为 %s：请设置 Content-Type", json_type);
    return exchange_refuse(exchange, UNSUPPORTED_MEDIA_TYPE, &error);
}

static bool take_idempotency_key(struct exchange *exchange, const struct exchange_headers *headers)
{
    struct error error;
    if (!exchange->route->writes || (exchange->is_document && !headers->idempotency_key))
        return true;
    if (header_idempotency_key(headers->idempotency_key, &exchange->arena, &exchange->call.terms.idempotency_key,
                               &error) != 0)
        return exchange_refuse(exchange, 0, &error);
    return true;
}

/* Whoever replaces or amends what others may have changed meanwhile says what it had read. */
static bool take_condition(struct exchange *exchange, const struct exchange_headers *headers)
{
    struct error error = {0};
    exchange->if_none_match = headers->if_none_match ? arena_strdup(&exchange->arena, headers->if_none_match) : NULL;
    if (!entity_takes_condition(exchange->route) || (!headers->if_match && !entity_needs_condition(exchange->route)))
        return true;
    if (headers->if_match)
        return header_if_match(headers->if_match, &exchange->arena, &exchange->if_version, &error) == 0 ||
               exchange_refuse(exchange, 0, &error);
    error_set(&error, STATUS_FAILED_PRECONDITION, "call.if_match",
              "say what you have read: If-Match with the ETag of the GET, or * for whatever it is by now",
              "请说明所依据的版本：If-Match 填写 GET 返回的 ETag，或 * 表示任意版本");
    return exchange_refuse(exchange, PRECONDITION_REQUIRED, &error);
}

/* What needs no key: the documents, and a browser's question whether another site's page may ask. */
static bool answer_openly(struct exchange *exchange, const char *verb, const struct exchange_headers *headers)
{
    if (exchange->cors_origin && strcmp(verb, "OPTIONS") == 0 && headers->requested_method) {
        exchange->status = NO_CONTENT;
        return true;
    }
    exchange->document = strcmp(verb, "GET") == 0 ? document_find(exchange->uri) : NULL;
    if (!exchange->document)
        return false;
    exchange->status = 200;
    exchange->content_type = exchange->document->content_type;
    return true;
}

bool exchange_admit(struct exchange *exchange, const char *verb, const struct exchange_headers *headers)
{
    return !answer_openly(exchange, verb, headers) && authenticate(exchange, headers) && find_route(exchange, verb) &&
           check_scope(exchange) && check_media_type(exchange, headers) && take_idempotency_key(exchange, headers) &&
           take_condition(exchange, headers);
}

/* --- the call
 * --------------------------------------------------------------------------------------------------------------- */

bool exchange_hold_key(struct exchange *exchange)
{
    struct error error;
    if (!exchange->call.terms.idempotency_key)
        return true;
    const char *name =
        arena_printf(&exchange->arena, "%s %s", exchange->call.terms.idempotency_key, exchange->owner.principal);
    if (running_keys_begin(exchange->context->running, name)) {
        exchange->running_key = name;
        return true;
    }
    error_set(&error, STATUS_ABORTED, "call.idempotency_key",
              "a request with this key is still being answered: wait for it, or ask again a little later",
              "使用该键的请求仍在处理：请等待或稍后重试");
    error.retry_after_ms = 1000 * RETRY_AFTER_S;
    return exchange_refuse(exchange, 0, &error);
}

void exchange_fill_call(struct exchange *exchange, const ProtobufCMessage *request,
                        void (*done_with_it)(struct outgoing *call, const struct client_reply *reply))
{
    const ProtobufCMethodDescriptor *method = route_method(exchange->route);
    struct outgoing *call = &exchange->call;
    call->method = arena_printf(&exchange->arena, "%s/%s",
                                backend_descriptor_of(exchange->route->backend, method->name)->name, method->name);
    call->request = request;
    call->response_type = method->output;
    call->terms.on_behalf_of = exchange->owner.principal;
    call->terms.traceparent = exchange->traceparent;
    call->terms.locale = exchange->locale == LOCALE_ZH_CN ? "zh-CN" : "en";
    call->locale = exchange->locale;
    call->done = done_with_it;
}

bool exchange_begin(struct exchange *exchange, void (*suspend)(struct exchange *exchange))
{
    struct error error = {0};
    if (exchange->is_document)
        return lead_filing_begin(exchange, suspend);
    ProtobufCMessage *request = request_message_read(exchange->route, &exchange->target, exchange->body.data,
                                                     exchange->body.length, &exchange->arena, &error);
    buffer_release(&exchange->body);
    if (!request)
        return !exchange_refuse(exchange, error.status == STATUS_RESOURCE_EXHAUSTED ? 413 : 0, &error);
    if (exchange->if_version)
        entity_set_condition(request, exchange->if_version);
    if (!exchange_hold_key(exchange))
        return true;
    exchange_fill_call(exchange, request, done);
    suspend(exchange);
    if (caller_submit(exchange->context->callers[exchange->route->backend], &exchange->call))
        return false;
    error_set(&error, STATUS_UNAVAILABLE, NULL, "the gateway is being restarted: try again in a moment",
              "网关正在重启：请稍后重试");
    const struct client_reply reply = {.status = error.status, .message = error.message[exchange->locale]};
    done(&exchange->call, &reply);
    return false;
}

void exchange_release(struct exchange *exchange)
{
    buffer_release(&exchange->body);
    buffer_release(&exchange->answer);
    arena_release(&exchange->arena);
}
