/* Which customers a description may mean, and which it means. */
#include "customer.h"

#include "unit.h"

static void a_decision_outweighs_what_contradicts_itself(void **state)
{
    (void)state;
    struct customer_evidence evidence = {.by_uscc = 1, .by_name = 2, .name_has_other_uscc = true};
    int64_t customer_id;
    assert_int_equal(customer_identify(&evidence, &customer_id), CUSTOMER_REVIEW);
    assert_int_equal(customer_id, 1);
    evidence.by_decision = 3;
    assert_int_equal(customer_identify(&evidence, &customer_id), CUSTOMER_SAME);
    assert_int_equal(customer_id, 3);
}

static void the_customer_with_the_code_comes_before_the_namesake(void **state)
{
    (void)state;
    const struct customer_evidence evidence = {.by_uscc = 7, .by_name = 5, .name_has_other_uscc = true};
    struct customer_candidate candidates[CUSTOMER_CANDIDATES_MAX];
    assert_int_equal(customer_candidates(&evidence, candidates), 2);
    assert_int_equal(candidates[0].customer_id, 7);
    assert_true(candidates[0].same_uscc && !candidates[0].same_name);
    assert_int_equal(candidates[1].customer_id, 5);
    assert_true(candidates[1].same_name && candidates[1].other_uscc);
}

static void one_customer_found_in_several_ways_is_one_candidate(void **state)
{
    (void)state;
    const struct customer_evidence evidence = {.by_uscc = 7, .by_name = 7};
    struct customer_candidate candidates[CUSTOMER_CANDIDATES_MAX];
    assert_int_equal(customer_candidates(&evidence, candidates), 1);
    assert_true(candidates[0].same_uscc && candidates[0].same_name && !candidates[0].other_uscc);
}

static void nothing_known_is_no_candidate(void **state)
{
    (void)state;
    const struct customer_evidence evidence = {0};
    struct customer_candidate candidates[CUSTOMER_CANDIDATES_MAX];
    assert_int_equal(customer_candidates(&evidence, candidates), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_decision_outweighs_what_contradicts_itself),
        cmocka_unit_test(the_customer_with_the_code_comes_before_the_namesake),
        cmocka_unit_test(one_customer_found_in_several_ways_is_one_candidate),
        cmocka_unit_test(nothing_known_is_no_candidate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
