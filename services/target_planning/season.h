/*
 * Seasonal indices from history: the ratio to a centred moving average, multiplicative (HP-12C Solutions Handbook, p.
 * 78).
 *
 * Input: units by time, oldest first, and how many make one cycle (12 months, 4 quarters). The moving average of a
 * cycle, centred on an instant, is what was usual then (for an even cycle the two ends count half); the ratio to it
 * tells the season. A season's index is the mean of its ratios, so adjusted that the indices of a cycle average 1.
 */
#pragma once

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

#define SEASON_PERIOD_MAX 366
#define SEASON_SERIES_MAX 10000
#define SEASON_UNITS_MAX INT64_C(1000000000) /* of one instant */
#define SEASON_SCALE INT64_C(1000000000)     /* averages are kept in billionths of a unit */

/* For each instant of the series; both 0 where the cycle around it is not complete. */
struct season_point {
    int64_t average;   /* centred moving average, in 1 / SEASON_SCALE units; exact but for the last digit */
    int64_t ratio_ppm; /* units / average */
};

/*
 * series[n]: 0..SEASON_UNITS_MAX; n at least two cycles; period 2..SEASON_PERIOD_MAX. Writes points[n] and
 * index_ppm[period], that of the series' first instant first. Rounded half away from zero, and only at the end. -1
 * names "period" or "series"; also when nothing was sold in a whole cycle, for then there is no season to be seen.
 */
int season_indices(int64_t period, const int64_t *series, size_t n, struct season_point *points, int64_t *index_ppm,
                   struct error *error);
