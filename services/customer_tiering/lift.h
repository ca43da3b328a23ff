/*
 * What would lift a customer: the smallest change of one measure alone, all else unchanged, with which the lines put it
 * into the next tier. For measures whose points depend on the customer's own amount; by share or rank every change
 * moves the points of all, and there is no answer.
 */
#pragma once

#include "tier.h"

/* All customers of a run by rank. */
struct ranking {
    const int64_t *values, *customer_ids;
    int64_t *before; /* value of all above each */
    size_t n;
};
/* Fills `before`. */
void ranking_init(struct ranking *ranking, const int64_t *values, const int64_t *customer_ids, size_t n,
                  struct arena *arena);

/* The least value (micro) above its own with which the lines put the customer above `from`; 0: none does. */
int64_t lift_value(const struct tier_policy *policy, const struct ranking *ranking,
                   const struct tier_customer *customer);
/* The least amount (whole units, as micro) of the measure with which they do; 0: this measure alone cannot, or is by
 * share or rank. */
int64_t lift_amount(const struct tier_policy *policy, const struct ranking *ranking,
                    const struct tier_customer *customer, size_t measure);
