/*
 * What plan documents pay. Published worked examples: docs.oracle.com, Fusion Incentive Compensation, "Options for
 * Splitting Attainment Numbers Across Rate Tiers"; TieredCommissionCalculator (huggingface.co/salestool);
 * gtm-variable-pay (github.com/mohan98521, compensationEngine.test.ts); Tryton, commission (scenario_commission*.rst).
 * Amounts there are yuan here.
 */
#include "pay_json.h"
#include "pay_known.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))
#define JANUARY (16071) /* 2014-01-01 */
#define CREDITS_MAX 64
#define ORACLE_STEPS                                                                                                   \
    "[{\"from\":0,\"to\":1000000,\"ppm\":10000},{\"from\":1000000,\"to\":5000000,\"ppm\":20000},"                      \
    "{\"from\":5000000,\"to\":10000000,\"ppm\":30000},{\"from\":10000000,\"ppm\":40000}]"

static struct arena arena;

static int reset(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

/* A plan of a month with these components and whatever else. */
static const struct pay_plan *plan_of(const char *components, const char *more)
{
    struct pay_findings findings = {.arena = &arena};
    struct pay_plan *plan = ARENA_NEW(&arena, struct pay_plan);
    const char *json = arena_printf(
        &arena,
        "{\"code\":\"p\",\"role\":\"dealer_specialist\",\"from\":\"2014-01-01\",\"period\":\"month\",\"rounding\":\"step\",\"components\":[%s]%s}",
        components, more);
    pay_plan_read(json, strlen(json), &findings, plan);
    if (findings.count > 0)
        print_error("%s: %s\n", findings.list[0].field, findings.list[0].message[LOCALE_EN]);
    assert_int_equal(findings.count, 0);
    return plan;
}

static struct pay_credit vehicle(const char *id, day_t day, int64_t revenue)
{
    return (struct pay_credit){.id = id,
                               .day = day,
                               .units = PAY_UNIT,
                               .whole_units = PAY_UNIT,
                               .revenue_fen = revenue,
                               .whole_revenue_fen = revenue,
                               .product = "",
                               .use = "",
                               .business = "",
                               .tier = "",
                               .outcome = "",
                               .of = ""};
}

static struct pay_credit taken_back(const char *id, day_t day, const char *of, int64_t units)
{
    struct pay_credit credit = vehicle(id, day, 0);
    credit.kind = PAY_TAKEN_BACK;
    credit.of = of;
    credit.units = units;
    return credit;
}

static struct pay_statement *statements_of(const struct pay_plan *plan, const struct pay_credit *credits, size_t count,
                                           struct pay_facts facts, int months, struct error *error)
{
    struct pay_span span = {DAY_MIN, DAY_MAX, plan};
    struct pay_person person = {
        .code = "S1", .credits = credits, .credit_count = count, .facts = facts, .spans = &span, .span_count = 1};
    struct pay_statement *statements;
    size_t got;
    if (pay_calculate(&person, JANUARY, month_last_day(2014, months), &arena, &statements, &got, error) != 0)
        return NULL;
    assert_int_equal(got, months);
    return statements;
}

static int64_t paid(const char *component, int64_t revenue, const struct pay_fact *fact)
{
    struct error error;
    struct pay_credit credit = vehicle("A", JANUARY, revenue);
    struct pay_statement *statements =
        statements_of(plan_of(component, ""), &credit, 1, (struct pay_facts){fact, fact ? 1 : 0}, 1, &error);
    assert_non_null(statements);
    return statements->total_fen;
}

static void published_examples_hold_to_the_fen(void **state)
{
    (void)state;
    static const char flat[] =
        "{\"code\":\"c\",\"kind\":\"stepped\",\"basis\":\"revenue\",\"mode\":\"whole\",\"steps\":" ORACLE_STEPS "}";
    static const char step[] =
        "{\"code\":\"c\",\"kind\":\"stepped\",\"basis\":\"revenue\",\"mode\":\"marginal\",\"steps\":" ORACLE_STEPS "}";
    static const char tiers[] =
        "{\"code\":\"c\",\"kind\":\"stepped\",\"basis\":\"revenue\",\"mode\":\"marginal\",\"steps\":[{\"from\":0,\"to\":1000000,"
        "\"ppm\":50000},{\"from\":1000000,\"to\":2500000,\"ppm\":70000},{\"from\":2500000,\"ppm\":100000}]}";
    static const char multiplier[] =
        "{\"code\":\"c\",\"kind\":\"stepped\",\"basis\":\"attainment\",\"mode\":\"marginal\",\"bonus_fen\":2000000,"
        "\"steps\":[{\"from\":0,\"to\":1000000,\"ppm\":1000000},{\"from\":1000000,\"to\":1200000,\"ppm\":1400000},"
        "{\"from\":1200000,\"ppm\":1600000}]}";
    static const struct {
        const char *component;
        int64_t revenue, attainment, expected;
    } cases[] = {{flat, 500000, 0, 5000},          {flat, 1500000, 0, 30000},        {flat, 6000000, 0, 180000},
                 {step, 500000, 0, 5000},          {step, 1500000, 0, 20000},        {step, 6000000, 0, 120000},
                 {tiers, 3000000, 0, 205000},      {multiplier, 0, 800000, 1600000}, {multiplier, 0, 1100000, 2280000},
                 {multiplier, 0, 1300000, 2880000}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct pay_fact fact = {FACT_ATTAINMENT, DAY_MIN, DAY_MAX, cases[i].attainment};
        assert_int_equal(paid(cases[i].component, cases[i].revenue, &fact), cases[i].expected);
    }
}

static void a_draw_of_1000_over_500_700_and_400_leaves_500_800_and_1400(void **state)
{
    (void)state;
    static const int64_t balances[] = {50000, 80000, 140000};
    struct error error;
    const struct pay_plan *plan = plan_of(
        "{\"code\":\"c\",\"kind\":\"stepped\",\"basis\":\"revenue\",\"mode\":\"whole\",\"steps\":[{\"from\":0,\"ppm\":1000000}]}",
        ",\"draw\":{\"fen\":100000,\"recoverable\":true}");
    struct pay_credit credits[] = {vehicle("A", JANUARY, 50000), vehicle("B", month_first_day(2014, 2), 70000),
                                   vehicle("C", month_first_day(2014, 3), 40000)};
    struct pay_statement *statements = statements_of(plan, credits, 3, (struct pay_facts){0}, 3, &error);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(statements[i].draw_balance_fen, balances[i]);
        assert_int_equal(statements[i].total_fen, 100000);
    }
}

static void a_returned_vehicle_takes_back_what_it_earned_at_its_step(void **state)
{
    (void)state;
    struct error error;
    const struct pay_plan *plan = plan_of(
        "{\"code\":\"c\",\"kind\":\"stepped\",\"basis\":\"units\",\"mode\":\"marginal\",\"accumulate\":\"quarter\","
        "\"steps\":[{\"from\":0,\"to\":1,\"fen\":30000},{\"from\":1,\"fen\":50001}]}",
        "");
    day_t february = month_first_day(2014, 2), march = month_first_day(2014, 3);
    struct pay_credit credits[] = {vehicle("A", JANUARY, 0), vehicle("B", february, 0),
                                   taken_back("R1", march, "B", PAY_UNIT / 2),
                                   taken_back("R2", march, "B", PAY_UNIT / 2), taken_back("R3", march, "B", 1)};
    struct pay_statement *statements = statements_of(plan, credits, 4, (struct pay_facts){0}, 3, &error);
    assert_int_equal(statements[0].total_fen, 30000);
    assert_int_equal(statements[1].total_fen, 50001);
    assert_int_equal(statements[2].total_fen, -50001);
    assert_null(statements_of(plan, credits, 5, (struct pay_facts){0}, 3, &error));
    assert_string_equal(error.field, "credits.R3");
}

static void a_target_that_changes_inside_a_month_counts_by_days(void **state)
{
    (void)state;
    struct error error;
    const struct pay_plan *plan = plan_of(
        "{\"code\":\"c\",\"kind\":\"stepped\",\"basis\":\"attainment\",\"mode\":\"interpolated\",\"pays\":\"payout\",\"bonus_fen\":310000,"
        "\"steps\":[{\"from\":0,\"to\":1000000,\"ppm\":0},{\"from\":1000000,\"ppm\":1000000}]}",
        "");
    struct pay_fact facts[] = {{FACT_TARGET_UNITS, DAY_MIN, DAY_MAX, PAY_UNIT},
                               {FACT_TARGET_UNITS, JANUARY + 21, DAY_MAX, 3 * INT64_C(1000000)}};
    struct pay_credit credit = vehicle("A", JANUARY, 0);
    /* 1 vehicle of (21 x 1 + 10 x 3) / 31 = 51/31 */
    assert_int_equal(statements_of(plan, &credit, 1, (struct pay_facts){facts, 2}, 1, &error)->total_fen, 188431);
}

/* --- any order, any number of threads ---------------------------------------------------------- */

static const char everything[] =
    "{\"code\":\"a\",\"kind\":\"stepped\",\"basis\":\"units\",\"mode\":\"marginal\",\"accumulate\":\"quarter\",\"steps\":[{\"from\":0,\"to\":3,\"fen\":30000},{\"from\":3,\"fen\":50000}]},"
    "{\"code\":\"b\",\"kind\":\"stepped\",\"basis\":\"revenue\",\"mode\":\"interpolated\",\"accumulate\":\"year\",\"steps\":[{\"from\":0,\"to\":99999,\"ppm\":10001},{\"from\":99999,\"ppm\":20003}]},"
    "{\"code\":\"c\",\"kind\":\"stepped\",\"basis\":\"revenue\",\"mode\":\"whole\",\"accumulate\":\"item\",\"steps\":[{\"from\":0,\"to\":777,\"ppm\":10007},{\"from\":777,\"ppm\":20011}]},"
    "{\"code\":\"d\",\"kind\":\"per_unit\",\"rates\":[{\"fen\":1001}],\"cap_fen\":2500,\"cap_rest\":\"later\"}";

struct replay {
    const struct pay_plan *plan;
    struct pay_credit credits[CREDITS_MAX];
    size_t count;
    unsigned seed;
    struct buffer json;
};

static unsigned next_random(unsigned *seed)
{
    *seed = *seed * 1103515245u + 12345u;
    return *seed >> 8;
}

static void *replay(void *argument)
{
    struct replay *self = argument;
    struct arena own = {0};
    struct pay_span span = {DAY_MIN, DAY_MAX, self->plan};
    struct pay_statement *statements;
    struct error error;
    size_t count;
    for (size_t i = self->count; i > 1; i--) {
        size_t other = next_random(&self->seed) % i;
        struct pay_credit credit = self->credits[i - 1];
        self->credits[i - 1] = self->credits[other];
        self->credits[other] = credit;
    }
    struct pay_person person = {
        .code = "S1", .credits = self->credits, .credit_count = self->count, .spans = &span, .span_count = 1};
    if (pay_calculate(&person, JANUARY, month_last_day(2014, 4), &own, &statements, &count, &error) == 0)
        for (size_t i = 0; i < count; i++)
            pay_json_add(&self->json, "S1", &statements[i], PAY_MONTH);
    arena_release(&own);
    return NULL;
}

static void fill_at_random(struct replay *first, unsigned *seed)
{
    first->count = 1 + next_random(seed) % (CREDITS_MAX - 1);
    for (size_t i = 0; i < first->count; i++) {
        day_t day = JANUARY + (day_t)(next_random(seed) % 100);
        first->credits[i] = vehicle(arena_printf(&arena, "V%zu", i), day, next_random(seed) % 5000);
        if (i > 0 && next_random(seed) % 5 == 0 && first->credits[i - 1].kind == PAY_DELIVERY &&
            first->credits[i - 1].day <= day)
            first->credits[i] = taken_back(arena_printf(&arena, "R%zu", i), day, first->credits[i - 1].id, 0);
    }
}

static void any_order_on_any_number_of_threads_gives_the_same_bytes(void **state)
{
    (void)state;
    unsigned seed = 6;
    const struct pay_plan *plan = plan_of(everything, ",\"draw\":{\"fen\":5000,\"recoverable\":true}");
    for (int round = 0; round < 50; round++) {
        struct replay replays[4];
        pthread_t threads[4];
        replays[0] = (struct replay){.plan = plan, .json = BUFFER(1024 * 1024)};
        fill_at_random(&replays[0], &seed);
        for (unsigned i = 0; i < 4; i++) {
            replays[i] = replays[0];
            replays[i].seed = seed + i;
        }
        for (size_t i = 0; i < 4; i++)
            assert_int_equal(pthread_create(&threads[i], NULL, replay, &replays[i]), 0);
        for (size_t i = 0; i < 4; i++)
            pthread_join(threads[i], NULL);
        for (size_t i = 0; i < 4; i++)
            assert_string_equal(replays[i].json.data, replays[0].json.data);
        for (size_t i = 0; i < 4; i++)
            buffer_release(&replays[i].json);
    }
}

static void parts_of_shared_vehicles_sum_to_the_whole_pay(void **state)
{
    (void)state;
    static const int64_t parts[] = {333333, 333333, 333334};
    struct error error;
    int64_t sum = 0;
    const struct pay_plan *plan = plan_of(
        "{\"code\":\"c\",\"kind\":\"stepped\",\"basis\":\"units\",\"mode\":\"marginal\",\"steps\":[{\"from\":0,\"fen\":10001}]}",
        "");
    for (size_t i = 0; i < 3; i++) {
        struct pay_credit credit = vehicle("A", JANUARY, 0);
        credit.units = parts[i];
        credit.parts_ppm = parts;
        credit.part_count = 3;
        credit.part = i;
        sum += statements_of(plan, &credit, 1, (struct pay_facts){0}, 1, &error)->total_fen;
    }
    assert_int_equal(sum, 10001);
}

static void wrong_documents_are_refused_at_the_field(void **state)
{
    (void)state;
    static const struct {
        const char *component, *field;
    } cases[] = {
        {"{\"code\":\"c\",\"kind\":\"stepped\",\"basis\":\"units\",\"mode\":\"whole\",\"steps\":[{\"from\":0,\"to\":3,\"fen\":1},{\"from\":4,\"fen\":2}]}",
         "components[0].steps[1].from"},
        {"{\"code\":\"c\",\"kind\":\"stepped\",\"basis\":\"units\",\"mode\":\"whole\",\"steps\":[{\"from\":0,\"to\":3,\"fen\":1},{\"from\":2,\"fen\":2}]}",
         "components[0].steps[1].from"},
        {"{\"code\":\"c\",\"kind\":\"stepped\",\"basis\":\"turnover\",\"mode\":\"whole\",\"steps\":[{\"from\":0,\"fen\":1}]}",
         "components[0].basis"},
        {"{\"code\":\"c\",\"kind\":\"per_unit\",\"rates\":[{\"fen\":1000000000000}]}", "components[0].rates[0].fen"},
        {"{\"code\":\"c\",\"kind\":\"per_unit\",\"rate\":5,\"rates\":[{\"fen\":1}]}", "components[0].rate"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct pay_findings findings = {.arena = &arena};
        struct pay_plan plan;
        const char *json = arena_printf(
            &arena,
            "{\"code\":\"p\",\"role\":\"r\",\"from\":\"2014-01-01\",\"period\":\"month\",\"rounding\":\"line\",\"components\":[%s]}",
            cases[i].component);
        pay_plan_read(json, strlen(json), &findings, &plan);
        assert_int_equal(findings.count, 1);
        assert_string_equal(findings.list[0].field, cases[i].field);
    }
}

static void an_amount_that_does_not_fit_is_refused(void **state)
{
    (void)state;
    struct error error;
    struct pay_credit credit = vehicle("A", JANUARY, 0);
    credit.units = INT64_MAX;
    assert_null(statements_of(plan_of("{\"code\":\"c\",\"kind\":\"per_unit\",\"rates\":[{\"fen\":1000000000}]}", ""),
                              &credit, 1, (struct pay_facts){0}, 1, &error));
    assert_int_equal(error.status, STATUS_OUT_OF_RANGE);
    assert_string_equal(error.field, "c");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(published_examples_hold_to_the_fen, reset),
        cmocka_unit_test_teardown(a_draw_of_1000_over_500_700_and_400_leaves_500_800_and_1400, reset),
        cmocka_unit_test_teardown(a_returned_vehicle_takes_back_what_it_earned_at_its_step, reset),
        cmocka_unit_test_teardown(a_target_that_changes_inside_a_month_counts_by_days, reset),
        cmocka_unit_test_teardown(any_order_on_any_number_of_threads_gives_the_same_bytes, reset),
        cmocka_unit_test_teardown(parts_of_shared_vehicles_sum_to_the_whole_pay, reset),
        cmocka_unit_test_teardown(wrong_documents_are_refused_at_the_field, reset),
        cmocka_unit_test_teardown(an_amount_that_does_not_fit_is_refused, reset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
