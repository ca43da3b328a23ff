/* AdvanceLead, CloseLead, ReleaseLead, ExtendProtection: what the holder does to its lead. */
#include "base/parse.h"
#include "flow_fsm.h"
#include "lead_change.h"
#include "remuda/event/v1/lead_events.pb-c.h"
#include "rpc_hold.h"

/* --- AdvanceLead ---------------------------------------------------------------------------------------------------------- */

static struct flow_facts facts_of(const struct lead_row *row, int buying_stage)
{
    bool is_known = row->purchase_mode != REMUDA__LEAD__V1__PURCHASE_MODE__PURCHASE_MODE_UNSPECIFIED;
    bool is_tender = row->purchase_mode == REMUDA__LEAD__V1__PURCHASE_MODE__BY_TENDER;
    return (struct flow_facts){
        .buying_stage = buying_stage, .by_tender = is_tender || !is_known, .may_skip_tender = !is_tender || !is_known};
}

static void move(struct lead_change *change, enum flow flow, int64_t *stage, int to, const char *field)
{
    struct error error;
    int from = (int)*stage;
    struct flow_facts facts = facts_of(&change->row, (int)change->row.buying_stage);
    if (to == 0 || !call_ok(change->call))
        return;
    if (flow_move(flow, from, to, &facts, &error) != 0) {
        call_fail_error(change->call, &error);
        return;
    }
    lead_entry_add(&change->entry, field, flow_stage_name(flow, from), flow_stage_name(flow, to));
    *stage = to;
}

static void emit_advanced(struct lead_change *change, bool has_feedback)
{
    Remuda__Event__V1__LeadAdvanced event = REMUDA__EVENT__V1__LEAD_ADVANCED__INIT;
    event.lead_id = change->row.lead_id;
    event.customer_id = change->row.customer_id;
    event.dealer_unit_id = change->row.hold.dealer_unit_id;
    event.buying_stage = (Remuda__Lead__V1__BuyingStage)change->row.buying_stage;
    event.selling_stage = (Remuda__Lead__V1__SellingStage)change->row.selling_stage;
    event.has_feedback = has_feedback;
    batch_emit(change->batch, change->call, change->row.customer_id, &event.base);
}

static int advance_one(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Lead__V1__AdvanceLeadRequest *request = (const Remuda__Lead__V1__AdvanceLeadRequest *)call->request;
    struct lead_change change;
    if (lead_change_begin(batch, call, request->lead_id, ROLE_DEALER, &change, error) != 0)
        return -1;
    lead_change_expect(&change, request->if_version);
    if (!call_ok(call) || !lead_change_apply(&change, LEAD_EVENT_ADVANCE))
        return 0;
    change.entry.reason = lead_change_read_text(&change, request->feedback, "feedback", CHANGE_TEXT_MAX);
    move(&change, FLOW_BUYING, &change.row.buying_stage, (int)request->buying_stage, "buying_stage");
    move(&change, FLOW_SELLING, &change.row.selling_stage, (int)request->selling_stage, "selling_stage");
    if (call_ok(call) && change.entry.field_count == 0 && !*request->feedback)
        call_violation(batch, call, "feedback", "REQUIRED", "nothing has changed: name a later stage, or say what was done or learnt",
                       "没有变化：请填写新的阶段，或说明所做的工作与所得的信息");
    if (!call_ok(call))
        return 0;
    emit_advanced(&change, *request->feedback != 0);
    return lead_change_end(&change, error);
}

int rpc_advance_lead(struct batch *batch, struct error *error)
{
    return batch_each(batch, advance_one, error);
}

/* --- CloseLead ------------------------------------------------------------------------------------------------------------ */

static bool event_of(struct batch *batch, struct call *call, Remuda__Lead__V1__LeadState outcome, enum lead_event *event)
{
    switch (outcome) {
    case REMUDA__LEAD__V1__LEAD_STATE__WON:
        *event = LEAD_EVENT_WIN;
        return true;
    case REMUDA__LEAD__V1__LEAD_STATE__LOST:
        *event = LEAD_EVENT_LOSE;
        return true;
    case REMUDA__LEAD__V1__LEAD_STATE__INVALID:
        *event = LEAD_EVENT_INVALIDATE;
        return true;
    default:
        call_violation(batch, call, "outcome", "UNKNOWN", "a lead ends won, lost or invalid: give one of them",
                       "结案结果须为赢单、失单或无效：请选择其一");
        return false;
    }
}

static void win(struct lead_change *change, const Remuda__Lead__V1__CloseLeadRequest *request)
{
    struct lead_row *row = &change->row;
    row->order_number = lead_change_read_text(change, request->order_number, "order_number", CHANGE_NAME_MAX);
    row->contract_until = rpc_read_date(change->batch, change->call, request->contract_until, "contract_until");
    lead_entry_add(&change->entry, "order_number", "", row->order_number);
    lead_entry_add(&change->entry, "contract_until", "", row->contract_until);
    lead_entry_add(&change->entry, "buying_stage", flow_stage_name(FLOW_BUYING, (int)row->buying_stage), "commitment");
    lead_entry_add(&change->entry, "selling_stage", flow_stage_name(FLOW_SELLING, (int)row->selling_stage), "order_won");
    row->buying_stage = BUYING_COMMITMENT;
    row->selling_stage = SELLING_ORDER_WON;
}

static void lose(struct lead_change *change, const Remuda__Lead__V1__CloseLeadRequest *request)
{
    const ProtobufCEnumValue *reason =
        protobuf_c_enum_descriptor_get_value(&remuda__lead__v1__loss_reason__descriptor, (int)request->loss_reason);
    change->row.loss_reason = request->loss_reason;
    change->row.lost_to = lead_change_read_text(change, request->competitor, "competitor", CHANGE_NAME_MAX);
    if (!request->loss_reason || !reason) {
        call_violation(change->batch, change->call, "loss_reason", "REQUIRED", "a lead is lost for a reason: give one of the list",
                       "失单须注明原因：请从列表中选择");
        return;
    }
    lead_entry_add(&change->entry, "loss_reason", "", reason->name);
    lead_entry_add(&change->entry, "lost_to", "", change->row.lost_to);
}

static void emit_closed(struct lead_change *change)
{
    const struct lead_row *row = &change->row;
    Remuda__Event__V1__LeadClosed event = REMUDA__EVENT__V1__LEAD_CLOSED__INIT;
    event.lead_id = row->lead_id;
    event.customer_id = row->customer_id;
    event.dealer_unit_id = row->hold.dealer_unit_id;
    event.outcome = (Remuda__Lead__V1__LeadState)row->hold.state;
    event.order_number = (char *)(uintptr_t)row->order_number;
    event.loss_reason = (Remuda__Lead__V1__LossReason)row->loss_reason;
    event.competitor = (char *)(uintptr_t)row->lost_to;
    if (row->customer_id) /* nobody held a lead in review */
        batch_emit(change->batch, change->call, row->customer_id, &event.base);
}

static bool close_by(struct lead_change *change, enum lead_event event, const Remuda__Lead__V1__CloseLeadRequest *request)
{
    change->entry.reason = lead_change_read_text(change, request->reason, "reason", CHANGE_TEXT_MAX);
    change->facts.order_given = *request->order_number;
    change->facts.reason_given = event == LEAD_EVENT_LOSE ? request->loss_reason != 0 : *request->reason != 0;
    if (!lead_change_apply(change, event))
        return false;
    if (event == LEAD_EVENT_WIN)
        win(change, request);
    else if (event == LEAD_EVENT_LOSE)
        lose(change, request);
    return call_ok(change->call);
}

static int close_one(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Lead__V1__CloseLeadRequest *request = (const Remuda__Lead__V1__CloseLeadRequest *)call->request;
    enum lead_event event;
    struct lead_change change;
    if (!event_of(batch, call, request->outcome, &event))
        return 0;
    if (lead_change_begin(batch, call, request->lead_id, ROLE_DEALER, &change, error) != 0)
        return -1;
    lead_change_expect(&change, request->if_version);
    if (call_ok(call) && change.row.hold.state == LEAD_IN_POOL &&
        !authority_may(batch->authority, call->principal, ROLE_MANAGER, change.row.hold.dealer_unit_id))
        call_fail(call, STATUS_PERMISSION_DENIED, "lead_id", "lead %lld lies in the pool, its former holder closes it no more: ask your manager",
                  "信息 %lld 已在公海池，原持有者不能再结案：请联系管理人员", (long long)request->lead_id);
    if (!call_ok(call) || !close_by(&change, event, request))
        return 0;
    emit_closed(&change);
    if (event == LEAD_EVENT_WIN && lead_cycle_store_customer_won(batch->db, batch->arena, change.row.customer_id, batch->now_ms,
                                                                 change.row.contract_until, error) != 0)
        return -1;
    return lead_change_end(&change, error);
}

int rpc_close_lead(struct batch *batch, struct error *error)
{
    return batch_each(batch, close_one, error);
}

/* --- ReleaseLead ---------------------------------------------------------------------------------------------------------- */

static int release_one(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Lead__V1__ReleaseLeadRequest *request = (const Remuda__Lead__V1__ReleaseLeadRequest *)call->request;
    struct lead_change change;
    if (lead_change_begin(batch, call, request->lead_id, ROLE_DEALER, &change, error) != 0)
        return -1;
    lead_change_expect(&change, request->if_version);
    if (!call_ok(call))
        return 0;
    change.facts.reason_given = *request->reason != 0;
    change.entry.reason = lead_change_read_text(&change, request->reason, "reason", CHANGE_TEXT_MAX);
    if (!lead_change_apply(&change, LEAD_EVENT_RELEASE))
        return 0;
    rpc_emit_released(batch, call, change.row.lead_id, change.row.customer_id, request->reason);
    return lead_change_end(&change, error);
}

int rpc_release_lead(struct batch *batch, struct error *error)
{
    return batch_each(batch, release_one, error);
}

/* --- ExtendProtection ----------------------------------------------------------------------------------------------------- */

static void emit_extended(struct lead_change *change)
{
    Remuda__Event__V1__LeadExtended event = REMUDA__EVENT__V1__LEAD_EXTENDED__INIT;
    event.lead_id = change->row.lead_id;
    event.customer_id = change->row.customer_id;
    event.dealer_unit_id = change->row.hold.dealer_unit_id;
    event.protected_until_unix_ms = change->row.hold.protected_until;
    batch_emit(change->batch, change->call, change->row.customer_id, &event.base);
}

static int extend_one(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Lead__V1__ExtendProtectionRequest *request = (const Remuda__Lead__V1__ExtendProtectionRequest *)call->request;
    struct lead_change change;
    if (lead_change_begin(batch, call, request->lead_id, ROLE_DEALER, &change, error) != 0)
        return -1;
    lead_change_expect(&change, request->if_version);
    if (!call_ok(call))
        return 0;
    const struct lead_hold before = change.row.hold;
    change.facts.until = protection_extended(rpc_policy(batch), change.row.customer.won_before, before.held_since, before.protected_until);
    if (!lead_change_apply(&change, LEAD_EVENT_EXTEND))
        return 0;
    lead_entry_add(&change.entry, "protected_until", rpc_instant_text(batch, before.protected_until),
                   rpc_instant_text(batch, change.row.hold.protected_until));
    emit_extended(&change);
    return lead_change_end(&change, error);
}

int rpc_extend_protection(struct batch *batch, struct error *error)
{
    return batch_each(batch, extend_one, error);
}
