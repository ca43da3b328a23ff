/* How the names of organisations are read: place | core | trade | kind | legal form | branch. */
#include "organisation_name.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "identifier/identifier.h"
#include "unit.h"

#define READ_MAX 1000

static void add_character(struct buffer *out, uint32_t character)
{
    if (character >= 0x800) {
        buffer_add_char(out, (char)(0xE0 | character >> 12));
        buffer_add_char(out, (char)(0x80 | (character >> 6 & 0x3F)));
        buffer_add_char(out, (char)(0x80 | (character & 0x3F)));
    } else {
        buffer_add_char(out, (char)character);
    }
}

/* "place:北京市 core:百度 ..." */
static void assert_parts(const char *text, const char *expected)
{
    static const char *const parts[NAME_PART_COUNT] = {"place", "core", "trade", "kind", "form", "branch"};
    struct organisation_name name;
    struct buffer out = BUFFER(READ_MAX);
    char key[NAME_KEY_SIZE];
    assert_int_equal(name_key(text, "name", key, NULL), 0);
    organisation_name_read(key, &name);
    for (size_t i = 0; i < name.length; i++) {
        if (i == 0 || name.parts[i] != name.parts[i - 1])
            buffer_printf(&out, "%s%s:", i ? " " : "", parts[name.parts[i]]);
        add_character(&out, name.characters[i]);
    }
    assert_string_equal(out.data, expected);
    buffer_release(&out);
}

static void a_company_is_place_core_trade_and_legal_form(void **state)
{
    (void)state;
    assert_parts("深圳市长亮科技股份有限公司", "place:深圳市 core:长亮 trade:科技 form:股份有限公司");
    assert_parts("四川省成都市金牛种业有限责任公司", "place:四川省成都市 core:金牛 trade:种业 form:有限责任公司");
    assert_parts("康佳集团股份有限公司", "core:康佳 form:集团股份有限公司");
    assert_parts("紫金矿业(集团)有限公司", "core:紫金 trade:矿业 form:集团有限公司");
}

static void an_authority_is_place_and_core_and_kind(void **state)
{
    (void)state;
    assert_parts("成都市公安局", "place:成都市 core:公安 kind:局");
    assert_parts("四川省交通运输厅", "place:四川省 core:交通运输 kind:厅");
    assert_parts("金陵女子大学", "core:金陵 trade:女子 kind:大学");
}

static void a_core_is_never_empty(void **state)
{
    (void)state;
    assert_parts("北京大学", "core:北京 kind:大学");
    assert_parts("上海", "core:上海");
    assert_parts("有限公司", "core:有限公司");
    assert_parts("国际贸易有限公司", "core:国际贸易 form:有限公司");
    assert_parts("x", "core:x");
}

static void what_follows_the_organisation_is_its_branch(void **state)
{
    (void)state;
    assert_parts("北京市公安局朝阳分局", "place:北京市 core:公安 kind:局 branch:朝阳分局");
    assert_parts("中国建设银行股份有限公司上海市分行",
                 "place:中国 core:建设 trade:银行 form:股份有限公司 branch:上海市分行");
    assert_parts("中国农业银行北京分行", "place:中国 core:农业 kind:银行 branch:北京分行");
    assert_parts("顺达汽车租赁上海第一分公司", "core:顺达 trade:汽车租赁 branch:上海第一分公司");
}

static void a_place_in_brackets_is_a_place(void **state)
{
    (void)state;
    assert_parts("建科机械(天津)股份有限公司", "core:建科 trade:机械 place:天津 form:股份有限公司");
}

static void a_longer_word_does_not_tear_the_next_apart(void **state)
{
    (void)state;
    assert_parts("北京市政工程局", "place:北京 core:市政 kind:工程局");
    assert_parts("软控股份", "core:软控 form:股份");
}

static void marks_of_exchanges_are_no_part_of_a_short_name(void **state)
{
    (void)state;
    assert_parts("*ST佳通", "core:佳通");
    assert_parts("S*ST佳通", "core:佳通");
    assert_parts("XD紫金矿", "core:紫金矿");
    assert_parts("康佳Ａ", "core:康佳");
    assert_parts("退市苏吴(退)", "core:苏吴");
    assert_parts("科大-UW", "core:科大");
    assert_parts("TCL集团", "core:tcl form:集团");
    assert_parts("st", "core:st");
}

static struct name_place place_of(const char *text)
{
    struct name_place place;
    name_place_read(text, &place);
    return place;
}

static bool places_agree(const char *a, const char *b)
{
    struct name_place first = place_of(a), second = place_of(b);
    bool agree = name_place_agree(&first, &second);
    assert_int_equal(agree, name_place_agree(&second, &first));
    return agree;
}

static void a_place_written_short_is_the_same_place(void **state)
{
    (void)state;
    assert_true(places_agree("北京", "北京市"));
    assert_true(places_agree("内蒙", "内蒙古自治区"));
    assert_true(places_agree("广东省深圳市", "深圳"));
    assert_true(places_agree("恩施", "恩施土家族苗族自治州"));
}

static void a_place_agrees_with_what_it_lies_in_and_with_none(void **state)
{
    (void)state;
    assert_true(places_agree("北京", "朝阳区")); /* there is one in Beijing and one in Changchun */
    assert_true(places_agree("长春", "朝阳区"));
    assert_false(places_agree("上海", "朝阳区"));
    assert_true(places_agree("", "上海"));
    assert_true(places_agree("月球", "上海"));
    assert_false(places_agree("成都", "重庆"));
    assert_false(places_agree("中国", "重庆"));
    assert_false(places_agree("成都", "绵阳"));
}

static void one_character_stands_for_a_place(void **state)
{
    (void)state;
    struct name_place place, shanghai = place_of("上海");
    name_place_of_letter(0x6CAA, &place); /* 沪 */
    assert_true(place.count == 1 && name_place_agree(&place, &shanghai));
    name_place_of_letter(0x6C34, &place); /* 水 */
    assert_int_equal(place.count, 0);
    name_place_of_letter('a', &place);
    assert_int_equal(place.count, 0);
}

static void any_bytes_can_be_read(void **state)
{
    (void)state;
    struct generator generator = {2014};
    for (int i = 0; i < 2000; i++) {
        struct organisation_name name;
        char key[NAME_KEY_SIZE];
        size_t length = (size_t)generator_up_to(&generator, NAME_KEY_SIZE - 1);
        for (size_t j = 0; j < length; j++)
            key[j] = (char)(1 + generator_up_to(&generator, 254));
        key[length] = '\0';
        organisation_name_read(key, &name);
        assert_true(name.length <= ORGANISATION_NAME_MAX && (name.length > 0) == (length > 0));
        assert_true(name.length == 0 || name.part_length[NAME_CORE] > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_company_is_place_core_trade_and_legal_form),
        cmocka_unit_test(an_authority_is_place_and_core_and_kind),
        cmocka_unit_test(a_core_is_never_empty),
        cmocka_unit_test(what_follows_the_organisation_is_its_branch),
        cmocka_unit_test(a_place_in_brackets_is_a_place),
        cmocka_unit_test(a_longer_word_does_not_tear_the_next_apart),
        cmocka_unit_test(marks_of_exchanges_are_no_part_of_a_short_name),
        cmocka_unit_test(a_place_written_short_is_the_same_place),
        cmocka_unit_test(a_place_agrees_with_what_it_lies_in_and_with_none),
        cmocka_unit_test(one_character_stands_for_a_place),
        cmocka_unit_test(any_bytes_can_be_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
