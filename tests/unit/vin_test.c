#include "identifier/identifier.h"

#include "unit.h"

static struct identifier_report examine(const char *text, const char *normal)
{
    char vin[VIN_SIZE];
    struct identifier_report report;
    vin_examine(text, vin, &report);
    assert_string_equal(vin, normal);
    return report;
}

static void known_numbers_are_valid(void **state)
{
    (void)state;
    static const char *const valid[] = {"1M8GDM9AXKP042788", "LSJA24U62JG269225", "LDC613P23A1305189"};
    for (size_t i = 0; i < sizeof valid / sizeof *valid; i++) {
        struct identifier_report report = examine(valid[i], valid[i]);
        assert_true(report.structure_ok && report.checks_ok && report.valid);
        assert_int_equal(report.problem_count, 0);
    }
}

static void a_failed_check_digit_leaves_the_structure_right(void **state)
{
    (void)state;
    struct identifier_report report = examine("KLATF08Y1VB363636", "KLATF08Y1VB363636");
    assert_true(report.structure_ok);
    assert_false(report.checks_ok || report.valid);
    assert_string_equal(report.problems[0].code, "CHECK_DIGIT");
}

static void a_number_is_read_however_it_was_typed(void **state)
{
    (void)state;
    assert_true(examine("ｌｓｊａ２４ｕ６２ｊｇ２６９２２５", "LSJA24U62JG269225").valid);
    assert_true(examine(" LSJA24U62 JG269225 ", "LSJA24U62JG269225").valid);
}

static void letters_that_look_like_digits_are_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {"ISJA24U62JG269225", "LSJA24U62JG26922O", "LSJA24U62QG269225",
                                        "LSJA24U6-JG269225", "LSJA24U62JG26922车"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char vin[VIN_SIZE];
        struct identifier_report report;
        vin_examine(texts[i], vin, &report);
        assert_false(report.structure_ok || report.checks_ok || report.valid);
        assert_int_equal(report.problem_count, 1);
        assert_string_equal(report.problems[0].code, "CHARACTER");
    }
}

static void a_wrong_length_leaves_no_number(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "LSJA24U62JG26922", "LSJA24U62JG2692255"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_string_equal(examine(texts[i], "").problems[0].code, "LENGTH");
}

static void a_converter_is_told_by_its_six_characters(void **state)
{
    (void)state;
    char maker[VIN_MAKER_SIZE];
    assert_true(examine("LZ9ABCDE7KBZKX123", "LZ9ABCDE7KBZKX123").valid);
    vin_maker("LZ9ABCDE7KBZKX123", maker);
    assert_string_equal(maker, "LZ9ZKX");
    vin_maker("LSJA24U62JG269225", maker);
    assert_string_equal(maker, "LSJ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_numbers_are_valid),
        cmocka_unit_test(a_failed_check_digit_leaves_the_structure_right),
        cmocka_unit_test(a_number_is_read_however_it_was_typed),
        cmocka_unit_test(letters_that_look_like_digits_are_refused),
        cmocka_unit_test(a_wrong_length_leaves_no_number),
        cmocka_unit_test(a_converter_is_told_by_its_six_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
