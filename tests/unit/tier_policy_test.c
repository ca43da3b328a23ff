/* The policy's document: what is taken, what is refused, and under which path. */
#include "policy_document.h"
#include "tier_value.h"

#include "base/money.h"
#include "unit.h"

#include <string.h>

static const struct civil today = {2014, 9, 1};

static struct tier_policy *read(const char *text, struct arena *arena, struct error *error)
{
    return policy_document_read(text, strlen(text), day_of(today.year, today.month, today.day), arena, error);
}

static void an_empty_policy_cuts_the_given_value_at_80_and_95_percent(void **state)
{
    (void)state;
    struct arena arena = {0};
    const struct tier_policy *policy = read("{}", &arena, NULL);
    assert_non_null(policy);
    assert_int_equal(policy->measure_count, 1);
    assert_string_equal(policy->measures[0].key, "value");
    assert_int_equal(policy->cuts.key, 800000);
    assert_int_equal(policy->cuts.secondary, 950000);
    assert_int_equal(policy->cuts.on_line, ON_LINE_INCLUDING);
    assert_false(policy->release_at_once);
    arena_release(&arena);
}

static void a_measure_is_named_with_its_window(void **state)
{
    (void)state;
    struct arena arena = {0};
    const struct tier_policy *policy =
        read("{\"measures\":[{\"measure\":\"delivered_units\",\"window_months\":12,\"weight\":62.5},"
             "{\"measure\":\"recency\",\"window_days\":90,\"weight\":37.5}],\"ties\":[\"recency_90d\",\"customer\"]}",
             &arena, NULL);
    assert_non_null(policy);
    assert_string_equal(policy->measures[0].key, "delivered_units_12m");
    assert_int_equal(policy->measures[0].weight_ppm, 625000);
    assert_int_equal(policy->ties[0], 1);
    assert_int_equal(policy->tie_count, 1);
    arena_release(&arena);
}

static void mistakes_are_refused_under_their_path(void **state)
{
    (void)state;
    static const struct {
        const char *document, *field;
    } cases[] = {
        {"{", ""},
        {"[]", ""},
        {"{\"cuts\":{},\"cuts\":{}}", ""},
        {"{\"cutts\":{}}", "cutts"},
        {"{\"measures\":[{\"measure\":\"value\",\"weight\":90}]}", "measures"},
        {"{\"measures\":[{\"measure\":\"turnover\",\"weight\":100}]}", "measures[0].measure"},
        {"{\"measures\":[{\"measure\":\"delivered_units\",\"window_days\":0,\"weight\":100}]}",
         "measures[0].window_days"},
        {"{\"measures\":[{\"measure\":\"delivered_units\",\"window_months\":0,\"weight\":100}]}",
         "measures[0].window_months"},
        {"{\"measures\":[{\"measure\":\"recency\",\"weight\":100}]}", "measures[0].window_months"},
        {"{\"measures\":[{\"measure\":\"value\",\"weight\":50},{\"measure\":\"value\",\"weight\":50}]}",
         "measures[1].measure"},
        {"{\"measures\":[{\"measure\":\"value\",\"weight\":100,\"bands\":[{\"from\":2,\"points\":1},{\"from\":2,\"points\":3}]}]}",
         "measures[0].bands[1].from"},
        {"{\"ties\":[\"chance\"]}", "ties[0]"},
        {"{\"cuts\":{\"key\":95,\"secondary\":80}}", "cuts.key"},
        {"{\"cuts\":{\"key\":80,\"secondary\":80}}", "cuts.key"},
        {"{\"cuts\":{\"key\":0.8}}", "cuts.key"},
        {"{\"cuts\":{\"by\":\"score\",\"key\":10,\"secondary\":30}}", "cuts.key"},
        {"{\"cuts\":{\"on_line\":\"both\"}}", "cuts.on_line"},
        {"{\"in_force_from\":\"2014-08-31\"}", "in_force_from"},
        {"{\"fixed\":[{\"tier\":\"key\"}]}", "fixed[0].when"},
        {"{\"fixed\":[{\"tier\":\"key\",\"when\":{\"colour\":\"red\"}}]}", "fixed[0].when.colour"},
        {"{\"hysteresis\":{\"runs\":0}}", "hysteresis.runs"},
        {"{\"overrides\":[{\"customer\":7,\"tier\":\"key\",\"reason\":\"r\",\"approver\":\"a\"}]}",
         "overrides[0].until"},
        {"{\"resources\":{\"key\":{\"owner_level\":\"area\",\"visits_per_month\":2,\"protection_days\":0}}}",
         "resources.key.protection_days"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena arena = {0};
        struct error error = {0};
        assert_refused(read(cases[i].document, &arena, &error) ? 0 : -1, &error, STATUS_INVALID_ARGUMENT,
                       cases[i].field);
        arena_release(&arena);
    }
}

static void a_policy_in_force_from_today_is_none_of_the_past(void **state)
{
    (void)state;
    struct arena arena = {0};
    assert_non_null(read("{\"in_force_from\":\"2014-09-01\"}", &arena, NULL));
    arena_release(&arena);
}

static void twelve_months_to_a_day_begin_on_the_day_after_it_a_year_before(void **state)
{
    (void)state;
    struct window year = {.months = 12}, month = {.months = 1}, week = {.days = 7};
    assert_int_equal(window_first_day(year, day_of(2014, 9, 15)), day_of(2013, 9, 16));
    assert_int_equal(window_first_day(year, day_of(2014, 9, 30)), day_of(2013, 10, 1));
    assert_int_equal(window_first_day(year, day_of(2016, 2, 29)), day_of(2015, 3, 1));
    assert_int_equal(window_first_day(month, day_of(2014, 3, 30)), day_of(2014, 3, 1));
    assert_int_equal(window_first_day(week, day_of(2014, 9, 7)), day_of(2014, 9, 1));
}

static void recency_is_what_is_left_of_the_window_and_a_fleet_counts_by_its_renewal(void **state)
{
    (void)state;
    struct policy_measure recency = {.measure = MEASURE_RECENCY, .window = {.days = 90}};
    struct policy_measure fleet = {.measure = MEASURE_FLEET_RENEWAL, .replacement_ppm = 200000};
    day_t day = day_of(2014, 9, 1);
    assert_int_equal(measure_amount(&recency, day, 0), 90 * MICRO);
    assert_int_equal(measure_amount(&recency, day, 30 * MICRO), 60 * MICRO);
    assert_int_equal(measure_amount(&recency, day, 400 * MICRO), 0);
    assert_int_equal(measure_amount(&fleet, day, 50 * MICRO), 10 * MICRO);
}

static void an_amount_has_the_points_of_its_band(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct valuation valuation;
    const struct tier_policy *policy = read("{\"measures\":[{\"measure\":\"value\",\"weight\":100,"
                                            "\"bands\":[{\"from\":1,\"points\":10},{\"from\":20,\"points\":60}]}]}",
                                            &arena, NULL);
    assert_non_null(policy);
    valuation_init(&valuation, policy, 0, &arena);
    static const int64_t amounts[] = {0, 1, 19, 20, 500}, expected[] = {0, 10, 10, 60, 60};
    for (size_t i = 0; i < 5; i++) {
        int64_t points;
        assert_int_equal(valuation_points(&valuation, 0, amounts[i] * MICRO, &points, NULL), 0);
        assert_int_equal(points, expected[i] * MICRO);
    }
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_policy_cuts_the_given_value_at_80_and_95_percent),
        cmocka_unit_test(a_measure_is_named_with_its_window),
        cmocka_unit_test(mistakes_are_refused_under_their_path),
        cmocka_unit_test(a_policy_in_force_from_today_is_none_of_the_past),
        cmocka_unit_test(twelve_months_to_a_day_begin_on_the_day_after_it_a_year_before),
        cmocka_unit_test(recency_is_what_is_left_of_the_window_and_a_fleet_counts_by_its_renewal),
        cmocka_unit_test(an_amount_has_the_points_of_its_band),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
