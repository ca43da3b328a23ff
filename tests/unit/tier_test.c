/* The rules of tiering on customers with one measure, whose amount is their value. */
#include "tier.h"
#include "tier_reason.h"

#include "base/money.h"
#include "unit.h"

#include <string.h>

#define CUSTOMERS_MAX 200

struct trial {
    struct tier_policy policy;
    struct tier_customer customers[CUSTOMERS_MAX], *ranked[CUSTOMERS_MAX];
    int64_t amounts[CUSTOMERS_MAX][2];
    size_t n;
    struct tier_summary summary;
    struct arena arena;
};

/* Customers 1, 2, ... with these whole values, all of region "", under cuts at 80 % and 95 % of value. */
static void setup(struct trial *trial, const int64_t *values, size_t n)
{
    *trial = (struct trial){.n = n};
    trial->policy = (struct tier_policy){
        .name = "",
        .measures = {{.key = "value", .weight_ppm = PPM, .points_per_unit = MICRO}},
        .measure_count = 1,
        .cuts = {CUT_BY_VALUE_SHARE, ON_LINE_INCLUDING, 800000, 950000},
    };
    for (size_t i = 0; i < n; i++) {
        trial->amounts[i][0] = values[i] * MICRO;
        trial->customers[i] = (struct tier_customer){.customer_id = (int64_t)i + 1,
                                                     .attributes = {{"", "", "", ""}},
                                                     .amounts = &trial->amounts[i][0],
                                                     .points = &trial->amounts[i][1]};
        trial->ranked[i] = &trial->customers[i];
    }
}

static void assign(struct trial *trial)
{
    assert_int_equal(tier_assign(&trial->policy, trial->ranked, trial->n, &trial->summary, &trial->arena, NULL), 0);
}

/* The tiers of customers 1, 2, ... as letters: A key, B secondary, C potential. */
static const char *letters(struct trial *trial)
{
    static char text[CUSTOMERS_MAX + 1];
    assign(trial);
    for (size_t i = 0; i < trial->n; i++)
        text[i] = "?ABC"[trial->customers[i].tier];
    text[trial->n] = '\0';
    arena_release(&trial->arena);
    return text;
}

static const int64_t example[] = {50, 30, 10, 5, 5};

static void values_50_30_10_5_5_give_A_A_B_B_C(void **state)
{
    (void)state;
    static const int64_t cumulative[] = {500000, 800000, 900000, 950000, 1000000};
    struct trial trial;
    setup(&trial, example, 5);
    assert_string_equal(letters(&trial), "AABBC");
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(trial.customers[i].cumulative_share_ppm, cumulative[i]);
    assert_int_equal(trial.summary.tier_customers[TIER_KEY], 2);
    assert_int_equal(trial.summary.tier_value[TIER_KEY], 80 * MICRO);
}

static void the_policy_says_whether_who_is_on_the_line_goes_up_or_down(void **state)
{
    (void)state;
    static const int64_t across[] = {60, 30, 10}; /* the second one's part lies on both sides of 80 % */
    struct trial trial;
    setup(&trial, example, 5);
    trial.policy.cuts.on_line = ON_LINE_UP;
    assert_string_equal(letters(&trial), "AABBC");
    trial.policy.cuts.on_line = ON_LINE_DOWN;
    assert_string_equal(letters(&trial), "ABBCC");
    setup(&trial, across, 3);
    assert_string_equal(letters(&trial), "ABC");
    trial.policy.cuts.on_line = ON_LINE_UP;
    assert_string_equal(letters(&trial), "AAB");
    trial.policy.cuts.on_line = ON_LINE_DOWN;
    assert_string_equal(letters(&trial), "ABC");
}

static void up_to_and_including_the_line_the_most_valuable_is_key_even_alone_past_it(void **state)
{
    (void)state;
    static const int64_t giant[] = {90, 10};
    struct trial trial;
    setup(&trial, giant, 2);
    assert_string_equal(letters(&trial), "AC");
    trial.policy.cuts.on_line = ON_LINE_DOWN;
    assert_string_equal(letters(&trial), "BC");
}

static void a_line_is_exact_where_its_shown_share_is_rounded(void **state)
{
    (void)state;
    /* 8,000,001 of 10,000,001 is 80.00002 %, which is shown as 80 % and is past the line all the same. */
    static const int64_t close[] = {4000000, 4000003, 2000000};
    struct trial trial;
    setup(&trial, close, 3);
    trial.policy.cuts.secondary = PPM;
    assert_string_equal(letters(&trial), "BAB");
}

static void cuts_by_customers_count_heads(void **state)
{
    (void)state;
    static const int64_t ten[] = {9, 9, 9, 9, 9, 9, 9, 9, 9, 9};
    struct trial trial;
    setup(&trial, ten, 10);
    trial.policy.cuts = (struct policy_cuts){CUT_BY_CUSTOMER_SHARE, ON_LINE_INCLUDING, 200000, 500000};
    assert_string_equal(letters(&trial), "AABBBCCCCC");
    trial.policy.cuts.on_line = ON_LINE_DOWN;
    assert_string_equal(letters(&trial), "ABBBCCCCCC");
}

static void cuts_by_score_take_who_reaches_it(void **state)
{
    (void)state;
    struct trial trial;
    setup(&trial, example, 5);
    trial.policy.cuts = (struct policy_cuts){CUT_BY_SCORE, ON_LINE_UP, 30 * MICRO, 10 * MICRO};
    assert_string_equal(letters(&trial), "AABCC");
    trial.policy.cuts.on_line = ON_LINE_DOWN;
    assert_string_equal(letters(&trial), "ABCCC");
}

static void a_customer_without_value_is_potential_whatever_the_cuts_are(void **state)
{
    (void)state;
    static const int64_t values[] = {0, 3};
    struct trial trial;
    setup(&trial, values, 2);
    trial.policy.cuts.key = trial.policy.cuts.secondary = PPM;
    assert_string_equal(letters(&trial), "CA");
    static const int64_t nothing[] = {0, 0};
    setup(&trial, nothing, 2);
    assert_string_equal(letters(&trial), "CC");
    setup(&trial, nothing, 0);
    assert_string_equal(letters(&trial), "");
}

static void ties_go_by_the_stated_measure_and_then_by_number(void **state)
{
    (void)state;
    static const int64_t equal[] = {5, 5, 5};
    struct trial trial;
    setup(&trial, equal, 3);
    assign(&trial);
    assert_int_equal(trial.ranked[0]->customer_id, 1);
    trial.policy.measures[0].points_per_unit = 0;
    trial.policy.ties[0] = 0, trial.policy.tie_count = 1;
    trial.amounts[2][0] = 9 * MICRO;
    assign(&trial);
    assert_int_equal(trial.ranked[0]->customer_id, 3);
    assert_int_equal(trial.ranked[1]->customer_id, 1);
    arena_release(&trial.arena);
}

static void floors_ceilings_fixed_rules_and_overrides_are_stronger_in_this_order(void **state)
{
    (void)state;
    static const struct policy_override override = {"5", TIER_SECONDARY, "试点", "张总", 0};
    static const char *const army[] = {"armed_forces"};
    struct policy_condition everybody = {0},
                            the_army = {.values = {[ATTRIBUTE_SEGMENT] = army}, .counts = {[ATTRIBUTE_SEGMENT] = 1}};
    struct trial trial;
    setup(&trial, example, 5);
    trial.policy.floors = (struct policy_rules){{{"f", everybody, TIER_SECONDARY}}, 1};
    assert_string_equal(letters(&trial), "AABBB");
    trial.policy.ceilings = (struct policy_rules){{{"c", everybody, TIER_SECONDARY}}, 1};
    assert_string_equal(letters(&trial), "BBBBB");
    trial.policy.fixed = (struct policy_rules){{{"部队", the_army, TIER_KEY}}, 1};
    trial.customers[3].attributes.of[ATTRIBUTE_SEGMENT] = "armed_forces";
    trial.customers[4].attributes.of[ATTRIBUTE_SEGMENT] = "armed_forces";
    trial.customers[4].override = &override;
    assert_string_equal(letters(&trial), "BBBAB");
    assign(&trial);
    const char *reason = tier_reason(&trial.policy, &trial.customers[4], &trial.summary, 0, LOCALE_EN, &trial.arena);
    assert_non_null(strstr(reason, "approved by 张总: 试点"));
    reason = tier_reason(&trial.policy, &trial.customers[3], &trial.summary, 0, LOCALE_ZH_CN, &trial.arena);
    assert_non_null(strstr(reason, "按固定规则“部队”，始终为重点客户"));
    arena_release(&trial.arena);
}

/* The next run of what the trial's customers have become. */
static const char *next_run(struct trial *trial)
{
    for (size_t i = 0; i < trial->n; i++)
        trial->customers[i].previous = trial->customers[i].tier;
    return letters(trial);
}

static void a_customer_leaves_its_tier_in_the_nth_run_outside_the_band(void **state)
{
    (void)state;
    struct trial trial;
    setup(&trial, example, 5);
    trial.policy.hysteresis_runs = 3;
    trial.policy.hysteresis_band = 20000;
    assert_string_equal(letters(&trial), "AABBC");
    trial.amounts[1][0] = 33 * MICRO; /* cumulative 80.6 %: past the line, within the band of 2 % */
    for (int run = 0; run < 5; run++)
        assert_string_equal(next_run(&trial), "AABBC");
    trial.amounts[1][0] = 45 * MICRO; /* 82.6 % */
    assert_string_equal(next_run(&trial), "AABBC");
    assert_string_equal(next_run(&trial), "AABBC");
    assert_int_equal(trial.customers[1].runs_outside, 2);
    assert_int_equal(trial.customers[1].decision, DECIDED_BY_HYSTERESIS);
    assert_string_equal(next_run(&trial), "ABBBC");
}

static void a_value_that_does_not_fit_is_an_error(void **state)
{
    (void)state;
    static const int64_t large[] = {INT64_MAX / MICRO, INT64_MAX / MICRO};
    struct trial trial;
    struct error error = {0};
    setup(&trial, large, 2);
    assert_refused(tier_assign(&trial.policy, trial.ranked, 2, &trial.summary, &trial.arena, &error), &error,
                   STATUS_OUT_OF_RANGE, "measures");
    trial.policy.measures[0].points_per_unit = 2 * MICRO;
    assert_refused(tier_assign(&trial.policy, trial.ranked, 2, &trial.summary, &trial.arena, &error), &error,
                   STATUS_OUT_OF_RANGE, "measures[0].value");
}

static void shares_and_ranks_are_percents_whose_sum_or_top_is_a_hundred(void **state)
{
    (void)state;
    static const int64_t values[] = {30, 10, 0};
    struct trial trial;
    setup(&trial, values, 3);
    trial.policy.measures[0].normalisation = NORMALISE_SHARE;
    assign(&trial);
    assert_int_equal(trial.customers[0].value, 75 * MICRO);
    trial.policy.measures[0].normalisation = NORMALISE_RANK;
    assign(&trial);
    assert_int_equal(trial.customers[0].value, 100 * MICRO);
    assert_int_equal(trial.customers[1].value, 50 * MICRO);
    assert_int_equal(trial.customers[2].value, 0);
    arena_release(&trial.arena);
}

/* --- properties ------------------------------------------------------------------------------------------------------
 */

static void some_customers(struct generator *random, struct trial *trial)
{
    int64_t values[CUSTOMERS_MAX], scale = generator_up_to(random, 2) == 0 ? 3 : 100000; /* small ones make many ties */
    size_t n = (size_t)generator_up_to(random, CUSTOMERS_MAX - 1) + 1;
    for (size_t i = 0; i < n; i++)
        values[i] = generator_up_to(random, scale);
    setup(trial, values, n);
    trial->policy.cuts.on_line = (enum on_line)generator_up_to(random, 2);
    trial->policy.measures[0].normalisation = (enum normalisation)generator_up_to(random, 2);
}

static void the_order_of_the_input_does_not_matter(void **state)
{
    (void)state;
    struct generator random = {2014};
    static struct trial once, again;
    for (int round = 0; round < 300; round++) {
        some_customers(&random, &once);
        again = once;
        for (size_t i = 0; i < once.n; i++) {
            again.customers[i] = once.customers[once.n - 1 - i];
            again.customers[i].points = &again.amounts[i][1];
            again.ranked[i] = &again.customers[i];
        }
        assign(&once);
        assign(&again);
        for (size_t i = 0; i < once.n; i++) {
            assert_int_equal(once.ranked[i]->customer_id, again.ranked[i]->customer_id);
            assert_int_equal(once.ranked[i]->tier, again.ranked[i]->tier);
        }
        arena_release(&once.arena);
        arena_release(&again.arena);
    }
}

static void tiers_follow_rank_and_sums_are_exact(void **state)
{
    (void)state;
    struct generator random = {80};
    static struct trial trial;
    for (int round = 0; round < 300; round++) {
        some_customers(&random, &trial);
        assign(&trial);
        int64_t sum = 0;
        for (size_t i = 0; i < trial.n; i++) {
            sum += trial.ranked[i]->value;
            assert_int_equal(trial.ranked[i]->cumulative, sum);
            assert_in_range(trial.ranked[i]->tier, TIER_KEY, TIER_POTENTIAL);
            if (i > 0)
                assert_true(trial.ranked[i]->tier >= trial.ranked[i - 1]->tier);
        }
        assert_int_equal(sum, trial.summary.value);
        assert_int_equal(trial.summary.tier_value[TIER_KEY] + trial.summary.tier_value[TIER_SECONDARY] +
                             trial.summary.tier_value[TIER_POTENTIAL],
                         sum);
        if (sum > 0)
            assert_int_equal(trial.ranked[trial.n - 1]->cumulative_share_ppm, PPM);
        arena_release(&trial.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_50_30_10_5_5_give_A_A_B_B_C),
        cmocka_unit_test(the_policy_says_whether_who_is_on_the_line_goes_up_or_down),
        cmocka_unit_test(up_to_and_including_the_line_the_most_valuable_is_key_even_alone_past_it),
        cmocka_unit_test(a_line_is_exact_where_its_shown_share_is_rounded),
        cmocka_unit_test(cuts_by_customers_count_heads),
        cmocka_unit_test(cuts_by_score_take_who_reaches_it),
        cmocka_unit_test(a_customer_without_value_is_potential_whatever_the_cuts_are),
        cmocka_unit_test(ties_go_by_the_stated_measure_and_then_by_number),
        cmocka_unit_test(floors_ceilings_fixed_rules_and_overrides_are_stronger_in_this_order),
        cmocka_unit_test(a_customer_leaves_its_tier_in_the_nth_run_outside_the_band),
        cmocka_unit_test(a_value_that_does_not_fit_is_an_error),
        cmocka_unit_test(shares_and_ranks_are_percents_whose_sum_or_top_is_a_hundred),
        cmocka_unit_test(the_order_of_the_input_does_not_matter),
        cmocka_unit_test(tiers_follow_rank_and_sums_are_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
