#include "base/log.h"
#include "remuda/rpc/v1/envelope.pb-c.h"
#include "service/request.h"

#define VIOLATIONS_MAX 64

void request_free(struct request *request)
{
    if (!request)
        return;
    zmq_msg_close(&request->body);
    free(request);
}

void reply_free(struct reply *reply)
{
    zmq_msg_close(&reply->frames[0]);
    zmq_msg_close(&reply->frames[1]);
    free(reply);
}

/* Oldest finding first, and those when there are too many: the list is kept newest first. */
static size_t collect_violations(const struct violation *newest, enum locale locale, Remuda__Rpc__V1__Violation *out)
{
    size_t count = 0;
    for (const struct violation *v = newest; v; v = v->next)
        count++;
    for (; count > VIOLATIONS_MAX; count--)
        newest = newest->next;
    size_t place = count;
    for (const struct violation *v = newest; place > 0; v = v->next) {
        Remuda__Rpc__V1__Violation *violation = &out[--place];
        remuda__rpc__v1__violation__init(violation);
        /* protobuf-c's strings are not const; packing only reads them. */
        violation->field = (char *)(uintptr_t)v->field;
        violation->reason = (char *)(uintptr_t)v->reason;
        violation->message = (char *)(uintptr_t)v->message[locale];
    }
    return count;
}

static struct reply *make(const uint8_t *routing_id, size_t routing_id_size, const Remuda__Rpc__V1__Outcome *outcome,
                          const struct db_bytes *response)
{
    struct reply *reply = malloc(sizeof *reply + routing_id_size);
    size_t response_size = response ? response->size : 0;
    if (!reply || zmq_msg_init_size(&reply->frames[0], remuda__rpc__v1__outcome__get_packed_size(outcome)) != 0 ||
        zmq_msg_init_size(&reply->frames[1], response_size) != 0) {
        log_error("out_of_memory");
        abort(); /* as arena_alloc: nothing that was acknowledged is lost */
    }
    reply->next = NULL;
    reply->routing_id_size = routing_id_size;
    memcpy(reply->routing_id, routing_id, routing_id_size);
    remuda__rpc__v1__outcome__pack(outcome, zmq_msg_data(&reply->frames[0]));
    if (response_size)
        memcpy(zmq_msg_data(&reply->frames[1]), response->data, response_size);
    return reply;
}

struct reply *reply_make(const uint8_t *routing_id, size_t routing_id_size, uint64_t call_id, enum locale locale,
                         const struct call *call, const struct db_bytes *response)
{
    Remuda__Rpc__V1__Outcome outcome = REMUDA__RPC__V1__OUTCOME__INIT;
    outcome.call_id = call_id;
    const struct error *error = &call->error;
    if (error->status == STATUS_OK)
        return make(routing_id, routing_id_size, &outcome, response);
    Remuda__Rpc__V1__Violation violations[VIOLATIONS_MAX + 1], *pointers[VIOLATIONS_MAX + 1];
    size_t count = collect_violations(call->violations, locale, violations);
    if (count == 0 && *error->field) {
        remuda__rpc__v1__violation__init(&violations[0]);
        violations[0].field = (char *)(uintptr_t)error->field;
        violations[0].reason = (char *)(uintptr_t)status_name(error->status);
        violations[0].message = (char *)(uintptr_t)error->message[locale];
        count = 1;
    }
    for (size_t i = 0; i < count; i++)
        pointers[i] = &violations[i];
    outcome.code = (Remuda__Rpc__V1__Code)error->status;
    outcome.retry_after_ms = error->retry_after_ms;
    outcome.message = (char *)(uintptr_t)error->message[locale];
    outcome.n_violations = count;
    outcome.violations = pointers;
    return make(routing_id, routing_id_size, &outcome, NULL);
}

struct reply *reply_refuse(const uint8_t *routing_id, size_t routing_id_size, uint64_t call_id, enum locale locale,
                           const struct error *error)
{
    const struct call call = {.error = *error};
    return reply_make(routing_id, routing_id_size, call_id, locale, &call, NULL);
}
