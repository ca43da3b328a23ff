#include "frame.h"

#include "base/clock.h"
#include "wire/wire.h"

struct authority_holder *frame_authority(void)
{
    struct authority_holder *holder = authority_holder_create();
    struct authority *authority = authority_create();
    assert_non_null(holder);
    authority_add_unit(authority, 1, 0, UNIT_HEADQUARTERS, "HQ");
    authority_add_principal(authority, FRAME_PRINCIPAL_ID, "tester", 0);
    authority_add_grant(authority, FRAME_PRINCIPAL_ID, ROLE_ADMINISTRATOR, 1);
    authority_add_key(authority, FRAME_KEY, FRAME_PRINCIPAL_ID);
    authority_holder_replace(holder, authority);
    return holder;
}

void frame_methods(struct method_table *table, const struct method *methods)
{
    struct error error = {0};
    if (method_table_add(table, &remuda__rpc__v1__operations__descriptor, methods, &error) != 0)
        fail_msg("%s: %s", error.field, error.message[LOCALE_EN]);
}

struct request *frame_request(const struct method_table *table, const char *method, uint64_t call_id, const char *key,
                              const char *text)
{
    char name[160];
    snprintf(name, sizeof name, "%s/%s", remuda__rpc__v1__operations__descriptor.name, method);
    struct request *request = calloc(1, sizeof *request + 1);
    assert_non_null(request);
    request->entry = method_table_find(table, name);
    assert_non_null(request->entry);
    request->call_id = call_id;
    request->arrived_us = clock_monotonic_us();
    request->deadline_us = request->arrived_us + 60000000;
    memcpy(request->public_key, FRAME_KEY, sizeof request->public_key);
    snprintf(request->idempotency_key, sizeof request->idempotency_key, "%s", key);
    request->routing_id_size = 1;
    Remuda__Rpc__V1__PingRequest body = REMUDA__RPC__V1__PING_REQUEST__INIT;
    body.text = (char *)(uintptr_t)text; /* packing only reads it */
    zmq_msg_init_size(&request->body, remuda__rpc__v1__ping_request__get_packed_size(&body));
    remuda__rpc__v1__ping_request__pack(&body, zmq_msg_data(&request->body));
    return request;
}

static const ProtobufCMessage *read_frame(const struct reply *reply, int number, const ProtobufCMessageDescriptor *type,
                                          struct arena *arena)
{
    zmq_msg_t *frame = (zmq_msg_t *)(uintptr_t)&reply->frames[number];
    struct error error = {0};
    const ProtobufCMessage *message = wire_unpack(type, zmq_msg_data(frame), zmq_msg_size(frame), arena, &error);
    if (!message)
        fail_msg("a client cannot read the reply: %s", error.message[LOCALE_EN]);
    return message;
}

const Remuda__Rpc__V1__Outcome *frame_outcome(const struct reply *reply, struct arena *arena)
{
    return (const Remuda__Rpc__V1__Outcome *)read_frame(reply, 0, &remuda__rpc__v1__outcome__descriptor, arena);
}

const Remuda__Rpc__V1__PingResponse *frame_response(const struct reply *reply, struct arena *arena)
{
    return (const Remuda__Rpc__V1__PingResponse *)read_frame(reply, 1, &remuda__rpc__v1__ping_response__descriptor,
                                                             arena);
}

void frame_answer(struct batch *batch, struct call *call, const char *text)
{
    Remuda__Rpc__V1__PingResponse *response =
        RESPONSE(batch, Remuda__Rpc__V1__PingResponse, remuda__rpc__v1__ping_response);
    response->text = arena_strdup(batch->arena, text);
    call->response = &response->base;
}

const char *frame_text(const struct call *call)
{
    return ((const Remuda__Rpc__V1__PingRequest *)call->request)->text;
}
