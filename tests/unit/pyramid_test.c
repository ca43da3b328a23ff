/* The two pyramids and how unequal they are. */
#include "pyramid.h"

#include "base/money.h"
#include "unit.h"

static struct pyramid_entry example[] = {
    {TIER_KEY, 50 * MICRO, true, true, "北京", 1},        {TIER_KEY, 30 * MICRO, true, false, "四川", 2},
    {TIER_SECONDARY, 10 * MICRO, true, false, "四川", 3}, {TIER_SECONDARY, 5 * MICRO, false, false, "", 4},
    {TIER_POTENTIAL, 5 * MICRO, false, false, "四川", 5},
};

static void customers_and_value_are_counted_by_tier(void **state)
{
    (void)state;
    struct pyramid pyramid;
    pyramid_count(example, 5, &pyramid);
    assert_int_equal(pyramid.customers, 5);
    assert_int_equal(pyramid.levels[TIER_KEY].customers, 2);
    assert_int_equal(pyramid.levels[TIER_KEY].value, 80 * MICRO);
    assert_int_equal(pyramid.levels[TIER_KEY].seeds, 1);
    assert_int_equal(pyramid.levels[TIER_SECONDARY].installed_base, 1);
}

static void the_gini_coefficient_of_50_30_10_5_5_is_0_46(void **state)
{
    (void)state;
    /* 2 (1*5 + 2*5 + 3*10 + 4*30 + 5*50) / (5*100) - 6/5 = 830/500 - 1.2 */
    struct pyramid pyramid;
    pyramid_count(example, 5, &pyramid);
    assert_int_equal(pyramid.gini_ppm, 460000);
    assert_int_equal(pyramid.lorenz_customers_ppm[4], 400000);
    assert_int_equal(pyramid.lorenz_value_ppm[4], 100000);
    assert_int_equal(pyramid.lorenz_value_ppm[10], PPM);
}

static void all_alike_is_0_and_one_has_all_is_1_less_its_share(void **state)
{
    (void)state;
    struct pyramid_entry alike[] = {{.value = 7}, {.value = 7}, {.value = 7}, {.value = 7}};
    struct pyramid_entry one[] = {{.value = 7}, {.value = 0}, {.value = 0}, {.value = 0}};
    struct pyramid pyramid;
    pyramid_count(alike, 4, &pyramid);
    assert_int_equal(pyramid.gini_ppm, 0);
    pyramid_count(one, 4, &pyramid);
    assert_int_equal(pyramid.gini_ppm, 750000);
    pyramid_count(one, 0, &pyramid);
    assert_int_equal(pyramid.gini_ppm, 0);
}

static void groups_sum_to_all_and_the_most_valuable_comes_first(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct pyramid *groups;
    size_t count;
    pyramid_count_groups(example, 5, &arena, &groups, &count);
    assert_int_equal(count, 3);
    assert_string_equal(groups[0].name, "北京");
    assert_string_equal(groups[1].name, "四川");
    assert_int_equal(groups[1].value, 45 * MICRO);
    assert_int_equal(groups[1].levels[TIER_POTENTIAL].customers, 1);
    assert_int_equal(groups[0].value + groups[1].value + groups[2].value, 100 * MICRO);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(customers_and_value_are_counted_by_tier),
        cmocka_unit_test(the_gini_coefficient_of_50_30_10_5_5_is_0_46),
        cmocka_unit_test(all_alike_is_0_and_one_has_all_is_1_less_its_share),
        cmocka_unit_test(groups_sum_to_all_and_the_most_valuable_comes_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
