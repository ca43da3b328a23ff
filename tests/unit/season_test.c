#include "season.h"

#include "unit.h"

#define PERIOD 4
#define QUARTERS 12

static void the_hp_12c_example_comes_out_as_published(void **state)
{
    (void)state;
    static const int64_t sales[QUARTERS] = {397, 376, 460, 501, 455, 390, 530, 560, 513, 434, 562, 593};
    static const int64_t averages_thousandths[QUARTERS] = {0,      0,      440750, 449750, 460250,
                                                           476375, 491000, 503750, 513250, 521375};
    static const int64_t ratios[QUARTERS] = {0, 0, 1043676, 1113952, 988593, 818683, 1079430, 1111663, 999513, 832414};
    static const int64_t indices[PERIOD] = {995556, 826797, 1063158, 1114490};
    struct season_point points[QUARTERS];
    int64_t index_ppm[PERIOD];
    assert_int_equal(season_indices(PERIOD, sales, QUARTERS, points, index_ppm, NULL), 0);
    for (int i = 0; i < QUARTERS; i++) {
        assert_int_equal(points[i].average, averages_thousandths[i] * (SEASON_SCALE / 1000));
        assert_int_equal(points[i].ratio_ppm, ratios[i]);
    }
    assert_memory_equal(index_ppm, indices, sizeof indices);
}

static void indices_of_any_series_average_one(void **state)
{
    (void)state;
    struct generator generator = {12};
    int64_t series[120], index_ppm[12];
    struct season_point points[120];
    for (int round = 0; round < 300; round++) {
        int64_t period = 2 + generator_up_to(&generator, 10), sum = 0;
        size_t n = (size_t)(period * (2 + generator_up_to(&generator, 7)));
        for (size_t i = 0; i < n; i++)
            series[i] = 1 + generator_up_to(&generator, 500);
        assert_int_equal(season_indices(period, series, n, points, index_ppm, NULL), 0);
        for (int64_t season = 0; season < period; season++)
            sum += index_ppm[season];
        assert_in_range(sum, period * 1000000 - period, period * 1000000 + period);
    }
}

static void a_steady_trade_has_no_season(void **state)
{
    (void)state;
    int64_t series[10] = {7, 7, 7, 7, 7, 7, 7, 7, 7, 7}, index_ppm[5];
    struct season_point points[10];
    assert_int_equal(season_indices(5, series, 10, points, index_ppm, NULL), 0);
    for (int season = 0; season < 5; season++)
        assert_int_equal(index_ppm[season], 1000000);
}

static void too_short_negative_or_empty_series_are_refused(void **state)
{
    (void)state;
    int64_t series[8] = {1, 1, 1, 1, 1, 1, 1, 1}, index_ppm[4];
    struct season_point points[8];
    struct error error = {0};
    assert_refused(season_indices(1, series, 8, points, index_ppm, &error), &error, STATUS_INVALID_ARGUMENT, "period");
    assert_refused(season_indices(4, series, 7, points, index_ppm, &error), &error, STATUS_INVALID_ARGUMENT, "series");
    series[3] = -1;
    assert_refused(season_indices(4, series, 8, points, index_ppm, &error), &error, STATUS_INVALID_ARGUMENT,
                   "series[3]");
    memset(series, 0, sizeof series);
    assert_refused(season_indices(4, series, 8, points, index_ppm, &error), &error, STATUS_INVALID_ARGUMENT, "series");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_hp_12c_example_comes_out_as_published),
        cmocka_unit_test(indices_of_any_series_average_one),
        cmocka_unit_test(a_steady_trade_has_no_season),
        cmocka_unit_test(too_short_negative_or_empty_series_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
