#include "service/service.h"

#include "wire/wire.h"

#include <stdarg.h>

int call_fail(struct call *call, enum status status, const char *field, const char *en, const char *zh, ...)
{
    if (!call_ok(call))
        return -1;
    va_list arguments;
    va_start(arguments, zh);
    error_vset(&call->error, status, field, en, zh, arguments);
    va_end(arguments);
    return -1;
}

int call_fail_error(struct call *call, const struct error *error)
{
    if (call_ok(call))
        call->error = *error;
    return -1;
}

void call_violation(struct batch *batch, struct call *call, const char *field, const char *reason, const char *en,
                    const char *zh, ...)
{
    struct error error;
    va_list arguments;
    va_start(arguments, zh);
    error_vset(&error, STATUS_INVALID_ARGUMENT, field, en, zh, arguments);
    va_end(arguments);
    call_violation_error(batch, call, reason, &error);
}

void call_violation_error(struct batch *batch, struct call *call, const char *reason, const struct error *error)
{
    struct violation *violation = ARENA_NEW(batch->arena, struct violation);
    violation->field = arena_strdup(batch->arena, error->field);
    violation->reason = arena_strdup(batch->arena, reason);
    for (int i = 0; i < LOCALE_COUNT; i++)
        violation->message[i] = arena_strdup(batch->arena, error->message[i]);
    violation->next = call->violations;
    call->violations = violation;
    if (call_ok(call)) { /* the first finding stands for the call */
        call->error = *error;
        call->error.status = STATUS_INVALID_ARGUMENT;
    }
}

int batch_each(struct batch *batch, int (*handle)(struct batch *batch, struct call *call, struct error *error),
               struct error *error)
{
    for (size_t i = 0; i < batch->count; i++)
        if (handle(batch, &batch->calls[i], error) != 0)
            return -1;
    return 0;
}

void batch_emit(struct batch *batch, const struct call *call, int64_t subject, const ProtobufCMessage *message)
{
    if (batch->event_count == batch->event_capacity) {
        size_t capacity = batch->event_capacity ? 2 * batch->event_capacity : 64;
        struct event *events = ARENA_ARRAY(batch->arena, struct event, capacity);
        if (batch->event_count)
            memcpy(events, batch->events, batch->event_count * sizeof *events);
        batch->events = events;
        batch->event_capacity = capacity;
    }
    struct event *event = &batch->events[batch->event_count++];
    *event = (struct event){
        .type = message->descriptor->name,
        .subject = subject,
        .occurred_at = batch->now_ms,
        .traceparent = call ? call->traceparent : "",
    };
    event->payload.data = wire_pack(message, batch->arena, &event->payload.size);
}
