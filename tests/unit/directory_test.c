/* Rules of the directory: periods of validity, the tree of units, people, products, calendar, keys. */
#include "calendar.h"
#include "person.h"
#include "principal.h"
#include "product.h"
#include "reference_code.h"
#include "unit.h"
#include "unit_tree.h"

#define UNITS_MAX 32

static struct arena arena;
static struct fault fault;

static int release(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static int put(struct roster *tree, const char *code, const char *name, enum level level, const char *parent,
               day_t from, day_t to)
{
    const struct unit_change change = {
        .code = code, .name = name, .level = level, .parent_code = parent, .valid_from = from, .valid_to = to};

    return unit_tree_put(tree, &change, &fault);
}

/* Headquarters always; two regions, two areas of the first, one dealer, from 2014 on. */
static struct roster sample_tree(void)
{
    day_t start = day_of(2014, 1, 1);
    struct roster tree;

    roster_init(&tree, &arena, UNITS_MAX);
    assert_int_equal(put(&tree, "HQ", "总部", LEVEL_HEADQUARTERS, "", DAY_MIN, DAY_OPEN), 0);
    assert_int_equal(put(&tree, "R1", "华北大区", LEVEL_REGION, "HQ", start, DAY_OPEN), 0);
    assert_int_equal(put(&tree, "R2", "华东大区", LEVEL_REGION, "HQ", start, DAY_OPEN), 0);
    assert_int_equal(put(&tree, "A01", "北京市", LEVEL_AREA, "R1", start, DAY_OPEN), 0);
    assert_int_equal(put(&tree, "A02", "天津市", LEVEL_AREA, "R1", start, DAY_OPEN), 0);
    assert_int_equal(put(&tree, "D0001", "北京长城汽车销售", LEVEL_DEALER, "A01", start, DAY_OPEN), 0);
    for (size_t i = 0; i < tree.count; i++)
        tree.subjects[i].changed = false;
    return tree;
}

static void assert_fault(int result, const char *field, const char *reason)
{
    assert_int_equal(result, -1);
    assert_string_equal(fault.error.field, field);
    assert_string_equal(fault.reason, reason);
    assert_true(strlen(fault.error.message[LOCALE_EN]) > 10);
    assert_true(strlen(fault.error.message[LOCALE_ZH_CN]) > 10);
}

static void a_change_begins_a_new_period_and_ends_the_one_before(void **state)
{
    struct roster tree = sample_tree();
    const struct timeline *area = &roster_find(&tree, "A02")->timeline;

    (void)state;
    assert_int_equal(put(&tree, "A02", "天津市", LEVEL_AREA, "R2", day_of(2014, 7, 1), DAY_OPEN), 0);
    assert_int_equal(area->count, 2);
    assert_int_equal(area->periods[0].to, day_of(2014, 6, 30));
    assert_string_equal(timeline_at(area, day_of(2014, 6, 30))->place, "R1");
    assert_string_equal(timeline_at(area, day_of(2014, 7, 1))->place, "R2");
    assert_null(timeline_at(area, day_of(2013, 12, 31)));
}

static void the_same_put_again_changes_nothing(void **state)
{
    struct roster tree = sample_tree();

    (void)state;
    assert_int_equal(put(&tree, "A01", "北京市", LEVEL_AREA, "R1", day_of(2014, 1, 1), DAY_OPEN), 0);
    assert_int_equal(put(&tree, "A01", "北京市", LEVEL_AREA, "R1", day_of(2014, 5, 1), DAY_OPEN), 0);
    assert_false(roster_find(&tree, "A01")->changed);
    assert_int_equal(roster_find(&tree, "A01")->timeline.count, 1);
}

static void the_first_file_loaded_again_does_not_undo_a_later_change(void **state)
{
    struct roster tree = sample_tree();
    const struct subject *area = roster_find(&tree, "A02");

    (void)state;
    put(&tree, "A02", "天津市", LEVEL_AREA, "R2", day_of(2014, 7, 1), DAY_OPEN);
    assert_int_equal(put(&tree, "A02", "天津市", LEVEL_AREA, "R1", day_of(2014, 1, 1), DAY_OPEN), 0);
    assert_int_equal(area->timeline.count, 2);
    assert_string_equal(timeline_at(&area->timeline, day_of(2014, 8, 1))->place, "R2");
}

static void a_change_from_the_same_day_corrects_the_period(void **state)
{
    struct roster tree = sample_tree();
    const struct timeline *area = &roster_find(&tree, "A01")->timeline;

    (void)state;
    assert_int_equal(put(&tree, "A01", "首都", LEVEL_AREA, "R1", day_of(2014, 1, 1), DAY_OPEN), 0);
    assert_int_equal(area->count, 1);
    assert_string_equal(area->periods[0].name, "首都");
}

static void a_last_day_must_lie_before_the_next_change_and_after_the_first_day(void **state)
{
    struct roster tree = sample_tree();

    (void)state;
    put(&tree, "A02", "天津市", LEVEL_AREA, "R2", day_of(2014, 7, 1), DAY_OPEN);
    assert_fault(put(&tree, "A02", "津", LEVEL_AREA, "R1", day_of(2014, 3, 1), day_of(2014, 7, 1)), "valid_to",
                 "CONFLICT");
    assert_fault(put(&tree, "A01", "京", LEVEL_AREA, "R1", day_of(2014, 3, 1), day_of(2014, 2, 1)), "valid_to",
                 "OUT_OF_RANGE");
}

static void random_changes_never_overlap_and_the_latest_put_of_a_day_is_in_force(void **state)
{
    struct generator generator = {2014};
    const char *names[] = {"甲", "乙", "丙"};

    (void)state;
    for (int round = 0; round < 200; round++) {
        struct timeline timeline = {0};

        for (int i = 0; i < 30; i++) {
            struct period change = {.place = "", .job = "", .to = DAY_OPEN};
            bool changed;

            change.from = (day_t)generator_up_to(&generator, 49);
            change.name = names[generator_up_to(&generator, 2)];
            assert_int_equal(timeline_put(&timeline, &arena, &change, &changed, &fault), 0);
            assert_string_equal(timeline_at(&timeline, change.from)->name, change.name);
        }
        for (size_t i = 1; i < timeline.count; i++)
            assert_int_equal(timeline.periods[i].from, timeline.periods[i - 1].to + 1);
        assert_int_equal(timeline.periods[timeline.count - 1].to, DAY_OPEN);
    }
}

static void a_unit_stands_one_level_below_its_parent(void **state)
{
    struct roster tree = sample_tree();
    day_t day = day_of(2014, 9, 1);

    (void)state;
    assert_fault(put(&tree, "D0002", "经销商", LEVEL_DEALER, "R1", day, DAY_OPEN), "parent_code", "CONFLICT");
    assert_fault(put(&tree, "D0002", "经销商", LEVEL_DEALER, "", day, DAY_OPEN), "parent_code", "REQUIRED");
    assert_fault(put(&tree, "D0002", "经销商", LEVEL_DEALER, "A99", day, DAY_OPEN), "parent_code", "UNKNOWN");
    assert_fault(put(&tree, "HQ", "总部", LEVEL_HEADQUARTERS, "R1", day, DAY_OPEN), "parent_code", "CONFLICT");
}

static void a_unit_cannot_stand_below_itself_nor_below_its_own_child(void **state)
{
    struct roster tree = sample_tree();
    day_t day = day_of(2014, 9, 1);

    (void)state;
    assert_fault(put(&tree, "R1", "华北大区", LEVEL_REGION, "R1", day, DAY_OPEN), "parent_code", "CONFLICT");
    assert_fault(put(&tree, "R1", "华北大区", LEVEL_REGION, "A01", day, DAY_OPEN), "parent_code", "CONFLICT");
}

static void a_unit_keeps_its_kind_and_there_is_one_headquarters(void **state)
{
    struct roster tree = sample_tree();
    day_t day = day_of(2014, 9, 1);

    (void)state;
    assert_fault(put(&tree, "A01", "北京市", LEVEL_REGION, "HQ", day, DAY_OPEN), "kind", "CONFLICT");
    assert_fault(put(&tree, "HQ2", "第二总部", LEVEL_HEADQUARTERS, "", day, DAY_OPEN), "kind", "CONFLICT");
    assert_fault(put(&tree, "A03", "河北省", (enum level)0, "R1", day, DAY_OPEN), "kind", "REQUIRED");
}

static void a_unit_stands_only_while_its_parent_does(void **state)
{
    struct roster tree = sample_tree();

    (void)state;
    assert_fault(put(&tree, "A03", "河北省", LEVEL_AREA, "R1", day_of(2013, 1, 1), DAY_OPEN), "parent_code",
                 "CONFLICT");
}

static void a_unit_with_units_below_it_cannot_be_closed_before_them(void **state)
{
    struct roster tree = sample_tree();
    day_t from = day_of(2014, 1, 1), end = day_of(2014, 12, 31);

    (void)state;
    assert_fault(put(&tree, "A01", "北京市", LEVEL_AREA, "R1", from, end), "valid_to", "CONFLICT");
    tree = sample_tree();
    assert_int_equal(put(&tree, "D0001", "北京长城汽车销售", LEVEL_DEALER, "A01", from, end), 0);
    assert_int_equal(put(&tree, "A01", "北京市", LEVEL_AREA, "R1", from, end), 0);
}

static void codes_and_names_are_checked(void **state)
{
    struct roster tree = sample_tree();
    day_t day = day_of(2014, 9, 1);

    (void)state;
    assert_fault(put(&tree, "", "x", LEVEL_AREA, "R1", day, DAY_OPEN), "code", "REQUIRED");
    assert_fault(put(&tree, "A 3", "x", LEVEL_AREA, "R1", day, DAY_OPEN), "code", "FORMAT");
    assert_fault(put(&tree, "123456789012345678901234567890123", "x", LEVEL_AREA, "R1", day, DAY_OPEN), "code",
                 "FORMAT");
    assert_fault(put(&tree, "A3", "", LEVEL_AREA, "R1", day, DAY_OPEN), "name", "REQUIRED");
    assert_fault(put(&tree, "A3", "a\nb", LEVEL_AREA, "R1", day, DAY_OPEN), "name", "FORMAT");
}

static void a_job_is_done_in_a_unit_of_its_level(void **state)
{
    struct roster tree = sample_tree(), people;
    struct person_change change = {.code = "P0001",
                                   .name = "王芳",
                                   .unit_code = "D0001",
                                   .job = "dealer_specialist",
                                   .valid_from = day_of(2014, 1, 1),
                                   .valid_to = DAY_OPEN};

    (void)state;
    roster_init(&people, &arena, 4);
    assert_int_equal(person_put(&people, &tree, &change, &fault), 0);
    change.job = "area_manager";
    assert_fault(person_put(&people, &tree, &change, &fault), "unit_code", "CONFLICT");
    change.job = "king";
    assert_fault(person_put(&people, &tree, &change, &fault), "job", "UNKNOWN");
    change.unit_code = "D9999";
    assert_fault(person_put(&people, &tree, &change, &fault), "unit_code", "UNKNOWN");
}

static void a_product_has_a_use_class_and_a_price_that_can_be(void **state)
{
    struct product product = {
        .code = "V-100", .name = "指挥车", .product_line = "越野", .use_class = 1, .list_price_fen = 28800000};

    (void)state;
    assert_int_equal(product_check(&product, &fault), 0);
    product.list_price_fen = -1;
    assert_fault(product_check(&product, &fault), "list_price_fen", "OUT_OF_RANGE");
    product.use_class = 0;
    assert_fault(product_check(&product, &fault), "use_class", "REQUIRED");
}

/* General Office of the State Council, notice on holidays of 2014: October has 18 working days, the 11th (Saturday) is
 * one. */
static void october_2014_has_eighteen_working_days(void **state)
{
    struct calendar_day days[8];

    (void)state;
    for (int i = 0; i < 7; i++)
        days[i] = (struct calendar_day){.day = day_of(2014, 10, i + 1), .name = "国庆节", .is_working_day = false};
    days[7] = (struct calendar_day){.day = day_of(2014, 10, 11), .name = "国庆节", .is_working_day = true};
    assert_int_equal(calendar_working_days(day_of(2014, 10, 1), day_of(2014, 10, 31), NULL, 0), 23);
    assert_int_equal(calendar_working_days(day_of(2014, 10, 1), day_of(2014, 10, 31), days, 7), 18);
    assert_int_equal(calendar_working_days(day_of(2014, 10, 1), day_of(2014, 10, 31), days, 8), 19);
}

static void a_span_of_days_is_at_most_three_years(void **state)
{
    (void)state;
    assert_int_equal(calendar_check_span(day_of(2014, 1, 1), day_of(2016, 12, 31), &fault), 0);
    assert_fault(calendar_check_span(day_of(2014, 1, 1), day_of(2017, 12, 31), &fault), "last_day", "OUT_OF_RANGE");
    assert_fault(calendar_check_span(day_of(2014, 1, 1), day_of(2013, 12, 31), &fault), "last_day", "OUT_OF_RANGE");
}

static void a_reference_code_has_both_names(void **state)
{
    struct reference_code code = {
        .list = "industry", .code = "taxi", .name_zh = "出租车", .name_en = "", .mapping = ""};

    (void)state;
    assert_fault(reference_code_check(&code, &fault), "name_en", "REQUIRED");
    code.name_en = "Taxi";
    assert_int_equal(reference_code_check(&code, &fault), 0);
}

/* The key of ZeroMQ's own documentation of zmq_curve_keypair. */
static void a_public_key_is_forty_characters_of_z85(void **state)
{
    (void)state;
    assert_int_equal(principal_check_key("Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID", &fault), 0);
    assert_fault(principal_check_key("Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hI", &fault), "public_key", "FORMAT");
    assert_fault(principal_check_key("Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hI,", &fault), "public_key", "FORMAT");
    assert_fault(principal_check_key("########################################", &fault), "public_key", "FORMAT");
    assert_fault(principal_check_key("", &fault), "public_key", "FORMAT");
}

static void a_revoked_key_cannot_come_back_and_a_key_has_one_owner(void **state)
{
    (void)state;
    assert_int_equal(principal_check_owner(&(struct known_key){0}, 0, &fault), 0);
    assert_int_equal(principal_check_owner(&(struct known_key){.exists = true, .principal_id = 7}, 7, &fault), 0);
    assert_fault(principal_check_owner(&(struct known_key){.exists = true, .principal_id = 7}, 8, &fault), "public_key",
                 "CONFLICT");
    assert_fault(
        principal_check_owner(&(struct known_key){.exists = true, .revoked = true, .principal_id = 7}, 7, &fault),
        "public_key", "CONFLICT");
}

static void a_principal_name_is_plain_and_a_last_day_is_not_over(void **state)
{
    (void)state;
    assert_int_equal(principal_check_name("dealer-system-D0001", &fault), 0);
    assert_fault(principal_check_name("", &fault), "principal_name", "FORMAT");
    assert_fault(principal_check_name("a b", &fault), "principal_name", "FORMAT");
    assert_int_equal(principal_check_expiry(100, 100, &fault), 0);
    assert_fault(principal_check_expiry(99, 100, &fault), "expires_on", "OUT_OF_RANGE");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_change_begins_a_new_period_and_ends_the_one_before),
        cmocka_unit_test(the_same_put_again_changes_nothing),
        cmocka_unit_test(the_first_file_loaded_again_does_not_undo_a_later_change),
        cmocka_unit_test(a_change_from_the_same_day_corrects_the_period),
        cmocka_unit_test(a_last_day_must_lie_before_the_next_change_and_after_the_first_day),
        cmocka_unit_test(random_changes_never_overlap_and_the_latest_put_of_a_day_is_in_force),
        cmocka_unit_test(a_unit_stands_one_level_below_its_parent),
        cmocka_unit_test(a_unit_cannot_stand_below_itself_nor_below_its_own_child),
        cmocka_unit_test(a_unit_keeps_its_kind_and_there_is_one_headquarters),
        cmocka_unit_test(a_unit_stands_only_while_its_parent_does),
        cmocka_unit_test(a_unit_with_units_below_it_cannot_be_closed_before_them),
        cmocka_unit_test(codes_and_names_are_checked),
        cmocka_unit_test(a_job_is_done_in_a_unit_of_its_level),
        cmocka_unit_test(a_product_has_a_use_class_and_a_price_that_can_be),
        cmocka_unit_test(october_2014_has_eighteen_working_days),
        cmocka_unit_test(a_span_of_days_is_at_most_three_years),
        cmocka_unit_test(a_reference_code_has_both_names),
        cmocka_unit_test(a_public_key_is_forty_characters_of_z85),
        cmocka_unit_test(a_revoked_key_cannot_come_back_and_a_key_has_one_owner),
        cmocka_unit_test(a_principal_name_is_plain_and_a_last_day_is_not_over),
    };

    return cmocka_run_group_tests(tests, NULL, release);
}
