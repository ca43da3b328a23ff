#include "lead_change.h"

#include "rpc_quality.h"

void lead_change_refuse_unknown(struct call *call, int64_t lead_id)
{
    call_fail(call, STATUS_NOT_FOUND, "lead_id", "there is no lead %lld that you may see", "没有您可查看的信息 %lld", (long long)lead_id);
}

int lead_change_begin_unseen(struct batch *batch, struct call *call, int64_t lead_id, struct lead_change *change,
                             struct error *error)
{
    *change = (struct lead_change){
        .batch = batch,
        .call = call,
        .facts.now = batch->now_ms,
        .entry = {.at = batch->now_ms, .principal_id = call->principal->principal_id, .reason = ""},
    };
    if (lead_cycle_store_lock(batch->db, batch->arena, lead_id, &change->row, error) != 0)
        return -1;
    change->entry.from_state = change->row.hold.state;
    if (!change->row.lead_id)
        lead_change_refuse_unknown(call, lead_id);
    return 0;
}

int lead_change_begin(struct batch *batch, struct call *call, int64_t lead_id, enum role role, struct lead_change *change,
                      struct error *error)
{
    if (lead_change_begin_unseen(batch, call, lead_id, change, error) != 0)
        return -1;
    if (!call_ok(call))
        return 0;
    int64_t unit_id = change->row.hold.dealer_unit_id;
    if (!authority_may(batch->authority, call->principal, ROLE_VIEWER, unit_id))
        lead_change_refuse_unknown(call, lead_id);
    else if (!authority_may(batch->authority, call->principal, role, unit_id))
        call_fail(call, STATUS_PERMISSION_DENIED, "lead_id", "you may see lead %lld but not do this to it: ask who is responsible for it",
                  "您可查看信息 %lld 但无权进行此操作：请联系负责人", (long long)lead_id);
    if (!call_ok(call))
        call_audit(batch, call, "lead", lead_id, unit_id);
    return 0;
}

void lead_change_expect(struct lead_change *change, const char *if_version)
{
    if (call_ok(change->call) && *if_version && strcmp(if_version, change->row.version) != 0)
        call_fail(change->call, STATUS_ABORTED, "if_version",
                  "the lead has changed since you read it: read it again and decide anew", "信息在您读取后已变更：请重新读取后再决定");
}

bool lead_change_apply(struct lead_change *change, enum lead_event event)
{
    struct error error;
    if (!call_ok(change->call))
        return false;
    change->entry.event = event;
    if (lead_fsm_apply(&change->row.hold, event, &change->facts, &error) != 0)
        call_fail_error(change->call, &error);
    return call_ok(change->call);
}

int lead_change_end(struct lead_change *change, struct error *error)
{
    struct batch *batch = change->batch;
    const struct lead_row *row = &change->row;
    if (lead_cycle_store_change(batch->db, batch->arena, row, &change->entry, error) != 0 ||
        rpc_tell_ratings(batch, change->call, &row->lead_id, 1, error) != 0)
        return -1;
    Remuda__Lead__V1__LeadChangeResponse *response =
        RESPONSE(batch, Remuda__Lead__V1__LeadChangeResponse, remuda__lead__v1__lead_change_response);
    response->lead_id = row->lead_id;
    response->state = (Remuda__Lead__V1__LeadState)row->hold.state;
    response->buying_stage = (Remuda__Lead__V1__BuyingStage)row->buying_stage;
    response->selling_stage = (Remuda__Lead__V1__SellingStage)row->selling_stage;
    response->protected_until_unix_ms = row->hold.protected_until;
    change->call->response = &response->base;
    return 0;
}

const char *lead_change_read_text(struct lead_change *change, const char *text, const char *field, size_t max)
{
    if (strlen(text) > max)
        call_violation(change->batch, change->call, field, "OUT_OF_RANGE", "the text has more than %zu bytes: shorten it",
                       "文字超过 %zu 字节：请缩短", max);
    return text;
}
