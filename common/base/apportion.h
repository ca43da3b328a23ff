/*
 * Splitting a whole number of units by weights so that the parts sum to the whole. Two methods, by the splitter's
 * choice:
 *
 * Largest remainder (Hamilton): each gets the floor of its exact share, the units left go to the largest remainders.
 * Nobody is a whole unit away from the exact share, but somebody may lose a unit when the total grows (the Alabama
 * paradox).
 *
 * Sainte-Laguë (Webster): unit by unit, to the largest weight / (2 * units so far + 1). Nobody loses a unit when the
 * total grows, but somebody may be more than a unit away from the exact share.
 *
 * In both, equal claims go to the earlier recipient. Source: Balinski & Young, Fair Representation, 1982.
 */
#pragma once

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

#define APPORTION_WEIGHT_MAX INT64_C(1000000000000000) /* 10^15 */
#define APPORTION_COUNT_MAX 1000000

enum apportion_method { APPORTION_LARGEST_REMAINDER, APPORTION_SAINTE_LAGUE };

/* total >= 0; weights 0..APPORTION_WEIGHT_MAX, at least one positive when total > 0; parts[n] is written.
 * Errors name "total" or "weights[i]". */
int apportion(enum apportion_method method, int64_t total, const int64_t *weights, size_t n, int64_t *parts,
              struct error *error);
int apportion_largest_remainder(int64_t total, const int64_t *weights, size_t n, int64_t *parts, struct error *error);
