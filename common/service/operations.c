#include "service/operations.h"

#include "remuda/rpc/v1/operations.pb-c.h"
#include "service/audit.h"

#define PING_TEXT_MAX 1024
#define PAGE_DEFAULT 100
#define PAGE_MAX 1000

typedef Remuda__Rpc__V1__Event EventMessage;

static int ping(struct batch *batch, struct error *error)
{
    (void)error;
    for (size_t i = 0; i < batch->count; i++) {
        struct call *call = &batch->calls[i];
        const Remuda__Rpc__V1__PingRequest *request = (const Remuda__Rpc__V1__PingRequest *)call->request;
        if (strlen(request->text) > PING_TEXT_MAX) {
            call_violation(batch, call, "text", "OUT_OF_RANGE", "the text has more than %d bytes: shorten it",
                           "文本超过 %d 字节：请缩短", PING_TEXT_MAX);
            continue;
        }
        Remuda__Rpc__V1__PingResponse *response =
            RESPONSE(batch, Remuda__Rpc__V1__PingResponse, remuda__rpc__v1__ping_response);
        response->text = request->text;
        response->service = (char *)(uintptr_t)batch->definition->name; /* packing only reads it */
        response->version = (char *)(uintptr_t)REMUDA_VERSION;
        response->now_unix_ms = batch->now_ms;
        call->response = &response->base;
    }
    return 0;
}

/* 0 means the default; false with a violation when it is out of range. */
static bool read_limit(struct batch *batch, struct call *call, int32_t given, size_t *limit)
{
    if (given < 0 || given > PAGE_MAX) {
        call_violation(batch, call, "limit", "OUT_OF_RANGE", "limit is %d: give 1 to %d, or 0 for %d",
                       "limit 为 %d：请给 1 至 %d，或 0 表示 %d", given, PAGE_MAX, PAGE_DEFAULT);
        return false;
    }
    *limit = given ? (size_t)given : PAGE_DEFAULT;
    return true;
}

static EventMessage *event_message(struct batch *batch, const struct event *event)
{
    EventMessage *message = RESPONSE(batch, EventMessage, remuda__rpc__v1__event);
    message->position = event->position;
    message->type = (char *)(uintptr_t)event->type;
    message->subject = event->subject;
    message->occurred_at_unix_ms = event->occurred_at;
    message->source = (char *)(uintptr_t)event->source;
    message->traceparent = (char *)(uintptr_t)event->traceparent;
    message->payload.data = (uint8_t *)(uintptr_t)event->payload.data;
    message->payload.len = event->payload.size;
    return message;
}

static int read_events_once(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Rpc__V1__ReadEventsRequest *request = (const Remuda__Rpc__V1__ReadEventsRequest *)call->request;
    struct event *events;
    size_t limit, count;
    if (!read_limit(batch, call, request->limit, &limit))
        return 0;
    if (event_log_read(batch->db, batch->arena, request->after_position, request->newest, limit, &events, &count,
                       error) != 0)
        return -1;
    Remuda__Rpc__V1__ReadEventsResponse *response =
        RESPONSE(batch, Remuda__Rpc__V1__ReadEventsResponse, remuda__rpc__v1__read_events_response);
    response->events = ARENA_ARRAY(batch->arena, EventMessage *, count);
    response->n_events = count;
    for (size_t i = 0; i < count; i++)
        response->events[i] = event_message(batch, &events[i]);
    call->response = &response->base;
    return 0;
}

static int list_dead_letters_once(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Rpc__V1__ListDeadLettersRequest *request =
        (const Remuda__Rpc__V1__ListDeadLettersRequest *)call->request;
    struct dead_letter *letters;
    size_t limit, count;
    if (!read_limit(batch, call, request->limit, &limit))
        return 0;
    if (dead_letter_list(batch->db, batch->arena, limit, &letters, &count, error) != 0)
        return -1;
    Remuda__Rpc__V1__ListDeadLettersResponse *response =
        RESPONSE(batch, Remuda__Rpc__V1__ListDeadLettersResponse, remuda__rpc__v1__list_dead_letters_response);
    response->dead_letters = ARENA_ARRAY(batch->arena, Remuda__Rpc__V1__DeadLetter *, count);
    response->n_dead_letters = count;
    for (size_t i = 0; i < count; i++) {
        Remuda__Rpc__V1__DeadLetter *letter =
            RESPONSE(batch, Remuda__Rpc__V1__DeadLetter, remuda__rpc__v1__dead_letter);
        letter->dead_letter_id = letters[i].id;
        letter->consumer = (char *)(uintptr_t)letters[i].consumer;
        letter->event = event_message(batch, &letters[i].event);
        letter->error = (char *)(uintptr_t)letters[i].error;
        letter->failed_at_unix_ms = letters[i].failed_at;
        letter->replay_requested = letters[i].replay_requested;
        response->dead_letters[i] = letter;
    }
    call->response = &response->base;
    return 0;
}

static int replay_dead_letters_once(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Rpc__V1__ReplayDeadLettersRequest *request =
        (const Remuda__Rpc__V1__ReplayDeadLettersRequest *)call->request;
    int64_t marked;
    if (dead_letter_replay(batch->db, batch->arena, request->dead_letter_ids, request->n_dead_letter_ids, &marked,
                           error) != 0)
        return -1;
    Remuda__Rpc__V1__ReplayDeadLettersResponse *response =
        RESPONSE(batch, Remuda__Rpc__V1__ReplayDeadLettersResponse, remuda__rpc__v1__replay_dead_letters_response);
    response->marked = (int32_t)marked;
    call->response = &response->base;
    return 0;
}

static Remuda__Rpc__V1__AuditEntry *audit_message(struct batch *batch, const struct audit_entry *entry)
{
    Remuda__Rpc__V1__AuditEntry *message = RESPONSE(batch, Remuda__Rpc__V1__AuditEntry, remuda__rpc__v1__audit_entry);
    message->entry_id = entry->entry_id;
    message->at_unix_ms = entry->at;
    message->principal = (char *)(uintptr_t)entry->principal;
    message->service = (char *)(uintptr_t)entry->service;
    message->method = (char *)(uintptr_t)entry->method;
    message->outcome = (char *)(uintptr_t)entry->outcome;
    message->subject = (char *)(uintptr_t)entry->subject;
    message->subject_id = entry->subject_id;
    message->unit_id = entry->unit_id;
    message->field = (char *)(uintptr_t)entry->field;
    message->traceparent = (char *)(uintptr_t)entry->traceparent;
    return message;
}

static int read_audit_once(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Rpc__V1__ReadAuditRequest *request = (const Remuda__Rpc__V1__ReadAuditRequest *)call->request;
    size_t limit, count;
    if (!read_limit(batch, call, request->limit, &limit))
        return 0;
    struct audit_entry *entries = ARENA_ARRAY(batch->arena, struct audit_entry, limit);
    if (audit_read(batch->db, batch->arena, request->before_entry, request->principal, request->refused_only, limit, entries, &count,
                   error) != 0)
        return -1;
    Remuda__Rpc__V1__ReadAuditResponse *response =
        RESPONSE(batch, Remuda__Rpc__V1__ReadAuditResponse, remuda__rpc__v1__read_audit_response);
    response->entries = ARENA_ARRAY(batch->arena, Remuda__Rpc__V1__AuditEntry *, count);
    response->n_entries = count;
    for (size_t i = 0; i < count; i++)
        response->entries[i] = audit_message(batch, &entries[i]);
    call->response = &response->base;
    return 0;
}

static int read_audit(struct batch *batch, struct error *error)
{
    return batch_each(batch, read_audit_once, error);
}

static int read_events(struct batch *batch, struct error *error)
{
    return batch_each(batch, read_events_once, error);
}

static int list_dead_letters(struct batch *batch, struct error *error)
{
    return batch_each(batch, list_dead_letters_once, error);
}

static int replay_dead_letters(struct batch *batch, struct error *error)
{
    return batch_each(batch, replay_dead_letters_once, error);
}

const struct method operations_methods[] = {
    {"Ping", ROLE_NONE, METHOD_READS | METHOD_INLINE, 1, ping},
    {"ReadEvents", ROLE_HEADQUARTERS, METHOD_READS, 1, read_events},
    {"ListDeadLetters", ROLE_ADMINISTRATOR, METHOD_READS, 1, list_dead_letters},
    {"ReplayDeadLetters", ROLE_ADMINISTRATOR, METHOD_WRITES, 1, replay_dead_letters},
    {"ReadAudit", ROLE_HEADQUARTERS, METHOD_READS, 1, read_audit},
    {0},
};
