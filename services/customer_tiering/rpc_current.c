/*
 * GetTier's `now`: a customer's value by all that was learnt up to this moment. It is read from the facts when it is
 * asked for, by the code of a run, so that there is nothing that could lag behind or differ.
 */
#include "rpc.h"

#include "tier_value.h"

/* By share and by rank the points of a customer depend on the amounts of all. */
static bool depends_on_others(const struct tier_policy *policy)
{
    for (size_t i = 0; i < policy->measure_count; i++)
        if (policy->measures[i].normalisation != NORMALISE_POINTS)
            return true;
    return false;
}

/* Values the customer among rows[n]; NULL when it is not among them or, with `refused` filled, does not fit. */
static const struct tier_customer *value_customer(const struct tier_policy *policy, struct tier_row *rows, size_t n,
                                                  int64_t customer_id, struct arena *arena, struct error *refused)
{
    struct tier_customer **customers = ARENA_ARRAY(arena, struct tier_customer *, n), *found = NULL;
    struct valuation valuation;
    for (size_t i = 0; i < n; i++) {
        customers[i] = &rows[i].customer;
        if (customers[i]->customer_id == customer_id)
            found = customers[i];
    }
    if (!found || valuation_init(&valuation, policy, customers, n, arena, refused) != 0 ||
        valuation_value(&valuation, found->amounts, found->points, &found->value, refused) != 0)
        return NULL;
    return found;
}

/* Customers of one value may stand on both sides of a line: one whose value is what it was stays where it was. */
static int find_standing_tier(struct batch *batch, const struct tier_run *run, const struct tier_customer *before,
                              int64_t value, enum tier *tier, struct error *error)
{
    const struct tier_place place = {.value = value};
    const bool is_unchanged = before->line_tier != TIER_NONE && value == before->value;
    *tier = is_unchanged ? before->line_tier : tier_by_line(&run->policy->cuts, 0, &place);
    if (is_unchanged || value == 0 || run->policy->cuts.by == CUT_BY_SCORE)
        return 0;
    return tier_store_standing_tier(batch->db, batch->arena, run, value, tier, error);
}

int rpc_current_value(struct batch *batch, struct call *call, const struct tier_run *run, int64_t customer_id,
                      const struct tier_customer *before, Remuda__Tiering__V1__CurrentValue **message,
                      struct error *error)
{
    struct tier_run now = *run;
    struct tier_row *rows;
    struct error refused = {0};
    size_t n;
    enum tier tier;
    now.as_of = day_of_instant(batch->now_ms);
    if (tier_store_read_facts(batch->db, batch->arena, &now, depends_on_others(run->policy) ? 0 : customer_id, &rows,
                              &n, error) != 0)
        return -1;
    const struct tier_customer *customer = value_customer(run->policy, rows, n, customer_id, batch->arena, &refused);
    if (refused.status != STATUS_OK)
        return call_fail_error(call, &refused), 0;
    if (!customer)
        return 0;
    if (find_standing_tier(batch, run, before, customer->value, &tier, error) != 0)
        return -1;
    Remuda__Tiering__V1__CurrentValue *current =
        RESPONSE(batch, Remuda__Tiering__V1__CurrentValue, remuda__tiering__v1__current_value);
    current->as_of = rpc_day(batch, now.as_of);
    current->n_measures = run->policy->measure_count;
    current->measures = rpc_measure_messages(batch, call, run->policy, customer);
    current->value_micro = customer->value;
    current->line_tier = (Remuda__Tiering__V1__Tier)tier;
    *message = current;
    return 0;
}
