#include "catalogue_store.h"
#include "code_index.h"
#include "rpc.h"

#define PUT_MAX 5000
#define LIST_MAX 5000

typedef Remuda__Directory__V1__ReferenceCode code_message;

static void take_codes(struct batch *batch, struct call *call, code_message *const *messages, size_t n,
                       struct reference_code *codes)
{
    struct code_index index;

    code_index_init(&index, batch->arena, n);
    for (size_t i = 0; i < n; i++) {
        const code_message *message = messages[i];
        const char *key = arena_printf(batch->arena, "%s/%s", message->list, message->code);
        size_t first = code_index_add(&index, key, i);
        struct fault fault;

        codes[i] = (struct reference_code){.list = message->list,
                                           .code = message->code,
                                           .name_zh = message->name_zh,
                                           .name_en = message->name_en,
                                           .sequence = message->sequence,
                                           .mapping = message->mapping};
        if (reference_code_check(&codes[i], &fault) < 0)
            rpc_refuse(batch, call, "codes", i, &fault);
        else if (first != CODE_INDEX_NONE)
            rpc_refuse_twice(batch, call, "codes", i, "code", first);
    }
}

static int put_codes(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Directory__V1__PutReferenceCodesRequest *request =
        (const Remuda__Directory__V1__PutReferenceCodesRequest *)call->request;
    Remuda__Directory__V1__PutReferenceCodesResponse *response = RESPONSE(
        batch, Remuda__Directory__V1__PutReferenceCodesResponse, remuda__directory__v1__put_reference_codes_response);
    struct reference_code *codes = ARENA_ARRAY(batch->arena, struct reference_code, request->n_codes);

    if (!rpc_check_count(batch, call, "codes", request->n_codes, PUT_MAX))
        return 0;
    take_codes(batch, call, request->codes, request->n_codes, codes);
    if (!call_ok(call))
        return 0;
    response->stored = (int32_t)request->n_codes;
    call->response = &response->base;
    return reference_store_put(batch->db, batch->arena, codes, request->n_codes, error);
}

int rpc_put_reference_codes(struct batch *batch, struct error *error)
{
    return rpc_each_change(batch, put_codes, error);
}

static code_message *message_of(struct batch *batch, const struct reference_code *code)
{
    code_message *message = RESPONSE(batch, code_message, remuda__directory__v1__reference_code);

    message->list = rpc_text(code->list);
    message->code = rpc_text(code->code);
    message->name_zh = rpc_text(code->name_zh);
    message->name_en = rpc_text(code->name_en);
    message->sequence = code->sequence;
    message->mapping = rpc_text(code->mapping);
    return message;
}

static int list_codes(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Directory__V1__ListReferenceCodesRequest *request =
        (const Remuda__Directory__V1__ListReferenceCodesRequest *)call->request;
    Remuda__Directory__V1__ListReferenceCodesResponse *response = RESPONSE(
        batch, Remuda__Directory__V1__ListReferenceCodesResponse, remuda__directory__v1__list_reference_codes_response);
    struct reference_code *codes;
    size_t n;

    if (reference_store_list(batch->db, batch->arena, request->list, LIST_MAX, &codes, &n, error) < 0)
        return -1;
    response->n_codes = n;
    response->codes = ARENA_ARRAY(batch->arena, code_message *, n);
    for (size_t i = 0; i < n; i++)
        response->codes[i] = message_of(batch, &codes[i]);
    call->response = &response->base;
    return 0;
}

int rpc_list_reference_codes(struct batch *batch, struct error *error)
{
    return rpc_each(batch, list_codes, error);
}
