#include "identifier/identifier.h"

#include "unit.h"

static bool has_problem(const struct identifier_report *report, const char *code)
{
    for (size_t i = 0; i < report->problem_count; i++) {
        if (strcmp(report->problems[i].code, code) == 0)
            return true;
    }
    return false;
}

static void assert_problem(const char *text, const char *problem)
{
    char code[USCC_SIZE];
    struct identifier_report report;
    uscc_examine(text, code, &report);
    if (!has_problem(&report, problem))
        fail_msg("%s has no problem %s", text, problem);
    for (size_t i = 0; i < report.problem_count; i++) {
        assert_true(strlen(report.problems[i].message[LOCALE_EN]) > 10);
        assert_true(strlen(report.problems[i].message[LOCALE_ZH_CN]) > 10);
    }
}

static void assert_valid(const char *text, const char *normal)
{
    char code[USCC_SIZE];
    struct identifier_report report;
    uscc_examine(text, code, &report);
    assert_string_equal(code, normal);
    assert_true(report.structure_ok && report.checks_ok && report.valid);
    assert_int_equal(report.problem_count, 0);
}

static void a_code_from_a_licence_is_valid(void **state)
{
    (void)state;
    assert_valid("91110000802100433B", "91110000802100433B");
    assert_valid("51100000500019541K", "51100000500019541K"); /* registered with the state itself */
}

static void a_code_is_read_however_it_was_typed(void **state)
{
    (void)state;
    assert_valid("９１１１００００８０２１００４３３Ｂ", "91110000802100433B");
    assert_valid(" 9111 0000 8021 0043 3b\t", "91110000802100433B");
    assert_valid("\xEF\xBB\xBF"
                 "91110000802100433b\xE2\x80\x8B",
                 "91110000802100433B"); /* pasted with invisible marks */
}

/* The published codes with what each check says; not ours to ship, so the test skips where they are absent. */
static void both_checks_agree_with_every_published_code(void **state)
{
    (void)state;
    FILE *file = fopen(SHARED_DATA "/uscc.tsv", "r");
    if (!file) {
        print_message("skipped: %s/uscc.tsv is absent\n", SHARED_DATA);
        skip();
    }
    char line[512];
    int rows = 0;
    assert_non_null(fgets(line, sizeof line, file)); /* headings */
    while (fgets(line, sizeof line, file)) {
        char code[USCC_SIZE], typed[USCC_SIZE];
        struct identifier_report report;
        memcpy(typed, line, USCC_SIZE - 1);
        typed[USCC_SIZE - 1] = '\0';
        uscc_examine(typed, code, &report);
        bool whole = line[USCC_SIZE] == '1', organisation = line[USCC_SIZE + 2] == '1';
        assert_true(report.structure_ok);
        assert_int_equal(!has_problem(&report, "CHECK_DIGIT"), whole);
        assert_int_equal(!has_problem(&report, "ORGANISATION_CHECK_DIGIT"), organisation);
        assert_int_equal(report.valid, whole && organisation);
        assert_int_equal(has_problem(&report, "DIVISION"), strcmp(code, "123456789012345678") == 0);
        rows++;
    }
    fclose(file);
    assert_true(rows > 100);
}

static void codes_that_were_really_issued_may_fail_the_check_of_the_whole(void **state)
{
    (void)state;
    static const char *const issued[] = {"91350211M0000XUF46", "91350100M0001TGQXM", "91350203M0001FUE2P"};
    for (size_t i = 0; i < sizeof issued / sizeof *issued; i++) {
        char code[USCC_SIZE];
        struct identifier_report report;
        uscc_examine(issued[i], code, &report);
        assert_true(report.structure_ok);
        assert_false(report.checks_ok || report.valid);
        assert_true(has_problem(&report, "CHECK_DIGIT"));
        assert_false(has_problem(&report, "ORGANISATION_CHECK_DIGIT"));
    }
}

static void a_division_that_cannot_exist_warns_and_changes_nothing_else(void **state)
{
    (void)state;
    static const struct {
        const char *code; /* made up, with right checks */
        bool possible;
    } cases[] = {
        {"91345678MA2PBM9HXB", false}, /* Anhui has no city 56 */
        {"91161000MA2PBM9HXM", false}, /* there is no province 16 */
        {"91341400MA2PBM9HXF", true},  /* Chaohu, dissolved in 2011 */
        {"91342100MA2PBM9HXC", true},  /* Fuyang prefecture, a city since 1996 */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char code[USCC_SIZE];
        struct identifier_report report;
        uscc_examine(cases[i].code, code, &report);
        assert_true(report.valid);
        assert_int_equal(!has_problem(&report, "DIVISION"), cases[i].possible);
    }
}

static void codes_of_villages_and_others_need_no_eight_digits(void **state)
{
    (void)state;
    assert_valid("N2MA06DGMF1234567X", "N2MA06DGMF1234567X"); /* made up, with right checks */
    assert_valid("Y1ABCDEFMJ00000185", "Y1ABCDEFMJ00000185");
}

static void a_broken_structure_is_named(void **state)
{
    (void)state;
    assert_problem("", "LENGTH");
    assert_problem("91110000802100433", "LENGTH");
    assert_problem("91110000802100433BB", "LENGTH");
    assert_problem("9111000080210O433B", "CHARACTER");
    assert_problem("9111000080210中433B", "CHARACTER");
    assert_problem("9111000080210\xff"
                   "433B",
                   "CHARACTER");
    assert_problem("B1110000802100433B", "REGISTRAR");
    assert_problem("91A10000802100433B", "DIGITS");
}

static void a_wrong_length_leaves_no_code(void **state)
{
    (void)state;
    char code[USCC_SIZE] = "x";
    struct identifier_report report;
    uscc_examine("911100008021", code, &report);
    assert_string_equal(code, "");
    assert_false(report.structure_ok || report.checks_ok || report.valid);
}

static void every_single_wrong_digit_is_noticed(void **state)
{
    (void)state;
    static const char right[] = "91110000802100433B", alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    for (size_t at = 0; at < USCC_SIZE - 1; at++) {
        for (const char *c = alphabet; *c; c++) {
            char typed[USCC_SIZE], code[USCC_SIZE];
            struct identifier_report report;
            memcpy(typed, right, USCC_SIZE);
            typed[at] = *c;
            uscc_examine(typed, code, &report);
            assert_int_equal(report.valid, *c == right[at]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_from_a_licence_is_valid),
        cmocka_unit_test(a_code_is_read_however_it_was_typed),
        cmocka_unit_test(both_checks_agree_with_every_published_code),
        cmocka_unit_test(codes_that_were_really_issued_may_fail_the_check_of_the_whole),
        cmocka_unit_test(a_division_that_cannot_exist_warns_and_changes_nothing_else),
        cmocka_unit_test(codes_of_villages_and_others_need_no_eight_digits),
        cmocka_unit_test(a_broken_structure_is_named),
        cmocka_unit_test(a_wrong_length_leaves_no_code),
        cmocka_unit_test(every_single_wrong_digit_is_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
