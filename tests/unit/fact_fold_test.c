/* From the facts of a customer to the amounts of a policy's measures. */
#include "fact_fold.h"

#include "base/money.h"
#include "unit.h"

#define FACTS_MAX 40
#define AS_OF 16343 /* 2014-09-30 */

struct fact {
    bool is_lead;
    int64_t lead_id, wanted, stage, price_fen;
    day_t delivered_on;
};

static const struct tier_policy policy = {
    .measures = {{.measure = MEASURE_DELIVERED_UNITS, .window = {.months = 12}},
                 {.measure = MEASURE_DELIVERED_REVENUE},
                 {.measure = MEASURE_RECENCY, .window = {.days = 365}},
                 {.measure = MEASURE_FREQUENCY, .window = {.days = 365}},
                 {.measure = MEASURE_OPEN_DEMAND, .probability_ppm = {PPM, 100000, PPM, PPM, PPM, PPM, PPM, 900000}},
                 {.measure = MEASURE_FLEET_RENEWAL, .replacement_ppm = 150000},
                 {.measure = MEASURE_DEMONSTRATION},
                 {.measure = MEASURE_CONTRACT}},
    .measure_count = 8,
};

static void fold_all(struct fact_fold *fold, const struct fact *facts, size_t n, const struct declared_facts *declared,
                     int64_t *amounts)
{
    bool is_installed_base;
    for (size_t i = 0; i < n; i++) {
        if (facts[i].is_lead)
            fact_fold_lead(fold, facts[i].lead_id, facts[i].wanted, facts[i].stage);
        else
            fact_fold_delivery(fold, facts[i].lead_id, facts[i].delivered_on, facts[i].price_fen);
    }
    assert_int_equal(fact_fold_end(fold, declared, amounts, &is_installed_base, NULL), 0);
}

static void facts_give_the_amount_of_each_measure(void **state)
{
    (void)state;
    static const struct fact facts[] = {
        {.is_lead = true, .lead_id = 7, .wanted = 12, .stage = 7},
        {.lead_id = 7, .delivered_on = AS_OF - 10, .price_fen = 10000050},
        {.lead_id = 0, .delivered_on = AS_OF - 10, .price_fen = 100},
        {.lead_id = 0, .delivered_on = AS_OF - 800, .price_fen = 100},
        {.is_lead = true, .lead_id = 8, .wanted = 20, .stage = 1},
        {.is_lead = true, .lead_id = 9, .wanted = 1}, /* more came than were wanted: nothing is open */
        {.lead_id = 9, .delivered_on = AS_OF - 800},
        {.lead_id = 9, .delivered_on = AS_OF - 800},
    };
    const struct declared_facts declared = {.fleet_size = 40, .is_seed = true, .contract_until = AS_OF};
    static const int64_t expected[] = {2 * MICRO, 100002500000, 355 * MICRO, MICRO, 11900000, 6 * MICRO, MICRO, MICRO};
    struct fact_fold fold;
    int64_t amounts[POLICY_MEASURES_MAX];
    fact_fold_init(&fold, &policy, AS_OF);
    fold_all(&fold, facts, sizeof facts / sizeof *facts, &declared, amounts);
    for (size_t i = 0; i < policy.measure_count; i++)
        assert_int_equal(amounts[i], expected[i]);
    fact_fold_release(&fold);
}

static void a_customer_without_facts_has_no_amounts_whoever_came_before(void **state)
{
    (void)state;
    static const struct fact facts[] = {{.is_lead = true, .lead_id = 7, .wanted = 12},
                                        {.lead_id = 9, .delivered_on = AS_OF, .price_fen = 5}};
    const struct declared_facts nothing = {.contract_until = DAY_MIN};
    struct fact_fold fold;
    int64_t amounts[POLICY_MEASURES_MAX];
    fact_fold_init(&fold, &policy, AS_OF);
    fold_all(&fold, facts, 2, &nothing, amounts);
    fold_all(&fold, facts, 0, &nothing, amounts);
    for (size_t i = 0; i < policy.measure_count; i++)
        assert_int_equal(amounts[i], 0);
    fact_fold_release(&fold);
}

static size_t some_facts(struct generator *random, struct fact *facts)
{
    size_t n = (size_t)generator_up_to(random, FACTS_MAX);
    for (size_t i = 0; i < n; i++)
        facts[i] = (struct fact){.is_lead = generator_up_to(random, 3) == 0,
                                 .lead_id = generator_up_to(random, 4),
                                 .wanted = generator_up_to(random, 9),
                                 .stage = 1,
                                 .price_fen = generator_up_to(random, 1000),
                                 .delivered_on = AS_OF - (day_t)generator_up_to(random, 800)};
    return n;
}

static void the_order_of_facts_does_not_matter(void **state)
{
    (void)state;
    struct generator random = {2014};
    const struct declared_facts nothing = {.contract_until = DAY_MIN};
    struct fact_fold fold;
    fact_fold_init(&fold, &policy, AS_OF);
    for (int round = 0; round < 500; round++) {
        struct fact facts[FACTS_MAX], other[FACTS_MAX];
        int64_t amounts[POLICY_MEASURES_MAX], again[POLICY_MEASURES_MAX];
        size_t n = some_facts(&random, facts);
        for (size_t i = 0; i < n; i++)
            other[i] = facts[n - 1 - i];
        fold_all(&fold, facts, n, &nothing, amounts);
        fold_all(&fold, other, n, &nothing, again);
        for (size_t i = 0; i < policy.measure_count; i++)
            assert_int_equal(amounts[i], again[i]);
    }
    fact_fold_release(&fold);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(facts_give_the_amount_of_each_measure),
        cmocka_unit_test(a_customer_without_facts_has_no_amounts_whoever_came_before),
        cmocka_unit_test(the_order_of_facts_does_not_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
