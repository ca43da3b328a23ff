/*
 * What a split goes by: the weight of a named driver's value (market capacity x share x opportunity), and the
 * three-factor rule.
 */
#pragma once

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

#define DRIVER_FACTORS 3 /* last three months, last month, annual target */

/* capacity x share x factor, rounded half away from zero. Share and factor in parts per million. -1 names "weight" when
 * it is more than a weight may be. */
int driver_weight(int64_t capacity, int64_t share_ppm, int64_t factor_ppm, int64_t *weight, struct error *error);

/* 0 when each is 0 or more and they sum to 1,000,000. */
int driver_check_factors(const int64_t weights_ppm[DRIVER_FACTORS], struct error *error);

/*
 * The three-factor rule (DOMAIN.md, Targets): a unit's weight is the weighted sum of its shares of the last three
 * months' sales, of last month's sales and of the annual target, in 10^-12 parts. A factor in which nobody has anything
 * counts for nobody. The factors' weights in parts per million must pass driver_check_factors.
 */
int driver_three_factor(const int64_t *const units[DRIVER_FACTORS], size_t n, const int64_t weights_ppm[DRIVER_FACTORS],
                        int64_t *weights, struct error *error);
