/*
 * UnmergeCustomers: two customers are two again as if they had never been one. Conflicts between them are withdrawn, decided or not; what
 * they took of a lead is given back as it was. What people did to a lead since stands, and is told.
 */
#include "rpc_merge.h"
#include "rpc_quality.h"

#include "remuda/event/v1/lead_events.pb-c.h"

typedef Remuda__Lead__V1__UnmergeCustomersRequest Request;
typedef Remuda__Lead__V1__UnmergeCustomersResponse Response;
typedef Remuda__Lead__V1__LeadNotReturned NotReturned;

/* One merge that is being undone. */
struct parting_call {
    struct batch *batch;
    struct call *call;
    struct merge end;
    struct withdrawn_conflict *withdrawn;
    size_t withdrawn_count;
    struct given_way *given_way;
    size_t given_way_count;
    Response *response;
};

static int check(struct batch *batch, struct call *call, const Request *request, struct merged_customer *merged, struct error *error)
{
    rpc_check_merge_customer(batch, call, "merged_id", request->merged_id);
    rpc_check_merge_reason(batch, call, request->reason);
    if (!call_ok(call))
        return 0;
    if (rpc_find_merge_customer(batch, call, "merged_id", request->merged_id, merged, error) != 0)
        return -1;
    if (call_ok(call) && !merged->merged_into_id)
        call_fail(call, STATUS_FAILED_PRECONDITION, "merged_id", "customer %lld is not merged into another: there is nothing to undo",
                  "客户 %lld 未被合并：无需撤销", (long long)request->merged_id);
    return 0;
}

/* --- giving back ------------------------------------------------------------------------------------------------------------ */

static void note_not_returned(struct parting_call *parting, int64_t lead_id, const char *reason, const char *en, const char *zh)
{
    struct arena *arena = parting->batch->arena;
    NotReturned *note = RESPONSE(parting->batch, NotReturned, remuda__lead__v1__lead_not_returned);
    note->lead_id = lead_id;
    note->reason = arena_strdup(arena, reason);
    note->message = arena_strdup(arena, parting->call->locale == LOCALE_ZH_CN ? zh : en);
    parting->response->not_returned[parting->response->n_not_returned++] = note;
}

static void note_held_by_another(struct parting_call *parting, int64_t lead_id)
{
    note_not_returned(parting, lead_id, "HELD_BY_ANOTHER", "another lead holds its opportunity by now, or lies in the pool with it",
                      "其商机现由另一信息持有或在公海池中");
}

static int restore(struct parting_call *parting, int64_t lead_id, struct error *error)
{
    struct batch *batch = parting->batch;
    struct sharing sharing = {0};
    struct hold hold;
    if (merge_store_restore(batch->db, batch->arena, &parting->end, lead_id, error) != 0 ||
        hold_store_find(batch->db, batch->arena, lead_id, &hold, error) != 0)
        return -1;
    parting->response->restored_lead_ids[parting->response->n_restored_lead_ids++] = lead_id;
    if (hold.state == LEAD_HELD)
        rpc_emit_filed(batch, parting->call, &hold.lead, lead_id, NULL);
    return rpc_tell_sharing(batch, parting->call, &hold, &sharing, error); /* heard as shared with nobody since it gave way */
}

/* It was in review when it gave way: held from now on. */
static int hold_anew(struct parting_call *parting, struct hold *hold, struct error *error)
{
    struct batch *batch = parting->batch;
    if (rpc_find_end(batch, &hold->lead, &hold->lead.protected_until, error) != 0 ||
        hold_store_begin(batch->db, batch->arena, hold, error) != 0)
        return -1;
    parting->response->restored_lead_ids[parting->response->n_restored_lead_ids++] = hold->lead_id;
    rpc_emit_filed(batch, parting->call, &hold->lead, hold->lead_id, NULL);
    return 0;
}

/* `*is_back` stays false when another lead has its opportunity by now: it waits, in case that goes with another part. */
static int give_back(struct parting_call *parting, const struct given_way *given_way, bool *is_back, struct error *error)
{
    struct batch *batch = parting->batch;
    struct hold hold, holder;
    if (hold_store_find(batch->db, batch->arena, given_way->lead_id, &hold, error) != 0 ||
        hold_store_holder(batch->db, batch->arena, hold.lead.customer_id, hold.lead.product_line, &holder, error) != 0)
        return -1;
    *is_back = holder.lead_id == 0;
    if (!*is_back) {
        note_held_by_another(parting, hold.lead_id);
        return 0;
    }
    return parting_of(&given_way->facts) == PARTING_HOLD ? hold_anew(parting, &hold, error) : restore(parting, hold.lead_id, error);
}

static int settle_lead(struct parting_call *parting, const struct given_way *given_way, struct error *error)
{
    struct batch *batch = parting->batch;
    bool is_settled = true;
    switch (parting_of(&given_way->facts)) {
    case PARTING_RESTORE:
    case PARTING_HOLD:
        if (give_back(parting, given_way, &is_settled, error) != 0)
            return -1;
        break;
    case PARTING_WAIT:
        is_settled = false;
        if (given_way->facts.now == LEAD_RELEASED)
            note_held_by_another(parting, given_way->lead_id);
        break;
    case PARTING_END_AS_BEFORE:
        if (restore(parting, given_way->lead_id, error) != 0)
            return -1;
        break;
    case PARTING_CHANGED:
        note_not_returned(parting, given_way->lead_id, "CHANGED_SINCE", "it was assigned, claimed, closed or released since: it stays what it is",
                          "此后已被指派、认领、结案或释放：保持现状");
        break;
    case PARTING_KEEP:
        break;
    }
    return is_settled ? merge_store_settled(batch->db, batch->arena, given_way->lead_id, error) : 0;
}

/* --- conflicts between the two ----------------------------------------------------------------------------------------------- */

/* What it shared is shared as before it, or its holder's alone again; of a lead that is held no more the shares of its deliveries stand. */
static int end_sharing(struct parting_call *parting, const struct withdrawn_conflict *conflict, struct error *error)
{
    struct batch *batch = parting->batch;
    struct hold hold;
    if (conflict->lead_state != LEAD_HELD) {
        note_not_returned(parting, conflict->lead_id, "CHANGED_SINCE", "it is held no more: its credit stays shared", "该信息已不再持有：业绩份额保持不变");
        return 0;
    }
    if (hold_store_find(batch->db, batch->arena, conflict->lead_id, &hold, error) != 0 ||
        hold_store_credit_former(batch->db, batch->arena, conflict->lead_id, conflict->conflict_id, error) != 0)
        return -1;
    struct sharing sharing = {.conflict_id = conflict->conflict_id, .is_withdrawn = true};
    return rpc_tell_sharing(batch, parting->call, &hold, &sharing, error);
}

/* --- UnmergeCustomers ------------------------------------------------------------------------------------------------------- */

/* The two have parted; their conflicts are withdrawn. */
static int part(struct parting_call *parting, struct error *error)
{
    struct batch *batch = parting->batch;
    Response *response = parting->response;
    if (merge_store_unmerge(batch->db, batch->arena, &parting->end, &response->merge_id, error) != 0 ||
        merge_store_withdraw(batch->db, batch->arena, &parting->end, &parting->withdrawn, &parting->withdrawn_count, error) != 0 ||
        merge_store_given_way(batch->db, batch->arena, &parting->end, &parting->given_way, &parting->given_way_count, error) != 0)
        return -1;
    response->withdrawn_conflict_ids = ARENA_ARRAY(batch->arena, int64_t, parting->withdrawn_count);
    response->restored_lead_ids = ARENA_ARRAY(batch->arena, int64_t, parting->given_way_count);
    response->not_returned = ARENA_ARRAY(batch->arena, NotReturned *, parting->withdrawn_count + parting->given_way_count);
    return 0;
}

/* Sharings first: one from before a lead gave way comes back with it. */
static int settle(struct parting_call *parting, struct error *error)
{
    Response *response = parting->response;
    for (size_t i = 0; i < parting->withdrawn_count; i++) {
        response->withdrawn_conflict_ids[response->n_withdrawn_conflict_ids++] = parting->withdrawn[i].conflict_id;
        if (parting->withdrawn[i].lead_id && end_sharing(parting, &parting->withdrawn[i], error) != 0)
            return -1;
    }
    for (size_t i = 0; i < parting->given_way_count; i++)
        if (settle_lead(parting, &parting->given_way[i], error) != 0)
            return -1;
    return 0;
}

static void emit_unmerged(struct batch *batch, const struct call *call, const struct merged_customer *merged, int64_t merge_id)
{
    Remuda__Event__V1__CustomersUnmerged event = REMUDA__EVENT__V1__CUSTOMERS_UNMERGED__INIT;
    event.merge_id = merge_id;
    event.customer_id = merged->customer_id;
    event.survivor_id = merged->merged_into_id;
    batch_emit(batch, call, merged->customer_id, &event.base);
}

static int unmerge_one(struct batch *batch, struct call *call, struct error *error)
{
    const Request *request = (const Request *)call->request;
    struct parting_call parting = {
        .batch = batch,
        .call = call,
        .end = {.merged_id = request->merged_id, .reason = request->reason, .override_reason = "",
                .principal_id = call->principal->principal_id, .at = batch->now_ms},
        .response = RESPONSE(batch, Response, remuda__lead__v1__unmerge_customers_response),
    };
    struct merged_customer merged = {0};
    if (merge_store_begin(batch->db, error) != 0 || check(batch, call, request, &merged, error) != 0)
        return -1;
    if (!call_ok(call))
        return 0;
    parting.end.survivor_id = merged.identity_id;
    if (part(&parting, error) != 0 || settle(&parting, error) != 0 ||
        rpc_tell_ratings(batch, call, parting.response->restored_lead_ids, parting.response->n_restored_lead_ids, error) != 0)
        return -1;
    emit_unmerged(batch, call, &merged, parting.response->merge_id);
    call->response = &parting.response->base;
    return 0;
}

int rpc_unmerge_customers(struct batch *batch, struct error *error)
{
    return batch_each(batch, unmerge_one, error);
}
