/* MergeCustomers: two customers are one. */
#include "rpc_merge.h"
#include "rpc_quality.h"

#include "remuda/event/v1/lead_events.pb-c.h"

#define REASON_MAX 1000 /* bytes */

typedef Remuda__Lead__V1__MergeCustomersRequest MergeRequest;
typedef Remuda__Lead__V1__MergeCustomersResponse MergeResponse;

/* --- what merging and parting read alike ------------------------------------------------------------------------------------- */

void rpc_check_merge_customer(struct batch *batch, struct call *call, const char *field, int64_t customer_id)
{
    if (customer_id <= 0)
        call_violation(batch, call, field, "REQUIRED", "the customer's number is missing", "缺少客户编号");
}

void rpc_check_merge_reason(struct batch *batch, struct call *call, const char *reason)
{
    if (!*reason || strlen(reason) > REASON_MAX)
        call_violation(batch, call, "reason", "REQUIRED", "say why in 1 to %d bytes", "请说明原因（1 至 %d 字节）", REASON_MAX);
}

int rpc_find_merge_customer(struct batch *batch, struct call *call, const char *field, int64_t customer_id, struct merged_customer *customer,
                            struct error *error)
{
    if (merge_store_find(batch->db, batch->arena, customer_id, customer, error) != 0)
        return -1;
    if (!customer->customer_id)
        call_violation(batch, call, field, "UNKNOWN", "there is no customer %lld: check the number", "没有客户 %lld：请核对编号",
                       (long long)customer_id);
    return 0;
}

/* --- MergeCustomers --------------------------------------------------------------------------------------------------------- */

/* Only customers that stand for themselves are merged, so that each merge is undone by itself. */
static void check_stands(struct batch *batch, struct call *call, const char *field, const struct merged_customer *customer)
{
    if (call_ok(call) && customer->merged_into_id)
        call_violation(batch, call, field, "MERGED", "customer %lld is merged already: name customer %lld, which stands for it",
                       "客户 %lld 已被合并：请改用代表它的客户 %lld", (long long)customer->customer_id, (long long)customer->identity_id);
}

/* What a review decided is not merged by oversight. */
static int check_never_same(struct batch *batch, struct call *call, const MergeRequest *request, struct error *error)
{
    struct never_same never;
    if (!call_ok(call))
        return 0;
    if (merge_store_never_same(batch->db, batch->arena, request->survivor_id, request->merged_id, &never, error) != 0)
        return -1;
    if (never.lead_id && !*request->override_reason)
        call_fail(call, STATUS_FAILED_PRECONDITION, "override_reason",
                  "%s decided on %s that customers %lld and %lld are never the same (lead %lld: %s): say why they are all the same in override_reason",
                  "%s 于 %s 裁定客户 %lld 与 %lld 不是同一客户（信息 %lld：%s）：若确需合并，请在 override_reason 中说明理由", never.principal,
                  rpc_instant_text(batch, never.decided_at), (long long)never.customer_id, (long long)never.other_id, (long long)never.lead_id,
                  never.reason);
    else if (!never.lead_id && *request->override_reason)
        call_violation(batch, call, "override_reason", "CONTRADICTION", "nobody decided that the two are never the same: leave it out",
                       "并无“永不相同”的裁定：请勿填写");
    return 0;
}

static int check_merge(struct batch *batch, struct call *call, const MergeRequest *request, struct error *error)
{
    struct merged_customer survivor, merged;
    rpc_check_merge_customer(batch, call, "survivor_id", request->survivor_id);
    rpc_check_merge_customer(batch, call, "merged_id", request->merged_id);
    rpc_check_merge_reason(batch, call, request->reason);
    if (strlen(request->override_reason) > REASON_MAX)
        call_violation(batch, call, "override_reason", "OUT_OF_RANGE", "the reason has more than %d bytes: shorten it", "理由超过 %d 字节：请缩短",
                       REASON_MAX);
    if (call_ok(call) && request->survivor_id == request->merged_id)
        call_violation(batch, call, "merged_id", "CONTRADICTION", "this is the survivor itself: name another customer", "与保留客户相同：请填写另一客户");
    if (!call_ok(call))
        return 0;
    if (rpc_find_merge_customer(batch, call, "survivor_id", request->survivor_id, &survivor, error) != 0 ||
        rpc_find_merge_customer(batch, call, "merged_id", request->merged_id, &merged, error) != 0)
        return -1;
    check_stands(batch, call, "survivor_id", &survivor);
    check_stands(batch, call, "merged_id", &merged);
    return check_never_same(batch, call, request, error);
}

/* Two held leads of one product line: the one filed first keeps it; the other gives way, a conflict if it is another dealer's. */
static int settle_rivals(struct batch *batch, struct call *call, const struct merge *merge, const struct rivals *rivals, struct error *error)
{
    struct hold holder, yielding;
    int64_t conflict_id;
    if (hold_store_find(batch->db, batch->arena, rivals->holder_lead_id, &holder, error) != 0 ||
        hold_store_find(batch->db, batch->arena, rivals->yielding_lead_id, &yielding, error) != 0 ||
        merge_store_set_aside(batch->db, batch->arena, merge, yielding.lead_id, holder.lead.customer_id, error) != 0)
        return -1;
    if (yielding.state != LEAD_HELD)
        return 0;
    rpc_emit_released(batch, call, yielding.lead_id, yielding.lead.customer_id, "set_aside");
    if (holder.lead.dealer_unit_id == yielding.lead.dealer_unit_id)
        return 0;
    return rpc_open_conflict(batch, &holder, &yielding, &conflict_id, error);
}

static void emit_merged(struct batch *batch, const struct call *call, const struct merge *merge, int64_t merge_id)
{
    Remuda__Event__V1__CustomersMerged event = REMUDA__EVENT__V1__CUSTOMERS_MERGED__INIT;
    event.merge_id = merge_id;
    event.customer_id = merge->merged_id;
    event.survivor_id = merge->survivor_id;
    batch_emit(batch, call, merge->merged_id, &event.base);
}

static int merge_one(struct batch *batch, struct call *call, struct error *error)
{
    const MergeRequest *request = (const MergeRequest *)call->request;
    const struct merge merge = {.survivor_id = request->survivor_id, .merged_id = request->merged_id, .reason = request->reason,
                                .override_reason = request->override_reason, .principal_id = call->principal->principal_id, .at = batch->now_ms};
    MergeResponse *response = RESPONSE(batch, MergeResponse, remuda__lead__v1__merge_customers_response);
    struct rivals *rivals;
    size_t count;
    if (merge_store_begin(batch->db, error) != 0 || check_merge(batch, call, request, error) != 0)
        return -1;
    if (!call_ok(call))
        return 0;
    if (merge_store_rivals(batch->db, batch->arena, merge.survivor_id, merge.merged_id, &rivals, &count, error) != 0)
        return -1;
    response->set_aside_lead_ids = ARENA_ARRAY(batch->arena, int64_t, count);
    for (size_t i = 0; i < count; i++) {
        if (settle_rivals(batch, call, &merge, &rivals[i], error) != 0)
            return -1;
        response->set_aside_lead_ids[response->n_set_aside_lead_ids++] = rivals[i].yielding_lead_id;
    }
    if (merge_store_merge(batch->db, batch->arena, &merge, &response->merge_id, error) != 0 ||
        rpc_tell_ratings(batch, call, response->set_aside_lead_ids, response->n_set_aside_lead_ids, error) != 0)
        return -1;
    emit_merged(batch, call, &merge, response->merge_id);
    call->response = &response->base;
    return 0;
}

int rpc_merge_customers(struct batch *batch, struct error *error)
{
    return batch_each(batch, merge_one, error);
}
