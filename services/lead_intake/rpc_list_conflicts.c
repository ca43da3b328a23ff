/* ListConflicts: managers see both sides, a dealer only its own. */
#include "base/parse.h"
#include "rpc_conflict.h"
#include "rpc_quality.h"

#define PAGE_DEFAULT 50
#define PAGE_MAX 200

#define TEXT_OF(text) ((char *)(uintptr_t)(text)) /* protobuf-c's strings are not const; packing only reads them */

typedef Remuda__Lead__V1__Conflict Conflict;
typedef Remuda__Lead__V1__CustomerRecord Record;

static void path_of(const struct batch *batch, int64_t unit_id, struct unit_path *path)
{
    for (path->count = 0; unit_id && path->count < UNIT_PATH_MAX; unit_id = authority_parent(batch->authority, unit_id))
        path->unit_ids[path->count++] = unit_id;
}

int64_t rpc_conflict_decider(const struct batch *batch, const struct conflict *conflict)
{
    struct unit_path holder, claimant;
    path_of(batch, conflict->claim.holder_unit_id, &holder);
    path_of(batch, conflict->claim.lead.dealer_unit_id, &claimant);
    return conflict_decider(&holder, &claimant, (enum conflict_state)conflict->state);
}

bool rpc_conflict_is_open_to(const struct batch *batch, const struct principal *principal, const struct conflict *conflict)
{
    return authority_may(batch->authority, principal, ROLE_MANAGER, conflict->claim.holder_unit_id) ||
           authority_may(batch->authority, principal, ROLE_MANAGER, conflict->claim.lead.dealer_unit_id);
}

/* What both sides may know. */
static Conflict *public_part(struct batch *batch, const struct conflict *conflict)
{
    Conflict *message = RESPONSE(batch, Conflict, remuda__lead__v1__conflict);
    message->conflict_id = conflict->conflict_id;
    message->state = (Remuda__Lead__V1__ConflictState)conflict->state;
    message->claimed_at_unix_ms = conflict->claim.claimed_at;
    message->product_code = TEXT_OF(conflict->claim.lead.product_code);
    message->outcome = (Remuda__Lead__V1__ConflictOutcome)conflict->outcome;
    message->reason = TEXT_OF(conflict->reason);
    message->decided_at_unix_ms = conflict->decided_at;
    message->appealed_at_unix_ms = conflict->appealed_at;
    return message;
}

static void add_holders_side(Conflict *message, const struct conflict *conflict)
{
    message->lead_id = conflict->claim.lead_id;
    message->customer_id = conflict->claim.lead.customer_id;
    message->holder_unit_id = conflict->claim.holder_unit_id;
    message->held_since_unix_ms = conflict->held_since;
    message->holder_credit_ppm = conflict->holder_credit_ppm;
}

static void add_claimants_side(struct batch *batch, Conflict *message, const struct conflict *conflict)
{
    const struct lead *filed = &conflict->claim.lead;
    const struct rated_lead rated = rpc_rated_claim(conflict, batch->now_ms);
    message->claimant_unit_id = filed->dealer_unit_id;
    message->claim_lead_id = conflict->claim.claim_lead_id;
    message->claimant_credit_ppm = conflict->claimant_credit_ppm;
    message->quantity = (int32_t)filed->quantity;
    message->dealer_reference = TEXT_OF(filed->dealer_reference);
    message->found_on = TEXT_OF(filed->found_on);
    message->remarks = TEXT_OF(filed->remarks);
    message->claimed = RESPONSE(batch, Record, remuda__lead__v1__customer_record);
    message->claimed->name = TEXT_OF(filed->customer.name);
    message->claimed->uscc = TEXT_OF(filed->customer.uscc);
    message->claimed->region = TEXT_OF(filed->customer.region);
    message->claimed->contact_name = TEXT_OF(filed->customer.contact_name);
    message->claimed->contact_phone = TEXT_OF(filed->customer.contact_phone);
    message->claimed->since_unix_ms = conflict->claim.claimed_at;
    message->quality = rpc_quality_brief(rpc_policy(batch), &rated.facts, batch->arena);
}

static Conflict *conflict_message(struct batch *batch, const struct principal *principal, const struct conflict *conflict)
{
    Conflict *message = public_part(batch, conflict);
    bool is_open = rpc_conflict_is_open_to(batch, principal, conflict);
    if (is_open || authority_may(batch->authority, principal, ROLE_DEALER, conflict->claim.holder_unit_id))
        add_holders_side(message, conflict);
    if (is_open || authority_may(batch->authority, principal, ROLE_DEALER, conflict->claim.lead.dealer_unit_id))
        add_claimants_side(batch, message, conflict);
    if (is_open) {
        message->decider_unit_id = rpc_conflict_decider(batch, conflict);
        message->appeal_reason = TEXT_OF(conflict->appeal_reason);
    }
    return message;
}

static int list_one(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Lead__V1__ListConflictsRequest *request = (const Remuda__Lead__V1__ListConflictsRequest *)call->request;
    struct conflict_filter filter = {.state = request->state, .limit = request->limit ? request->limit : PAGE_DEFAULT};
    struct error refusal;
    size_t count;
    if (filter.limit < 1 || filter.limit > PAGE_MAX)
        call_violation(batch, call, "limit", "OUT_OF_RANGE", "limit is %d: give 1 to %d, or 0 for %d", "limit 为 %d：请给 1 至 %d，或 0 表示 %d",
                       request->limit, PAGE_MAX, PAGE_DEFAULT);
    if (*request->cursor && parse_int64(request->cursor, 1, INT64_MAX, "cursor", &filter.before_conflict_id, &refusal) != 0)
        call_violation_error(batch, call, "FORMAT", &refusal);
    if (!call_ok(call))
        return 0;
    struct conflict *conflicts = ARENA_ARRAY(batch->arena, struct conflict, (size_t)filter.limit);
    filter.unit_count = rpc_units_of(batch, call->principal, ROLE_DEALER, &filter.unit_ids);
    if (conflict_store_select(batch->db, batch->arena, &filter, conflicts, &count, error) != 0)
        return -1;
    Remuda__Lead__V1__ListConflictsResponse *response =
        RESPONSE(batch, Remuda__Lead__V1__ListConflictsResponse, remuda__lead__v1__list_conflicts_response);
    response->conflicts = ARENA_ARRAY(batch->arena, Conflict *, count);
    for (size_t i = 0; i < count; i++)
        response->conflicts[response->n_conflicts++] = conflict_message(batch, call->principal, &conflicts[i]);
    rpc_audit_list(batch, call, "conflicts", filter.unit_ids, filter.unit_count);
    if (count == (size_t)filter.limit)
        response->next_cursor = arena_printf(batch->arena, "%lld", (long long)conflicts[count - 1].conflict_id);
    call->response = &response->base;
    return 0;
}

int rpc_list_conflicts(struct batch *batch, struct error *error)
{
    return batch_each(batch, list_one, error);
}
