/* Customers that are registered at the same moment under two spellings, in one batch or in two workers. */
#include "newcomers.h"

#include "unit.h"

#define NOW INT64_C(1409500800000)

static struct recogniser *recogniser;
static struct newcomers *newcomers;
static const int one_worker, another_worker;

static int make(void **state)
{
    (void)state;
    recogniser = recogniser_create();
    newcomers = newcomers_create(recogniser);
    return 0;
}

static int drop(void **state)
{
    (void)state;
    newcomers_destroy(newcomers);
    recogniser_destroy(recogniser);
    return 0;
}

static struct customer_draft draft_of(const char *key)
{
    return (struct customer_draft){.name = key,
                                   .name_key = key,
                                   .uscc = "",
                                   .region = "",
                                   .industry_code = "",
                                   .contact_name = "",
                                   .contact_phone = "",
                                   .learnt = newcomers_learnings(newcomers)};
}

static struct newcomer_claim claim_at(const void *worker, const char *key, int64_t now_ms)
{
    const struct customer_draft draft = draft_of(key);
    struct newcomer_claim claim;
    newcomers_claim(newcomers, worker, &draft, 1, now_ms, &claim);
    return claim;
}

static void two_spellings_in_one_batch_are_one_customer(void **state)
{
    (void)state;
    const struct customer_draft drafts[] = {draft_of("德阳市大洋建材有限公司"), draft_of("成都市金牛种业有限公司"),
                                            draft_of("成都金牛种业公司"), draft_of("绵阳市大洋建材有限公司")};
    struct newcomer_claim claims[4];
    newcomers_claim(newcomers, &one_worker, drafts, 4, NOW, claims);
    assert_int_equal(claims[0].verdict, MATCH_NEW);
    assert_int_equal(claims[1].verdict, MATCH_NEW);
    assert_int_equal(claims[2].verdict, MATCH_SAME);
    assert_true(claims[2].is_own);
    assert_int_equal(claims[2].place, 1);
    assert_int_equal(claims[3].verdict, MATCH_NEW); /* another place */
}

static void who_could_be_two_of_the_batch_is_for_a_person(void **state)
{
    (void)state;
    const struct customer_draft drafts[] = {draft_of("德阳市大洋建材有限公司"), draft_of("绵阳市大洋建材有限公司"),
                                            draft_of("大洋建材")};
    struct newcomer_claim claims[3];
    newcomers_claim(newcomers, &one_worker, drafts, 3, NOW, claims);
    assert_int_equal(claims[2].verdict, MATCH_REVIEW);
}

static void a_spelling_that_another_worker_registers_is_seen(void **state)
{
    (void)state;
    assert_int_equal(claim_at(&one_worker, "成都市金牛种业有限公司", NOW).verdict, MATCH_NEW);
    const struct newcomer_claim claim = claim_at(&another_worker, "成都金牛种业公司", NOW);
    assert_int_equal(claim.verdict, MATCH_SAME);
    assert_false(claim.is_own);
}

/* A constraint lets one of the two register it, and the other finds it. */
static void the_very_name_is_left_to_the_database(void **state)
{
    (void)state;
    assert_int_equal(claim_at(&one_worker, "成都市金牛种业有限公司", NOW).verdict, MATCH_NEW);
    assert_int_equal(claim_at(&another_worker, "成都市金牛种业有限公司", NOW).verdict, MATCH_NEW);
}

static void a_claim_ends_with_its_batch_when_that_is_run_again_or_after_seconds(void **state)
{
    (void)state;
    claim_at(&one_worker, "成都市金牛种业有限公司", NOW);
    newcomers_learnt(newcomers, &one_worker);
    assert_int_equal(claim_at(&another_worker, "成都金牛种业公司", NOW + 2).verdict, MATCH_NEW);
    assert_int_equal(claim_at(&another_worker, "金牛种业", NOW + 2).verdict, MATCH_NEW);
    assert_int_equal(claim_at(&one_worker, "成都金牛种业公司", NOW + 10003).verdict, MATCH_NEW);
}

/* A worker asked the recogniser, the other committed and taught it, and only then does the first come with its claim.
 */
static void what_was_learnt_since_one_asked_is_seen(void **state)
{
    (void)state;
    const struct customer_draft asked = draft_of("成都金牛种业公司");
    struct newcomer_claim claim;
    claim_at(&one_worker, "成都市金牛种业有限公司", NOW);
    newcomers_learnt(newcomers, &one_worker);
    newcomers_claim(newcomers, &another_worker, &asked, 1, NOW, &claim);
    assert_int_equal(claim.verdict, MATCH_SAME);
    assert_false(claim.is_own);
    newcomers_claim(newcomers, &one_worker, &asked, 1, NOW, &claim);
    assert_false(claim.is_own);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(two_spellings_in_one_batch_are_one_customer, make, drop),
        cmocka_unit_test_setup_teardown(who_could_be_two_of_the_batch_is_for_a_person, make, drop),
        cmocka_unit_test_setup_teardown(a_spelling_that_another_worker_registers_is_seen, make, drop),
        cmocka_unit_test_setup_teardown(what_was_learnt_since_one_asked_is_seen, make, drop),
        cmocka_unit_test_setup_teardown(the_very_name_is_left_to_the_database, make, drop),
        cmocka_unit_test_setup_teardown(a_claim_ends_with_its_batch_when_that_is_run_again_or_after_seconds, make,
                                        drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
