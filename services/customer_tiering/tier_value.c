#include "tier_value.h"

#include "base/int128.h"
#include "base/money.h"

#define HUNDRED INT64_C(100)

void valuation_init(struct valuation *valuation, const struct tier_policy *policy, size_t n, struct arena *arena)
{
    *valuation = (struct valuation){.policy = policy};
    for (size_t i = 0; i < policy->measure_count; i++)
        if (policy->measures[i].normalisation == NORMALISE_RANK)
            valuation->ordered[i] = ARENA_ARRAY(arena, int64_t, n);
}

int valuation_add(struct valuation *valuation, const int64_t *amounts, struct error *error)
{
    for (size_t i = 0; i < valuation->policy->measure_count; i++) {
        enum normalisation normalisation = valuation->policy->measures[i].normalisation;
        if (normalisation == NORMALISE_SHARE &&
            money_add(valuation->totals[i], amounts[i], "measure", &valuation->totals[i], error) != 0)
            return error_within(error, "measures[%zu]", i);
        if (normalisation == NORMALISE_RANK && amounts[i] > 0)
            valuation->ordered[i][valuation->counts[i]++] = amounts[i];
    }
    return 0;
}

static int by_amount(const void *left, const void *right)
{
    const int64_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

void valuation_order(struct valuation *valuation)
{
    for (size_t i = 0; i < valuation->policy->measure_count; i++)
        if (valuation->counts[i] > 0)
            qsort(valuation->ordered[i], valuation->counts[i], sizeof *valuation->ordered[i], by_amount);
}

static int64_t band_points(const struct policy_measure *measure, int64_t amount)
{
    size_t band = measure->band_count;
    while (band > 0 && measure->bands[band - 1].from > amount)
        band--;
    return band > 0 ? measure->bands[band - 1].points : 0;
}

/* How many of n ascending amounts are at most `amount`. */
static size_t count_up_to(const int64_t *ordered, size_t n, int64_t amount)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (ordered[middle] <= amount)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

int valuation_points(const struct valuation *valuation, size_t i, int64_t amount, int64_t *points, struct error *error)
{
    const struct policy_measure *measure = &valuation->policy->measures[i];
    *points = 0;
    switch (measure->normalisation) {
    case NORMALISE_SHARE:
        if (valuation->totals[i] == 0)
            return 0;
        return divide_rounded((int128_t)amount * HUNDRED * MICRO, valuation->totals[i], measure->key, points, error);
    case NORMALISE_RANK:
        if (amount == 0 || valuation->counts[i] == 0)
            return 0;
        return divide_rounded((int128_t)count_up_to(valuation->ordered[i], valuation->counts[i], amount) * HUNDRED *
                                  MICRO,
                              (int64_t)valuation->counts[i], measure->key, points, error);
    default:
        if (measure->band_count == 0)
            return divide_rounded((int128_t)amount * measure->points_per_unit, MICRO, measure->key, points, error);
        *points = band_points(measure, amount);
        return 0;
    }
}

int valuation_value(const struct valuation *valuation, const int64_t *amounts, int64_t *points, int64_t *value,
                    struct error *error)
{
    int128_t sum = 0;
    for (size_t i = 0; i < valuation->policy->measure_count; i++) {
        if (valuation_points(valuation, i, amounts[i], &points[i], error) != 0)
            return error_within(error, "measures[%zu]", i);
        sum += (int128_t)points[i] * valuation->policy->measures[i].weight_ppm;
    }
    return divide_rounded(sum, PPM, "value", value, error);
}

int64_t measure_amount(const struct policy_measure *measure, day_t as_of, int64_t number)
{
    if (measure->measure == MEASURE_RECENCY) {
        int64_t days = as_of - window_first_day(measure->window, as_of) + 1;
        return number < days * MICRO ? days * MICRO - number : 0;
    }
    if (measure->measure == MEASURE_FLEET_RENEWAL)
        return (int64_t)((int128_t)number * measure->replacement_ppm / PPM);
    return number;
}
