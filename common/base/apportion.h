/*
 * Splitting a whole number of units by weights so that the parts sum to the whole.
 * Largest remainder (Hamilton): each gets the floor of its exact share, the units left go to the largest remainders;
 * equal remainders go to the earlier recipient. Source: Balinski & Young, Fair Representation, 1982.
 */
#pragma once

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

#define APPORTION_WEIGHT_MAX INT64_C(1000000000000000) /* 10^15 */
#define APPORTION_COUNT_MAX 1000000

/* total >= 0; weights 0..APPORTION_WEIGHT_MAX, at least one positive when total > 0; parts[n] is written.
 * Errors name "total" or "weights[i]". */
int apportion_largest_remainder(int64_t total, const int64_t *weights, size_t n, int64_t *parts, struct error *error);
