#include "service/admission.h"

#include "base/clock.h"
#include "base/log.h"
#include "remuda/rpc/v1/envelope.pb-c.h"
#include "wire/wire.h"

#define TIMEOUT_DEFAULT_MS 30000
#define TIMEOUT_LONGEST_MS (INT64_C(24) * 3600 * 1000) /* a deadline beyond is as good as this one */
#define RETRY_AFTER_MS 100
#define RETRY_AFTER_RESTART_MS 500

typedef Remuda__Rpc__V1__Call Envelope;

/* A message that is being looked at. */
struct candidate {
    const struct admission *admission;
    struct listener_message *message;
    const Envelope *envelope;
    const struct method_entry *entry;
    enum locale locale;
    int64_t now_ms;
    enum refusal refusal;
    struct error error;
};

static int refuse(struct candidate *candidate, enum refusal refusal)
{
    candidate->refusal = refusal;
    return -1;
}

static int check_frames(struct candidate *candidate)
{
    const struct listener_message *message = candidate->message;
    if (message->frame_count == 2 && zmq_msg_size(&message->frames[0]) > 0)
        return 0;
    error_set(
        &candidate->error, STATUS_INVALID_ARGUMENT, NULL,
        "a call has two frames, Call and request; %d came, or the first is empty: send both as one multipart message from a "
        "DEALER socket, without an empty frame",
        "一次调用应有 Call 与请求两帧，收到 %d 帧或首帧为空：请用 DEALER 套接字作为一条多部分消息发送，不要加空帧",
        message->frame_count);
    return refuse(candidate, REFUSED_FRAMES);
}

static bool is_hexadecimal(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

/* It goes into the log and the event log: nothing else may. https://www.w3.org/TR/trace-context/#traceparent-header */
static bool traceparent_is_well_formed(const char *text)
{
    static const char shape[] = "00-hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh-hhhhhhhhhhhhhhhh-hh";
    _Static_assert(sizeof shape == TRACEPARENT_SIZE, "the shape is a traceparent");
    for (size_t i = 0; i < sizeof shape; i++)
        if (shape[i] == 'h' ? !is_hexadecimal(text[i]) : text[i] != shape[i])
            return false;
    return true;
}

static int check_envelope(struct candidate *candidate, struct arena *arena)
{
    zmq_msg_t *frame = &candidate->message->frames[0];
    const Envelope *envelope = (const Envelope *)wire_unpack(&remuda__rpc__v1__call__descriptor, zmq_msg_data(frame),
                                                             zmq_msg_size(frame), arena, &candidate->error);
    if (!envelope) {
        error_within(&candidate->error, "call");
        return refuse(candidate, REFUSED_ENVELOPE);
    }
    candidate->envelope = envelope;
    candidate->locale = locale_of(envelope->locale);
    if (envelope->call_id == 0) {
        error_set(&candidate->error, STATUS_INVALID_ARGUMENT, "call.call_id", "call_id is 0: number your calls from 1",
                  "call_id 为 0：请从 1 开始编号");
        return refuse(candidate, REFUSED_ENVELOPE);
    }
    if (*envelope->traceparent && !traceparent_is_well_formed(envelope->traceparent)) {
        error_set(
            &candidate->error, STATUS_INVALID_ARGUMENT, "call.traceparent",
            "this is not 00-TRACE-PARENT-FLAGS of W3C Trace Context in lower-case hexadecimal: correct it or leave it empty",
            "不符合 W3C Trace Context 的 00-TRACE-PARENT-FLAGS（小写十六进制）：请更正或留空");
        return refuse(candidate, REFUSED_ENVELOPE);
    }
    return 0;
}

/* Another replica answers, or this one when it is back. */
static int check_draining(struct candidate *candidate)
{
    if (!candidate->admission->draining)
        return 0;
    error_set(&candidate->error, STATUS_UNAVAILABLE, NULL, "the service is being restarted: try again in a moment",
              "服务正在重启：请稍后重试");
    candidate->error.retry_after_ms = RETRY_AFTER_RESTART_MS;
    return refuse(candidate, REFUSED_DRAINING);
}

static int check_method(struct candidate *candidate)
{
    candidate->entry = method_table_find(candidate->admission->methods, candidate->envelope->method);
    if (candidate->entry)
        return 0;
    error_set(&candidate->error, STATUS_UNIMPLEMENTED, "call.method",
              "this service has no method '%.100s': write it as package.Service/Method and ask the right service",
              "本服务没有方法“%.100s”：请写成 package.Service/Method，并确认所调用的服务", candidate->envelope->method);
    return refuse(candidate, REFUSED_METHOD);
}

static int check_size(struct candidate *candidate)
{
    size_t size = zmq_msg_size(&candidate->message->frames[1]);
    if (size <= WIRE_MESSAGE_MAX)
        return 0;
    error_set(&candidate->error, STATUS_RESOURCE_EXHAUSTED, "request",
              "the request has %zu bytes; at most %d are taken: send it in several calls",
              "请求有 %zu 字节，上限为 %d：请分成多次调用", size, WIRE_MESSAGE_MAX);
    return refuse(candidate, REFUSED_TOO_LARGE);
}

static int check_key(struct candidate *candidate)
{
    const char *key = candidate->envelope->idempotency_key;
    size_t length = strlen(key);
    if (length == 0 && !(candidate->entry->method->flags & METHOD_WRITES))
        return 0;
    size_t printable = 0;
    while (key[printable] > 0x20 && key[printable] < 0x7F)
        printable++;
    if (length > 0 && length < IDEMPOTENCY_KEY_SIZE && printable == length)
        return 0;
    error_set(&candidate->error, STATUS_INVALID_ARGUMENT, "call.idempotency_key",
              "a call that changes something needs a key of 1 to %d printable ASCII characters without blanks",
              "变更类调用需要 1 至 %d 个不含空格的可打印 ASCII 字符作为幂等键", IDEMPOTENCY_KEY_SIZE - 1);
    return refuse(candidate, REFUSED_KEY);
}

/* What it may do, and for whom it asks, is looked at by the worker, which can write a refusal into the audit. */
static int check_principal(struct candidate *candidate)
{
    const struct authority *authority = candidate->admission->authority;
    if (authority && authority_by_key(authority, candidate->message->public_key))
        return 0;
    error_set(&candidate->error, STATUS_UNAUTHENTICATED, NULL,
              "this key is no longer valid: ask an administrator for a new one", "该密钥已失效：请向管理员申请新密钥");
    return refuse(candidate, REFUSED_PRINCIPAL);
}

static int check_deadline(struct candidate *candidate)
{
    int64_t deadline = candidate->envelope->deadline_unix_ms;
    if (deadline == 0 || deadline > candidate->now_ms)
        return 0;
    error_set(&candidate->error, STATUS_DEADLINE_EXCEEDED, "call.deadline_unix_ms",
              "the deadline had passed when the call came: give it more time, and set your clock",
              "调用到达时已超过截止时间：请给出更长的时限，并校准时钟");
    return refuse(candidate, REFUSED_DEADLINE);
}

static int examine(struct candidate *candidate, struct arena *arena)
{
    if (check_frames(candidate) != 0 || check_envelope(candidate, arena) != 0 || check_draining(candidate) != 0 ||
        check_method(candidate) != 0 || check_principal(candidate) != 0 || check_size(candidate) != 0 ||
        check_key(candidate) != 0)
        return -1;
    return check_deadline(candidate);
}

static struct request *make_request(const struct candidate *candidate)
{
    const struct listener_message *message = candidate->message;
    const Envelope *envelope = candidate->envelope;
    const int64_t left_ms =
        envelope->deadline_unix_ms ? envelope->deadline_unix_ms - candidate->now_ms : TIMEOUT_DEFAULT_MS;
    struct request *request = calloc(1, sizeof *request + message->routing_id_size);
    if (!request)
        abort(); /* as arena_alloc */
    request->entry = candidate->entry;
    request->call_id = envelope->call_id;
    request->arrived_us = clock_monotonic_us();
    request->deadline_us = request->arrived_us + 1000 * (left_ms < TIMEOUT_LONGEST_MS ? left_ms : TIMEOUT_LONGEST_MS);
    request->locale = candidate->locale;
    memcpy(request->public_key, message->public_key, sizeof request->public_key);
    request->is_on_behalf = *envelope->on_behalf_of != '\0';
    if (strlen(envelope->on_behalf_of) < sizeof request->on_behalf_of) /* else no principal has the name */
        snprintf(request->on_behalf_of, sizeof request->on_behalf_of, "%s", envelope->on_behalf_of);
    snprintf(request->idempotency_key, sizeof request->idempotency_key, "%s", envelope->idempotency_key);
    snprintf(request->traceparent, sizeof request->traceparent, "%s", envelope->traceparent);
    zmq_msg_init(&request->body);
    zmq_msg_move(&request->body, &candidate->message->frames[1]);
    request->routing_id_size = message->routing_id_size;
    memcpy(request->routing_id, message->routing_id, message->routing_id_size);
    return request;
}

/* Whoever sends what cannot be read has not said which language he speaks. */
static void speak_both_languages(struct error *error)
{
    const struct error said = *error;
    error_set(error, said.status, said.field, "%s (%s)", "%s (%s)", said.message[LOCALE_EN],
              said.message[LOCALE_ZH_CN]);
}

static struct reply *refuse_in_words(struct candidate *candidate)
{
    const struct listener_message *message = candidate->message;
    if (!candidate->envelope)
        speak_both_languages(&candidate->error);
    atomic_fetch_add_explicit(&candidate->admission->metrics->refused[candidate->refusal], 1, memory_order_relaxed);
    log_debug("message_refused", LOG_TEXT("reason", refusal_name(candidate->refusal)));
    return reply_refuse(message->routing_id, message->routing_id_size,
                        candidate->envelope ? candidate->envelope->call_id : 0, candidate->locale, &candidate->error);
}

static struct reply *queue_or_refuse(struct candidate *candidate)
{
    struct request *request = make_request(candidate);
    if (queue_push(candidate->admission->queue, request))
        return NULL;
    request_free(request);
    error_set(&candidate->error, STATUS_RESOURCE_EXHAUSTED, NULL,
              "too many calls wait for this method: try again a little later", "该方法等待的调用过多：请稍后重试");
    candidate->error.retry_after_ms = RETRY_AFTER_MS;
    candidate->refusal = REFUSED_QUEUE_FULL;
    return refuse_in_words(candidate);
}

struct reply *admission_admit(const struct admission *admission, struct listener_message *message)
{
    struct arena *arena = &admission->inline_runner->arena;
    struct candidate candidate = {.admission = admission, .message = message, .now_ms = clock_unix_ms()};
    struct reply *reply;
    arena_reset(arena);
    if (examine(&candidate, arena) != 0)
        reply = refuse_in_words(&candidate);
    else if (candidate.entry->method->flags & METHOD_INLINE)
        reply = runner_run(admission->inline_runner, make_request(&candidate));
    else
        reply = queue_or_refuse(&candidate);
    listener_message_release(message);
    return reply;
}
