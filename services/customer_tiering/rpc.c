#include "rpc.h"

#include "fact_store.h"
#include "tier_reason.h"

size_t rpc_limit(struct batch *batch, struct call *call, int32_t limit)
{
    if (limit < 0 || limit > LIST_LIMIT_MAX)
        call_violation(batch, call, "limit", "OUT_OF_RANGE", "%d a page: must be 1 to %d, or 0 for %d",
                       "每页 %d 条：必须在 1 到 %d 之间，或填 0 表示 %d", limit, LIST_LIMIT_MAX, LIST_LIMIT_DEFAULT);
    return limit > 0 ? (size_t)limit : LIST_LIMIT_DEFAULT;
}

int rpc_find_run(struct batch *batch, struct call *call, int64_t run_id, const char *field, struct tier_run *run,
                 struct error *error)
{
    int64_t wanted = run_id;
    if ((wanted == 0 && tier_store_latest_released(batch->db, batch->arena, "", &wanted, error) != 0) ||
        tier_store_find_run(batch->db, batch->arena, wanted, run, error) != 0)
        return -1;
    if (run->run_id == 0 && run_id == 0)
        call_fail(call, STATUS_FAILED_PRECONDITION, field,
                  "no run has been released yet: run the tiering, and release it unless its policy does so at once",
                  "尚无已发布的分级：请先执行分级，政策未设为立即发布时还需发布");
    else if (run->run_id == 0)
        call_fail(call, STATUS_NOT_FOUND, field,
                  "there is no run %lld: give the number of a run, or 0 for the latest released",
                  "没有编号为 %lld 的分级：请填写已有的编号，或填 0 表示最近发布的一次", (long long)run_id);
    return 0;
}

char *rpc_day(struct batch *batch, day_t day)
{
    return day_format(day, arena_alloc(batch->arena, DATE_TEXT_SIZE));
}

int rpc_find_override(struct batch *batch, const struct tier_run *run, struct tier_customer *customer,
                      struct error *error)
{
    struct override_record *overrides;
    size_t n;
    if (policy_store_find_overrides(batch->db, batch->arena, run->last_override_id, run->as_of, customer->customer_id,
                                    &overrides, &n, error) != 0)
        return -1;
    char *number = arena_printf(batch->arena, "%lld", (long long)customer->customer_id);
    customer->override = n > 0 ? &overrides[0].override : policy_override_find(run->policy, number, run->as_of);
    return 0;
}

/* What stood behind a decision is not kept with the row: it follows from the policy and the overrides known to the run.
 */
static int complete_row(struct batch *batch, const struct tier_run *run, struct tier_row *row, struct error *error)
{
    struct tier_customer *customer = &row->customer;
    const struct policy_rules *rules[] = {[DECIDED_BY_FLOOR] = &run->policy->floors,
                                          [DECIDED_BY_CEILING] = &run->policy->ceilings,
                                          [DECIDED_BY_FIXED_RULE] = &run->policy->fixed};
    if (customer->decision >= DECIDED_BY_FLOOR && customer->decision <= DECIDED_BY_FIXED_RULE)
        customer->rule = policy_rules_find(rules[customer->decision], &customer->attributes);
    return customer->decision == DECIDED_BY_OVERRIDE ? rpc_find_override(batch, run, customer, error) : 0;
}

static Remuda__Tiering__V1__MeasureValue *measure_message(struct batch *batch, const struct call *call,
                                                          const struct policy_measure *measure, int64_t amount,
                                                          int64_t points)
{
    Remuda__Tiering__V1__MeasureValue *message =
        RESPONSE(batch, Remuda__Tiering__V1__MeasureValue, remuda__tiering__v1__measure_value);
    message->key = arena_strdup(batch->arena, measure->key);
    message->name = arena_strdup(batch->arena, measure_kind(measure->measure)->label[call->locale]);
    message->amount_micro = amount;
    message->points_micro = points;
    message->weight_ppm = measure->weight_ppm;
    message->calculation = measure_reason(measure, amount, points, call->locale, batch->arena);
    return message;
}

/* Amounts, points and weights, one a measure of the policy. */
static Remuda__Tiering__V1__MeasureValue **measure_messages(struct batch *batch, const struct call *call,
                                                            const struct tier_policy *policy,
                                                            const struct tier_customer *customer)
{
    Remuda__Tiering__V1__MeasureValue **messages =
        ARENA_ARRAY(batch->arena, Remuda__Tiering__V1__MeasureValue *, policy->measure_count);
    for (size_t i = 0; i < policy->measure_count; i++)
        messages[i] = measure_message(batch, call, &policy->measures[i], customer->amounts[i], customer->points[i]);
    return messages;
}

int rpc_tier_message(struct batch *batch, const struct call *call, const struct tier_run *run, struct tier_row *row,
                     Remuda__Tiering__V1__CustomerTier **message, struct error *error)
{
    const struct tier_customer *customer = &row->customer;
    const struct tier_policy *policy = run->policy;
    if (complete_row(batch, run, row, error) != 0)
        return -1;
    Remuda__Tiering__V1__CustomerTier *tier =
        RESPONSE(batch, Remuda__Tiering__V1__CustomerTier, remuda__tiering__v1__customer_tier);
    tier->customer_id = customer->customer_id;
    tier->customer_name = arena_strdup(batch->arena, row->name);
    tier->tier = (Remuda__Tiering__V1__Tier)customer->tier;
    tier->line_tier = (Remuda__Tiering__V1__Tier)customer->line_tier;
    tier->run_id = run->run_id;
    tier->value_micro = customer->value;
    tier->rank = customer->rank;
    tier->share_ppm = customer->share_ppm;
    tier->cumulative_share_ppm = customer->cumulative_share_ppm;
    tier->n_measures = policy->measure_count;
    tier->measures = measure_messages(batch, call, policy, customer);
    tier->reason = tier_reason(policy, customer, &run->summary, run->as_of, call->locale, batch->arena);
    *message = tier;
    return 0;
}

int rpc_get_totals(struct batch *batch, struct error *error)
{
    struct fact_totals totals;
    if (fact_store_totals(batch->db, &totals, error))
        return -1;
    for (size_t i = 0; i < batch->count; i++) {
        Remuda__Tiering__V1__GetTotalsResponse *response =
            RESPONSE(batch, Remuda__Tiering__V1__GetTotalsResponse, remuda__tiering__v1__get_totals_response);
        response->customers = totals.customers;
        response->leads = totals.leads;
        response->open_units = totals.open_units;
        response->delivered_units = totals.delivered_units;
        response->revenue_fen = totals.revenue_fen;
        batch->calls[i].response = &response->base;
    }
    return 0;
}
