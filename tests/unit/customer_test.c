#include "customer.h"
#include "unit.h"

static struct arena arena;

static struct customer_draft read_customer(struct customer_text text, struct findings *findings)
{
    struct customer_draft draft;
    *findings = (struct findings){.arena = &arena};
    customer_read(&text, &arena, &draft, findings);
    return draft;
}

static bool has_fault(const struct findings *findings)
{
    for (size_t i = 0; i < findings->count; i++)
        if (!findings->items[i].is_warning)
            return true;
    return false;
}

static struct customer_text named(const char *name)
{
    return (struct customer_text){name, "", "", "", "", ""};
}

static void two_spellings_of_a_name_have_one_key(void **state)
{
    (void)state;
    struct findings findings;
    struct customer_draft one = read_customer(named("中国石油（集团） 有限公司"), &findings);
    struct customer_draft other = read_customer(named("中国石油(集团)有限公司"), &findings);
    assert_string_equal(one.name_key, other.name_key);
    assert_false(has_fault(&findings));
}

static void a_missing_name_is_a_fault_and_names_its_field(void **state)
{
    (void)state;
    struct findings findings;
    read_customer(named("  "), &findings);
    assert_true(has_fault(&findings));
    assert_string_equal(findings.items[0].reason, "REQUIRED");
    assert_string_equal(findings.items[0].error->field, "customer.name");
}

static void a_code_of_the_wrong_length_is_a_fault(void **state)
{
    (void)state;
    struct findings findings;
    struct customer_text text = named("某公司");
    text.uscc = "123";
    struct customer_draft draft = read_customer(text, &findings);
    assert_true(has_fault(&findings));
    assert_string_equal(findings.items[0].error->field, "customer.uscc");
    assert_string_equal(draft.uscc, "");
}

/* Codes that were really issued fail their check digit (GB 32100-2015): they warn. */
static void a_code_that_fails_its_check_digit_only_warns(void **state)
{
    (void)state;
    struct findings findings;
    struct customer_text text = named("某公司");
    text.uscc = "91350211M0000XUF46";
    struct customer_draft draft = read_customer(text, &findings);
    assert_true(findings.count > 0);
    assert_false(has_fault(&findings));
    assert_string_equal(draft.uscc, "91350211M0000XUF46");
}

static void a_phone_that_is_none_warns_and_is_kept_as_written(void **state)
{
    (void)state;
    struct findings findings;
    struct customer_text text = named("某公司");
    text.contact_phone = "转王主任";
    struct customer_draft draft = read_customer(text, &findings);
    assert_int_equal(findings.count, 1);
    assert_false(has_fault(&findings));
    assert_string_equal(draft.contact_phone, "转王主任");
    text.contact_phone = "１３６１２３４５６７８";
    assert_string_equal(read_customer(text, &findings).contact_phone, "+8613612345678");
}

static void more_findings_than_there_is_room_for_are_left_out(void **state)
{
    (void)state;
    struct findings findings = {.arena = &arena};
    for (int i = 0; i < 3 * FINDINGS_MAX; i++)
        findings_fault(&findings, "field", "FORMAT", "%d", "%d", i);
    assert_int_equal(findings.count, FINDINGS_MAX);
    assert_string_equal(findings.items[0].error->message[LOCALE_EN], "0");
}

static void the_evidence_decides_who_a_customer_is(void **state)
{
    (void)state;
    static const struct {
        struct customer_evidence evidence;
        enum customer_identity identity;
        int64_t customer_id;
    } cases[] = {
        {{0}, CUSTOMER_NEW, 0},
        {{.by_name = 5}, CUSTOMER_SAME, 5},
        {{.by_alias = 6}, CUSTOMER_SAME, 6},
        {{.by_uscc = 7}, CUSTOMER_SAME, 7},
        {{.by_uscc = 7, .by_name = 7}, CUSTOMER_SAME, 7},
        {{.by_uscc = 7, .by_alias = 6}, CUSTOMER_SAME, 7},
        {{.by_uscc = 7, .by_name = 5}, CUSTOMER_REVIEW, 7},
        {{.by_name = 5, .name_has_other_uscc = true}, CUSTOMER_REVIEW, 5},
        {{.by_uscc = 7, .by_name = 5, .by_decision = 5}, CUSTOMER_SAME, 5},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t customer_id;
        assert_int_equal(customer_identify(&cases[i].evidence, &customer_id), cases[i].identity);
        assert_int_equal(customer_id, cases[i].customer_id);
    }
}

static int release_arena(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_spellings_of_a_name_have_one_key),
        cmocka_unit_test(a_missing_name_is_a_fault_and_names_its_field),
        cmocka_unit_test(a_code_of_the_wrong_length_is_a_fault),
        cmocka_unit_test(a_code_that_fails_its_check_digit_only_warns),
        cmocka_unit_test(a_phone_that_is_none_warns_and_is_kept_as_written),
        cmocka_unit_test(more_findings_than_there_is_room_for_are_left_out),
        cmocka_unit_test(the_evidence_decides_who_a_customer_is),
    };
    return cmocka_run_group_tests(tests, NULL, release_arena);
}
