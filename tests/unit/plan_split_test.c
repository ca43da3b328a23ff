#include "plan_split.h"

#include "unit.h"

#define HEADQUARTERS_ID 1
#define UNITS_MAX 60

/* One headquarters, two regions, then areas that belong to the regions by turns. */
static size_t company(struct plan_unit *units, size_t areas)
{
    memset(units, 0, (areas + 3) * sizeof *units);
    units[0].unit_id = HEADQUARTERS_ID;
    for (size_t i = 1; i < areas + 3; i++) {
        units[i].unit_id = (int64_t)i + 1;
        units[i].is_area = i >= 3;
        units[i].parent_id = units[i].is_area ? 2 + (int64_t)i % 2 : HEADQUARTERS_ID;
    }
    return areas + 3;
}

static void the_year_follows_last_years_sales_and_its_season(void **state)
{
    (void)state;
    struct plan_unit units[UNITS_MAX];
    size_t n = company(units, 3);
    units[3].last_year[0] = 30, units[3].last_year[8] = 20; /* 50 of 100 */
    units[4].last_year[3] = 30;
    units[5].last_year[11] = 20;
    assert_int_equal(plan_split(2500, units, n, NULL), 0);
    assert_int_equal(units[3].year_units, 1250);
    assert_int_equal(units[3].month_units[0], 750);
    assert_int_equal(units[3].month_units[8], 500);
    assert_int_equal(units[3].month_units[5], 0);
    assert_int_equal(units[4].month_units[3], 750);
    assert_int_equal(units[5].month_units[11], 500);
}

static void a_unit_that_is_left_goes_to_the_largest_remainder(void **state)
{
    (void)state;
    struct plan_unit units[UNITS_MAX];
    size_t n = company(units, 5); /* Balinski & Young 1975: 5117, 4400, 162, 161, 160 share 100 as 51, 44, 2, 2, 1 */
    static const int64_t sales[] = {5117, 4400, 162, 161, 160}, expected[] = {51, 44, 2, 2, 1};
    for (int i = 0; i < 5; i++)
        units[3 + i].last_year[6] = sales[i];
    assert_int_equal(plan_split(100, units, n, NULL), 0);
    for (int i = 0; i < 5; i++)
        assert_int_equal(units[3 + i].year_units, expected[i]);
}

static void without_any_sales_areas_and_months_weigh_the_same(void **state)
{
    (void)state;
    struct plan_unit units[UNITS_MAX];
    size_t n = company(units, 2);
    assert_int_equal(plan_split(25, units, n, NULL), 0);
    assert_int_equal(units[3].year_units, 13);
    assert_int_equal(units[4].year_units, 12);
    assert_int_equal(units[3].month_units[0], 2);
    for (int month = 0; month < MONTHS; month++)
        assert_int_equal(units[4].month_units[month], 1);
}

static void an_area_without_sales_gets_nothing_while_others_sold(void **state)
{
    (void)state;
    struct plan_unit units[UNITS_MAX];
    size_t n = company(units, 2);
    units[3].last_year[1] = 7;
    assert_int_equal(plan_split(10, units, n, NULL), 0);
    assert_int_equal(units[3].month_units[1], 10);
    assert_int_equal(units[4].year_units, 0);
}

static void a_region_without_areas_has_a_target_of_zero(void **state)
{
    (void)state;
    struct plan_unit units[UNITS_MAX];
    size_t n = company(units, 1);
    assert_int_equal(plan_split(10, units, n, NULL), 0);
    assert_int_equal(units[0].year_units, 10);
    assert_int_equal(units[1].year_units + units[2].year_units, 10);
    assert_true(units[1].year_units == 0 || units[2].year_units == 0);
}

static void a_plan_needs_an_area_and_a_total(void **state)
{
    (void)state;
    struct plan_unit units[UNITS_MAX];
    size_t n = company(units, 1);
    struct error error = {0};
    assert_refused(plan_split(10, units, 3, &error), &error, STATUS_FAILED_PRECONDITION, "year");
    assert_refused(plan_split(0, units, n, &error), &error, STATUS_INVALID_ARGUMENT, "total_units");
    assert_refused(plan_split(PLAN_TOTAL_MAX + 1, units, n, &error), &error, STATUS_INVALID_ARGUMENT, "total_units");
    assert_refused(plan_split(1, units, PLAN_UNITS_MAX + 1, &error), &error, STATUS_RESOURCE_EXHAUSTED, "year");
}

static void an_area_whose_parent_is_missing_is_refused(void **state)
{
    (void)state;
    struct plan_unit units[UNITS_MAX];
    size_t n = company(units, 2);
    units[4].parent_id = 99;
    struct error error = {0};
    assert_refused(plan_split(10, units, n, &error), &error, STATUS_FAILED_PRECONDITION, "year");
}

/* --- properties ------------------------------------------------------------------------------------------------------
 */

static void assert_sums_are_exact(const struct plan_unit *units, size_t n, int64_t total)
{
    assert_int_equal(units[0].year_units, total);
    for (size_t i = 0; i < n; i++) {
        int64_t year = 0, children = 0;
        for (int month = 0; month < MONTHS; month++) {
            year += units[i].month_units[month];
            assert_true(units[i].month_units[month] >= 0);
            children = 0;
            for (size_t j = 0; j < n; j++)
                if (units[j].parent_id == units[i].unit_id)
                    children += units[j].month_units[month];
            if (!units[i].is_area)
                assert_int_equal(children, units[i].month_units[month]);
        }
        assert_int_equal(year, units[i].year_units);
    }
}

static void sums_are_exact_on_each_axis(void **state)
{
    (void)state;
    struct generator random = {2500};
    struct plan_unit units[UNITS_MAX];
    for (int round = 0; round < 300; round++) {
        size_t n = company(units, (size_t)generator_up_to(&random, UNITS_MAX - 4) + 1);
        int64_t scale = generator_up_to(&random, 2) * generator_up_to(&random, 400); /* often nothing was sold */
        for (size_t i = 3; i < n; i++)
            for (int month = 0; month < MONTHS; month++)
                units[i].last_year[month] = generator_up_to(&random, scale);
        int64_t total = generator_up_to(&random, 5000) + 1;
        assert_int_equal(plan_split(total, units, n, NULL), 0);
        assert_sums_are_exact(units, n, total);
    }
}

static void splitting_again_gives_the_same(void **state)
{
    (void)state;
    struct generator random = {31};
    struct plan_unit once[UNITS_MAX], again[UNITS_MAX];
    size_t n = company(once, 31);
    for (size_t i = 3; i < n; i++)
        for (int month = 0; month < MONTHS; month++)
            once[i].last_year[month] = generator_up_to(&random, 9);
    memcpy(again, once, sizeof once);
    assert_int_equal(plan_split(2500, once, n, NULL), 0);
    assert_int_equal(plan_split(17, again, n, NULL), 0);
    assert_int_equal(plan_split(2500, again, n, NULL), 0);
    for (size_t i = 0; i < n; i++)
        assert_memory_equal(once[i].month_units, again[i].month_units, sizeof once[i].month_units);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_year_follows_last_years_sales_and_its_season),
        cmocka_unit_test(a_unit_that_is_left_goes_to_the_largest_remainder),
        cmocka_unit_test(without_any_sales_areas_and_months_weigh_the_same),
        cmocka_unit_test(an_area_without_sales_gets_nothing_while_others_sold),
        cmocka_unit_test(a_region_without_areas_has_a_target_of_zero),
        cmocka_unit_test(a_plan_needs_an_area_and_a_total),
        cmocka_unit_test(an_area_whose_parent_is_missing_is_refused),
        cmocka_unit_test(sums_are_exact_on_each_axis),
        cmocka_unit_test(splitting_again_gives_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
