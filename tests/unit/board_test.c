#include "board.h"

#include "base/money.h"
#include "unit.h"

static void the_columns_of_a_worked_example(void **state)
{
    (void)state;
    /* 15 September: 600 sold to August, 25 in September; 500 in the same period of last year; target 2,500. */
    struct board_count count = {.year_target = 2500,
                                .month_target = 220,
                                .sold_before_month = 600,
                                .sold_this_month = 25,
                                .sold_today = 3,
                                .same_period_last_year = 500};
    struct board_ratio ratio;
    assert_int_equal(board_ratio(&count, &ratio, NULL), 0);
    assert_int_equal(ratio.year_progress_ppm, 250000);
    assert_int_equal(ratio.year_on_year_ppm, 250000);
    assert_true(ratio.has_year_on_year);
}

static void without_sales_last_year_there_is_no_growth_to_tell(void **state)
{
    (void)state;
    struct board_ratio ratio;
    assert_int_equal(board_ratio(&(struct board_count){.sold_this_month = 4}, &ratio, NULL), 0);
    assert_false(ratio.has_year_on_year);
    assert_int_equal(ratio.year_on_year_ppm, 0);
    assert_int_equal(ratio.year_progress_ppm, 0);
}

static void nothing_sold_this_year_is_minus_a_hundred_percent(void **state)
{
    (void)state;
    struct board_ratio ratio;
    assert_int_equal(board_ratio(&(struct board_count){.year_target = 3, .same_period_last_year = 7}, &ratio, NULL), 0);
    assert_int_equal(ratio.year_on_year_ppm, -PPM);
}

static void ratios_are_rounded_half_away_from_zero(void **state)
{
    (void)state;
    struct board_ratio ratio;
    struct board_count count = {.year_target = 3, .sold_this_month = 2, .same_period_last_year = 3};
    assert_int_equal(board_ratio(&count, &ratio, NULL), 0);
    assert_int_equal(ratio.year_progress_ppm, 666667);
    assert_int_equal(ratio.year_on_year_ppm, -333333);
}

static void a_ratio_that_does_not_fit_is_an_error(void **state)
{
    (void)state;
    struct board_ratio ratio = {.year_progress_ppm = 5};
    struct error error = {0};
    struct board_count count = {.year_target = 1, .sold_before_month = INT64_MAX};
    assert_refused(board_ratio(&count, &ratio, &error), &error, STATUS_OUT_OF_RANGE, "year_progress_ppm");
    assert_int_equal(ratio.year_progress_ppm, 5);
}

static void the_same_day_of_last_year_exists(void **state)
{
    (void)state;
    assert_int_equal(board_same_day_last_year(day_of(2014, 9, 15)), day_of(2013, 9, 15));
    assert_int_equal(board_same_day_last_year(day_of(2016, 2, 29)), day_of(2015, 2, 28));
    assert_int_equal(board_same_day_last_year(day_of(2014, 12, 31)), day_of(2013, 12, 31));
}

static void a_month_in_progress_counts_by_its_days(void **state)
{
    (void)state;
    assert_int_equal(board_month_to_day(30, day_of(2013, 9, 15)), 15);
    assert_int_equal(board_month_to_day(31, day_of(2013, 9, 15)), 16); /* 15.5 */
    assert_int_equal(board_month_to_day(28, day_of(2013, 2, 1)), 1);
    assert_int_equal(board_month_to_day(0, day_of(2013, 9, 15)), 0);
}

static void a_whole_month_counts_whole_and_no_day_takes_units_back(void **state)
{
    (void)state;
    for (int month = 1; month <= 12; month++) {
        int64_t before = 0;
        for (day_t day = month_first_day(2012, month); day <= month_last_day(2012, month); day++) {
            int64_t units = board_month_to_day(1009, day);
            assert_true(units >= before);
            before = units;
        }
        assert_int_equal(before, 1009);
    }
}

static void the_pace_and_the_forecast_go_by_working_days(void **state)
{
    (void)state;
    struct board_count count = {.month_target = 100, .sold_before_month = 500, .sold_this_month = 30};
    struct board_days days = {.month_gone = 5, .month = 20, .year_gone = 100, .year = 250};
    struct board_pace pace;
    assert_int_equal(board_pace(&count, &days, &pace, NULL), 0);
    assert_int_equal(pace.attainment_ppm, 300000);
    assert_int_equal(pace.pace_ppm, 1200000);
    assert_int_equal(pace.month_forecast, 120);
    assert_int_equal(pace.year_forecast, 1325);
    days = (struct board_days){.month = 20, .year = 250}; /* a holiday before the first working day */
    assert_int_equal(board_pace(&count, &days, &pace, NULL), 0);
    assert_int_equal(pace.pace_ppm, 0);
    assert_int_equal(pace.month_forecast, 30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_pace_and_the_forecast_go_by_working_days),
        cmocka_unit_test(the_columns_of_a_worked_example),
        cmocka_unit_test(without_sales_last_year_there_is_no_growth_to_tell),
        cmocka_unit_test(nothing_sold_this_year_is_minus_a_hundred_percent),
        cmocka_unit_test(ratios_are_rounded_half_away_from_zero),
        cmocka_unit_test(a_ratio_that_does_not_fit_is_an_error),
        cmocka_unit_test(the_same_day_of_last_year_exists),
        cmocka_unit_test(a_month_in_progress_counts_by_its_days),
        cmocka_unit_test(a_whole_month_counts_whole_and_no_day_takes_units_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
