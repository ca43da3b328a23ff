/*
 * Why a customer has its tier, in a few sentences with the numbers that led to it ("every number explains itself"):
 * a manager can check it with a pocket calculator.
 */
#pragma once

#include "tier.h"

/* The reason of an assigned customer in one language, without line breaks, in `arena`. `as_of` is the run's day. */
char *tier_reason(const struct tier_policy *policy, const struct tier_customer *customer,
                  const struct tier_summary *summary, day_t as_of, enum locale locale, struct arena *arena);
/* How the points of one measure came about: "18 vehicles delivered × 10". */
char *measure_reason(const struct policy_measure *measure, int64_t amount, int64_t points, enum locale locale,
                     struct arena *arena);
