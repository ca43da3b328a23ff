#include "tier.h"

#include "base/int128.h"
#include "base/money.h"
#include "tier_value.h"

/* Parts of a whole against a share: part / whole < share, exactly. */
static bool is_below(int64_t part, int64_t whole, int64_t share_ppm)
{
    return (int128_t)part * PPM < (int128_t)share_ppm * whole;
}

static bool is_within_share(enum on_line on_line, int64_t before, int64_t through, int64_t whole, int64_t line)
{
    if (line <= 0)
        return false;
    switch (on_line) {
    case ON_LINE_UP:
        return is_below(before, whole, line);
    case ON_LINE_DOWN:
        return is_below(through, whole, line);
    default:
        return before == 0 || (int128_t)through * PPM <= (int128_t)line * whole;
    }
}

static bool is_within(const struct policy_cuts *cuts, int64_t line, int64_t shift, const struct tier_place *place)
{
    switch (cuts->by) {
    case CUT_BY_SCORE:
        return cuts->on_line == ON_LINE_DOWN ? place->value > line - shift : place->value >= line - shift;
    case CUT_BY_CUSTOMER_SHARE:
        return is_within_share(cuts->on_line, place->rank - 1, place->rank, place->customers, line + shift);
    default:
        return is_within_share(cuts->on_line, place->before, place->before + place->value, place->whole, line + shift);
    }
}

enum tier tier_by_line(const struct policy_cuts *cuts, int64_t shift, const struct tier_place *place)
{
    if (place->value == 0)
        return TIER_POTENTIAL;
    if (is_within(cuts, cuts->key, shift, place))
        return TIER_KEY;
    return is_within(cuts, cuts->secondary, shift, place) ? TIER_SECONDARY : TIER_POTENTIAL;
}

/* --- what is stronger than the line ---------------------------------------------------------------------------------
 */

static void decide(struct tier_customer *customer, enum tier tier, enum tier_decision decision,
                   const struct policy_rule *rule)
{
    customer->tier = tier;
    customer->decision = decision;
    customer->rule = rule;
}

/* A customer leaves the tier that it has only in the n-th run that sees it beyond the line by more than the band. */
static void apply_hysteresis(const struct tier_policy *policy, struct tier_customer *customer,
                             const struct tier_place *place)
{
    enum tier line = customer->line_tier, previous = customer->previous;
    if (policy->hysteresis_runs == 0 || previous == TIER_NONE || line == previous) {
        customer->runs_outside = 0;
        return;
    }
    int64_t band = policy->hysteresis_band;
    bool is_outside = line > previous ? tier_by_line(&policy->cuts, band, place) > previous
                                      : tier_by_line(&policy->cuts, -band, place) < previous;
    customer->runs_outside = is_outside ? customer->runs_outside + 1 : 0;
    if (customer->runs_outside < policy->hysteresis_runs)
        decide(customer, previous, DECIDED_BY_HYSTERESIS, NULL);
    else
        customer->runs_outside = 0;
}

static void apply_rules(const struct tier_policy *policy, struct tier_customer *customer)
{
    const struct policy_rule *rule = policy_rules_find(&policy->floors, &customer->attributes);
    if (rule && customer->tier > rule->tier)
        decide(customer, rule->tier, DECIDED_BY_FLOOR, rule);
    rule = policy_rules_find(&policy->ceilings, &customer->attributes);
    if (rule && customer->tier < rule->tier)
        decide(customer, rule->tier, DECIDED_BY_CEILING, rule);
    rule = policy_rules_find(&policy->fixed, &customer->attributes);
    if (rule)
        decide(customer, rule->tier, DECIDED_BY_FIXED_RULE, rule);
    if (customer->override)
        decide(customer, customer->override->tier, DECIDED_BY_OVERRIDE, NULL);
}

/* --- the order ------------------------------------------------------------------------------------------------------
 */

int tier_order(const struct tier_policy *policy, const struct tier_customer *a, const struct tier_customer *b)
{
    if (a->value != b->value)
        return a->value > b->value ? -1 : 1;
    for (size_t i = 0; i < policy->tie_count; i++) {
        int64_t x = a->amounts[policy->ties[i]], y = b->amounts[policy->ties[i]];
        if (x != y)
            return x > y ? -1 : 1;
    }
    return (a->customer_id > b->customer_id) - (a->customer_id < b->customer_id);
}

static int by_value(const void *left, const void *right, void *policy)
{
    return tier_order(policy, *(const struct tier_customer *const *)left, *(const struct tier_customer *const *)right);
}

static int value_customers(const struct tier_policy *policy, struct tier_customer *const *customers, size_t n,
                           int64_t *whole, struct arena *arena, struct error *error)
{
    struct valuation valuation;
    valuation_init(&valuation, policy, n, arena);
    for (size_t i = 0; i < n; i++)
        if (valuation_add(&valuation, customers[i]->amounts, error) != 0)
            return -1;
    valuation_order(&valuation);
    *whole = 0;
    for (size_t i = 0; i < n; i++)
        if (valuation_value(&valuation, customers[i]->amounts, customers[i]->points, &customers[i]->value, error) !=
                0 ||
            money_add(*whole, customers[i]->value, "measures", whole, error) != 0)
            return -1;
    return 0;
}

/* A part of the whole is at most PPM, so it always fits. */
static int64_t share_of(int64_t part, int64_t whole)
{
    int64_t share = 0;
    if (whole > 0)
        divide_rounded((int128_t)part * PPM, whole, "share_ppm", &share, NULL);
    return share;
}

void tier_place_customer(const struct tier_policy *policy, struct tier_customer *customer,
                         const struct tier_place *place)
{
    customer->rank = place->rank;
    customer->cumulative = place->before + place->value;
    customer->share_ppm = share_of(place->value, place->whole);
    customer->cumulative_share_ppm = share_of(customer->cumulative, place->whole);
    customer->line_tier = tier_by_line(&policy->cuts, 0, place);
    decide(customer, customer->line_tier, DECIDED_BY_LINE, NULL);
    apply_hysteresis(policy, customer, place);
    apply_rules(policy, customer);
}

int tier_assign(const struct tier_policy *policy, struct tier_customer **customers, size_t n,
                struct tier_summary *summary, struct arena *arena, struct error *error)
{
    *summary = (struct tier_summary){.customers = (int64_t)n};
    if (value_customers(policy, customers, n, &summary->value, arena, error) != 0)
        return -1;
    if (n > 0)
        qsort_r(customers, n, sizeof *customers, by_value, (void *)(uintptr_t)policy);

    struct tier_place place = {.whole = summary->value, .customers = (int64_t)n};
    for (size_t i = 0; i < n; i++) {
        struct tier_customer *customer = customers[i];
        place.rank = (int64_t)i + 1;
        place.value = customer->value;
        tier_place_customer(policy, customer, &place);
        place.before += place.value;
        summary->tier_customers[customer->tier]++;
        summary->tier_value[customer->tier] += customer->value;
    }
    return 0;
}
