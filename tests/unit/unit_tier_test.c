#include "unit_tier.h"
#include "unit_tier_reason.h"

#include "base/money.h"
#include "unit.h"

#define CUSTOMERS_MAX 200

/* One point a delivered vehicle: the value is the number of vehicles. */
static const struct unit_policy by_units = {
    .delivered_unit_points = 1, .open_unit_points = 0, .key_cut_ppm = 800000, .secondary_cut_ppm = 950000};

static void values_50_30_10_5_5_give_A_A_B_B_C(void **state)
{
    (void)state;
    struct unit_customer customers[] = {{.customer_id = 1, .delivered_units = 50},
                                        {.customer_id = 2, .delivered_units = 30},
                                        {.customer_id = 3, .delivered_units = 10},
                                        {.customer_id = 4, .delivered_units = 5},
                                        {.customer_id = 5, .delivered_units = 5}};
    static const enum tier expected[] = {TIER_KEY, TIER_KEY, TIER_SECONDARY, TIER_SECONDARY, TIER_POTENTIAL};
    static const int64_t cumulative[] = {500000, 800000, 900000, 950000, 1000000};
    struct unit_summary summary;
    assert_int_equal(unit_tier_assign(&by_units, customers, 5, &summary, NULL), 0);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(customers[i].customer_id, i + 1);
        assert_int_equal(customers[i].rank, i + 1);
        assert_int_equal(customers[i].tier, expected[i]);
        assert_int_equal(customers[i].cumulative_share_ppm, cumulative[i]);
    }
    assert_int_equal(summary.customers[TIER_KEY], 2);
    assert_int_equal(summary.value[TIER_KEY], 80);
    assert_int_equal(summary.customers[TIER_SECONDARY], 2);
    assert_int_equal(summary.value[TIER_POTENTIAL], 5);
}

static void equal_values_rank_by_customer_id(void **state)
{
    (void)state;
    struct unit_customer customers[] = {{.customer_id = 9, .delivered_units = 5},
                                        {.customer_id = 2, .delivered_units = 5},
                                        {.customer_id = 7, .delivered_units = 5}};
    struct unit_summary summary;
    assert_int_equal(unit_tier_assign(&by_units, customers, 3, &summary, NULL), 0);
    assert_int_equal(customers[0].customer_id, 2);
    assert_int_equal(customers[1].customer_id, 7);
    assert_int_equal(customers[2].customer_id, 9);
}

static void delivered_vehicles_and_open_demand_both_give_points(void **state)
{
    (void)state;
    struct unit_customer customers[] = {{.customer_id = 1, .delivered_units = 18, .open_units = 12}};
    struct unit_summary summary;
    assert_int_equal(unit_tier_assign(&UNIT_POLICY_DEFAULT, customers, 1, &summary, NULL), 0);
    assert_int_equal(customers[0].value, 18 * 10 + 12 * 3);
}

static void a_customer_without_value_is_potential_even_when_all_is_within_the_line(void **state)
{
    (void)state;
    struct unit_policy all_key = by_units;
    all_key.key_cut_ppm = all_key.secondary_cut_ppm = PPM;
    struct unit_customer customers[] = {{.customer_id = 1}, {.customer_id = 2, .delivered_units = 3}};
    struct unit_summary summary;
    assert_int_equal(unit_tier_assign(&all_key, customers, 2, &summary, NULL), 0);
    assert_int_equal(customers[0].tier, TIER_KEY);
    assert_int_equal(customers[1].customer_id, 1);
    assert_int_equal(customers[1].tier, TIER_POTENTIAL);
}

static void the_most_valuable_customer_is_key_even_if_it_passes_the_line_alone(void **state)
{
    (void)state;
    struct unit_customer customers[] = {{.customer_id = 1, .delivered_units = 90},
                                        {.customer_id = 2, .delivered_units = 10}};
    struct unit_summary summary;
    assert_int_equal(unit_tier_assign(&by_units, customers, 2, &summary, NULL), 0);
    assert_int_equal(customers[0].tier, TIER_KEY);
    assert_int_equal(customers[1].tier, TIER_POTENTIAL);
}

static void nobody_has_value_and_all_are_potential(void **state)
{
    (void)state;
    struct unit_customer customers[] = {{.customer_id = 2}, {.customer_id = 1}};
    struct unit_summary summary;
    assert_int_equal(unit_tier_assign(&by_units, customers, 2, &summary, NULL), 0);
    assert_int_equal(summary.customers[TIER_POTENTIAL], 2);
    assert_int_equal(customers[1].cumulative_share_ppm, 0);
    assert_int_equal(unit_tier_assign(&by_units, NULL, 0, &summary, NULL), 0);
    assert_int_equal(summary.customers[TIER_POTENTIAL], 0);
}

static void a_value_that_does_not_fit_is_an_error_and_changes_nothing(void **state)
{
    (void)state;
    struct unit_customer customers[] = {{.customer_id = 5, .delivered_units = INT64_MAX / 2},
                                        {.customer_id = 4, .delivered_units = INT64_MAX / 2 + 2}};
    struct unit_summary summary;
    struct error error = {0};
    assert_refused(unit_tier_assign(&by_units, customers, 2, &summary, &error), &error, STATUS_OUT_OF_RANGE, "policy");
    assert_int_equal(customers[0].customer_id, 5);
    assert_int_equal(customers[0].value, 0);
}

static void a_policy_out_of_its_range_is_refused_by_field(void **state)
{
    (void)state;
    static const struct {
        struct unit_policy policy;
        const char *field;
    } cases[] = {
        {{-1, 3, 800000, 950000}, "delivered_unit_points"},
        {{10, TIER_POINTS_MAX + 1LL, 800000, 950000}, "open_unit_points"},
        {{0, 0, 800000, 950000}, "delivered_unit_points"},
        {{10, 3, 0, 950000}, "key_cut_ppm"},
        {{10, 3, 950001, 950000}, "key_cut_ppm"},
        {{10, 3, 800000, PPM + 1}, "secondary_cut_ppm"},
    };
    assert_int_equal(unit_policy_check(&UNIT_POLICY_DEFAULT, NULL), 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error error = {0};
        assert_refused(unit_policy_check(&cases[i].policy, &error), &error, STATUS_INVALID_ARGUMENT, cases[i].field);
    }
}

/* --- properties ------------------------------------------------------------------------------------------------------
 */

static size_t some_customers(struct generator *random, struct unit_customer *customers)
{
    size_t n = (size_t)generator_up_to(random, CUSTOMERS_MAX - 1) + 1;
    int64_t scale = generator_up_to(random, 2) == 0 ? 3 : 100000; /* small scales make many ties */
    for (size_t i = 0; i < n; i++)
        customers[i] = (struct unit_customer){.customer_id = (int64_t)i + 1,
                                              .delivered_units = generator_up_to(random, scale),
                                              .open_units = generator_up_to(random, scale)};
    return n;
}

static void shuffle(struct generator *random, struct unit_customer *customers, size_t n)
{
    for (size_t i = n; i > 1; i--) {
        size_t j = (size_t)generator_up_to(random, (int64_t)i - 1);
        struct unit_customer swapped = customers[i - 1];
        customers[i - 1] = customers[j];
        customers[j] = swapped;
    }
}

static void the_order_of_the_input_does_not_matter(void **state)
{
    (void)state;
    struct generator random = {2014};
    struct unit_customer once[CUSTOMERS_MAX], again[CUSTOMERS_MAX];
    for (int round = 0; round < 300; round++) {
        size_t n = some_customers(&random, once);
        for (size_t i = 0; i < n; i++)
            again[i] = once[i];
        shuffle(&random, again, n);
        struct unit_summary first, second;
        assert_int_equal(unit_tier_assign(&UNIT_POLICY_DEFAULT, once, n, &first, NULL), 0);
        assert_int_equal(unit_tier_assign(&UNIT_POLICY_DEFAULT, again, n, &second, NULL), 0);
        for (size_t i = 0; i < n; i++) {
            assert_int_equal(once[i].customer_id, again[i].customer_id);
            assert_int_equal(once[i].tier, again[i].tier);
            assert_int_equal(once[i].cumulative_share_ppm, again[i].cumulative_share_ppm);
        }
    }
}

static void every_customer_has_one_tier_and_tiers_follow_rank(void **state)
{
    (void)state;
    struct generator random = {80};
    struct unit_customer customers[CUSTOMERS_MAX];
    for (int round = 0; round < 300; round++) {
        size_t n = some_customers(&random, customers);
        struct unit_summary summary;
        assert_int_equal(unit_tier_assign(&UNIT_POLICY_DEFAULT, customers, n, &summary, NULL), 0);
        int64_t total = 0;
        for (size_t i = 0; i < n; i++) {
            assert_in_range(customers[i].tier, TIER_KEY, TIER_POTENTIAL);
            total += customers[i].value;
            if (i > 0)
                assert_true(customers[i].tier >= customers[i - 1].tier && customers[i].value <= customers[i - 1].value);
        }
        assert_int_equal(summary.customers[TIER_NONE], 0);
        assert_int_equal(
            summary.customers[TIER_KEY] + summary.customers[TIER_SECONDARY] + summary.customers[TIER_POTENTIAL], n);
        assert_int_equal(summary.value[TIER_KEY] + summary.value[TIER_SECONDARY] + summary.value[TIER_POTENTIAL],
                         total);
    }
}

static void the_cumulative_share_ends_at_exactly_a_million(void **state)
{
    (void)state;
    struct generator random = {20};
    struct unit_customer customers[CUSTOMERS_MAX];
    for (int round = 0; round < 300; round++) {
        size_t n = some_customers(&random, customers);
        struct unit_summary summary;
        assert_int_equal(unit_tier_assign(&UNIT_POLICY_DEFAULT, customers, n, &summary, NULL), 0);
        assert_int_equal(customers[n - 1].cumulative_share_ppm, customers[0].value > 0 ? PPM : 0);
        for (size_t i = 1; i < n; i++)
            assert_true(customers[i].cumulative_share_ppm >= customers[i - 1].cumulative_share_ppm);
    }
}

/* --- reasons ---------------------------------------------------------------------------------------------------------
 */

static void a_reason_names_the_numbers_in_both_languages(void **state)
{
    (void)state;
    struct unit_customer customer = {.customer_id = 7,
                                     .delivered_units = 18,
                                     .open_units = 12,
                                     .value = 216,
                                     .rank = 4,
                                     .cumulative_share_ppm = 784512,
                                     .tier = TIER_KEY};
    char text[TIER_REASON_SIZE];
    day_t day = day_of(2014, 9, 1);
    assert_string_equal(
        unit_tier_reason(&UNIT_POLICY_DEFAULT, &customer, day, LOCALE_EN, text),
        "Key: on 2014-09-01 its value is 216 = 18 delivered × 10 + 12 to come on held leads × 3; rank 4. "
        "The customers from the first down to it make up 78.4512 % of all value, within the line of 80 %.");
    assert_string_equal(unit_tier_reason(&UNIT_POLICY_DEFAULT, &customer, day, LOCALE_ZH_CN, text),
                        "重点客户：截至 2014-09-01，价值 216 = 已交车 18 台 × 10 + 有效线索待交 12 台 × 3；排名第 4。"
                        "从第一名到该客户累计占全部价值的 78.4512%，在 80% 线以内。");
}

static void a_reason_says_when_there_is_no_value(void **state)
{
    (void)state;
    struct unit_customer customer = {.customer_id = 7, .rank = 9, .cumulative_share_ppm = PPM, .tier = TIER_POTENTIAL};
    char text[TIER_REASON_SIZE];
    unit_tier_reason(&UNIT_POLICY_DEFAULT, &customer, day_of(2014, 9, 1), LOCALE_EN, text);
    assert_non_null(strstr(text, "Without value so far, a customer is potential."));
    unit_tier_reason(&UNIT_POLICY_DEFAULT, &customer, day_of(2014, 9, 1), LOCALE_ZH_CN, text);
    assert_non_null(strstr(text, "目前没有价值"));
}

static void the_longest_reason_fits(void **state)
{
    (void)state;
    struct unit_policy policy = {TIER_POINTS_MAX, TIER_POINTS_MAX, 123456, 987654};
    struct unit_customer customer = {INT64_MIN, INT64_MAX, INT64_MAX, INT64_MAX,
                                     INT64_MAX, PPM,       999999,    TIER_SECONDARY};
    char text[TIER_REASON_SIZE];
    for (enum locale locale = 0; locale < LOCALE_COUNT; locale++)
        assert_true(strlen(unit_tier_reason(&policy, &customer, DAY_MAX, locale, text)) < TIER_REASON_SIZE - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_50_30_10_5_5_give_A_A_B_B_C),
        cmocka_unit_test(equal_values_rank_by_customer_id),
        cmocka_unit_test(delivered_vehicles_and_open_demand_both_give_points),
        cmocka_unit_test(a_customer_without_value_is_potential_even_when_all_is_within_the_line),
        cmocka_unit_test(the_most_valuable_customer_is_key_even_if_it_passes_the_line_alone),
        cmocka_unit_test(nobody_has_value_and_all_are_potential),
        cmocka_unit_test(a_value_that_does_not_fit_is_an_error_and_changes_nothing),
        cmocka_unit_test(a_policy_out_of_its_range_is_refused_by_field),
        cmocka_unit_test(the_order_of_the_input_does_not_matter),
        cmocka_unit_test(every_customer_has_one_tier_and_tiers_follow_rank),
        cmocka_unit_test(the_cumulative_share_ends_at_exactly_a_million),
        cmocka_unit_test(a_reason_names_the_numbers_in_both_languages),
        cmocka_unit_test(a_reason_says_when_there_is_no_value),
        cmocka_unit_test(the_longest_reason_fits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
