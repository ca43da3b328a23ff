/* From amounts to value: each measure's points, by the normalisation of the policy, times its weight. */
#pragma once

#include "tier.h"

/* What the points of one customer depend on beside its own amounts. */
struct valuation {
    const struct tier_policy *policy;
    int64_t totals[POLICY_MEASURES_MAX];   /* amount of all, of measures by share */
    int64_t *ordered[POLICY_MEASURES_MAX]; /* the amounts above 0, ascending, of measures by rank */
    size_t counts[POLICY_MEASURES_MAX];
};

/* For `n` customers, whose amounts are then added one after the other; when all have been, valuation_order. */
void valuation_init(struct valuation *valuation, const struct tier_policy *policy, size_t n, struct arena *arena);
/* -1 STATUS_OUT_OF_RANGE naming the measure whose amounts do not fit together. */
int valuation_add(struct valuation *valuation, const int64_t *amounts, struct error *error);
void valuation_order(struct valuation *valuation);

/* Points (micro) of one measure; -1 STATUS_OUT_OF_RANGE. */
int valuation_points(const struct valuation *valuation, size_t measure, int64_t amount, int64_t *points,
                     struct error *error);
/* points[] of each measure, and their weighted sum, rounded once. */
int valuation_value(const struct valuation *valuation, const int64_t *amounts, int64_t *points, int64_t *value,
                    struct error *error);

/* What counts of a fact: of recency (days since the last delivery) the days of the window that are left, of a fleet
 * what is renewed a year, of all else the number itself. Micro, both. */
int64_t measure_amount(const struct policy_measure *measure, day_t as_of, int64_t number);
