/*
 * What people are paid: steps, plans and statements.
 * Worked examples: docs.oracle.com, Fusion Incentive Compensation, "Options for Splitting Attainment Numbers Across
 * Rate Tiers" (flat and step rates); TieredCommissionCalculator (huggingface.co/salestool); gtm-variable-pay
 * (github.com/mohan98521/gtm-variable-pay, compensationEngine.test.ts). They give each tier's upper bound and rates as
 * fractions; here a step begins where the tier before ends, and rates are fen a unit (1 % = 1, a multiplier of 1.4 % of
 * the bonus = 28,000 fen a point).
 */
#include "statement.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static const struct step oracle_steps[] = {{0, 1}, {10000, 2}, {50000, 3}, {100000, 4}};

static int64_t paid(enum step_mode mode, const struct step *steps, size_t count, int64_t units)
{
    struct step_share shares[STEP_COUNT_MAX];
    size_t share_count;
    struct error error = {0};
    assert_int_equal(step_split(mode, steps, count, units, shares, &share_count, &error), 0);
    int64_t total = 0;
    for (size_t i = 0; i < share_count; i++)
        total += shares[i].amount_fen;
    return total;
}

static void the_highest_step_reached_rates_all_in_mode_whole(void **state)
{
    (void)state;
    assert_int_equal(paid(STEP_WHOLE, oracle_steps, COUNT(oracle_steps), 5000), 5000);
    assert_int_equal(paid(STEP_WHOLE, oracle_steps, COUNT(oracle_steps), 15000), 30000);
    assert_int_equal(paid(STEP_WHOLE, oracle_steps, COUNT(oracle_steps), 60000), 180000);
}

static void each_step_pays_its_own_rate_in_mode_marginal(void **state)
{
    (void)state;
    static const struct step calculator[] = {{0, 5}, {10000, 7}, {25000, 10}};
    static const struct step attainment[] = {{0, 20000}, {100, 28000}, {120, 32000}};
    assert_int_equal(paid(STEP_MARGINAL, oracle_steps, COUNT(oracle_steps), 5000), 5000);
    assert_int_equal(paid(STEP_MARGINAL, oracle_steps, COUNT(oracle_steps), 15000), 20000);
    assert_int_equal(paid(STEP_MARGINAL, oracle_steps, COUNT(oracle_steps), 60000), 120000);
    assert_int_equal(paid(STEP_MARGINAL, calculator, COUNT(calculator), 30000), 205000);
    assert_int_equal(paid(STEP_MARGINAL, attainment, COUNT(attainment), 80), 1600000);
    assert_int_equal(paid(STEP_MARGINAL, attainment, COUNT(attainment), 110), 2280000);
    assert_int_equal(paid(STEP_MARGINAL, attainment, COUNT(attainment), 130), 2880000);
}

static void a_step_is_reached_with_its_first_unit(void **state)
{
    (void)state;
    assert_int_equal(paid(STEP_WHOLE, oracle_steps, COUNT(oracle_steps), 9999), 9999);
    assert_int_equal(paid(STEP_WHOLE, oracle_steps, COUNT(oracle_steps), 10000), 20000);
    assert_int_equal(paid(STEP_MARGINAL, oracle_steps, COUNT(oracle_steps), 10000), 10000);
    assert_int_equal(paid(STEP_MARGINAL, oracle_steps, COUNT(oracle_steps), 10001), 10002);
}

static void an_amount_that_does_not_fit_is_an_error(void **state)
{
    (void)state;
    static const struct step steps[] = {{0, STEP_RATE_MAX}};
    struct step_share shares[1];
    size_t count;
    struct error error = {0};
    assert_int_equal(step_split(STEP_MARGINAL, steps, 1, INT64_MAX / 2, shares, &count, &error), -1);
    assert_int_equal(error.status, STATUS_OUT_OF_RANGE);
}

static uint64_t next_random(uint64_t *seed) /* splitmix64 */
{
    uint64_t z = *seed += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static size_t random_steps(uint64_t *seed, struct step *steps)
{
    size_t count = 1 + next_random(seed) % STEP_COUNT_MAX;
    int64_t from = 0;
    for (size_t i = 0; i < count; i++) {
        steps[i] = (struct step){from, (int64_t)(next_random(seed) % 100000)};
        from += 1 + (int64_t)(next_random(seed) % 40);
    }
    return count;
}

/* From one unit to the next, pay in mode marginal grows by the rate of the step that the unit lies in: no jump at a
 * border. */
static void marginal_pay_is_continuous_at_every_border(void **state)
{
    (void)state;
    uint64_t seed = 2014;
    for (int round = 0; round < 200; round++) {
        struct step steps[STEP_COUNT_MAX];
        size_t count = random_steps(&seed, steps);
        for (size_t i = 0; i < count; i++) {
            int64_t before = paid(STEP_MARGINAL, steps, count, steps[i].from_units);
            assert_int_equal(paid(STEP_MARGINAL, steps, count, steps[i].from_units + 1) - before,
                             steps[i].fen_per_unit);
        }
    }
}

static struct plan specialist_plan(enum step_mode mode)
{
    static const struct step steps[] = {{0, 30000}, {3, 50000}, {6, 80000}};
    return (struct plan){.plan_id = 1,
                         .version = 2,
                         .code = "specialist-2014",
                         .job = "dealer_specialist",
                         .valid_from = day_of(2014, 9, 1),
                         .mode = mode,
                         .steps = steps,
                         .step_count = COUNT(steps),
                         .fen_per_lead = 2000,
                         .lead_award_cap_fen = 5000};
}

static void a_statement_names_the_sources_of_every_line(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct plan plan = specialist_plan(STEP_MARGINAL);
    day_t day = day_of(2014, 9, 10);
    struct credit deliveries[] = {{.id = 14, .day = day}, {.id = 11, .day = day}, {.id = 12, .day = day}, {.id = 13, .day = day - 1}};
    struct credit leads[] = {{.id = 21, .day = day}, {.id = 22, .day = day}, {.id = 23, .day = day}};
    struct statement_credits credits = {deliveries, COUNT(deliveries), leads, COUNT(leads)};
    struct statement statement;
    struct error error = {0};
    assert_int_equal(statement_calculate(&plan, &credits, &arena, &statement, &error), 0);
    assert_int_equal(statement.line_count, 3);
    assert_int_equal(statement.lines[0].amount_fen, 90000);
    assert_int_equal(statement.lines[0].source_ids[0], 13);
    assert_int_equal(statement.lines[1].amount_fen, 50000);
    assert_int_equal(statement.lines[1].source_count, 1);
    assert_int_equal(statement.lines[1].source_ids[0], 14);
    assert_string_equal(
        statement.lines[1].reason[LOCALE_EN],
        "vehicles 4 to 4 of the month: 1 x 500.00 yuan = 500.00 yuan (plan specialist-2014 version 2, step from 3)");
    assert_string_equal(statement.lines[1].reason[LOCALE_ZH_CN],
                        "本月第4至4台：1台 × 500.00元 = 500.00元（方案specialist-2014第2版，3台起档）");
    assert_int_equal(statement.total_fen, 145000);
    arena_release(&arena);
}

static void the_information_award_stops_at_the_cap(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct plan plan = specialist_plan(STEP_WHOLE);
    struct credit leads[] = {{.id = 1, .day = 1}, {.id = 2, .day = 1}, {.id = 3, .day = 1}};
    struct statement_credits credits = {NULL, 0, leads, 2};
    struct statement statement;
    struct error error = {0};
    assert_int_equal(statement_calculate(&plan, &credits, &arena, &statement, &error), 0);
    assert_int_equal(statement.total_fen, 4000);
    credits.lead_count = 3;
    assert_int_equal(statement_calculate(&plan, &credits, &arena, &statement, &error), 0);
    assert_int_equal(statement.total_fen, 5000);
    assert_string_equal(
        statement.lines[1].reason[LOCALE_EN],
        "3 accepted leads x 20.00 yuan = 60.00 yuan, at most 50.00 yuan a month (plan specialist-2014 version 2)");
    plan.lead_award_cap_fen = 0;
    assert_int_equal(statement_calculate(&plan, &credits, &arena, &statement, &error), 0);
    assert_int_equal(statement.total_fen, 6000);
    arena_release(&arena);
}

static void a_month_without_credits_pays_nothing_and_says_so(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct plan plan = specialist_plan(STEP_MARGINAL);
    struct statement_credits credits = {0};
    struct statement statement;
    struct error error = {0};
    plan.fen_per_lead = 0;
    assert_int_equal(statement_calculate(&plan, &credits, &arena, &statement, &error), 0);
    assert_int_equal(statement.line_count, 1);
    assert_int_equal(statement.total_fen, 0);
    assert_string_equal(statement.lines[0].reason[LOCALE_EN],
                        "no vehicle in the month (plan specialist-2014 version 2)");
    arena_release(&arena);
}

static void shuffle(uint64_t *seed, struct credit *credits, size_t count)
{
    for (size_t i = count; i > 1; i--) {
        size_t j = next_random(seed) % i;
        struct credit kept = credits[i - 1];
        credits[i - 1] = credits[j];
        credits[j] = kept;
    }
}

static void assert_same(const struct statement *a, const struct statement *b)
{
    assert_int_equal(a->total_fen, b->total_fen);
    assert_int_equal(a->line_count, b->line_count);
    for (size_t i = 0; i < a->line_count; i++) {
        assert_int_equal(a->lines[i].amount_fen, b->lines[i].amount_fen);
        assert_int_equal(a->lines[i].source_count, b->lines[i].source_count);
        assert_memory_equal(a->lines[i].source_ids, b->lines[i].source_ids, a->lines[i].source_count * sizeof(int64_t));
        assert_string_equal(a->lines[i].reason[LOCALE_ZH_CN], b->lines[i].reason[LOCALE_ZH_CN]);
    }
}

static void the_order_of_credits_is_irrelevant_and_the_lines_sum_to_the_total(void **state)
{
    (void)state;
    uint64_t seed = 825;
    struct arena arena = {0};
    for (int round = 0; round < 200; round++) {
        struct plan plan = specialist_plan(round % 2 ? STEP_MARGINAL : STEP_WHOLE);
        struct credit deliveries[120];
        struct statement_credits credits = {.deliveries = deliveries, .delivery_count = next_random(&seed) % 120};
        for (size_t i = 0; i < credits.delivery_count; i++)
            deliveries[i] = (struct credit){.id = (int64_t)i + 1, .day = (day_t)(next_random(&seed) % 30)};
        struct statement first, again;
        struct error error = {0};
        assert_int_equal(statement_calculate(&plan, &credits, &arena, &first, &error), 0);
        shuffle(&seed, deliveries, credits.delivery_count);
        assert_int_equal(statement_calculate(&plan, &credits, &arena, &again, &error), 0);
        assert_same(&first, &again);
        int64_t sum = 0;
        for (size_t i = 0; i < first.line_count; i++)
            sum += first.lines[i].amount_fen;
        assert_int_equal(sum, first.total_fen);
        arena_reset(&arena);
    }
    arena_release(&arena);
}

/* --- shared vehicles ----------------------------------------------------------------------------------------------------------- */

static void a_shared_vehicle_counts_for_the_steps_and_the_pay_by_its_part(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct plan plan = specialist_plan(STEP_MARGINAL); /* 300 yuan up to 3, 500 up to 6 */
    static const int64_t parts[] = {600000, 400000};
    struct credit deliveries[] = {{.id = 1, .day = 1}, {.id = 2, .day = 2}, {.id = 3, .day = 3, .parts_ppm = parts, .part_count = 2, .mine = 1},
                                  {.id = 4, .day = 4}};
    struct statement_credits credits = {deliveries, COUNT(deliveries), NULL, 0};
    struct statement statement;
    struct error error = {0};
    plan.fen_per_lead = 0;
    assert_int_equal(statement_calculate(&plan, &credits, &arena, &statement, &error), 0);
    assert_int_equal(statement.line_count, 2);
    assert_int_equal(statement.lines[0].credited_ppm, 3000000); /* 1, 2, 0.6 of 3 and 0.4 of 4 */
    assert_int_equal(statement.lines[0].source_count, 4);
    assert_int_equal(statement.lines[0].amount_fen, 90000);
    assert_int_equal(statement.lines[1].credited_ppm, 600000); /* 0.6 of 4 */
    assert_int_equal(statement.lines[1].source_count, 1);
    assert_int_equal(statement.lines[1].source_ids[0], 4);
    assert_int_equal(statement.lines[1].amount_fen, 30000);
    assert_int_equal(statement.total_fen, 120000);
    assert_string_equal(statement.lines[1].reason[LOCALE_EN],
                        "vehicles above 3 up to 3.6 of the month, shared ones by their parts to the fen: 0.6 x 500.00 yuan = 300.00 yuan "
                        "(plan specialist-2014 version 2, step from 3)");
    arena_release(&arena);
}

static void in_mode_whole_the_parts_sum_decides_the_step_that_rates_all(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct plan plan = specialist_plan(STEP_WHOLE);
    static const int64_t parts[] = {500000, 500000};
    struct credit deliveries[] = {{.id = 1}, {.id = 2}, {.id = 3, .parts_ppm = parts, .part_count = 2, .mine = 2},
                                  {.id = 4, .parts_ppm = parts, .part_count = 2, .mine = 2}};
    struct statement_credits credits = {deliveries, COUNT(deliveries), NULL, 0};
    struct statement statement;
    struct error error = {0};
    plan.fen_per_lead = 0;
    assert_int_equal(statement_calculate(&plan, &credits, &arena, &statement, &error), 0);
    assert_int_equal(statement.total_fen, 150000); /* 3 vehicles reach 500 yuan */
    credits.delivery_count = 3;
    assert_int_equal(statement_calculate(&plan, &credits, &arena, &statement, &error), 0);
    assert_int_equal(statement.total_fen, 75000); /* 2.5 do not */
    arena_release(&arena);
}

static int64_t pay_of_one(int64_t rate, const int64_t *parts, size_t n, unsigned mine)
{
    const struct step steps[] = {{0, rate}};
    const struct credit credit = {.id = 1, .parts_ppm = parts, .part_count = n, .mine = mine};
    struct credit_piece pieces[2];
    size_t count;
    struct error error = {0};
    assert_int_equal(credit_split(STEP_MARGINAL, steps, 1, &credit, 1, pieces, &count, &error), 0);
    assert_int_equal(count, 1);
    return pieces[0].amount_fen;
}

static size_t random_parts(uint64_t *seed, int64_t *parts)
{
    size_t n = 2 + next_random(seed) % (CREDIT_PARTS_MAX - 1);
    int64_t left = CREDIT_WHOLE;
    for (size_t i = 0; i + 1 < n; i++) {
        parts[i] = 1 + (int64_t)(next_random(seed) % (uint64_t)(left - (int64_t)(n - i)));
        left -= parts[i];
    }
    parts[n - 1] = left;
    return n;
}

static void what_all_recipients_of_a_shared_vehicle_get_at_one_rate_is_that_rate_to_the_last_fen(void **state)
{
    (void)state;
    static const int64_t halves[] = {500000, 500000};
    assert_int_equal(pay_of_one(50001, halves, 2, 1) + pay_of_one(50001, halves, 2, 2), 50001);
    uint64_t seed = 1792;
    for (int round = 0; round < 2000; round++) {
        int64_t parts[CREDIT_PARTS_MAX], rate = (int64_t)(next_random(&seed) % 100000), sum = 0;
        size_t n = random_parts(&seed, parts);
        for (size_t i = 0; i < n; i++)
            sum += pay_of_one(rate, parts, n, 1u << i);
        assert_int_equal(sum, rate);
        assert_int_equal(pay_of_one(rate, parts, n, 3), pay_of_one(rate, parts, n, 1) + pay_of_one(rate, parts, n, 2));
        assert_int_equal(pay_of_one(rate, parts, n, (1u << n) - 1), rate); /* a manager above all of them */
    }
}

static void pieces_of_credits_fill_the_steps_without_gap_or_overlap(void **state)
{
    (void)state;
    uint64_t seed = 404;
    for (int round = 0; round < 300; round++) {
        struct step steps[STEP_COUNT_MAX];
        int64_t parts[40][CREDIT_PARTS_MAX], position = 0, total = 0;
        struct credit credits[40];
        struct credit_piece pieces[80];
        size_t step_count = random_steps(&seed, steps), n = next_random(&seed) % 40, count;
        struct error error = {0};
        for (size_t i = 0; i < n; i++) {
            credits[i] = (struct credit){.id = (int64_t)i};
            if (next_random(&seed) % 2)
                credits[i] = (struct credit){
                    .id = (int64_t)i, .parts_ppm = parts[i], .part_count = random_parts(&seed, parts[i]), .mine = 1u << next_random(&seed) % 2};
            total += credit_ppm(&credits[i]);
        }
        assert_int_equal(credit_split(STEP_MARGINAL, steps, step_count, credits, n, pieces, &count, &error), 0);
        for (size_t i = 0; i < count; i++) {
            const struct step *step = &steps[pieces[i].step];
            assert_int_equal(pieces[i].first_ppm, position);
            assert_true(position >= step->from_units * CREDIT_WHOLE);
            position += pieces[i].ppm;
            assert_true(pieces[i].step + 1 == step_count || position <= step[1].from_units * CREDIT_WHOLE);
            int64_t exact = step->fen_per_unit * pieces[i].ppm;
            assert_true(pieces[i].amount_fen * CREDIT_WHOLE > exact - 2 * CREDIT_WHOLE && pieces[i].amount_fen * CREDIT_WHOLE < exact + 2 * CREDIT_WHOLE);
        }
        assert_int_equal(position, total);
    }
}

static void a_plan_that_follows_the_rules_has_no_findings(void **state)
{
    (void)state;
    struct arena arena = {0};
    const struct plan_finding *findings;
    struct plan plan = specialist_plan(STEP_WHOLE);
    assert_int_equal(plan_check(&plan, &arena, &findings), 0);
    arena_release(&arena);
}

static void every_wrong_field_of_a_plan_is_named(void **state)
{
    (void)state;
    static const struct step steps[] = {{1, 100}, {5, -1}, {5, 200}};
    static const char *const fields[] = {"plan_code",           "job",
                                         "valid_from",          "mode",
                                         "steps[0].from_units", "steps[1].fen_per_unit",
                                         "steps[2].from_units", "fen_per_lead",
                                         "lead_award_cap_fen"};
    struct arena arena = {0};
    const struct plan_finding *findings;
    struct plan plan = {.code = "Plan 2014",
                        .job = "janitor",
                        .valid_from = day_of(2014, 9, 2),
                        .steps = steps,
                        .step_count = COUNT(steps),
                        .fen_per_lead = -1,
                        .lead_award_cap_fen = -1};
    assert_int_equal(plan_check(&plan, &arena, &findings), COUNT(fields));
    for (size_t i = 0; i < COUNT(fields); i++)
        assert_string_equal(findings[i].field, fields[i]);
    plan.step_count = 0;
    assert_int_equal(plan_check(&plan, &arena, &findings), 7);
    assert_string_equal(findings[4].field, "steps");
    arena_release(&arena);
}

static void managers_are_credited_by_unit_and_specialists_by_name(void **state)
{
    (void)state;
    assert_int_equal(plan_credit_scope("dealer_specialist"), CREDIT_PERSON);
    assert_int_equal(plan_credit_scope("key_account_manager"), CREDIT_PERSON);
    assert_int_equal(plan_credit_scope("area_manager"), CREDIT_UNIT);
    assert_int_equal(plan_credit_scope("region_director"), CREDIT_UNIT);
    assert_int_equal(plan_credit_scope("janitor"), CREDIT_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_highest_step_reached_rates_all_in_mode_whole),
        cmocka_unit_test(each_step_pays_its_own_rate_in_mode_marginal),
        cmocka_unit_test(a_step_is_reached_with_its_first_unit),
        cmocka_unit_test(an_amount_that_does_not_fit_is_an_error),
        cmocka_unit_test(marginal_pay_is_continuous_at_every_border),
        cmocka_unit_test(a_statement_names_the_sources_of_every_line),
        cmocka_unit_test(the_information_award_stops_at_the_cap),
        cmocka_unit_test(a_month_without_credits_pays_nothing_and_says_so),
        cmocka_unit_test(the_order_of_credits_is_irrelevant_and_the_lines_sum_to_the_total),
        cmocka_unit_test(a_shared_vehicle_counts_for_the_steps_and_the_pay_by_its_part),
        cmocka_unit_test(in_mode_whole_the_parts_sum_decides_the_step_that_rates_all),
        cmocka_unit_test(what_all_recipients_of_a_shared_vehicle_get_at_one_rate_is_that_rate_to_the_last_fen),
        cmocka_unit_test(pieces_of_credits_fill_the_steps_without_gap_or_overlap),
        cmocka_unit_test(a_plan_that_follows_the_rules_has_no_findings),
        cmocka_unit_test(every_wrong_field_of_a_plan_is_named),
        cmocka_unit_test(managers_are_credited_by_unit_and_specialists_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
