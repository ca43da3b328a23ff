/* How long a hold lasts, and which dimension is proposed. */
#include "dimension.h"
#include "protection.h"

#include "unit.h"

#define DAY INT64_C(86400000)
#define HOUR INT64_C(3600000)
#define NOW (INT64_C(16314) * DAY) /* 2014-09-01 08:00 in China */

static const struct protection_customer stranger = {0};

static struct protection_policy policy_with_rules(void)
{
    struct protection_policy policy = PROTECTION_POLICY_DEFAULT;
    policy.rule_count = 3;
    policy.rules[0] = (struct protection_rule){.business_type = 1, .days = 120};
    policy.rules[1] = (struct protection_rule){.product_line = "van", .days = 60};
    policy.rules[2] = (struct protection_rule){.business_type = 1, .product_line = "van", .days = 150};
    return policy;
}

static void a_hold_lasts_ninety_days_by_default(void **state)
{
    (void)state;
    assert_int_equal(protection_until(&PROTECTION_POLICY_DEFAULT, &stranger, 2, "suv", NOW), NOW + 90 * DAY);
}

static void the_rule_that_names_most_decides(void **state)
{
    (void)state;
    struct protection_policy policy = policy_with_rules();
    assert_int_equal(protection_until(&policy, &stranger, 1, "suv", NOW), NOW + 120 * DAY);
    assert_int_equal(protection_until(&policy, &stranger, 2, "van", NOW), NOW + 60 * DAY);
    assert_int_equal(protection_until(&policy, &stranger, 1, "van", NOW), NOW + 150 * DAY);
    assert_int_equal(protection_until(&policy, &stranger, 2, "suv", NOW), NOW + 90 * DAY);
}

static void a_rule_for_a_tier_is_for_customers_of_that_tier_alone(void **state)
{
    (void)state;
    struct protection_policy policy = policy_with_rules();
    policy.rules[policy.rule_count++] = (struct protection_rule){.tier = TIER_KEY, .days = 200};
    policy.rules[policy.rule_count++] = (struct protection_rule){.tier = TIER_KEY, .product_line = "van", .days = 100};
    policy.rules[policy.rule_count++] = (struct protection_rule){.tier = TIER_POTENTIAL, .business_type = 1, .product_line = "van", .days = 15};
    const struct protection_customer key = {.tier = TIER_KEY}, potential = {.tier = TIER_POTENTIAL};
    assert_int_equal(protection_until(&policy, &key, 2, "suv", NOW), NOW + 200 * DAY);
    assert_int_equal(protection_until(&policy, &key, 2, "van", NOW), NOW + 100 * DAY);
    assert_int_equal(protection_until(&policy, &potential, 2, "suv", NOW), NOW + 90 * DAY);
    assert_int_equal(protection_until(&policy, &potential, 1, "van", NOW), NOW + 15 * DAY);
    assert_int_equal(protection_until(&policy, &stranger, 2, "suv", NOW), NOW + 90 * DAY); /* not rated yet */
    assert_int_equal(protection_until(&policy, &key, 1, "suv", NOW), NOW + 120 * DAY);      /* of two that name one thing the first */
}

static void a_customer_won_before_is_held_until_ninety_days_after_its_contract(void **state)
{
    (void)state;
    struct protection_customer won = {.won_before = true, .contract_known = true, .contract_until = 16314 + 365};
    assert_int_equal(protection_until(&PROTECTION_POLICY_DEFAULT, &won, 2, "suv", NOW), NOW + (365 + 1 + 90) * DAY - 8 * HOUR);
}

static void a_contract_that_ended_long_ago_gives_an_ordinary_hold(void **state)
{
    (void)state;
    struct protection_customer won = {.won_before = true, .contract_known = true, .contract_until = 15000};
    assert_int_equal(protection_until(&PROTECTION_POLICY_DEFAULT, &won, 2, "suv", NOW), NOW + 90 * DAY);
}

static void a_contract_of_unknown_end_gives_ninety_days_from_now(void **state)
{
    (void)state;
    struct protection_policy policy = PROTECTION_POLICY_DEFAULT;
    policy.default_days = 30;
    struct protection_customer won = {.won_before = true};
    assert_int_equal(protection_until(&policy, &won, 2, "suv", NOW), NOW + 90 * DAY);
}

static void extensions_of_a_hold_reach_180_days_unless_the_customer_was_won_before(void **state)
{
    (void)state;
    const struct protection_policy *policy = &PROTECTION_POLICY_DEFAULT;
    int64_t until = NOW + 90 * DAY;
    for (int i = 0; i < 3; i++, until += 30 * DAY)
        assert_int_equal(protection_extended(policy, false, NOW, until), until + 30 * DAY);
    assert_int_equal(protection_extended(policy, false, NOW, until), NOW + 180 * DAY);
    assert_int_equal(protection_extended(policy, true, NOW, until), until + 30 * DAY);
}

static void a_policy_out_of_range_is_refused_by_name(void **state)
{
    (void)state;
    struct error error;
    struct protection_policy policy = policy_with_rules();
    assert_int_equal(protection_policy_check(&policy, &error), 0);
    policy.rules[1].days = 0;
    assert_refused(protection_policy_check(&policy, &error), &error, STATUS_INVALID_ARGUMENT, "rules[1].days");
    policy = policy_with_rules();
    policy.rules[2].tier = 4;
    assert_refused(protection_policy_check(&policy, &error), &error, STATUS_INVALID_ARGUMENT, "rules[2].tier");
    policy.rules[2].tier = TIER_KEY;
    assert_int_equal(protection_policy_check(&policy, &error), 0);
    policy.rules[0].business_type = 5;
    assert_refused(protection_policy_check(&policy, &error), &error, STATUS_INVALID_ARGUMENT, "rules[0].business_type");
    policy = policy_with_rules();
    policy.rules[2] = (struct protection_rule){.product_line = "van", .days = 70}; /* would never decide */
    assert_refused(protection_policy_check(&policy, &error), &error, STATUS_INVALID_ARGUMENT, "rules[2].days");
    policy = PROTECTION_POLICY_DEFAULT;
    policy.claims_a_day = -1;
    assert_refused(protection_policy_check(&policy, &error), &error, STATUS_INVALID_ARGUMENT, "claims_a_day");
}

static void the_dimension_follows_from_the_customers_kind(void **state)
{
    (void)state;
    assert_int_equal(dimension_propose(1, "国家测绘局", ""), DIMENSION_HEIGHT);
    assert_int_equal(dimension_propose(1, "成都市公安局", "police"), DIMENSION_DEPTH);
    assert_int_equal(dimension_propose(2, "成都改装厂", ""), DIMENSION_WIDTH);
    assert_int_equal(dimension_propose(2, "四川建工集团", ""), DIMENSION_DEPTH);
    assert_int_equal(dimension_propose(3, "某某公司", ""), DIMENSION_DEPTH);
    assert_int_equal(dimension_propose(4, "某出租汽车公司", "taxi"), DIMENSION_WIDTH);
    assert_int_equal(dimension_propose(0, "某驾校", "driving_school"), DIMENSION_WIDTH);
    assert_int_equal(dimension_propose(0, "某某公司", ""), DIMENSION_UNKNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hold_lasts_ninety_days_by_default),
        cmocka_unit_test(the_rule_that_names_most_decides),
        cmocka_unit_test(a_rule_for_a_tier_is_for_customers_of_that_tier_alone),
        cmocka_unit_test(a_customer_won_before_is_held_until_ninety_days_after_its_contract),
        cmocka_unit_test(a_contract_that_ended_long_ago_gives_an_ordinary_hold),
        cmocka_unit_test(a_contract_of_unknown_end_gives_ninety_days_from_now),
        cmocka_unit_test(extensions_of_a_hold_reach_180_days_unless_the_customer_was_won_before),
        cmocka_unit_test(a_policy_out_of_range_is_refused_by_name),
        cmocka_unit_test(the_dimension_follows_from_the_customers_kind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
