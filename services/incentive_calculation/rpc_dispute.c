/* What people say against a line of their own statement, and the answer. */
#include "rpc.h"

#include "pay_store.h"
#include "remuda/incentive/v1/incentive_calculation.pb-c.h"

#include <jansson.h>

#define DISPUTE_TEXT_MAX 2000 /* bytes */

static bool has_component(const char *document, const char *component)
{
    json_t *json = json_loads(document, 0, NULL);
    const json_t *lines = json_object_get(json, "lines");
    bool has = false;
    for (size_t i = 0; i < json_array_size(lines); i++)
        has |= strcmp(json_string_value(json_object_get(json_array_get(lines, i), "component")), component) == 0;
    json_decref(json);
    return has;
}

static void check_text(struct batch *batch, struct call *call, const char *field, const char *text)
{
    if (!*text || strlen(text) > DISPUTE_TEXT_MAX)
        call_violation(batch, call, field, "REQUIRED", "say why, in 1 to %d bytes", "请说明理由（1至%d字节）",
                       DISPUTE_TEXT_MAX);
}

static int dispute(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Incentive__V1__DisputeRequest *request = (const Remuda__Incentive__V1__DisputeRequest *)call->request;
    struct pay_result *results;
    const char *due_on;
    size_t count;
    int64_t kind, dispute_id;
    day_t first;
    check_text(batch, call, "reason", request->reason);
    rpc_read_period(batch, call, request->period, &kind, &first);
    if (!call_ok(call))
        return 0;
    if (pay_store_find(batch->db, batch->arena, request->period, NULL, call->principal->person_id, &results, &count,
                       error) != 0)
        return -1;
    if (count == 0 || !has_component(results->document, request->component)) {
        call_fail(call, STATUS_NOT_FOUND, "component",
                  "your statement of %s has no line \"%s\"; read it to see which it has",
                  "您在%s的对账单没有项目“%s”；请先查看对账单", request->period, request->component);
        return 0;
    }
    if (pay_store_add_dispute(batch->db, batch->arena, request->period, results->person_id, request->component,
                              request->reason, &dispute_id, &due_on, error) != 0)
        return -1;
    if (!dispute_id) {
        call_fail(call, STATUS_ALREADY_EXISTS, "component", "your dispute of this line is open; wait for its answer%s",
                  "该项目已有未答复的异议；请等待答复%s", "");
        return 0;
    }
    Remuda__Incentive__V1__DisputeResponse *response =
        RESPONSE(batch, Remuda__Incentive__V1__DisputeResponse, remuda__incentive__v1__dispute_response);
    response->dispute_id = dispute_id;
    response->due_on = arena_strdup(batch->arena, due_on);
    call->response = &response->base;
    return 0;
}

static int resolve_dispute(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Incentive__V1__ResolveDisputeRequest *request =
        (const Remuda__Incentive__V1__ResolveDisputeRequest *)call->request;
    bool found;
    check_text(batch, call, "answer", request->answer);
    if (request->correction_fen < -PAY_AMOUNT_MAX || request->correction_fen > PAY_AMOUNT_MAX)
        call_violation(batch, call, "correction_fen", "OUT_OF_RANGE", "a correction is at most %lld fen either way",
                       "更正金额不得超过±%lld分", (long long)PAY_AMOUNT_MAX);
    if (!call_ok(call))
        return 0;
    if (pay_store_resolve_dispute(batch->db, batch->arena, request->dispute_id, request->answer,
                                  request->correction_fen, call->principal->principal_id, &found, error) != 0)
        return -1;
    if (found)
        call->response = &RESPONSE(batch, Remuda__Incentive__V1__ResolveDisputeResponse,
                                   remuda__incentive__v1__resolve_dispute_response)
                              ->base;
    else
        call_fail(call, STATUS_NOT_FOUND, "dispute_id", "there is no open dispute %lld; check its number",
                  "没有未答复的异议%lld；请核对编号", (long long)request->dispute_id);
    return 0;
}

int rpc_dispute(struct batch *batch, struct error *error)
{
    return batch_each(batch, dispute, error);
}

int rpc_resolve_dispute(struct batch *batch, struct error *error)
{
    return batch_each(batch, resolve_dispute, error);
}
