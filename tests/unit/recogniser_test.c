/* Customers recognised by the likeness of their names, as a replica of the service keeps them. */
#include "recogniser.h"

#include "unit.h"

#include <pthread.h>

static struct recogniser *recogniser;

static int make(void **state)
{
    (void)state;
    recogniser = recogniser_create();
    return 0;
}

static int drop(void **state)
{
    (void)state;
    recogniser_destroy(recogniser);
    return 0;
}

static void learn(int64_t customer_id, const char *key, const char *uscc, const char *region, const char *phone)
{
    const struct known_name name = {
        .number = customer_id, .customer_id = customer_id, .key = key, .uscc = uscc, .region = region, .phone = phone};
    assert_int_equal(recogniser_learn(recogniser, &name, 1), 0);
}

static void learn_alias(int64_t number, int64_t customer_id, const char *key)
{
    const struct known_name name = {
        .number = number, .customer_id = customer_id, .is_alias = true, .key = key, .uscc = "", .region = "", .phone = ""};
    assert_int_equal(recogniser_learn(recogniser, &name, 1), 0);
}

static struct customer_draft draft_of(const char *key, const char *region, const char *phone)
{
    return (struct customer_draft){
        .name = key, .name_key = key, .uscc = "", .region = region, .industry_code = "", .contact_name = "", .contact_phone = phone};
}

static void assert_recognised(const char *key, const char *region, const char *phone, enum match_verdict verdict, int64_t customer_id)
{
    struct recognised recognised;
    const struct customer_draft draft = draft_of(key, region, phone);
    recogniser_find(recogniser, &draft, &recognised);
    if (recognised.match.verdict != verdict || (verdict != MATCH_NEW && recognised.customer_id != customer_id))
        fail_msg("%s: %s %lld (%d)", key, match_verdict_word(recognised.match.verdict), (long long)recognised.customer_id,
                 recognised.match.score);
}

static void a_customer_is_recognised_from_when_it_was_learnt(void **state)
{
    (void)state;
    assert_recognised("金牛种业", "", "", MATCH_NEW, 0);
    learn(7, "成都市金牛种业有限公司", "", "四川省成都市", "");
    assert_recognised("金牛种业", "", "", MATCH_SAME, 7);
    assert_recognised("成都金牛种业公司", "", "", MATCH_SAME, 7);
    assert_recognised("重庆金牛种业公司", "", "", MATCH_NEW, 0);
}

/* Or it would be its own rival, and nobody could be sure. */
static void what_is_learnt_twice_is_known_once(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) {
        learn(7, "成都市金牛种业有限公司", "", "", "");
        learn_alias(7, 7, "金牛实业发展");
    }
    assert_recognised("金牛种业", "", "", MATCH_SAME, 7);
    assert_recognised("金牛实业发展公司", "", "", MATCH_SAME, 7);
}

static void regions_and_phones_tell_namesakes_apart(void **state)
{
    (void)state;
    learn(1, "成都金牛种业有限公司", "", "", "+8613900000001");
    learn(2, "重庆金牛种业有限公司", "", "", "+8613900000002");
    assert_recognised("金牛种业", "", "", MATCH_REVIEW, 1);
    assert_recognised("金牛种业", "重庆市", "", MATCH_SAME, 2);
    assert_recognised("金牛种业", "", "+8613900000002", MATCH_SAME, 2);
    assert_recognised("金牛种业", "", "13900000002 转 8", MATCH_REVIEW, 1);
}

/* A person has said that it is another: its key in the database says under which code it is found. */
static void the_code_in_a_namesakes_key_is_no_part_of_its_name(void **state)
{
    (void)state;
    learn(3, "成都金牛种业有限公司#91510100MA61TGQXM1", "91510100MA61TGQXM1", "", "");
    learn(4, "大凉山运输有限公司#", "", "", "");
    assert_recognised("成都金牛种业公司", "", "", MATCH_SAME, 3);
    assert_recognised("大凉山运输公司", "", "", MATCH_SAME, 4);
}

static void a_person_is_shown_all_who_are_alike(void **state)
{
    (void)state;
    struct recognised alike[MATCH_ALIKE_MAX];
    const struct customer_draft draft = draft_of("金牛种业", "", "");
    learn(1, "成都金牛种业有限公司", "", "", "");
    learn(2, "重庆金牛种业有限公司", "", "", "");
    learn(3, "大凉山运输有限公司", "", "", "");
    assert_int_equal(recogniser_alike(recogniser, &draft, alike), 2);
    assert_int_equal(alike[0].customer_id + alike[1].customer_id, 3);
}

/* Threads that look while names are added: the thread sanitizer sees to the locks, this to the answers. */
static void *look(void *argument)
{
    (void)argument;
    for (int i = 0; i < 300; i++)
        assert_recognised("金牛种业", "", "", MATCH_SAME, 1);
    return NULL;
}

static void names_are_added_while_others_are_looked_for(void **state)
{
    (void)state;
    enum { THREADS = 3, NAMES = 3000 };
    pthread_t threads[THREADS];
    learn(1, "成都金牛种业有限公司", "", "", "");
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, look, NULL), 0);
    for (int i = 0; i < NAMES; i++) {
        char key[64];
        snprintf(key, sizeof key, "成都第%d运输有限公司", i);
        learn(10 + i, key, "", "成都市", "");
        if (i % 500 == 0)
            recogniser_weigh(recogniser);
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    assert_recognised("第2999运输公司", "成都", "", MATCH_SAME, 10 + 2999);
}

#define FRESH(test) cmocka_unit_test_setup_teardown(test, make, drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FRESH(a_customer_is_recognised_from_when_it_was_learnt),
        FRESH(what_is_learnt_twice_is_known_once),
        FRESH(regions_and_phones_tell_namesakes_apart),
        FRESH(the_code_in_a_namesakes_key_is_no_part_of_its_name),
        FRESH(a_person_is_shown_all_who_are_alike),
        FRESH(names_are_added_while_others_are_looked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
