/* What would lift a customer, against trying every value. */
#include "lift.h"

#include "base/money.h"
#include "unit.h"

#define CUSTOMERS_MAX 30

struct trial {
    struct tier_policy policy;
    struct tier_customer customers[CUSTOMERS_MAX], *ranked[CUSTOMERS_MAX];
    int64_t numbers[CUSTOMERS_MAX][2], values[CUSTOMERS_MAX], customer_ids[CUSTOMERS_MAX];
    size_t n;
    struct tier_summary summary;
    struct arena arena;
};

static void some_customers(struct generator *random, struct trial *trial)
{
    *trial = (struct trial){.n = (size_t)generator_up_to(random, CUSTOMERS_MAX - 1) + 1};
    trial->policy = (struct tier_policy){
        .measures = {{.key = "value", .weight_ppm = PPM, .points_per_unit = MICRO * (1 + generator_up_to(random, 2))}},
        .measure_count = 1,
        .cuts = {.by = (enum cut_by)generator_up_to(random, 2), .on_line = (enum on_line)generator_up_to(random, 2)}};
    trial->policy.cuts.key =
        trial->policy.cuts.by == CUT_BY_SCORE ? 12 * MICRO : 500000 + generator_up_to(random, 300000);
    trial->policy.cuts.secondary = trial->policy.cuts.by == CUT_BY_SCORE ? 5 * MICRO : 900000;
    for (size_t i = 0; i < trial->n; i++) {
        trial->numbers[i][0] = generator_up_to(random, 20) * MICRO;
        trial->customers[i] = (struct tier_customer){.customer_id = (int64_t)i + 1,
                                                     .attributes = {{"", "", "", ""}},
                                                     .amounts = &trial->numbers[i][0],
                                                     .points = &trial->numbers[i][1]};
    }
}

static void assign(struct trial *trial)
{
    for (size_t i = 0; i < trial->n; i++)
        trial->ranked[i] = &trial->customers[i];
    assert_int_equal(tier_assign(&trial->policy, trial->ranked, trial->n, &trial->summary, &trial->arena, NULL), 0);
}

/* The least whole amount above its own with which a full run puts the customer higher; 0: none up to 2,000. */
static int64_t by_trying(struct trial *trial, size_t customer)
{
    int64_t amount = trial->numbers[customer][0], found = 0;
    enum tier tier = trial->customers[customer].line_tier;
    for (int64_t tried = amount / MICRO + 1; tried <= 2000 && found == 0; tried++) {
        trial->numbers[customer][0] = tried * MICRO;
        assign(trial);
        if (trial->customers[customer].line_tier < tier)
            found = tried * MICRO;
    }
    trial->numbers[customer][0] = amount;
    assign(trial);
    return found;
}

static void the_smallest_change_is_the_one_that_a_full_run_confirms(void **state)
{
    (void)state;
    struct generator random = {1912};
    static struct trial trial;
    for (int round = 0; round < 60; round++) {
        struct ranking ranking;
        some_customers(&random, &trial);
        assign(&trial);
        for (size_t i = 0; i < trial.n; i++) {
            trial.values[i] = trial.ranked[i]->value;
            trial.customer_ids[i] = trial.ranked[i]->customer_id;
        }
        ranking_init(&ranking, trial.values, trial.customer_ids, trial.n, &trial.arena);
        size_t customer = (size_t)generator_up_to(&random, (int64_t)trial.n - 1);
        struct tier_customer asked = trial.customers[customer];
        int64_t expected = asked.line_tier == TIER_KEY ? 0 : by_trying(&trial, customer);
        int64_t amount = lift_amount(&trial.policy, &ranking, &asked, 0);
        if (expected > 0 || amount <= 2000 * MICRO)
            assert_int_equal(amount, expected);
        arena_release(&trial.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_smallest_change_is_the_one_that_a_full_run_confirms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
