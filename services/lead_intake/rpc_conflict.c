/* Keeping claims of held opportunities (撞单); DecideConflict, AppealConflict: whose such an opportunity is. */
#include "merge_store.h"
#include "rpc_conflict.h"
#include "rpc_quality.h"

#include "remuda/event/v1/lead_events.pb-c.h"

#define REASON_MAX 1000 /* bytes */

typedef Remuda__Lead__V1__DecideConflictRequest Request;
typedef Remuda__Lead__V1__DecideConflictResponse Response;

/* One decision on its way. */
struct decision {
    struct call *call;
    const Request *request;
    struct conflict conflict;
    struct credit_part parts[CREDIT_PARTS_MAX];
    size_t part_count;
    struct hold holder; /* who holds the opportunity: before, then after the decision */
    bool was_shared;
};

/* --- keeping ---------------------------------------------------------------------------------------------------------------- */

int rpc_keep_claims(struct batch *batch, const struct claim *claims, size_t n, struct error *error)
{
    int64_t *conflict_ids = ARENA_ARRAY(batch->arena, int64_t, n);
    if (n == 0)
        return 0;
    if (conflict_store_add(batch->db, batch->arena, claims, n, conflict_ids, error) != 0)
        return -1;
    for (size_t i = 0; i < n; i++)
        if (conflict_ids[i]) { /* else the dealer had claimed it before */
            const struct conflict conflict = {.conflict_id = conflict_ids[i], .claim = claims[i]};
            const struct rated_lead rated = rpc_rated_claim(&conflict, batch->now_ms);
            rpc_tell_rating_of_claim(batch, NULL, &rated);
        }
    return 0;
}

/* --- finding and reading ---------------------------------------------------------------------------------------------------- */

static void check_call(struct batch *batch, struct call *call, int64_t conflict_id, const char *reason)
{
    if (conflict_id <= 0)
        call_violation(batch, call, "conflict_id", "REQUIRED", "the conflict's number is missing: give one of the list of conflicts",
                       "缺少撞单编号：请填写撞单列表中的编号");
    if (!*reason || strlen(reason) > REASON_MAX)
        call_violation(batch, call, "reason", "REQUIRED", "say why in 1 to %d bytes", "请说明原因（1 至 %d 字节）", REASON_MAX);
}

/* Locked. conflict_id 0 when there is none below the units on which the caller has `role`. */
static int find_conflict(struct batch *batch, struct call *call, int64_t conflict_id, enum role role, struct conflict *conflict,
                         struct error *error)
{
    struct conflict_filter filter = {.conflict_id = conflict_id, .limit = 1};
    size_t count;
    filter.unit_count = rpc_units_of(batch, call->principal, role, &filter.unit_ids);
    *conflict = (struct conflict){0};
    if (conflict_store_lock(batch->db, batch->arena, conflict_id, error) != 0 ||
        conflict_store_select(batch->db, batch->arena, &filter, conflict, &count, error) != 0)
        return -1;
    if (count == 0)
        call_fail(call, STATUS_NOT_FOUND, "conflict_id", "there is no conflict %lld that you may see", "没有您可查看的撞单 %lld",
                  (long long)conflict_id);
    return 0;
}

static void check_decider(struct batch *batch, struct call *call, const struct conflict *conflict)
{
    int64_t unit_id = rpc_conflict_decider(batch, conflict);
    bool may = unit_id ? authority_may(batch->authority, call->principal, ROLE_MANAGER, unit_id)
                       : principal_highest_role(call->principal) >= ROLE_HEADQUARTERS;
    if (!may)
        call_fail(call, STATUS_PERMISSION_DENIED, "conflict_id",
                  "this is for the manager of the lowest unit above both dealers, after an appeal of the next one: pass it on",
                  "应由两家经销商共同的最低一级上级单位裁决，申诉后由再上一级裁决：请转交");
}

static void read_parts(struct batch *batch, struct decision *decision)
{
    const Request *request = decision->request;
    struct error refusal;
    if (request->outcome != REMUDA__LEAD__V1__CONFLICT_OUTCOME__CONFLICT_SHARED) {
        if (request->n_parts)
            call_violation(batch, decision->call, "parts", "CONTRADICTION", "only a shared lead has parts: leave them out", "只有共享才有份额：请勿填写");
        return;
    }
    for (size_t i = 0; i < request->n_parts && i < CREDIT_PARTS_MAX; i++)
        decision->parts[i] = (struct credit_part){.unit_id = authority_unit_by_code(batch->authority, request->parts[i]->dealer_code),
                                                  .credit_ppm = request->parts[i]->credit_ppm};
    decision->part_count = request->n_parts;
    if (conflict_check_parts(decision->parts, request->n_parts, decision->conflict.claim.holder_unit_id,
                             decision->conflict.claim.lead.dealer_unit_id, &refusal) != 0)
        call_violation_error(batch, decision->call, "OUT_OF_RANGE", &refusal);
}

/* --- moving the hold -------------------------------------------------------------------------------------------------------- */

/* A claim that was only kept as evidence becomes a lead, under a key that no caller uses. The dealer's own number goes along
 * unless it stands on another of its leads by now. */
static int file_claim(struct batch *batch, struct decision *decision, struct hold *target, struct error *error)
{
    static const uint8_t no_hash[REQUEST_HASH_SIZE] = {0};
    struct lead lead = decision->conflict.claim.lead;
    struct merged_customer customer;
    struct db_result number;
    bool is_used;
    lead.idempotency_key = arena_printf(batch->arena, "\x1f" "conflict %lld", (long long)decision->conflict.conflict_id);
    lead.request_hash = no_hash;
    lead.details = "";
    if (lead_store_draw(batch->db, batch->arena, 1, &number, error) != 0 ||
        merge_store_find(batch->db, batch->arena, lead.customer_id, &customer, error) != 0)
        return -1;
    lead_store_take(&number, &target->lead_id);
    if (rpc_find_end(batch, &lead, &lead.protected_until, error) != 0 ||
        hold_store_reference_is_used(batch->db, batch->arena, &lead, &is_used, error) != 0)
        return -1;
    lead.identity_id = customer.identity_id;
    if (is_used)
        lead.dealer_reference = "";
    if (lead_store_insert(batch->db, batch->arena, &lead, 1, batch->now_ms, &target->lead_id, error) != 0)
        return -1;
    target->lead = lead;
    rpc_emit_filed(batch, decision->call, &lead, target->lead_id, NULL);
    return 0;
}

static int find_target(struct batch *batch, struct decision *decision, int64_t lead_id, struct hold *target, struct error *error)
{
    if (hold_store_find(batch->db, batch->arena, lead_id, target, error) != 0)
        return -1;
    if (target->state != LEAD_RELEASED)
        call_fail(decision->call, STATUS_FAILED_PRECONDITION, "outcome",
                  "lead %lld is closed: the hold cannot go to it any more; reject or share instead", "商机 %lld 已关闭：无法再转给该商机，请改为驳回或共享",
                  (long long)lead_id);
    return 0;
}

static int hold_again(struct batch *batch, struct decision *decision, struct hold *target, struct error *error)
{
    if (rpc_find_end(batch, &target->lead, &target->lead.protected_until, error) != 0 ||
        hold_store_begin(batch->db, batch->arena, target, error) != 0)
        return -1;
    rpc_emit_filed(batch, decision->call, &target->lead, target->lead_id, NULL);
    return 0;
}

static void emit_transferred(struct batch *batch, const struct decision *decision, const struct hold *from, const struct hold *to)
{
    Remuda__Event__V1__LeadTransferred event = REMUDA__EVENT__V1__LEAD_TRANSFERRED__INIT;
    event.conflict_id = decision->conflict.conflict_id;
    event.customer_id = to->lead.customer_id;
    event.from_lead_id = from->lead_id;
    event.from_unit_id = from->lead.dealer_unit_id;
    event.to_lead_id = to->lead_id;
    event.to_unit_id = to->lead.dealer_unit_id;
    batch_emit(batch, decision->call, event.customer_id, &event.base);
}

/* `lead_id` 0: the claimant has no lead yet. */
static int move_hold(struct batch *batch, struct decision *decision, int64_t lead_id, struct error *error)
{
    struct hold *from = &decision->holder, target = {0};
    if (lead_id && find_target(batch, decision, lead_id, &target, error) != 0)
        return -1;
    if (!call_ok(decision->call))
        return 0;
    if (from->lead_id) {
        int64_t for_customer_id = lead_id ? target.lead.customer_id : decision->conflict.claim.lead.customer_id;
        if (hold_store_end(batch->db, batch->arena, from, for_customer_id, error) != 0)
            return -1;
        if (from->state == LEAD_HELD) /* else it was told when it came to the pool */
            rpc_emit_released(batch, decision->call, from->lead_id, from->lead.customer_id, "transferred");
    }
    if ((lead_id ? hold_again(batch, decision, &target, error) : file_claim(batch, decision, &target, error)) != 0)
        return -1;
    emit_transferred(batch, decision, from, &target);
    decision->holder = target;
    return 0;
}

/* Who holds it now may be another than when the claim was made: the pool, a release, an earlier decision. */
static void check_holder(struct decision *decision)
{
    const struct claim *claim = &decision->conflict.claim;
    int64_t unit_id = decision->holder.lead.dealer_unit_id;
    bool is_held = decision->holder.lead_id && decision->holder.state == LEAD_HELD; /* else it lies in the pool */
    if (decision->request->outcome == REMUDA__LEAD__V1__CONFLICT_OUTCOME__CONFLICT_REJECTED)
        return;
    if (is_held && unit_id != claim->holder_unit_id && unit_id != claim->lead.dealer_unit_id)
        call_fail(decision->call, STATUS_FAILED_PRECONDITION, "outcome",
                  "a third dealer holds the opportunity by now: reject this claim, and decide that dealer's conflict", "该商机现由第三家持有：请驳回本撞单，另行裁决");
    else if (!is_held && decision->request->outcome == REMUDA__LEAD__V1__CONFLICT_OUTCOME__CONFLICT_SHARED)
        call_fail(decision->call, STATUS_FAILED_PRECONDITION, "outcome", "nobody holds the opportunity any more: reject or transfer",
                  "该商机已无人持有：请驳回或转移");
}

static int apply_move(struct batch *batch, struct decision *decision, struct error *error)
{
    struct claim *claim = &decision->conflict.claim;
    bool claim_holds = decision->holder.lead_id && decision->holder.state == LEAD_HELD &&
                       decision->holder.lead.dealer_unit_id == claim->lead.dealer_unit_id;
    switch (conflict_move((enum conflict_outcome)decision->request->outcome, claim_holds)) {
    case CONFLICT_KEEP:
        return 0;
    case CONFLICT_BACK_TO_HOLDER:
        /* A hold that the claimant did not get by this conflict stays with it. */
        return decision->holder.lead_id == claim->claim_lead_id ? move_hold(batch, decision, claim->lead_id, error) : 0;
    case CONFLICT_TO_CLAIMANT:
        if (move_hold(batch, decision, claim->claim_lead_id, error) != 0)
            return -1;
        if (call_ok(decision->call))
            claim->claim_lead_id = decision->holder.lead_id;
    }
    return 0;
}

/* --- sharing ---------------------------------------------------------------------------------------------------------------- */

/* What an earlier decision of this conflict shared is credited as it was before, unless it is shared anew. */
static int apply_credit(struct batch *batch, struct decision *decision, struct error *error)
{
    struct sharing sharing = {.conflict_id = decision->conflict.conflict_id};
    if (!decision->holder.lead_id || (!decision->part_count && !decision->was_shared))
        return 0;
    int64_t lead_id = decision->holder.lead_id, conflict_id = decision->conflict.conflict_id;
    if ((decision->part_count
             ? hold_store_credit(batch->db, batch->arena, lead_id, conflict_id, decision->parts, decision->part_count, error)
             : hold_store_credit_former(batch->db, batch->arena, lead_id, conflict_id, error)) != 0)
        return -1;
    return rpc_tell_sharing(batch, decision->call, &decision->holder, &sharing, error);
}

/* --- the ratings of both sides ---------------------------------------------------------------------------------------------- */

static int tell_ratings(struct batch *batch, const struct decision *decision, struct error *error)
{
    const struct conflict *conflict = &decision->conflict;
    const int64_t lead_ids[] = {conflict->claim.lead_id, conflict->claim.claim_lead_id};
    if (conflict->claim.claim_lead_id)
        return rpc_tell_ratings(batch, decision->call, lead_ids, 2, error);
    struct rated_lead claim = rpc_rated_claim(conflict, batch->now_ms);
    rpc_tell_rating_of_claim(batch, decision->call, &claim);
    return rpc_tell_ratings(batch, decision->call, lead_ids, 1, error);
}

/* --- DecideConflict --------------------------------------------------------------------------------------------------------- */

static bool read_decision(struct batch *batch, struct decision *decision, enum conflict_state *next)
{
    struct error refusal;
    check_decider(batch, decision->call, &decision->conflict);
    if (!call_ok(decision->call))
        return false;
    if (conflict_next((enum conflict_state)decision->conflict.state, CONFLICT_DECIDE, next, &refusal) != 0)
        call_fail_error(decision->call, &refusal);
    else
        read_parts(batch, decision);
    return call_ok(decision->call);
}

static int settle(struct batch *batch, struct decision *decision, enum conflict_state next, struct error *error)
{
    struct conflict *conflict = &decision->conflict;
    if (apply_move(batch, decision, error) != 0)
        return -1;
    if (!call_ok(decision->call))
        return 0;
    if (apply_credit(batch, decision, error) != 0)
        return -1;
    conflict->state = next;
    conflict->outcome = decision->request->outcome;
    conflict->reason = decision->request->reason;
    conflict->decided_at = batch->now_ms;
    if (conflict_store_decide(batch->db, batch->arena, conflict, decision->parts, decision->part_count, decision->call->principal->principal_id,
                              error) != 0 ||
        tell_ratings(batch, decision, error) != 0)
        return -1;
    Response *response = RESPONSE(batch, Response, remuda__lead__v1__decide_conflict_response);
    response->conflict_id = conflict->conflict_id;
    response->state = (Remuda__Lead__V1__ConflictState)next;
    response->holder_lead_id = decision->holder.lead_id;
    response->holder_unit_id = decision->holder.lead.dealer_unit_id;
    decision->call->response = &response->base;
    return 0;
}

static int decide_one(struct batch *batch, struct call *call, struct error *error)
{
    struct decision decision = {.call = call, .request = (const Request *)call->request};
    enum conflict_state next = CONFLICT_OPEN;
    check_call(batch, call, decision.request->conflict_id, decision.request->reason);
    if (!decision.request->outcome)
        call_violation(batch, call, "outcome", "REQUIRED", "the outcome is missing: reject, transfer or share", "缺少结论：请填写驳回、转移或共享");
    if (!call_ok(call))
        return 0;
    if (merge_store_hold_off(batch->db, error) != 0 ||
        find_conflict(batch, call, decision.request->conflict_id, ROLE_MANAGER, &decision.conflict, error) != 0)
        return -1;
    if (!call_ok(call) || !read_decision(batch, &decision, &next))
        return 0;
    decision.was_shared = decision.conflict.outcome == CONFLICT_SHARED;
    const struct lead *claimed = &decision.conflict.claim.lead;
    if (hold_store_holder(batch->db, batch->arena, claimed->customer_id, claimed->product_line, &decision.holder, error) != 0)
        return -1;
    check_holder(&decision);
    return call_ok(call) ? settle(batch, &decision, next, error) : 0;
}

int rpc_decide_conflict(struct batch *batch, struct error *error)
{
    return batch_each(batch, decide_one, error);
}

/* --- AppealConflict --------------------------------------------------------------------------------------------------------- */

static int appeal_one(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Lead__V1__AppealConflictRequest *request = (const Remuda__Lead__V1__AppealConflictRequest *)call->request;
    struct conflict conflict;
    struct error refusal;
    enum conflict_state next = CONFLICT_OPEN;
    check_call(batch, call, request->conflict_id, request->reason);
    if (!call_ok(call))
        return 0;
    if (find_conflict(batch, call, request->conflict_id, ROLE_DEALER, &conflict, error) != 0)
        return -1;
    if (call_ok(call) && conflict_next((enum conflict_state)conflict.state, CONFLICT_APPEAL, &next, &refusal) != 0)
        call_fail_error(call, &refusal);
    if (!call_ok(call))
        return 0;
    conflict.state = next;
    conflict.appeal_reason = request->reason;
    conflict.appealed_at = batch->now_ms;
    if (conflict_store_appeal(batch->db, batch->arena, &conflict, call->principal->principal_id, error) != 0)
        return -1;
    Remuda__Lead__V1__AppealConflictResponse *response =
        RESPONSE(batch, Remuda__Lead__V1__AppealConflictResponse, remuda__lead__v1__appeal_conflict_response);
    response->conflict_id = conflict.conflict_id;
    response->state = (Remuda__Lead__V1__ConflictState)next;
    call->response = &response->base;
    return 0;
}

int rpc_appeal_conflict(struct batch *batch, struct error *error)
{
    return batch_each(batch, appeal_one, error);
}
