#include "base/date.h"

#include "unit.h"

static void every_day_from_1900_to_2099_follows_the_day_before(void **state)
{
    (void)state;
    struct civil last = day_civil(DAY_MIN - 1);
    assert_int_equal(last.year, 1899);
    for (day_t day = DAY_MIN; day <= DAY_MAX; day++) {
        struct civil civil = day_civil(day);
        assert_true(day_exists(civil.year, civil.month, civil.day));
        assert_int_equal(day_of(civil.year, civil.month, civil.day), day);
        assert_true(civil.day == last.day + 1 || (civil.day == 1 && !day_exists(last.year, last.month, last.day + 1)));
        last = civil;
    }
    assert_int_equal(last.year, 2099);
}

static void known_days_have_their_weekday(void **state)
{
    (void)state;
    assert_int_equal(day_of(1970, 1, 1), 0);
    assert_int_equal(day_weekday(0), 4);
    assert_int_equal(day_weekday(day_of(2014, 10, 1)), 3);
    assert_int_equal(day_weekday(day_of(2024, 2, 29)), 4);
    assert_int_equal(day_weekday(DAY_MIN), 1); /* 1900-01-01 was a Monday */
}

static void months_end_on_their_last_day(void **state)
{
    (void)state;
    assert_int_equal(month_first_day(2016, 2), day_of(2016, 2, 1));
    assert_int_equal(month_last_day(2016, 2), day_of(2016, 2, 29));
    assert_int_equal(month_last_day(1900, 2), day_of(1900, 2, 28));
    assert_int_equal(month_last_day(2000, 2), day_of(2000, 2, 29));
    assert_int_equal(month_last_day(2014, 12), day_of(2014, 12, 31));
}

static void a_day_begins_at_midnight_in_china(void **state)
{
    (void)state;
    int64_t midnight = INT64_C(1409500800000); /* 2014-09-01T00:00:00+08:00 */
    assert_int_equal(day_of_instant(midnight), day_of(2014, 9, 1));
    assert_int_equal(day_of_instant(midnight - 1), day_of(2014, 8, 31));
    assert_int_equal(day_of_instant(-INT64_C(8) * 3600000 - 1), -1);
}

static void instants_beyond_the_calendar_give_its_ends(void **state)
{
    (void)state;
    assert_int_equal(day_of_instant(INT64_MAX), DAY_MAX);
    assert_int_equal(day_of_instant(INT64_MIN), DAY_MIN);
    assert_int_equal(day_of_instant((DAY_MAX + INT64_C(1)) * 86400000 - 1), DAY_MAX);
}

static void days_are_written_as_iso_dates(void **state)
{
    (void)state;
    char text[DATE_TEXT_SIZE];
    assert_string_equal(day_format(day_of(2014, 9, 1), text), "2014-09-01");
    assert_string_equal(day_format(DAY_MIN, text), "1900-01-01");
    assert_string_equal(day_format(DAY_MAX, text), "2099-12-31");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_from_1900_to_2099_follows_the_day_before),
        cmocka_unit_test(known_days_have_their_weekday),
        cmocka_unit_test(months_end_on_their_last_day),
        cmocka_unit_test(a_day_begins_at_midnight_in_china),
        cmocka_unit_test(instants_beyond_the_calendar_give_its_ends),
        cmocka_unit_test(days_are_written_as_iso_dates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
