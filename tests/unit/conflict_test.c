/* Conflicts (撞单): who decides, how often, and what a decision does. */
#include "conflict.h"
#include "parting.h"

#include "unit.h"

enum { HQ = 1, R1, R2, A1, A2, A3, D1, D2, D3, D4 };

static const struct unit_path d1 = {4, {D1, A1, R1, HQ}}, d2 = {4, {D2, A1, R1, HQ}}, d3 = {4, {D3, A2, R1, HQ}},
                              d4 = {4, {D4, A3, R2, HQ}}, nobody = {0};

static void the_lowest_unit_above_both_dealers_decides(void **state)
{
    (void)state;
    assert_int_equal(conflict_decider(&d1, &d2, CONFLICT_OPEN), A1);
    assert_int_equal(conflict_decider(&d1, &d3, CONFLICT_OPEN), R1);
    assert_int_equal(conflict_decider(&d1, &d4, CONFLICT_OPEN), HQ);
    assert_int_equal(conflict_decider(&d1, &nobody, CONFLICT_OPEN), 0);
}

static void an_appeal_goes_one_unit_higher(void **state)
{
    (void)state;
    assert_int_equal(conflict_decider(&d1, &d2, CONFLICT_APPEALED), R1);
    assert_int_equal(conflict_decider(&d1, &d3, CONFLICT_APPEALED), HQ);
    assert_int_equal(conflict_decider(&d1, &d4, CONFLICT_APPEALED), HQ);
}

static void a_conflict_is_decided_appealed_once_and_decided_again(void **state)
{
    (void)state;
    enum conflict_state at = CONFLICT_OPEN;
    struct error error;
    assert_refused(conflict_next(at, CONFLICT_APPEAL, &at, &error), &error, STATUS_FAILED_PRECONDITION, "conflict_id");
    assert_int_equal(conflict_next(at, CONFLICT_DECIDE, &at, &error), 0);
    assert_refused(conflict_next(at, CONFLICT_DECIDE, &at, &error), &error, STATUS_FAILED_PRECONDITION, "conflict_id");
    assert_int_equal(conflict_next(at, CONFLICT_APPEAL, &at, &error), 0);
    assert_refused(conflict_next(at, CONFLICT_APPEAL, &at, &error), &error, STATUS_FAILED_PRECONDITION, "conflict_id");
    assert_int_equal(conflict_next(at, CONFLICT_DECIDE, &at, &error), 0);
    assert_int_equal(at, CONFLICT_CLOSED);
    assert_refused(conflict_next(at, CONFLICT_APPEAL, &at, &error), &error, STATUS_FAILED_PRECONDITION, "conflict_id");
}

static void the_hold_moves_only_when_the_outcome_asks_for_another_holder(void **state)
{
    (void)state;
    assert_int_equal(conflict_move(CONFLICT_REJECTED, false), CONFLICT_KEEP);
    assert_int_equal(conflict_move(CONFLICT_TRANSFERRED, false), CONFLICT_TO_CLAIMANT);
    assert_int_equal(conflict_move(CONFLICT_SHARED, false), CONFLICT_KEEP);
    assert_int_equal(conflict_move(CONFLICT_REJECTED, true), CONFLICT_BACK_TO_HOLDER);
    assert_int_equal(conflict_move(CONFLICT_TRANSFERRED, true), CONFLICT_KEEP);
    assert_int_equal(conflict_move(CONFLICT_SHARED, true), CONFLICT_KEEP);
}

#define PART(unit, ppm) {.unit_id = (unit), .credit_ppm = (ppm)}

static void parts_are_whole_and_name_both_dealers(void **state)
{
    (void)state;
    struct error error;
    const struct credit_part whole[] = {PART(D1, 600000), PART(D2, 400000)}, short_of_it[] = {PART(D1, 600000), PART(D2, 399999)},
                             one_side[] = {PART(D1, 600000), PART(D3, 400000)}, twice[] = {PART(D1, 300000), PART(D1, 300000), PART(D2, 400000)},
                             nothing[] = {PART(D1, 1000000), PART(D2, 0)};
    assert_int_equal(conflict_check_parts(whole, 2, D1, D2, &error), 0);
    assert_refused(conflict_check_parts(short_of_it, 2, D1, D2, &error), &error, STATUS_INVALID_ARGUMENT, "parts");
    assert_refused(conflict_check_parts(one_side, 2, D1, D2, &error), &error, STATUS_INVALID_ARGUMENT, "parts");
    assert_refused(conflict_check_parts(twice, 3, D1, D2, &error), &error, STATUS_INVALID_ARGUMENT, "parts");
    assert_refused(conflict_check_parts(nothing, 2, D1, D2, &error), &error, STATUS_INVALID_ARGUMENT, "parts");
    assert_refused(conflict_check_parts(whole, 0, D1, D2, &error), &error, STATUS_INVALID_ARGUMENT, "parts");
    assert_refused(conflict_check_parts(whole, CREDIT_PARTS_MAX + 1, D1, D2, &error), &error, STATUS_INVALID_ARGUMENT, "parts");
}

static void what_a_merge_took_is_given_back_and_what_happened_since_stands(void **state)
{
    (void)state;
    const struct {
        struct parting_facts facts;
        enum parting parting;
    } cases[] = {
        {{.before = LEAD_HELD, .now = LEAD_RELEASED}, PARTING_RESTORE},
        {{.before = LEAD_IN_POOL, .now = LEAD_RELEASED}, PARTING_RESTORE},
        {{.before = LEAD_IN_REVIEW, .now = LEAD_RELEASED}, PARTING_HOLD},
        {{.before = LEAD_HELD, .now = LEAD_HELD, .end_moved = true}, PARTING_END_AS_BEFORE},
        {{.before = LEAD_HELD, .now = LEAD_HELD}, PARTING_KEEP},
        {{.before = LEAD_HELD, .now = LEAD_HELD, .end_moved = true, .extended_since = true}, PARTING_KEEP},
        {{.before = LEAD_IN_REVIEW, .now = LEAD_HELD, .end_moved = true}, PARTING_KEEP},
        {{.before = LEAD_HELD, .now = LEAD_RELEASED, .gave_way_again = true}, PARTING_WAIT},
        {{.before = LEAD_HELD, .now = LEAD_HELD, .end_moved = true, .gave_way_again = true}, PARTING_WAIT},
        {{.before = LEAD_HELD, .now = LEAD_LOST, .changed_since = true}, PARTING_CHANGED},
        {{.before = LEAD_HELD, .now = LEAD_RELEASED, .changed_since = true}, PARTING_CHANGED},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(parting_of(&cases[i].facts), cases[i].parting);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_lowest_unit_above_both_dealers_decides),
        cmocka_unit_test(an_appeal_goes_one_unit_higher),
        cmocka_unit_test(a_conflict_is_decided_appealed_once_and_decided_again),
        cmocka_unit_test(the_hold_moves_only_when_the_outcome_asks_for_another_holder),
        cmocka_unit_test(parts_are_whole_and_name_both_dealers),
        cmocka_unit_test(what_a_merge_took_is_given_back_and_what_happened_since_stands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
