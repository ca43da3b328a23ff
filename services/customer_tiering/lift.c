#include "lift.h"

#include "base/int128.h"
#include "base/money.h"
#include "tier_value.h"

#define AMOUNT_MAX (INT64_C(1000000000000)) /* whole units */

void ranking_init(struct ranking *ranking, const int64_t *values, const int64_t *customer_ids, size_t n,
                  struct arena *arena)
{
    *ranking = (struct ranking){values, customer_ids, ARENA_ARRAY(arena, int64_t, n + 1), n};
    for (size_t i = 0; i < n; i++)
        ranking->before[i + 1] = ranking->before[i] + values[i];
}

/* Does the customer at `place` come before one of this value and number? Ties that a measure breaks count as lost. */
static bool comes_before(const struct tier_policy *policy, const struct ranking *ranking, size_t place, int64_t value,
                         int64_t customer_id)
{
    if (ranking->values[place] != value)
        return ranking->values[place] > value;
    return policy->tie_count > 0 || ranking->customer_ids[place] < customer_id;
}

/* The tier that the lines give the customer with a value above its own. */
static enum tier tier_with(const struct tier_policy *policy, const struct ranking *ranking,
                           const struct tier_customer *customer, int64_t value)
{
    size_t low = 0, high = (size_t)customer->rank - 1;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (comes_before(policy, ranking, middle, value, customer->customer_id))
            low = middle + 1;
        else
            high = middle;
    }
    struct tier_place place = {.value = value,
                               .before = ranking->before[low],
                               .whole = ranking->before[ranking->n] - customer->value + value,
                               .rank = (int64_t)low + 1,
                               .customers = (int64_t)ranking->n};
    return tier_by_line(&policy->cuts, 0, &place);
}

/* By ON_LINE_UP what counts is the share of those above, which falls while the customer's own value grows. */
static int64_t value_that_thins(const struct tier_policy *policy, const struct ranking *ranking,
                                const struct tier_customer *customer, size_t place, enum tier wanted)
{
    int64_t line = wanted == TIER_KEY ? policy->cuts.key : policy->cuts.secondary;
    int128_t whole = (int128_t)ranking->before[place] * PPM / line + 1;
    return (int64_t)(whole - (ranking->before[ranking->n] - customer->value));
}

static int64_t least_above(const struct tier_policy *policy, const struct ranking *ranking,
                           const struct tier_customer *customer, int64_t least)
{
    enum tier wanted = customer->line_tier - 1;
    if (policy->cuts.by == CUT_BY_SCORE) {
        int64_t line = wanted == TIER_KEY ? policy->cuts.key : policy->cuts.secondary;
        int64_t value = policy->cuts.on_line == ON_LINE_DOWN ? line + 1 : line;
        return value > least ? value : least;
    }
    if (tier_with(policy, ranking, customer, least) <= wanted)
        return least;
    for (size_t place = (size_t)customer->rank; place-- > 0;) {
        int64_t top = place > 0 ? ranking->values[place - 1] : INT64_MAX;
        if (policy->cuts.by == CUT_BY_VALUE_SHARE && policy->cuts.on_line == ON_LINE_UP) {
            int64_t value = value_that_thins(policy, ranking, customer, place, wanted);
            if (value > least && value <= top && tier_with(policy, ranking, customer, value) <= wanted)
                return value;
        }
        for (int64_t step = 0; place > 0 && step <= 1; step++) /* level with the one above, and just past it */
            if (top + step >= least && tier_with(policy, ranking, customer, top + step) <= wanted)
                return top + step;
    }
    return 0;
}

int64_t lift_value(const struct tier_policy *policy, const struct ranking *ranking,
                   const struct tier_customer *customer)
{
    if (customer->line_tier <= TIER_KEY)
        return 0;
    return least_above(policy, ranking, customer, customer->value + 1);
}

static int64_t value_with(const struct valuation *valuation, const struct tier_customer *customer, size_t measure,
                          int64_t amount)
{
    int64_t points, value;
    if (valuation_points(valuation, measure, amount, &points, NULL) != 0)
        return INT64_MAX;
    int128_t sum = 0;
    for (size_t i = 0; i < valuation->policy->measure_count; i++)
        sum += (int128_t)(i == measure ? points : customer->points[i]) * valuation->policy->measures[i].weight_ppm;
    return divide_rounded(sum, PPM, "value", &value, NULL) == 0 ? value : INT64_MAX;
}

/* The least amount of whole units with at least this value; 0: there is none. */
static int64_t amount_for(const struct valuation *valuation, const struct tier_customer *customer, size_t measure,
                          int64_t value)
{
    int64_t low = customer->amounts[measure] / MICRO + 1, high = AMOUNT_MAX;
    if (value_with(valuation, customer, measure, high * MICRO) < value)
        return 0;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (value_with(valuation, customer, measure, middle * MICRO) >= value)
            high = middle;
        else
            low = middle + 1;
    }
    return low * MICRO;
}

int64_t lift_amount(const struct tier_policy *policy, const struct ranking *ranking,
                    const struct tier_customer *customer, size_t measure)
{
    struct valuation valuation = {.policy = policy};
    if (customer->line_tier <= TIER_KEY || policy->measures[measure].normalisation != NORMALISE_POINTS)
        return 0;
    /* Whole units may overshoot what lifts, where more value is past the line again: then from there on. */
    int64_t least = customer->value + 1;
    for (;;) {
        int64_t value = least_above(policy, ranking, customer, least);
        int64_t amount = value > 0 ? amount_for(&valuation, customer, measure, value) : 0;
        if (amount == 0)
            return 0;
        int64_t reached = value_with(&valuation, customer, measure, amount);
        if (tier_with(policy, ranking, customer, reached) < customer->line_tier)
            return amount;
        least = reached;
    }
}
