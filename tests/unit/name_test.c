#include "identifier/identifier.h"

#include "unit.h"

static void assert_key(const char *name, const char *expected)
{
    char key[NAME_KEY_SIZE];
    assert_int_equal(name_key(name, "name", key, NULL), 0);
    assert_string_equal(key, expected);
}

static void names_that_differ_in_writing_only_have_one_key(void **state)
{
    (void)state;
    assert_key("中国石油（集团） 有限公司", "中国石油集团有限公司");
    assert_key("中国石油(集团)有限公司", "中国石油集团有限公司");
    assert_key("　中国石油［集团］有限公司\r\n", "中国石油集团有限公司");
    assert_key("ＴＣＬ科技集团", "tcl科技集团");
    assert_key("Tcl科技·集团", "tcl科技集团");
    assert_key("第１０5研究所", "第105研究所");
}

static void names_that_differ_in_substance_keep_different_keys(void **state)
{
    (void)state;
    assert_key("深振业Ａ", "深振业a");
    assert_key("深振业B", "深振业b");
    assert_key("第1工程局", "第1工程局");
    assert_key("第11工程局", "第11工程局");
}

static void a_name_without_a_letter_is_refused(void **state)
{
    (void)state;
    static const char *const names[] = {"", "　 ", "（）", "-- · --", "\xff\xff"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char key[NAME_KEY_SIZE] = "kept";
        struct error error;
        assert_refused(name_key(names[i], "customer.name", key, &error), &error, STATUS_INVALID_ARGUMENT,
                       "customer.name");
        assert_string_equal(key, "kept");
    }
}

static void a_key_has_a_longest_length(void **state)
{
    (void)state;
    char name[NAME_KEY_SIZE + 1], key[NAME_KEY_SIZE];
    memset(name, 'a', sizeof name);
    name[NAME_KEY_SIZE - 1] = '\0';
    assert_int_equal(name_key(name, "name", key, NULL), 0);
    assert_string_equal(key, name);
    name[NAME_KEY_SIZE - 1] = 'a';
    name[NAME_KEY_SIZE] = '\0';
    struct error error;
    assert_refused(name_key(name, "name", key, &error), &error, STATUS_INVALID_ARGUMENT, "name");
}

static void assert_text(const char *typed, const char *expected)
{
    char text[100];
    assert_int_equal(text_normalise(typed, "remark", text, sizeof text, NULL), 0);
    assert_string_equal(text, expected);
}

static void text_is_kept_without_the_habits_of_spreadsheets(void **state)
{
    (void)state;
    assert_text("", "");
    assert_text(" \t\r\n　", "");
    assert_text("  采购　警用车 \n 52 台 ", "采购 警用车 52 台");
    assert_text("５２", "52");
    assert_text("ＡＤＦ，１２８，０００", "ADF,128,000");
    assert_text("a  b\tc", "a b c");
    assert_text("\xEF\xBB\xBF"
                "first\xE2\x80\x8B"
                "cell",
                "firstcell");
    assert_text("Cafe\xCC\x81", "Caf\xC3\xA9");
    assert_text("Case 不变", "Case 不变");
}

static void text_that_does_not_fit_is_refused_and_not_cut(void **state)
{
    (void)state;
    char text[7];
    struct error error;
    assert_int_equal(text_normalise(" 车辆 ", "remark", text, sizeof text, NULL), 0);
    assert_string_equal(text, "车辆");
    assert_refused(text_normalise("车辆1", "remark", text, sizeof text, &error), &error, STATUS_INVALID_ARGUMENT,
                   "remark");
    assert_string_equal(text, "");
    assert_refused(text_normalise("bad \xc3(", "remark", text, sizeof text, &error), &error, STATUS_INVALID_ARGUMENT,
                   "remark");
    assert_non_null(strstr(error.message[LOCALE_EN], "UTF-8"));
}

static void text_normalised_twice_is_the_same(void **state)
{
    (void)state;
    struct generator generator = {.state = 11};
    static const char *const pieces[] = {" ",  "　", "Ａ", "é",  "e\xCC\x81", "①",           "车",
                                         "（", "\t", "x",  "㎡", "ｶﾞ",        "\xE2\x80\x8B"};
    for (int run = 0; run < 5000; run++) {
        char typed[200] = "", once[400], twice[400];
        size_t length = 0;
        for (int64_t i = generator_up_to(&generator, 20); i > 0; i--) {
            const char *piece = pieces[generator_up_to(&generator, (int64_t)(sizeof pieces / sizeof *pieces) - 1)];
            length += (size_t)snprintf(typed + length, sizeof typed - length, "%s", piece);
        }
        assert_int_equal(text_normalise(typed, "remark", once, sizeof once, NULL), 0);
        assert_int_equal(text_normalise(once, "remark", twice, sizeof twice, NULL), 0);
        assert_string_equal(once, twice);
    }
}

/* Ideographs take a short way that leaves them as they are; behind a full-width letter they take the long one. */
static void every_common_ideograph_is_its_own_normal_form(void **state)
{
    (void)state;
    for (unsigned c = 0x4E00; c <= 0x9FFF; c++) {
        const char text[] = {(char)(0xE0 | c >> 12), (char)(0x80 | (c >> 6 & 0x3F)), (char)(0x80 | (c & 0x3F)), '\0'};
        char behind[8], short_way[NAME_KEY_SIZE], long_way[NAME_KEY_SIZE];
        snprintf(behind, sizeof behind, "Ａ%s", text);
        assert_int_equal(name_key(text, "name", short_way, NULL), 0);
        assert_int_equal(name_key(behind, "name", long_way, NULL), 0);
        assert_string_equal(short_way, text);
        assert_string_equal(long_way + 1, text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_that_differ_in_writing_only_have_one_key),
        cmocka_unit_test(names_that_differ_in_substance_keep_different_keys),
        cmocka_unit_test(a_name_without_a_letter_is_refused),
        cmocka_unit_test(a_key_has_a_longest_length),
        cmocka_unit_test(text_is_kept_without_the_habits_of_spreadsheets),
        cmocka_unit_test(text_that_does_not_fit_is_refused_and_not_cut),
        cmocka_unit_test(text_normalised_twice_is_the_same),
        cmocka_unit_test(every_common_ideograph_is_its_own_normal_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
