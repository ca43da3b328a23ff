#include "driver.h"
#include "evaluation.h"
#include "goal.h"
#include "lag.h"
#include "roll.h"

#include "unit.h"

static const int64_t even[MONTHS] = {10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10};

static int64_t sum_of(const int64_t months[MONTHS])
{
    int64_t sum = 0;
    for (int month = 0; month < MONTHS; month++)
        sum += months[month];
    return sum;
}

static void a_goal_is_reached_when_so_much_was_sold_and_missed_when_it_is_over_before(void **state)
{
    (void)state;
    struct goal goal = {.first_on = 100, .last_on = 109, .units = 5, .sold = 4};
    assert_int_equal(goal_state_on(&goal, 99), GOAL_AHEAD);
    assert_int_equal(goal_state_on(&goal, 109), GOAL_RUNNING);
    assert_int_equal(goal_state_on(&goal, 110), GOAL_MISSED);
    goal.sold = 5;
    assert_int_equal(goal_state_on(&goal, 100), GOAL_REACHED);
}

static void a_unit_lags_that_is_below_the_rules_pace_at_all_month_ends(void **state)
{
    (void)state;
    struct lag_rule rule = {.behind_ppm = 100000, .month_ends = 2};
    struct lag_month far_below[] = {{1, 10, 8}, {1, 100, 89}}, once_at_the_line[] = {{1, 10, 9}, {1, 10, 0}};
    assert_true(lag_is(&rule, far_below, 2));
    assert_false(lag_is(&rule, once_at_the_line, 2));
    assert_false(lag_is(&rule, far_below, 1));
    assert_true(lag_is(&(struct lag_rule){.behind_ppm = 110000, .month_ends = 1}, far_below, 1));
}

static void what_was_missed_is_carried_over_the_rest_of_the_year(void **state)
{
    (void)state;
    struct roll_policy policy = {.after_month = 1, .carry_ppm = 1000000};
    int64_t proposed[MONTHS], missed;
    assert_int_equal(roll_months(&policy, even, 4, proposed, &missed, NULL), 0);
    assert_int_equal(missed, 6);
    assert_int_equal(proposed[0], 10);
    assert_int_equal(sum_of(proposed), 126);
}

static void what_was_carried_before_is_not_carried_again(void **state)
{
    (void)state;
    struct roll_policy policy = {.after_month = 3, .carried_after = 2, .carry_ppm = 1000000};
    int64_t proposed[MONTHS], missed;
    assert_int_equal(roll_months(&policy, even, 8, proposed, &missed, NULL), 0);
    assert_int_equal(missed, 2);
    assert_int_equal(sum_of(proposed), 122);
}

static void a_rolled_month_keeps_its_mix_of_products_and_business_types(void **state)
{
    (void)state;
    int64_t planned[MONTHS * 3] = {[3] = 6, [4] = 3, [5] = 0}, cells[MONTHS * 3];
    assert_int_equal(roll_kinds(even, 2, 3, planned, cells, NULL), 0);
    assert_int_equal(cells[0] + cells[1] + cells[2], 0); /* January is over */
    assert_int_equal(cells[3], 7);
    assert_int_equal(cells[4], 3);
    assert_int_equal(cells[5], 0);
    assert_int_equal(cells[6] + cells[7] + cells[8], 10); /* nothing was planned: alike */
    assert_int_equal(cells[8], 3);
}

static void months_that_are_issued_or_in_another_quarter_stay(void **state)
{
    (void)state;
    struct roll_policy policy = {.after_month = 4, .last_issued = 5, .carry_ppm = 1000000, .within_quarter = true};
    int64_t proposed[MONTHS], missed;
    assert_int_equal(roll_months(&policy, even, 30, proposed, &missed, NULL), 0);
    for (int month = 0; month < MONTHS; month++)
        assert_int_equal(proposed[month], month == 5 ? 20 : 10);
    policy.last_issued = 6; /* nothing of the quarter is open */
    assert_int_equal(roll_months(&policy, even, 30, proposed, &missed, NULL), 0);
    assert_memory_equal(proposed, even, sizeof even);
}

static void what_was_exceeded_is_taken_off_but_never_below_nothing(void **state)
{
    (void)state;
    struct roll_policy policy = {.after_month = 11, .carry_ppm = 500000};
    int64_t proposed[MONTHS], missed;
    assert_int_equal(roll_months(&policy, even, 120, proposed, &missed, NULL), 0);
    assert_int_equal(missed, -10);
    assert_int_equal(proposed[11], 5);
    assert_int_equal(roll_months(&policy, even, 1000, proposed, &missed, NULL), 0);
    assert_int_equal(proposed[11], 0);
}

static void the_three_factors_weigh_shares_and_sum_to_the_whole(void **state)
{
    (void)state;
    const int64_t three[] = {30, 10}, last[] = {0, 0}, annual[] = {50, 150}, factors[] = {500000, 200000, 300000};
    const int64_t *const units[] = {three, last, annual};
    int64_t weights[2];
    struct error error = {0};
    assert_int_equal(driver_three_factor(units, 2, factors, weights, NULL), 0);
    assert_int_equal(weights[0], INT64_C(500000) * 750000 + INT64_C(300000) * 250000);
    assert_int_equal(weights[1], INT64_C(500000) * 250000 + INT64_C(300000) * 750000);
    const int64_t too_many[] = {500000, 500000, 1};
    assert_refused(driver_three_factor(units, 2, too_many, weights, &error), &error, STATUS_INVALID_ARGUMENT, "factor_weights_ppm");
}

static void a_drivers_weight_is_capacity_times_share_times_factor(void **state)
{
    (void)state;
    int64_t weight;
    struct error error = {0};
    assert_int_equal(driver_weight(2000, 150000, 1200000, &weight, NULL), 0);
    assert_int_equal(weight, 360);
    assert_refused(driver_weight(INT64_C(1000000000000000000), 1000000, 1000000, &weight, &error), &error, STATUS_INVALID_ARGUMENT,
                   "weight");
}

static void units_are_ranked_within_their_level_and_equal_ones_share_a_rank(void **state)
{
    (void)state;
    struct evaluated units[] = {{.kind = 1, .target_units = 100, .sold_units = 90}, {.kind = 3, .target_units = 50, .sold_units = 50},
                                {.kind = 3, .target_units = 25, .sold_units = 25},  {.kind = 3, .target_units = 25, .sold_units = 15},
                                {.kind = 3, .target_units = 0, .sold_units = 0}};
    struct arena arena = {0};
    assert_int_equal(evaluation_rank(units, 5, 100, &arena, NULL), 0);
    arena_release(&arena);
    assert_int_equal(units[0].attainment_ppm, 900000);
    assert_int_equal(units[0].rank, 1);
    assert_int_equal(units[1].rank, 1);
    assert_int_equal(units[2].rank, 1);
    assert_int_equal(units[3].rank, 3);
    assert_int_equal(units[3].share_ppm, 250000);
    assert_int_equal(units[4].rank, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_goal_is_reached_when_so_much_was_sold_and_missed_when_it_is_over_before),
        cmocka_unit_test(a_unit_lags_that_is_below_the_rules_pace_at_all_month_ends),
        cmocka_unit_test(what_was_missed_is_carried_over_the_rest_of_the_year),
        cmocka_unit_test(what_was_carried_before_is_not_carried_again),
        cmocka_unit_test(a_rolled_month_keeps_its_mix_of_products_and_business_types),
        cmocka_unit_test(months_that_are_issued_or_in_another_quarter_stay),
        cmocka_unit_test(what_was_exceeded_is_taken_off_but_never_below_nothing),
        cmocka_unit_test(the_three_factors_weigh_shares_and_sum_to_the_whole),
        cmocka_unit_test(a_drivers_weight_is_capacity_times_share_times_factor),
        cmocka_unit_test(units_are_ranked_within_their_level_and_equal_ones_share_a_rank),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
