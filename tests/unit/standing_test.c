/* Where one customer stands, against ranking them all. */
#include "standing.h"

#include "base/money.h"
#include "unit.h"

#define CUSTOMERS_MAX 40
#define MEASURES 3

struct trial {
    struct tier_policy policy;
    struct tier_customer customers[CUSTOMERS_MAX], *ranked[CUSTOMERS_MAX];
    int64_t records[CUSTOMERS_MAX][1 + MEASURES], points[CUSTOMERS_MAX][MEASURES];
    size_t n;
    struct arena arena;
};

static void some_policy(struct generator *random, struct tier_policy *policy)
{
    static const int64_t weights[MEASURES] = {500000, 300000, 200000};
    *policy = (struct tier_policy){
        .measure_count = MEASURES,
        .cuts = {.by = (enum cut_by)generator_up_to(random, 2), .on_line = (enum on_line)generator_up_to(random, 2)},
        .ties = {1},
        .tie_count = (size_t)generator_up_to(random, 1),
        .hysteresis_runs = (int32_t)generator_up_to(random, 2),
        .hysteresis_band = 20000};
    bool by_score = policy->cuts.by == CUT_BY_SCORE;
    policy->cuts.key = by_score ? 9 * MICRO : 800000;
    policy->cuts.secondary = by_score ? 4 * MICRO : 950000;
    for (size_t i = 0; i < MEASURES; i++)
        policy->measures[i] = (struct policy_measure){.weight_ppm = weights[i],
                                                      .normalisation = (enum normalisation)generator_up_to(random, 2),
                                                      .points_per_unit = MICRO};
}

static void some_customers(struct generator *random, struct trial *trial)
{
    trial->n = (size_t)generator_up_to(random, CUSTOMERS_MAX - 1) + 1;
    for (size_t i = 0; i < trial->n; i++) {
        trial->records[i][0] = (int64_t)i + 1;
        for (size_t j = 1; j <= MEASURES; j++)
            trial->records[i][j] = generator_up_to(random, 6) * MICRO;
        trial->customers[i] = (struct tier_customer){.customer_id = (int64_t)i + 1,
                                                     .attributes = {{"", "", "", ""}},
                                                     .amounts = &trial->records[i][1],
                                                     .previous = (enum tier)generator_up_to(random, 3),
                                                     .runs_outside = (int32_t)generator_up_to(random, 1),
                                                     .points = trial->points[i]};
        trial->ranked[i] = &trial->customers[i];
    }
}

static void assert_same(const struct tier_customer *one, const struct tier_customer *other)
{
    assert_int_equal(one->value, other->value);
    assert_int_equal(one->cumulative, other->cumulative);
    assert_int_equal(one->rank, other->rank);
    assert_int_equal(one->share_ppm, other->share_ppm);
    assert_int_equal(one->cumulative_share_ppm, other->cumulative_share_ppm);
    assert_int_equal(one->line_tier, other->line_tier);
    assert_int_equal(one->tier, other->tier);
    assert_int_equal(one->decision, other->decision);
    assert_int_equal(one->runs_outside, other->runs_outside);
    assert_memory_equal(one->points, other->points, MEASURES * sizeof *one->points);
}

static void one_customer_stands_where_a_full_run_puts_it(void **state)
{
    (void)state;
    struct generator random = {1897};
    static struct trial trial;
    for (int round = 0; round < 300; round++) {
        struct tier_summary summary, of_all;
        int64_t points[MEASURES];
        some_policy(&random, &trial.policy);
        some_customers(&random, &trial);
        struct tier_customer one = trial.customers[generator_up_to(&random, (int64_t)trial.n - 1)];
        const struct standing standing = {trial.records[0], trial.n, 1 + MEASURES};
        one.points = points;
        assert_int_equal(standing_place(&trial.policy, &standing, &one, &summary, NULL), 0);
        assert_int_equal(tier_assign(&trial.policy, trial.ranked, trial.n, &of_all, &trial.arena, NULL), 0);
        assert_same(&one, &trial.customers[one.customer_id - 1]);
        assert_int_equal(summary.value, of_all.value);
        assert_int_equal(summary.customers, of_all.customers);
        arena_release(&trial.arena);
    }
}

static void who_is_not_among_them_yet_stands_beside_them(void **state)
{
    (void)state;
    int64_t records[2][2] = {{1, 50 * MICRO}, {2, 30 * MICRO}}, amounts[] = {40 * MICRO}, points[1];
    const struct tier_policy policy = {.measures = {{.weight_ppm = PPM, .points_per_unit = MICRO}},
                                       .measure_count = 1,
                                       .cuts = {.key = 800000, .secondary = 950000}};
    const struct standing standing = {records[0], 2, 2};
    struct tier_customer newcomer = {
        .customer_id = 3, .attributes = {{"", "", "", ""}}, .amounts = amounts, .points = points};
    struct tier_summary summary;
    assert_int_equal(standing_place(&policy, &standing, &newcomer, &summary, NULL), 0);
    assert_int_equal(newcomer.rank, 2);
    assert_int_equal(newcomer.cumulative_share_ppm, 750000);
    assert_int_equal(summary.customers, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_customer_stands_where_a_full_run_puts_it),
        cmocka_unit_test(who_is_not_among_them_yet_stands_beside_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
