/* How good the information of a lead is: the score and what it is made of. */
#include "lead_quality.h"
#include "protection.h"

#include "unit.h"

#define DAY INT64_C(86400000)
#define FILED (INT64_C(16314) * DAY) /* 2014-09-01 08:00 in China */

static const struct lead_quality_policy policy = LEAD_QUALITY_POLICY_DEFAULTS;

/* All that can be told, in time, with three feedbacks. */
static struct lead_quality_facts perfect(void)
{
    return (struct lead_quality_facts){
        .uscc = "91110000802100433B",
        .region = "四川省成都市",
        .contact_name = "王主任",
        .contact_phone = "+8613612345678",
        .found_on = "2014-08-30",
        .expected_on = "2014-12-01",
        .information_class = 2,
        .purchase_mode = 1,
        .source = 3,
        .has_notes = true,
        .filed_at = FILED,
        .as_of = FILED + 60 * DAY,
        .feedback_count = 3,
        .feedback_at = FILED + 50 * DAY,
    };
}

static struct lead_quality rated(const struct lead_quality_facts *facts)
{
    struct lead_quality quality;
    lead_quality_rate(&policy, facts, &quality);
    return quality;
}

static const struct lead_quality_reason *reason_of(const struct lead_quality *quality, enum quality_aspect aspect)
{
    for (size_t i = 0; i < quality->reason_count; i++)
        if (quality->reasons[i].aspect == aspect)
            return &quality->reasons[i];
    return NULL;
}

static int64_t points_of(const struct lead_quality_facts *facts, enum quality_aspect aspect)
{
    struct lead_quality quality = rated(facts);
    return reason_of(&quality, aspect)->points;
}

static void information_that_lacks_nothing_has_a_hundred_points_and_no_findings(void **state)
{
    (void)state;
    struct lead_quality_facts facts = perfect();
    struct lead_quality quality = rated(&facts);
    assert_int_equal(quality.score, 100);
    assert_int_equal(quality.reason_count, 5);
    for (size_t i = 0; i < quality.reason_count; i++) {
        assert_int_equal(quality.reasons[i].points, quality.reasons[i].out_of);
        assert_int_equal(quality.reasons[i].finding_count, 0);
    }
}

static void a_name_and_nothing_else_is_worth_only_that_nobody_came_first(void **state)
{
    (void)state;
    struct lead_quality_facts facts = {.uscc = "", .region = "", .contact_name = "", .contact_phone = "", .found_on = "",
                                       .expected_on = "", .filed_at = FILED, .as_of = FILED};
    struct lead_quality quality = rated(&facts);
    assert_int_equal(quality.score, 15);
    assert_int_equal(reason_of(&quality, QUALITY_COMPLETE)->finding_count, 10);
}

static void each_missing_field_is_named_and_costs_a_tenth_of_what_complete_is_worth(void **state)
{
    (void)state;
    struct lead_quality_facts facts = perfect();
    facts.source = 0;
    facts.expected_on = "";
    struct lead_quality quality = rated(&facts);
    const struct lead_quality_reason *complete = reason_of(&quality, QUALITY_COMPLETE);
    assert_int_equal(complete->points, 24);
    assert_int_equal(complete->finding_count, 2);
    assert_int_equal(complete->findings[0], QUALITY_NO_EXPECTED_ON);
    assert_int_equal(complete->findings[1], QUALITY_NO_SOURCE);
}

static void leaving_a_code_or_a_phone_out_never_pays_more_than_a_wrong_one(void **state)
{
    (void)state;
    struct lead_quality_facts wrong = perfect(), missing = perfect();
    wrong.uscc = "91350211M0000XUF46";
    wrong.contact_phone = "12";
    missing.uscc = missing.contact_phone = "";
    assert_int_equal(points_of(&wrong, QUALITY_VALID), 0);
    assert_true(rated(&missing).score < rated(&wrong).score);
    wrong.contact_phone = "+8613612345678";
    assert_int_equal(points_of(&wrong, QUALITY_VALID), 10);
}

static void what_is_filed_late_loses_points_evenly_and_at_thirty_days_all(void **state)
{
    (void)state;
    struct lead_quality_facts facts = perfect();
    const struct {
        const char *found_on;
        int64_t points, days;
    } cases[] = {{"2014-09-01", 15, 0}, {"2014-08-29", 15, 3}, {"2014-08-28", 14, 4}, {"2014-08-20", 10, 12},
                 {"2014-08-03", 0, 29}, {"2014-08-02", 0, 30}, {"2013-08-02", 0, 395}, {"2014-09-02", 0, -1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        facts.found_on = cases[i].found_on;
        struct lead_quality quality = rated(&facts);
        assert_int_equal(reason_of(&quality, QUALITY_IN_TIME)->points, cases[i].points);
        assert_int_equal(reason_of(&quality, QUALITY_IN_TIME)->number, cases[i].days);
    }
}

static void feedback_counts_up_to_what_is_wanted_and_half_when_the_last_is_old(void **state)
{
    (void)state;
    struct lead_quality_facts facts = perfect();
    const int64_t points[] = {0, 6, 13, 20, 20};
    for (int64_t count = 0; count < 5; count++) {
        facts.feedback_count = count;
        assert_int_equal(points_of(&facts, QUALITY_FOLLOWED), points[count]);
    }
    facts.feedback_at = facts.as_of - 30 * DAY - 1;
    assert_int_equal(points_of(&facts, QUALITY_FOLLOWED), 10);
    facts.feedback_at++;
    assert_int_equal(points_of(&facts, QUALITY_FOLLOWED), 20);
}

static void a_filing_that_came_second_is_marked_and_loses_what_coming_first_is_worth(void **state)
{
    (void)state;
    struct lead_quality_facts facts = perfect();
    facts.is_overlapping = true;
    struct lead_quality quality = rated(&facts);
    assert_int_equal(quality.score, 85);
    assert_true(quality.is_overlapping && !quality.is_invalid);
}

static void what_was_decided_invalid_keeps_its_reasons_and_has_no_points_left(void **state)
{
    (void)state;
    struct lead_quality_facts facts = perfect();
    facts.is_invalid = true;
    struct lead_quality quality = rated(&facts);
    assert_int_equal(quality.score, 0);
    assert_true(quality.is_invalid);
    assert_int_equal(reason_of(&quality, QUALITY_DECIDED_INVALID)->points, -100);
    assert_int_equal(reason_of(&quality, QUALITY_COMPLETE)->points, 30);
}

static int64_t some(struct generator *generator)
{
    return generator_up_to(generator, 1);
}

static void the_points_always_sum_to_a_score_between_nothing_and_a_hundred(void **state)
{
    (void)state;
    struct generator generator = {20140901};
    for (int i = 0; i < 5000; i++) {
        struct lead_quality_facts facts = perfect();
        facts.uscc = some(&generator) ? facts.uscc : "";
        facts.contact_phone = some(&generator) ? facts.contact_phone : "?";
        facts.found_on = some(&generator) ? "2014-08-15" : "";
        facts.purchase_mode = some(&generator);
        facts.has_notes = some(&generator);
        facts.is_overlapping = some(&generator);
        facts.is_invalid = some(&generator);
        facts.feedback_count = generator_up_to(&generator, 5);
        facts.as_of = FILED + generator_up_to(&generator, 200) * DAY;
        struct lead_quality quality = rated(&facts);
        int64_t sum = 0;
        for (size_t r = 0; r < quality.reason_count; r++) {
            sum += quality.reasons[r].points;
            assert_true(quality.reasons[r].points <= quality.reasons[r].out_of);
        }
        assert_int_equal(sum, quality.score);
        assert_true(quality.score >= 0 && quality.score <= 100);
    }
}

static void each_finding_is_told_in_both_languages_with_its_number(void **state)
{
    (void)state;
    struct lead_quality_reason reason = {.number = 9, .finding_count = 2, .findings = {QUALITY_FILED_LATE, QUALITY_FEEDBACK_OLD}};
    struct buffer text = BUFFER(1000);
    lead_quality_describe(&reason, LOCALE_EN, &text);
    assert_string_equal(text.data, "filed 9 days after it was found; the last feedback is old");
    buffer_clear(&text);
    lead_quality_describe(&reason, LOCALE_ZH_CN, &text);
    assert_string_equal(text.data, "发现后 9 天才报备；最近一次反馈已久");
    for (int finding = 1; finding < QUALITY_FINDING_COUNT; finding++)
        for (int locale = 0; locale < LOCALE_COUNT; locale++) {
            reason = (struct lead_quality_reason){.finding_count = 1, .findings = {(enum quality_finding)finding}};
            buffer_clear(&text);
            lead_quality_describe(&reason, (enum locale)locale, &text);
            assert_true(text.length > 5);
        }
    buffer_release(&text);
}

static void weights_that_do_not_sum_to_a_hundred_are_refused(void **state)
{
    (void)state;
    struct error error;
    struct protection_policy whole = PROTECTION_POLICY_DEFAULT;
    assert_int_equal(protection_policy_check(&whole, &error), 0);
    whole.quality.followed = 21;
    assert_refused(protection_policy_check(&whole, &error), &error, STATUS_INVALID_ARGUMENT, "quality.complete");
    whole.quality = PROTECTION_POLICY_DEFAULT.quality;
    whole.quality.late_days = whole.quality.in_time_days;
    assert_refused(protection_policy_check(&whole, &error), &error, STATUS_INVALID_ARGUMENT, "quality.late_days");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(information_that_lacks_nothing_has_a_hundred_points_and_no_findings),
        cmocka_unit_test(a_name_and_nothing_else_is_worth_only_that_nobody_came_first),
        cmocka_unit_test(each_missing_field_is_named_and_costs_a_tenth_of_what_complete_is_worth),
        cmocka_unit_test(leaving_a_code_or_a_phone_out_never_pays_more_than_a_wrong_one),
        cmocka_unit_test(what_is_filed_late_loses_points_evenly_and_at_thirty_days_all),
        cmocka_unit_test(feedback_counts_up_to_what_is_wanted_and_half_when_the_last_is_old),
        cmocka_unit_test(a_filing_that_came_second_is_marked_and_loses_what_coming_first_is_worth),
        cmocka_unit_test(what_was_decided_invalid_keeps_its_reasons_and_has_no_points_left),
        cmocka_unit_test(the_points_always_sum_to_a_score_between_nothing_and_a_hundred),
        cmocka_unit_test(each_finding_is_told_in_both_languages_with_its_number),
        cmocka_unit_test(weights_that_do_not_sum_to_a_hundred_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
