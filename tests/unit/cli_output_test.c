#include "output.h"
#include "unit.h"
#include "words.h"

#include "remuda/lead/v1/lead_intake.pb-c.h"

static char printed[2000];

/* What `print` writes to a stream, in `printed`. */
#define PRINTED(print)                                                                                                 \
    do {                                                                                                               \
        memset(printed, 0, sizeof printed);                                                                            \
        FILE *out = fmemopen(printed, sizeof printed - 1, "w");                                                        \
        assert_non_null(out);                                                                                          \
        print;                                                                                                         \
        fclose(out);                                                                                                   \
    } while (0)

static void a_chinese_character_takes_two_columns(void **state)
{
    (void)state;
    assert_int_equal(text_width("区域"), 4);
    assert_int_equal(text_width("A01 区"), 6);
    assert_int_equal(text_width("1-(N-1)月销售"), 13);
    assert_int_equal(text_width("e\xCC\x81"), 1); /* a combining accent takes none */
    assert_int_equal(text_width("\xFF\xFE"), 2);  /* what is no UTF-8 still ends */
}

static void columns_align_over_both_widths(void **state)
{
    (void)state;
    static const struct column_head heads[] = {{TEXT("unit", "区域"), false}, {TEXT("plan", "年度计划"), true}};
    struct table table;
    table_init(&table, heads, 2, LOCALE_ZH_CN);
    TABLE_ADD(&table, "A01", "2500");
    TABLE_ADD(&table, "华北大区", NULL);
    PRINTED(table_print(&table, out));
    assert_string_equal(printed, "区域      年度计划\n"
                                 "A01           2500\n"
                                 "华北大区         -\n");
    table_release(&table);
}

static void a_cut_text_keeps_whole_characters_and_its_width(void **state)
{
    (void)state;
    PRINTED(text_print(out, "成都市公安局", 8, false, true));
    assert_string_equal(printed, "成都市… ");
    assert_int_equal(text_width("成都市… "), 8);
    PRINTED(text_print(out, "成都", 8, true, true));
    assert_string_equal(printed, "    成都");
}

static void shares_and_instants_read_as_people_write_them(void **state)
{
    (void)state;
    struct arena arena = {0};
    assert_string_equal(cell_percent(&arena, 800000), "80.0%");
    assert_string_equal(cell_percent(&arena, -1500), "-0.2%");
    assert_string_equal(cell_percent(&arena, -1000000), "-100.0%");
    assert_string_equal(cell_yuan(&arena, 12345), "123.45");
    assert_string_equal(cell_instant(&arena, INT64_C(1409529600000)), "2014-09-01 08:00");
    assert_string_equal(cell_instant(&arena, 0), "-");
    arena_release(&arena);
}

static void words_of_the_business_are_understood_in_both_languages(void **state)
{
    (void)state;
    const ProtobufCEnumDescriptor *type = &remuda__lead__v1__business_type__descriptor;
    static const char *const spellings[] = {"小批量客户", "小批量", "SMALL_BATCH", "small batch", "Small-Batch"};
    struct error error;
    int value;
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        assert_int_equal(enum_parse(type, spellings[i], "business_type", &value, &error), 0);
        assert_int_equal(value, REMUDA__LEAD__V1__BUSINESS_TYPE__SMALL_BATCH);
    }
    assert_refused(enum_parse(type, "retail", "business_type", &value, &error), &error, STATUS_INVALID_ARGUMENT,
                   "business_type");
    assert_non_null(strstr(error.message[LOCALE_EN], "small batch"));
    assert_non_null(strstr(error.message[LOCALE_ZH_CN], "小批量客户"));
    assert_refused(enum_parse(type, "BUSINESS_TYPE_UNSPECIFIED", "business_type", &value, &error), &error,
                   STATUS_INVALID_ARGUMENT, "business_type");
}

static void every_value_of_an_enum_has_words(void **state)
{
    (void)state;
    static const ProtobufCEnumDescriptor *const types[] = {
        &remuda__lead__v1__business_type__descriptor, &remuda__lead__v1__information_class__descriptor,
        &remuda__lead__v1__purchase_mode__descriptor, &remuda__lead__v1__lead_source__descriptor,
        &remuda__lead__v1__lead_state__descriptor};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        for (unsigned j = 0; j < types[i]->n_values; j++)
            for (int locale = 0; locale < LOCALE_COUNT && types[i]->values[j].value; locale++)
                assert_string_not_equal(enum_text(types[i], types[i]->values[j].value, (enum locale)locale), "-");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_chinese_character_takes_two_columns),
        cmocka_unit_test(columns_align_over_both_widths),
        cmocka_unit_test(a_cut_text_keeps_whole_characters_and_its_width),
        cmocka_unit_test(shares_and_instants_read_as_people_write_them),
        cmocka_unit_test(words_of_the_business_are_understood_in_both_languages),
        cmocka_unit_test(every_value_of_an_enum_has_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
