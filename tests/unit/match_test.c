/* Which customer a description means: likeness of names, and the verdict from code, name, alias and likeness. */
#include "match.h"

#include "base/arena.h"
#include "identifier/identifier.h"
#include "unit.h"

#define CUSTOMERS_MAX 16

static struct arena arena;
static struct name_weights weights; /* of names that nobody has counted: every character weighs alike */

static void describe(struct described *described, const char *name, const char *region, const char *uscc)
{
    char key[NAME_KEY_SIZE], region_key[NAME_KEY_SIZE] = "";
    assert_int_equal(name_key(name, "name", key, NULL), 0);
    if (*region)
        assert_int_equal(name_key(region, "region", region_key, NULL), 0);
    described_read(described, arena_strdup(&arena, key), arena_strdup(&arena, region_key), uscc);
}

static struct likeness likeness_of(const char *a, const char *b)
{
    struct described first, second;
    struct likeness likeness, back;
    describe(&first, a, "", "");
    describe(&second, b, "", "");
    likeness_measure(&first.named, &second.named, &weights, &likeness);
    likeness_measure(&second.named, &first.named, &weights, &back);
    assert_int_equal(likeness.core, back.core);
    assert_int_equal(likeness.place, back.place);
    assert_int_equal(likeness.branch, back.branch);
    assert_true(likeness.score <= LIKENESS_MAX);
    return likeness;
}

static void assert_liker(const char *query, const char *liker, const char *other)
{
    if (likeness_of(query, liker).score <= likeness_of(query, other).score)
        fail_msg("%s is liker to %s (%d) than to %s (%d)", query, other, likeness_of(query, other).score, liker,
                 likeness_of(query, liker).score);
}

/* The customers of a test; ids are 1, 2, ... in the order of adding. */
struct registry {
    struct match_candidate candidates[CUSTOMERS_MAX];
    size_t count;
};

static struct match_candidate *add(struct registry *registry, uint64_t customer, const char *name)
{
    struct match_candidate *candidate = &registry->candidates[registry->count++];
    *candidate = (struct match_candidate){.customer = customer};
    describe(&candidate->described, name, "", "");
    return candidate;
}

static void assert_match_of(const struct registry *registry, const struct described *query, enum match_verdict verdict,
                            uint64_t customer)
{
    struct match match;
    match_decide(query, registry->candidates, registry->count, &weights, &match);
    uint64_t found = match.candidate == MATCH_NO_CANDIDATE ? 0 : registry->candidates[match.candidate].customer;
    if (match.verdict != verdict || found != customer)
        fail_msg("%s: %s %d (%d), not %s %d", query->key, match_verdict_word(match.verdict), (int)found, match.score,
                 match_verdict_word(verdict), (int)customer);
}

static void assert_match(const struct registry *registry, const char *query, enum match_verdict verdict,
                         uint64_t customer)
{
    struct described described;
    describe(&described, query, "", "");
    assert_match_of(registry, &described, verdict, customer);
}

/* --- likeness --- */

static void a_short_name_is_like_its_full_name(void **state)
{
    (void)state;
    assert_liker("平安银行", "平安银行股份有限公司", "平安证券股份有限公司");
    assert_liker("金陵女大", "金陵女子大学", "金陵大学出版社");
    assert_liker("奥委会", "奥林匹克运动委员会", "奥运会组织委员会");
    assert_liker("*ST佳通", "佳通轮胎股份有限公司", "通佳机械股份有限公司");
    assert_true(likeness_of("平安银行", "平安银行").score > LIKENESS_MAX * 9 / 10);
    assert_true(likeness_of("平安银行", "大凉山运输").score < 0);
}

static void what_the_other_lacks_costs_more_than_what_is_left_out(void **state)
{
    (void)state;
    assert_liker("金陵大学", "金陵女子大学", "金陵中学");
    assert_liker("长亮科技", "深圳市长亮科技股份有限公司", "长城科技股份有限公司");
}

static void of_two_full_names_what_one_has_more_the_other_lacks(void **state)
{
    (void)state;
    assert_true(likeness_of("浙江华通医药股份有限公司", "浙江医药股份有限公司").score <
                likeness_of("浙江华通医药", "浙江医药").score + LIKENESS_MAX / 4);
    assert_liker("金牛华通医药有限公司", "金牛华通医药股份有限公司", "金牛医药股份有限公司");
}

static void a_short_name_keeps_how_words_begin(void **state)
{
    (void)state;
    assert_liker("文委", "文化教育委员会", "天文学委员会");
    assert_liker("交科院", "交通科学研究院", "外交学科学院");
}

static void one_character_can_stand_for_the_place(void **state)
{
    (void)state;
    assert_liker("粤高速", "广东省高速公路发展股份有限公司", "河北高速公路发展股份有限公司");
    assert_liker("粤高速", "广东省高速公路发展股份有限公司", "深圳高速公路发展股份有限公司");
}

static void evidence_says_what_agrees(void **state)
{
    (void)state;
    struct likeness likeness = likeness_of("四川金牛种业公司", "成都金牛种业有限公司");
    assert_int_equal(likeness.core, EVIDENCE_SAME);
    assert_int_equal(likeness.place, EVIDENCE_PARTLY); /* Chengdu lies in Sichuan */
    assert_int_equal(likeness.branch, EVIDENCE_SAME);
    assert_true(likeness.same_essence);
    likeness = likeness_of("北京金牛种业", "成都金马种业有限公司武侯分公司");
    assert_int_equal(likeness.core, EVIDENCE_PARTLY);
    assert_int_equal(likeness.place, EVIDENCE_DIFFERENT);
    assert_int_equal(likeness.branch, EVIDENCE_DIFFERENT);
    assert_false(likeness.same_essence);
    assert_int_equal(likeness_of("金牛种业", "成都金牛种业有限公司").place, EVIDENCE_MISSING);
    assert_int_equal(likeness_of("兴化化学有限公司", "陕西兴化化学有限公司").place, EVIDENCE_PARTLY);
}

/* --- verdicts --- */

static void a_name_without_its_place_or_legal_form_is_the_same(void **state)
{
    (void)state;
    struct registry registry = {0};
    add(&registry, 1, "四川省成都市金牛种业有限责任公司");
    add(&registry, 2, "成都市公安局");
    assert_match(&registry, "成都金牛种业有限公司", MATCH_SAME, 1);
    assert_match(&registry, "金牛种业", MATCH_SAME, 1);
    assert_match(&registry, "成都公安局", MATCH_SAME, 2);
}

static void another_place_is_another_organisation(void **state)
{
    (void)state;
    struct registry registry = {0};
    add(&registry, 1, "成都金牛种业有限公司");
    add(&registry, 2, "成都市公安局");
    assert_match(&registry, "重庆金牛种业有限公司", MATCH_NEW, 1);
    assert_match(&registry, "重庆市公安局", MATCH_NEW, 2);
    assert_match(&registry, "成都市财政局", MATCH_NEW, 2);
}

static void a_branch_must_agree_in_full(void **state)
{
    (void)state;
    struct registry registry = {0};
    add(&registry, 1, "中国建设银行股份有限公司");
    add(&registry, 2, "中国建设银行股份有限公司上海市分行");
    assert_match(&registry, "中国建设银行上海市分行", MATCH_SAME, 2);
    assert_match(&registry, "中国建设银行", MATCH_SAME, 1);
    assert_match(&registry, "中国建设银行股份有限公司四川省分行", MATCH_NEW, 1);
}

static void a_public_body_is_no_company_of_its_town(void **state)
{
    (void)state;
    struct registry registry = {0};
    add(&registry, 1, "成都公安翔融资租赁有限公司");
    assert_match(&registry, "成都市公安局", MATCH_NEW, 1);
    add(&registry, 2, "成都市公安局");
    assert_match(&registry, "成都公安局", MATCH_SAME, 2);
    add(&registry, 3, "成都银行股份有限公司");
    assert_match(&registry, "成都银行", MATCH_REVIEW, 3);
}

static void whoever_could_be_two_customers_is_for_a_person_to_decide(void **state)
{
    (void)state;
    struct registry registry = {0};
    add(&registry, 1, "成都金牛种业有限公司");
    add(&registry, 2, "重庆金牛种业有限公司");
    assert_match(&registry, "金牛种业", MATCH_REVIEW, 1);
    assert_match(&registry, "重庆金牛种业", MATCH_SAME, 2);
}

static void a_namesake_of_another_trade_leaves_a_short_name_open(void **state)
{
    (void)state;
    struct registry registry = {0};
    add(&registry, 1, "南京聚隆科技股份有限公司");
    add(&registry, 2, "安徽聚隆传动科技股份有限公司");
    assert_match(&registry, "聚隆科技", MATCH_REVIEW, 1);
    assert_match(&registry, "南京聚隆科技", MATCH_SAME, 1);
}

static void a_code_outweighs_a_name_and_a_name_an_alias(void **state)
{
    (void)state;
    struct registry registry = {0};
    struct described query;
    add(&registry, 1, "成都金牛种业有限公司")->described.uscc = "91510100MA61TGQXM1";
    add(&registry, 2, "大凉山运输有限公司")->described.uscc = "91510100MA61TGQXM2";
    add(&registry, 2, "凉运")->is_alias = true;
    assert_match(&registry, "凉运", MATCH_SAME, 2);
    describe(&query, "改了名的公司", "", "91510100MA61TGQXM1");
    assert_match_of(&registry, &query, MATCH_SAME, 1);
    describe(&query, "大凉山运输有限公司", "", "91510100MA61TGQXM1"); /* the name is another customer's */
    assert_match_of(&registry, &query, MATCH_REVIEW, 1);
    describe(&query, "大凉山运输有限公司", "", "91510100MA61TGQXM3"); /* the code is nobody's, the name's is another */
    assert_match_of(&registry, &query, MATCH_REVIEW, 2);
    describe(&query, "大凉山运输公司", "", "91510100MA61TGQXM3");
    assert_match_of(&registry, &query, MATCH_REVIEW, 2);
}

static void of_two_with_one_name_the_region_decides(void **state)
{
    (void)state;
    struct registry registry = {0};
    struct described query;
    for (uint64_t customer = 1; customer <= 2; customer++) {
        add(&registry, customer, "第一人民医院");
        name_place_read(customer == 1 ? "成都" : "重庆", &registry.candidates[customer - 1].described.named.region);
    }
    describe(&query, "第一人民医院", "重庆市", "");
    assert_match_of(&registry, &query, MATCH_SAME, 2);
    assert_match(&registry, "第一人民医院", MATCH_REVIEW, 1);
}

static void another_code_makes_a_like_name_a_new_customer(void **state)
{
    (void)state;
    struct registry registry = {0};
    struct described query;
    add(&registry, 1, "成都金牛种业有限公司")->described.uscc = "91510100MA61TGQXM1";
    describe(&query, "成都金牛种业发展有限公司", "", "");
    assert_match_of(&registry, &query, MATCH_REVIEW, 1);
    query.uscc = "91510100MA61TGQXM3";
    assert_match_of(&registry, &query, MATCH_NEW, 1);
    describe(&query, "成都金牛种业公司", "", "91510100MA61TGQXM3"); /* one of the codes may be mistyped */
    assert_match_of(&registry, &query, MATCH_REVIEW, 1);
}

static void the_same_phone_says_whom_a_short_name_means(void **state)
{
    (void)state;
    struct registry registry = {0};
    struct described query;
    add(&registry, 1, "成都金牛种业有限公司")->described.phone = 8613900000001;
    add(&registry, 2, "重庆金牛种业有限公司")->described.phone = 8613900000002;
    describe(&query, "金牛种业", "", "");
    assert_match_of(&registry, &query, MATCH_REVIEW, 1);
    query.phone = 8613900000002;
    assert_match_of(&registry, &query, MATCH_SAME, 2);
    registry.candidates[0].described.phone = query.phone; /* both have one agent */
    assert_match_of(&registry, &query, MATCH_REVIEW, 1);
}

static void the_same_phone_alone_is_no_identity(void **state)
{
    (void)state;
    struct registry registry = {0};
    struct described query;
    add(&registry, 1, "成都金牛种业有限公司")->described.phone = 8613900000001;
    describe(&query, "大凉山运输有限公司", "", "");
    query.phone = 8613900000001;
    assert_match_of(&registry, &query, MATCH_NEW, 1);
    describe(&query, "成都金牛运输有限公司", "", ""); /* two full names that differ: for a person at most */
    query.phone = 8613900000001;
    assert_match_of(&registry, &query, MATCH_REVIEW, 1);
    describe(&query, "重庆金牛种业有限公司", "", ""); /* nor does it outweigh the place */
    query.phone = 8613900000001;
    assert_match_of(&registry, &query, MATCH_NEW, 1);
}

static void a_person_sees_each_customer_that_is_alike_once(void **state)
{
    (void)state;
    struct registry registry = {0};
    struct described query;
    struct match alike[MATCH_ALIKE_MAX];
    static const char *const names[] = {"大凉山运输有限公司", "成都金牛种业发展有限公司", "成都金牛种业有限公司", "成都金牛种业集团",
                                        "成都金牛有限公司"};
    for (uint64_t i = 0; i < 5; i++)
        add(&registry, i + 1, names[i]);
    add(&registry, 3, "金牛种业")->is_alias = true;
    describe(&query, "成都金牛种业公司", "", "");
    assert_int_equal(match_alike(&query, registry.candidates, registry.count, &weights, alike), MATCH_ALIKE_MAX);
    assert_int_equal(registry.candidates[alike[0].candidate].customer, 3);
    for (size_t i = 1; i < MATCH_ALIKE_MAX; i++) {
        assert_true(alike[i].score <= alike[i - 1].score);
        assert_true(registry.candidates[alike[i].candidate].customer != 3);
    }
}

static void complete_names_that_differ_in_what_tells_them_apart_are_two_organisations(void **state)
{
    (void)state;
    static const char *const two[][2] = {{"四川长虹电器股份有限公司", "四川长江电器股份有限公司"},
                                         {"四川长虹电器股份有限公司", "四川长虹电子股份有限公司"},
                                         {"测试单位甲", "测试单位乙"},
                                         {"城南交通局", "城北交通局"},
                                         {"客户A公司", "客户B公司"},
                                         {"成都城南运输有限公司", "成都城北运输有限公司"},
                                         {"成都金牛甲运输有限公司", "成都金牛乙运输有限公司"},
                                         {"成都第一汽车运输公司", "成都第二汽车运输公司"},
                                         {"青云澜县公安局", "青云岚县公安局"},
                                         {"成都市公安局", "成都市财政局"},
                                         {"凉山第一客运", "凉山第二客运"},
                                         {"凉山第12客运", "凉山第2客运"}};
    static const char *const one[][2] = {{"成都大华科技有限公司", "成都大华科技发展有限公司"},
                                         {"成都金马达建设工程公司", "成都金马建设工程集团有限公司"},
                                         {"成都远大金马科技有限公司", "成都远大全马科技有限公司"},
                                         {"成都大华科技有限公司", "成都大华"},
                                         {"凉山第一客运", "凉山第1客运公司"}};
    for (size_t i = 0; i < sizeof two / sizeof two[0]; i++) {
        struct registry registry = {0};
        add(&registry, 1, two[i][0]);
        assert_match(&registry, two[i][1], MATCH_NEW, 1);
    }
    for (size_t i = 0; i < sizeof one / sizeof one[0]; i++) {
        struct registry registry = {0};
        add(&registry, 1, one[i][0]);
        assert_match(&registry, one[i][1], MATCH_REVIEW, 1);
    }
}

/* Customers of whom each is a place's and a trade's only one, or all are one place's and one trade's. */
static void weigh_customers(const char *name, size_t all, size_t alike)
{
    static struct name_counts counts;
    struct described other;
    counts = (struct name_counts){.names = (uint32_t)(all - alike)};
    describe(&other, name, "", "");
    for (size_t i = 0; i < alike; i++)
        name_counts_add(&counts, &other.named.name);
    name_weights_set(&weights, &counts);
}

/* Of a thousand 电器 companies of 四川 many differ by one character, and of few customers nobody can say what is rare. */
static void a_slip_in_a_short_core_is_looked_at_where_place_and_trade_are_the_same_and_rare(void **state)
{
    (void)state;
    static const char *const slips[] = {"四川长江电器股份有限公司", "四川虹长电器股份有限公司", "四川虹电器股份有限公司",
                                        "四川长青虹电器有限公司"};
    static struct name_weights nobody_counted;
    struct registry registry = {0};
    add(&registry, 1, "四川长虹电器股份有限公司");
    nobody_counted = weights;
    weigh_customers("四川长途电器有限公司", 5000, 10);
    for (size_t i = 0; i < sizeof slips / sizeof slips[0]; i++)
        assert_match(&registry, slips[i], MATCH_REVIEW, 1);
    assert_match(&registry, "重庆长江电器股份有限公司", MATCH_NEW, 1);
    weigh_customers("四川长途电器有限公司", 5000, 1000);
    assert_match(&registry, slips[0], MATCH_NEW, 1);
    weigh_customers("四川长途电器有限公司", 30, 1);
    assert_match(&registry, slips[0], MATCH_NEW, 1);
    weights = nobody_counted;
}

static void who_is_like_nobody_is_new(void **state)
{
    (void)state;
    struct registry registry = {0};
    struct match match;
    struct described query;
    describe(&query, "成都金牛种业有限公司", "", "");
    match_decide(&query, registry.candidates, 0, &weights, &match);
    assert_int_equal(match.verdict, MATCH_NEW);
    assert_true(match.candidate == MATCH_NO_CANDIDATE && match.score == 0);
    add(&registry, 1, "大凉山运输有限公司");
    assert_match(&registry, "成都金牛种业有限公司", MATCH_NEW, 1);
}

static void classes_of_shares_are_not_mixed(void **state)
{
    (void)state;
    struct registry registry = {0};
    add(&registry, 1, "深康佳A");
    assert_match(&registry, "深康佳Ａ", MATCH_SAME, 1);
    assert_match(&registry, "深康佳B", MATCH_REVIEW, 1);
}

/* A full name, a register of such names: every one is found as itself, and order does not matter for the verdict. */
static void every_customer_is_the_same_as_itself(void **state)
{
    (void)state;
    static const char *const places[] = {"成都市", "重庆市", "", "四川省"};
    static const char *const cores[] = {"金牛", "顺达", "凉山", "大华"};
    struct registry registry = {0};
    for (size_t i = 0; i < CUSTOMERS_MAX; i++)
        add(&registry, i + 1, arena_printf(&arena, "%s%s种业有限公司", places[i % 4], cores[i / 4]));
    for (size_t i = 0; i < CUSTOMERS_MAX; i++)
        assert_match_of(&registry, &registry.candidates[i].described, MATCH_SAME, i + 1);
}

static int set_weights(void **state)
{
    (void)state;
    struct name_counts *counts = calloc(1, sizeof *counts);
    name_weights_set(&weights, counts);
    free(counts);
    return 0;
}

static int release(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_short_name_is_like_its_full_name),
        cmocka_unit_test(what_the_other_lacks_costs_more_than_what_is_left_out),
        cmocka_unit_test(of_two_full_names_what_one_has_more_the_other_lacks),
        cmocka_unit_test(a_short_name_keeps_how_words_begin),
        cmocka_unit_test(one_character_can_stand_for_the_place),
        cmocka_unit_test(evidence_says_what_agrees),
        cmocka_unit_test(a_name_without_its_place_or_legal_form_is_the_same),
        cmocka_unit_test(another_place_is_another_organisation),
        cmocka_unit_test(a_branch_must_agree_in_full),
        cmocka_unit_test(a_public_body_is_no_company_of_its_town),
        cmocka_unit_test(whoever_could_be_two_customers_is_for_a_person_to_decide),
        cmocka_unit_test(a_namesake_of_another_trade_leaves_a_short_name_open),
        cmocka_unit_test(a_code_outweighs_a_name_and_a_name_an_alias),
        cmocka_unit_test(of_two_with_one_name_the_region_decides),
        cmocka_unit_test(another_code_makes_a_like_name_a_new_customer),
        cmocka_unit_test(the_same_phone_says_whom_a_short_name_means),
        cmocka_unit_test(the_same_phone_alone_is_no_identity),
        cmocka_unit_test(a_person_sees_each_customer_that_is_alike_once),
        cmocka_unit_test(complete_names_that_differ_in_what_tells_them_apart_are_two_organisations),
        cmocka_unit_test(a_slip_in_a_short_core_is_looked_at_where_place_and_trade_are_the_same_and_rare),
        cmocka_unit_test(who_is_like_nobody_is_new),
        cmocka_unit_test(classes_of_shares_are_not_mixed),
        cmocka_unit_test(every_customer_is_the_same_as_itself),
    };
    return cmocka_run_group_tests(tests, set_weights, release);
}
