/* The life cycle of a lead and the two flows, from their tables. With the argument "--print" it prints the diagrams of
 * services/lead_intake/README.md. */
#include "flow_fsm.h"
#include "lead_fsm.h"

#include "unit.h"

#include <stdio.h>

#define DAY INT64_C(86400000)
#define NOW (INT64_C(16314) * DAY)
#define TEXT_MAX 65536

static struct lead_hold held(void)
{
    return (struct lead_hold){.state = LEAD_HELD, .dealer_unit_id = 11, .protected_until = NOW + 30 * DAY};
}

static struct lead_hold pooled(void)
{
    return (struct lead_hold){.state = LEAD_IN_POOL, .dealer_unit_id = 11, .protected_until = NOW - DAY};
}

/* A claim that nothing stands against. */
static struct lead_facts claim(void)
{
    return (struct lead_facts){.now = NOW, .dealer_unit_id = 12, .until = NOW + 90 * DAY, .same_pool = true, .claims_a_day = 3};
}

static void every_state_is_reached_and_every_event_is_known(void **state)
{
    (void)state;
    bool reached[LEAD_STATE_COUNT] = {[LEAD_NOT_FILED] = true}, known[LEAD_EVENT_COUNT] = {false};
    for (size_t round = 0; round < LEAD_STATE_COUNT; round++)
        for (size_t i = 0; i < lead_transition_count; i++)
            if (reached[lead_transitions[i].from])
                reached[lead_transitions[i].to] = known[lead_transitions[i].event] = true;
    for (int s = 0; s < LEAD_STATE_COUNT; s++)
        assert_true(reached[s]);
    for (int e = 0; e < LEAD_EVENT_COUNT; e++)
        assert_true(known[e]);
}

static void nothing_leads_out_of_an_end_and_something_out_of_all_else(void **state)
{
    (void)state;
    size_t ways[LEAD_STATE_COUNT] = {0};
    for (size_t i = 0; i < lead_transition_count; i++)
        ways[lead_transitions[i].from] += lead_transitions[i].from != lead_transitions[i].to;
    for (int s = 0; s < LEAD_STATE_COUNT; s++) {
        bool is_end = s == LEAD_WON || s == LEAD_LOST || s == LEAD_INVALID;
        assert_int_equal(ways[s] == 0, is_end);
    }
}

static void every_stage_is_reached_from_the_first_and_the_last_from_every_stage(void **state)
{
    (void)state;
    for (int flow = 0; flow < FLOW_COUNT; flow++)
        for (int start = 1; start <= flow_last_stage((enum flow)flow); start++) {
            bool reached[FLOW_STAGE_MAX + 1] = {false};
            reached[start] = true;
            for (int round = 0; round < FLOW_STAGE_MAX; round++)
                for (size_t i = 0; i < flow_transition_count; i++)
                    if ((int)flow_transitions[i].flow == flow && reached[flow_transitions[i].from])
                        reached[flow_transitions[i].to] = true;
            assert_true(reached[flow_last_stage((enum flow)flow)]);
            for (int stage = 1; start == 1 && stage <= flow_last_stage((enum flow)flow); stage++)
                assert_true(reached[stage]);
        }
}

static void a_closed_lead_knows_no_event(void **state)
{
    (void)state;
    struct error error;
    struct lead_facts facts = claim();
    facts.reason_given = facts.order_given = facts.customer_known = true;
    for (int event = 0; event < LEAD_EVENT_COUNT; event++) {
        struct lead_hold hold = {.state = LEAD_LOST};
        assert_refused(lead_fsm_apply(&hold, (enum lead_event)event, &facts, &error), &error, STATUS_FAILED_PRECONDITION, "lead_id");
        assert_int_equal(hold.state, LEAD_LOST);
    }
}

static void protection_is_extended_by_progress_only_and_by_each_progress_once(void **state)
{
    (void)state;
    struct error error;
    struct lead_hold hold = held();
    struct lead_facts facts = {.now = NOW, .until = NOW + 60 * DAY};
    assert_refused(lead_fsm_apply(&hold, LEAD_EVENT_EXTEND, &facts, &error), &error, STATUS_FAILED_PRECONDITION, "lead_id");
    assert_int_equal(lead_fsm_apply(&hold, LEAD_EVENT_ADVANCE, &facts, &error), 0);
    facts.now += DAY;
    assert_int_equal(lead_fsm_apply(&hold, LEAD_EVENT_EXTEND, &facts, &error), 0);
    assert_int_equal(hold.protected_until, NOW + 60 * DAY);
    facts.until += DAY;
    assert_refused(lead_fsm_apply(&hold, LEAD_EVENT_EXTEND, &facts, &error), &error, STATUS_FAILED_PRECONDITION, "lead_id");
    assert_int_equal(hold.protected_until, NOW + 60 * DAY);
}

static void protection_is_not_extended_beyond_its_limit(void **state)
{
    (void)state;
    struct error error;
    struct lead_hold hold = held();
    hold.progress_at = NOW - DAY;
    struct lead_facts facts = {.now = NOW, .until = hold.protected_until};
    assert_int_equal(lead_fsm_apply(&hold, LEAD_EVENT_EXTEND, &facts, &error), -1);
    assert_non_null(strstr(error.message[LOCALE_EN], "limit"));
}

static void a_hold_expires_when_its_protection_is_over_and_not_before(void **state)
{
    (void)state;
    struct error error;
    struct lead_hold hold = held();
    struct lead_facts facts = {.now = hold.protected_until - 1};
    assert_int_equal(lead_fsm_apply(&hold, LEAD_EVENT_EXPIRE, &facts, &error), -1);
    facts.now++;
    assert_int_equal(lead_fsm_apply(&hold, LEAD_EVENT_EXPIRE, &facts, &error), 0);
    assert_int_equal(hold.state, LEAD_IN_POOL);
}

static void a_lead_is_won_with_an_order_and_lost_with_a_reason(void **state)
{
    (void)state;
    struct error error;
    struct lead_hold hold = held();
    struct lead_facts facts = {.now = NOW};
    assert_refused(lead_fsm_apply(&hold, LEAD_EVENT_WIN, &facts, &error), &error, STATUS_FAILED_PRECONDITION, "order_number");
    assert_refused(lead_fsm_apply(&hold, LEAD_EVENT_LOSE, &facts, &error), &error, STATUS_FAILED_PRECONDITION, "reason");
    facts.order_given = true;
    assert_int_equal(lead_fsm_apply(&hold, LEAD_EVENT_WIN, &facts, &error), 0);
    assert_int_equal(hold.state, LEAD_WON);
    assert_int_equal(hold.closed_at, NOW);
}

static void a_claim_obeys_each_rule_of_the_pool(void **state)
{
    (void)state;
    struct error error;
    struct lead_hold hold = pooled();
    struct lead_facts facts = claim();
    facts.same_pool = false;
    assert_refused(lead_fsm_apply(&hold, LEAD_EVENT_CLAIM, &facts, &error), &error, STATUS_FAILED_PRECONDITION, "dealer_code");
    facts = claim();
    facts.claimable_from = NOW + 1;
    assert_refused(lead_fsm_apply(&hold, LEAD_EVENT_CLAIM, &facts, &error), &error, STATUS_FAILED_PRECONDITION, "lead_id");
    facts = claim();
    facts.dealer_unit_id = hold.dealer_unit_id;
    facts.cool_down_until = NOW + 1;
    assert_refused(lead_fsm_apply(&hold, LEAD_EVENT_CLAIM, &facts, &error), &error, STATUS_FAILED_PRECONDITION, "dealer_code");
    facts = claim();
    facts.claims_today = 3;
    assert_refused(lead_fsm_apply(&hold, LEAD_EVENT_CLAIM, &facts, &error), &error, STATUS_FAILED_PRECONDITION, "lead_id");
    facts = claim();
    facts.cool_down_until = NOW + 1; /* which is the former holder's alone */
    assert_int_equal(lead_fsm_apply(&hold, LEAD_EVENT_CLAIM, &facts, &error), 0);
    assert_int_equal(hold.state, LEAD_HELD);
    assert_int_equal(hold.dealer_unit_id, 12);
    assert_int_equal(hold.protected_until, NOW + 90 * DAY);
}

static void what_the_former_holder_did_is_no_progress_of_the_next(void **state)
{
    (void)state;
    struct error error;
    struct lead_hold hold = pooled();
    hold.progress_at = NOW - 2 * DAY;
    struct lead_facts facts = claim();
    assert_int_equal(lead_fsm_apply(&hold, LEAD_EVENT_CLAIM, &facts, &error), 0);
    facts.until += DAY;
    assert_int_equal(lead_fsm_apply(&hold, LEAD_EVENT_EXTEND, &facts, &error), -1);
}

static void a_flow_goes_forward_over_stages_whose_guards_hold(void **state)
{
    (void)state;
    struct error error;
    struct flow_facts tender = {.by_tender = true}, direct = {.may_skip_tender = true};
    assert_int_equal(flow_move(FLOW_BUYING, BUYING_NEED_FOUND, BUYING_COMMITMENT, &tender, &error), 0);
    assert_int_equal(flow_move(FLOW_BUYING, BUYING_NEED_FOUND, BUYING_COMMITMENT, &direct, &error), 0);
    assert_refused(flow_move(FLOW_BUYING, BUYING_PLAN, BUYING_TENDER, &direct, &error), &error, STATUS_FAILED_PRECONDITION,
                   "buying_stage");
    assert_int_equal(flow_move(FLOW_BUYING, BUYING_TENDER, BUYING_REQUIREMENTS, &tender, &error), 0);
    assert_refused(flow_move(FLOW_BUYING, BUYING_COMMITMENT, BUYING_NEED_FOUND, &tender, &error), &error,
                   STATUS_FAILED_PRECONDITION, "buying_stage");
    assert_refused(flow_move(FLOW_BUYING, BUYING_PLAN, 8, &tender, &error), &error, STATUS_INVALID_ARGUMENT, "buying_stage");
}

static void we_bid_when_the_customer_has_stated_its_requirements_and_win_when_it_has_committed(void **state)
{
    (void)state;
    struct error error;
    struct flow_facts facts = {.buying_stage = BUYING_PLAN};
    assert_refused(flow_move(FLOW_SELLING, SELLING_CONTACT, SELLING_BID, &facts, &error), &error, STATUS_FAILED_PRECONDITION,
                   "selling_stage");
    facts.buying_stage = BUYING_REQUIREMENTS;
    assert_int_equal(flow_move(FLOW_SELLING, SELLING_CONTACT, SELLING_FOLLOW_UP, &facts, &error), 0);
    facts.buying_stage = BUYING_COMMITMENT;
    assert_refused(flow_move(FLOW_SELLING, SELLING_FOLLOW_UP, SELLING_ORDER_WON, &facts, &error), &error,
                   STATUS_FAILED_PRECONDITION, "selling_stage");
    facts.order_given = true;
    assert_int_equal(flow_move(FLOW_SELLING, SELLING_FOLLOW_UP, SELLING_ORDER_WON, &facts, &error), 0);
}

static void print_diagrams(struct buffer *out)
{
    buffer_add_text(out, "```mermaid\n");
    lead_fsm_print(out);
    buffer_add_text(out, "```\n\nThe customer buys:\n```mermaid\n");
    flow_fsm_print(FLOW_BUYING, out);
    buffer_add_text(out, "```\n\nWe sell:\n```mermaid\n");
    flow_fsm_print(FLOW_SELLING, out);
    buffer_add_text(out, "```\n");
}

static void the_readme_shows_the_tables_as_they_are(void **state)
{
    (void)state;
    static char readme[TEXT_MAX];
    struct buffer diagrams = BUFFER(TEXT_MAX);
    FILE *file = fopen(LEAD_INTAKE_README, "r");
    assert_non_null(file);
    readme[fread(readme, 1, sizeof readme - 1, file)] = 0;
    fclose(file);
    print_diagrams(&diagrams);
    if (!strstr(readme, diagrams.data))
        fail_msg("%s is stale: put what `lead_cycle_test --print` prints in place of its diagrams", LEAD_INTAKE_README);
    buffer_release(&diagrams);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_state_is_reached_and_every_event_is_known),
        cmocka_unit_test(nothing_leads_out_of_an_end_and_something_out_of_all_else),
        cmocka_unit_test(every_stage_is_reached_from_the_first_and_the_last_from_every_stage),
        cmocka_unit_test(a_closed_lead_knows_no_event),
        cmocka_unit_test(protection_is_extended_by_progress_only_and_by_each_progress_once),
        cmocka_unit_test(protection_is_not_extended_beyond_its_limit),
        cmocka_unit_test(a_hold_expires_when_its_protection_is_over_and_not_before),
        cmocka_unit_test(a_lead_is_won_with_an_order_and_lost_with_a_reason),
        cmocka_unit_test(a_claim_obeys_each_rule_of_the_pool),
        cmocka_unit_test(what_the_former_holder_did_is_no_progress_of_the_next),
        cmocka_unit_test(a_flow_goes_forward_over_stages_whose_guards_hold),
        cmocka_unit_test(we_bid_when_the_customer_has_stated_its_requirements_and_win_when_it_has_committed),
        cmocka_unit_test(the_readme_shows_the_tables_as_they_are),
    };
    if (argc == 2 && strcmp(argv[1], "--print") == 0) {
        struct buffer diagrams = BUFFER(TEXT_MAX);
        print_diagrams(&diagrams);
        fputs(diagrams.data, stdout);
        buffer_release(&diagrams);
        return 0;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
