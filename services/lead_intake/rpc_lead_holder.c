/* AssignLead, ClaimLead, ListPool: who holds a lead. */
#include "base/parse.h"
#include "lead_change.h"
#include "remuda/event/v1/lead_events.pb-c.h"

#define DAY_MS INT64_C(86400000)
#define HOUR_MS INT64_C(3600000)
#define CHINA_MS (8 * HOUR_MS)
#define PAGE_DEFAULT 50
#define PAGE_MAX 500

/* The new holder's protection begins now. */
static void give_to(struct lead_change *change, const struct protection_policy *policy, int64_t dealer_unit_id)
{
    const struct lead_row *row = &change->row;
    change->facts.dealer_unit_id = dealer_unit_id;
    change->facts.until = protection_until(policy, &row->customer, row->business_type, row->product_line, change->batch->now_ms);
}

static void note_new_holder(struct lead_change *change, const struct lead_hold *before)
{
    struct batch *batch = change->batch;
    lead_entry_add(&change->entry, "dealer_unit_id", arena_printf(batch->arena, "%lld", (long long)before->dealer_unit_id),
                   arena_printf(batch->arena, "%lld", (long long)change->row.hold.dealer_unit_id));
    lead_entry_add(&change->entry, "protected_until", rpc_instant_text(batch, before->protected_until),
                   rpc_instant_text(batch, change->row.hold.protected_until));
}

/* --- AssignLead ----------------------------------------------------------------------------------------------------------- */

static void emit_assigned(struct lead_change *change, const struct lead_hold *before)
{
    Remuda__Event__V1__LeadAssigned event = REMUDA__EVENT__V1__LEAD_ASSIGNED__INIT;
    event.lead_id = change->row.lead_id;
    event.customer_id = change->row.customer_id;
    event.dealer_unit_id = change->row.hold.dealer_unit_id;
    event.from_dealer_unit_id = before->dealer_unit_id;
    event.protected_until_unix_ms = change->row.hold.protected_until;
    batch_emit(change->batch, change->call, change->row.customer_id, &event.base);
}

static int assign_one(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Lead__V1__AssignLeadRequest *request = (const Remuda__Lead__V1__AssignLeadRequest *)call->request;
    struct lead_change change;
    int64_t dealer_unit_id = rpc_read_dealer(batch, call, request->dealer_code, ROLE_MANAGER);
    if (!call_ok(call))
        return 0;
    if (lead_change_begin(batch, call, request->lead_id, ROLE_MANAGER, &change, error) != 0)
        return -1;
    lead_change_expect(&change, request->if_version);
    if (!call_ok(call))
        return 0;
    const struct lead_hold before = change.row.hold;
    if (before.state == LEAD_HELD && before.dealer_unit_id == dealer_unit_id)
        call_violation(batch, call, "dealer_code", "DUPLICATE", "this dealer holds the lead already: give another one",
                       "该经销商已持有此信息：请填写其他经销商");
    change.facts.reason_given = *request->reason != 0;
    change.entry.reason = lead_change_read_text(&change, request->reason, "reason", CHANGE_TEXT_MAX);
    give_to(&change, rpc_policy(batch), dealer_unit_id);
    if (!lead_change_apply(&change, LEAD_EVENT_ASSIGN))
        return 0;
    note_new_holder(&change, &before);
    emit_assigned(&change, &before);
    return lead_change_end(&change, error);
}

int rpc_assign_lead(struct batch *batch, struct error *error)
{
    return batch_each(batch, assign_one, error);
}

/* --- ClaimLead ------------------------------------------------------------------------------------------------------------ */

/* The pool that an area's leads fall into. */
static const char *pool_of_area(const struct batch *batch, const struct protection_policy *policy, int64_t area_id)
{
    for (size_t i = 0; i < policy->pool_area_count; i++)
        if (authority_unit_by_code(batch->authority, policy->pool_areas[i].area_code) == area_id)
            return policy->pool_areas[i].pool;
    return "";
}

static const char *pool_of_dealer(const struct batch *batch, const struct protection_policy *policy, int64_t dealer_unit_id)
{
    return pool_of_area(batch, policy, authority_ancestor(batch->authority, dealer_unit_id, UNIT_AREA));
}

static int64_t start_of_day(int64_t now)
{
    return (now + CHINA_MS) / DAY_MS * DAY_MS - CHINA_MS;
}

static int look_at_the_rules(struct lead_change *change, const struct protection_policy *policy, int64_t dealer_unit_id,
                             struct error *error)
{
    struct batch *batch = change->batch;
    struct lead_facts *facts = &change->facts;
    const struct lead_hold *hold = &change->row.hold;
    facts->same_pool = strcmp(pool_of_dealer(batch, policy, dealer_unit_id), pool_of_dealer(batch, policy, hold->dealer_unit_id)) == 0;
    facts->claimable_from = hold->protected_until + policy->pool_delay_hours * HOUR_MS;
    facts->cool_down_until = hold->protected_until + policy->cool_down_days * DAY_MS;
    facts->claims_a_day = policy->claims_a_day;
    return lead_cycle_store_count_claims(batch->db, batch->arena, change->call->principal->principal_id, start_of_day(batch->now_ms),
                                         &facts->claims_today, error);
}

static void emit_claimed(struct lead_change *change, const struct lead_hold *before)
{
    Remuda__Event__V1__LeadClaimed event = REMUDA__EVENT__V1__LEAD_CLAIMED__INIT;
    event.lead_id = change->row.lead_id;
    event.customer_id = change->row.customer_id;
    event.dealer_unit_id = change->row.hold.dealer_unit_id;
    event.from_dealer_unit_id = before->dealer_unit_id;
    event.protected_until_unix_ms = change->row.hold.protected_until;
    batch_emit(change->batch, change->call, change->row.customer_id, &event.base);
}

static int claim_one(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Lead__V1__ClaimLeadRequest *request = (const Remuda__Lead__V1__ClaimLeadRequest *)call->request;
    const struct protection_policy *policy = rpc_policy(batch);
    struct lead_change change;
    int64_t dealer_unit_id = rpc_read_dealer(batch, call, request->dealer_code, ROLE_DEALER);
    if (!call_ok(call))
        return 0;
    if (lead_change_begin_unseen(batch, call, request->lead_id, &change, error) != 0)
        return -1;
    const struct lead_hold before = change.row.hold;
    if (call_ok(call) && before.state != LEAD_IN_POOL)
        call_fail(call, STATUS_NOT_FOUND, "lead_id", "lead %lld is not in the pool: look at the pool again", "信息 %lld 不在公海池中：请重新查看",
                  (long long)request->lead_id);
    if (!call_ok(call))
        return 0;
    give_to(&change, policy, dealer_unit_id);
    if (look_at_the_rules(&change, policy, dealer_unit_id, error) != 0)
        return -1;
    if (!lead_change_apply(&change, LEAD_EVENT_CLAIM))
        return 0;
    note_new_holder(&change, &before);
    emit_claimed(&change, &before);
    return lead_change_end(&change, error);
}

int rpc_claim_lead(struct batch *batch, struct error *error)
{
    return batch_each(batch, claim_one, error);
}

/* --- ListPool ------------------------------------------------------------------------------------------------------------- */

/* The areas of a named pool; for the default pool the areas of all others, to be left out. */
static void read_pool(struct batch *batch, const struct protection_policy *policy, const char *pool, struct pool_filter *filter)
{
    int64_t *area_ids = ARENA_ARRAY(batch->arena, int64_t, policy->pool_area_count);
    filter->below_none = !*pool;
    for (size_t i = 0; i < policy->pool_area_count; i++) {
        const struct protection_pool_area *area = &policy->pool_areas[i];
        if (filter->below_none ? *area->pool != 0 : strcmp(area->pool, pool) == 0)
            area_ids[filter->area_count++] = authority_unit_by_code(batch->authority, area->area_code);
    }
    filter->area_ids = area_ids;
}

static bool read_page(struct batch *batch, struct call *call, const Remuda__Lead__V1__ListPoolRequest *request,
                      struct pool_filter *filter)
{
    struct error error;
    filter->limit = request->limit ? request->limit : PAGE_DEFAULT;
    if (filter->limit < 1 || filter->limit > PAGE_MAX)
        call_violation(batch, call, "limit", "OUT_OF_RANGE", "limit is %d: give 1 to %d, or 0 for %d", "limit 为 %d：请给 1 至 %d，或 0 表示 %d",
                       request->limit, PAGE_MAX, PAGE_DEFAULT);
    if (*request->cursor && parse_int64(request->cursor, 1, INT64_MAX, "cursor", &filter->before_lead_id, &error) != 0)
        call_violation_error(batch, call, "FORMAT", &error);
    return call_ok(call);
}

/* Whoever held it last waits for longer. */
static int64_t claimable_from(const struct protection_policy *policy, int64_t since, bool held_last)
{
    int64_t for_all = since + policy->pool_delay_hours * HOUR_MS, cooled_down = since + policy->cool_down_days * DAY_MS;
    return held_last && cooled_down > for_all ? cooled_down : for_all;
}

static Remuda__Lead__V1__PoolLead *read_pool_lead(struct batch *batch, const struct protection_policy *policy, int64_t dealer_unit_id,
                                                  const struct db_result *result, int row)
{
    Remuda__Lead__V1__PoolLead *lead = RESPONSE(batch, Remuda__Lead__V1__PoolLead, remuda__lead__v1__pool_lead);
    lead->lead_id = db_int64(result, row, 0);
    lead->customer_name = arena_strdup(batch->arena, db_text(result, row, 1));
    lead->product_code = arena_strdup(batch->arena, db_text(result, row, 2));
    lead->quantity = (int32_t)db_int64(result, row, 3);
    lead->business_type = (Remuda__Lead__V1__BusinessType)db_int64(result, row, 4);
    lead->in_pool_since_unix_ms = db_instant(result, row, 5);
    lead->claimable_from_unix_ms = claimable_from(policy, lead->in_pool_since_unix_ms, db_int64(result, row, 6) == dealer_unit_id);
    return lead;
}

static int list_one(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Lead__V1__ListPoolRequest *request = (const Remuda__Lead__V1__ListPoolRequest *)call->request;
    const struct protection_policy *policy = rpc_policy(batch);
    struct pool_filter filter = {0};
    struct db_result result;
    int64_t dealer_unit_id = rpc_read_dealer(batch, call, request->dealer_code, ROLE_DEALER);
    if (!read_page(batch, call, request, &filter))
        return 0;
    read_pool(batch, policy, pool_of_dealer(batch, policy, dealer_unit_id), &filter);
    if (lead_cycle_store_pool(batch->db, batch->arena, &filter, &result, error) != 0)
        return -1;
    Remuda__Lead__V1__ListPoolResponse *response =
        RESPONSE(batch, Remuda__Lead__V1__ListPoolResponse, remuda__lead__v1__list_pool_response);
    response->leads = ARENA_ARRAY(batch->arena, Remuda__Lead__V1__PoolLead *, (size_t)result.rows);
    response->n_leads = (size_t)result.rows;
    for (int row = 0; row < result.rows; row++)
        response->leads[row] = read_pool_lead(batch, policy, dealer_unit_id, &result, row);
    if (result.rows == filter.limit)
        response->next_cursor = arena_printf(batch->arena, "%lld", (long long)response->leads[result.rows - 1]->lead_id);
    db_result_clear(&result);
    call->response = &response->base;
    return 0;
}

int rpc_list_pool(struct batch *batch, struct error *error)
{
    return batch_each(batch, list_one, error);
}
