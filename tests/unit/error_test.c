#include "base/error.h"

#include "unit.h"

static void an_error_speaks_both_languages(void **state)
{
    (void)state;
    struct error error;
    assert_int_equal(
        error_set(&error, STATUS_NOT_FOUND, "vin", "No vehicle %s in %d.", "没有车辆 %s（%d 年）。", "LSJ", 2014), -1);
    assert_int_equal(error.status, STATUS_NOT_FOUND);
    assert_string_equal(error.field, "vin");
    assert_string_equal(error.message[LOCALE_EN], "No vehicle LSJ in 2014.");
    assert_string_equal(error.message[LOCALE_ZH_CN], "没有车辆 LSJ（2014 年）。");
}

static void whoever_does_not_want_to_know_may_pass_null(void **state)
{
    (void)state;
    assert_int_equal(error_set(NULL, STATUS_NOT_FOUND, NULL, "x", "x"), -1);
    assert_int_equal(error_within(NULL, "lines[%d]", 3), -1);
}

static void a_field_is_found_through_its_path(void **state)
{
    (void)state;
    struct error error;
    error_set(&error, STATUS_INVALID_ARGUMENT, "vin", "x", "x");
    assert_int_equal(error_within(&error, "lines[%d]", 3), -1);
    assert_string_equal(error.field, "lines[3].vin");
    error_set(&error, STATUS_INVALID_ARGUMENT, "[2]", "x", "x");
    error_within(&error, "weights");
    assert_string_equal(error.field, "weights[2]");
    error_set(&error, STATUS_INVALID_ARGUMENT, NULL, "x", "x");
    error_within(&error, "weights");
    assert_string_equal(error.field, "weights");
}

static bool ends_in_whole_character(const char *text)
{
    size_t length = strlen(text);
    return length >= 3 && memcmp(text + length - 3, "车", 3) == 0;
}

static void a_cut_never_leaves_half_a_character(void **state)
{
    (void)state;
    for (size_t lead = 0; lead < 3; lead++) {
        char text[601];
        memset(text, 'x', lead);
        for (size_t i = lead; i + 3 < sizeof text; i += 3)
            memcpy(text + i, "车", 4);
        struct error error;
        error_set(&error, STATUS_INTERNAL, text, "%s", "%s", text);
        assert_true(ends_in_whole_character(error.message[LOCALE_EN]));
        assert_true(ends_in_whole_character(error.message[LOCALE_ZH_CN]));
        assert_true(ends_in_whole_character(error.field));
        error_within(&error, "lines[%d]", 3);
        assert_true(ends_in_whole_character(error.field));
        assert_int_equal(strncmp(error.field, "lines[3].", 9), 0);
    }
}

static void a_precision_that_cuts_a_character_leaves_valid_text(void **state)
{
    (void)state;
    struct error error;
    error_set(&error, STATUS_INVALID_ARGUMENT, "code", "'%.4s' is no code", "“%.5s”不是代码", "大客户");
    assert_string_equal(error.message[LOCALE_EN], "'大' is no code");
    assert_string_equal(error.message[LOCALE_ZH_CN], "“大”不是代码");
    error_set(&error, STATUS_INVALID_ARGUMENT, "a\xff\xffvin\xe5", "%s", "%s", "\xe5\xa4");
    assert_string_equal(error.field, "avin");
    assert_string_equal(error.message[LOCALE_EN], "");
}

static void only_chinese_readers_get_chinese(void **state)
{
    (void)state;
    static const char *const chinese[] = {"zh", "zh-CN", "ZH_cn", "zh-Hans-CN"}, *const others[] = {"", "en", "en-GB",
                                                                                                    "zhx", "fr"};
    for (size_t i = 0; i < sizeof chinese / sizeof *chinese; i++)
        assert_int_equal(locale_of(chinese[i]), LOCALE_ZH_CN);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_int_equal(locale_of(others[i]), LOCALE_EN);
    assert_int_equal(locale_of(NULL), LOCALE_EN);
}

static void every_status_has_its_canonical_name(void **state)
{
    (void)state;
    for (int status = 0; status < STATUS_COUNT; status++)
        assert_non_null(status_name((enum status)status));
    assert_string_equal(status_name(STATUS_FAILED_PRECONDITION), "FAILED_PRECONDITION");
    assert_string_equal(status_name((enum status)99), "UNKNOWN");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_error_speaks_both_languages),
        cmocka_unit_test(whoever_does_not_want_to_know_may_pass_null),
        cmocka_unit_test(a_field_is_found_through_its_path),
        cmocka_unit_test(a_cut_never_leaves_half_a_character),
        cmocka_unit_test(a_precision_that_cuts_a_character_leaves_valid_text),
        cmocka_unit_test(only_chinese_readers_get_chinese),
        cmocka_unit_test(every_status_has_its_canonical_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
