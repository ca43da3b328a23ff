#include "season.h"

#include "base/int128.h"
#include "base/money.h"

#define RATIO_SCALE INT64_C(1000000000000) /* ratios and their means on the way, so that only the end is rounded */

static int check(int64_t period, const int64_t *series, size_t n, struct error *error)
{
    if (period < 2 || period > SEASON_PERIOD_MAX)
        return error_set(error, STATUS_INVALID_ARGUMENT, "period", "a period of %lld: must be 2 to %d",
                         "周期 %lld：必须在 2 到 %d 之间", (long long)period, SEASON_PERIOD_MAX);
    if (n < 2 * (size_t)period || n > SEASON_SERIES_MAX)
        return error_set(error, STATUS_INVALID_ARGUMENT, "series",
                         "%zu values: give at least two whole periods (%lld values) and at most %d",
                         "共 %zu 个值：请至少给出两个完整周期（%lld 个值），最多 %d 个", n, 2 * (long long)period,
                         SEASON_SERIES_MAX);
    for (size_t i = 0; i < n; i++)
        if (series[i] < 0 || series[i] > SEASON_UNITS_MAX) {
            error_set(error, STATUS_INVALID_ARGUMENT, NULL, "%lld units: must be 0 to %lld",
                      "%lld 台：必须在 0 到 %lld 之间", (long long)series[i], (long long)SEASON_UNITS_MAX);
            return error_within(error, "series[%zu]", i);
        }
    return 0;
}

/* Twice the units of the cycle around `at`: for an even period the two ends count once, all others twice. */
static int64_t doubled_cycle(const int64_t *series, size_t at, size_t period)
{
    size_t first = at - period / 2, last = at + period / 2;
    int64_t sum = 0;
    for (size_t i = first; i <= last; i++)
        sum += 2 * series[i];
    return period % 2 ? sum : sum - series[first] - series[last];
}

/* Adds the ratio of each instant whose cycle is complete to its season's. */
static int take_ratios(size_t period, const int64_t *series, size_t n, struct season_point *points,
                       int128_t *ratio_sums, int64_t *ratio_counts, struct error *error)
{
    memset(points, 0, n * sizeof *points);
    for (size_t at = period / 2; at + period / 2 < n; at++) {
        int64_t cycle = doubled_cycle(series, at, period), ratio;
        if (cycle == 0)
            return error_set(error, STATUS_INVALID_ARGUMENT, "series",
                             "nothing was sold in the whole period around value %zu, so there is no season to be seen",
                             "第 %zu 个值前后整个周期没有销量，无法得出季节指数", at + 1);
        int128_t doubled = (int128_t)series[at] * 2 * (int64_t)period;
        if (divide_rounded((int128_t)cycle * SEASON_SCALE, 2 * (int64_t)period, "series", &points[at].average, error) ||
            divide_rounded(doubled * PPM, cycle, "series", &points[at].ratio_ppm, error) ||
            divide_rounded(doubled * RATIO_SCALE, cycle, "series", &ratio, error))
            return -1;
        ratio_sums[at % period] += ratio;
        ratio_counts[at % period]++;
    }
    return 0;
}

int season_indices(int64_t period, const int64_t *series, size_t n, struct season_point *points, int64_t *index_ppm,
                   struct error *error)
{
    int128_t sums[SEASON_PERIOD_MAX] = {0};
    int64_t counts[SEASON_PERIOD_MAX] = {0}, means[SEASON_PERIOD_MAX], mean_sum = 0;
    if (check(period, series, n, error) || take_ratios((size_t)period, series, n, points, sums, counts, error))
        return -1;
    for (int64_t season = 0; season < period; season++) {
        if (divide_rounded(sums[season], counts[season], "series", &means[season], error) ||
            money_add(mean_sum, means[season], "series", &mean_sum, error))
            return -1;
    }
    for (int64_t season = 0; season < period; season++)
        if (divide_rounded((int128_t)means[season] * period * PPM, mean_sum, "series", &index_ppm[season], error))
            return -1;
    return 0;
}
