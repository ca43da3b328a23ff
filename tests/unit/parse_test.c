#include "base/parse.h"

#include "base/money.h"
#include "unit.h"

static void a_whole_number_is_read_with_its_sign(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t value;
    } cases[] = {{"0", 0},
                 {"52", 52},
                 {"-7", -7},
                 {"007", 7},
                 {"9223372036854775807", INT64_MAX},
                 {"-9223372036854775808", INT64_MIN}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t value;
        assert_int_equal(parse_int64(cases[i].text, INT64_MIN, INT64_MAX, "units", &value, NULL), 0);
        assert_true(value == cases[i].value);
    }
}

static void text_around_a_number_is_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "-", "+5", " 5", "5 ", "5台", "0x10", "1e3", "5.0", "--5", "５"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        int64_t value = 42;
        struct error error;
        assert_refused(parse_int64(texts[i], 0, 100, "units", &value, &error), &error, STATUS_INVALID_ARGUMENT,
                       "units");
        assert_int_equal(value, 42);
    }
}

static void a_number_outside_its_range_is_refused_with_the_range(void **state)
{
    (void)state;
    static const char *const texts[] = {"0", "13", "9223372036854775808",
                                        "99999999999999999999999999999999999999999999999999"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        int64_t value;
        struct error error;
        assert_refused(parse_int64(texts[i], 1, 12, "month", &value, &error), &error, STATUS_INVALID_ARGUMENT, "month");
        assert_non_null(strstr(error.message[LOCALE_EN], "1 to 12"));
        assert_non_null(strstr(error.message[LOCALE_ZH_CN], "1 至 12"));
    }
}

static void yes_and_no_are_true_and_false_only(void **state)
{
    (void)state;
    bool value = false;
    struct error error;
    assert_int_equal(parse_bool("true", "pool", &value, NULL), 0);
    assert_true(value);
    assert_int_equal(parse_bool("false", "pool", &value, NULL), 0);
    assert_false(value);
    assert_refused(parse_bool("1", "pool", &value, &error), &error, STATUS_INVALID_ARGUMENT, "pool");
    assert_refused(parse_bool("True", "pool", &value, &error), &error, STATUS_INVALID_ARGUMENT, "pool");
}

static void programs_write_dates_in_one_way(void **state)
{
    (void)state;
    day_t day;
    struct error error;
    assert_int_equal(parse_day("2014-09-01", "on", &day, NULL), 0);
    assert_int_equal(day, day_of(2014, 9, 1));
    static const char *const refused[] = {"",         "2014-9-1",  "2014/09/01", "2014-09-01T00:00:00Z",
                                          "14-09-01", "2014-09-1", " 2014-09-01"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_refused(parse_day(refused[i], "on", &day, &error), &error, STATUS_INVALID_ARGUMENT, "on");
}

static void people_write_dates_in_many_ways(void **state)
{
    (void)state;
    static const char *const texts[] = {"2014-09-01", "2014-9-1",     "2014/9/1",    "2014/09/01",    "2014.9.1",
                                        "20140901",   "2014年9月1日", " 2014/9/1\t", "2014年09月01日"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        day_t day;
        assert_int_equal(parse_loose_day(texts[i], "on", &day, NULL), 0);
        assert_int_equal(day, day_of(2014, 9, 1));
    }
}

static void a_date_that_leaves_doubt_is_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {"",           "9/1/2014",       "14/9/1", "2014-9/1", "2014年9月",
                                        "2014年9月1", "2014-9-1 08:00", "41883",  "201491",   "2014-9-"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        day_t day;
        struct error error;
        assert_refused(parse_loose_day(texts[i], "on", &day, &error), &error, STATUS_INVALID_ARGUMENT, "on");
    }
}

static void a_day_that_no_calendar_has_is_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {"2014-02-29", "2014-00-10", "2014-13-01", "2014-04-31",
                                        "1899-12-31", "2100-01-01", "1900-02-29"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        day_t day;
        struct error error;
        assert_refused(parse_day(texts[i], "on", &day, &error), &error, STATUS_INVALID_ARGUMENT, "on");
        assert_refused(parse_loose_day(texts[i], "on", &day, &error), &error, STATUS_INVALID_ARGUMENT, "on");
    }
}

static void yuan_become_fen_exactly(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t fen;
    } cases[] = {{"128,000.50", 12800050},
                 {"128000.5", 12800050},
                 {"0.01", 1},
                 {"-0.05", -5},
                 {"1,234,567", 123456700},
                 {"0", 0},
                 {"0.29", 29},
                 {"92233720368547758.07", INT64_MAX},
                 {"-92,233,720,368,547,758.07", -INT64_MAX}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t fen;
        assert_int_equal(parse_money(cases[i].text, "price", &fen, NULL), 0);
        assert_true(fen == cases[i].fen);
    }
}

static void an_amount_that_could_be_misread_is_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {"",
                                        ".5",
                                        "5.",
                                        "1.234",
                                        "1,28,000",
                                        "12,34",
                                        ",100",
                                        "1234,567",
                                        "128,000,",
                                        "¥100",
                                        "1e3",
                                        "12.8万",
                                        "- 5",
                                        "1,2345",
                                        "1,000.5,0",
                                        "--1",
                                        "92233720368547758.08",
                                        "9999999999999999999999999999999999999999"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        int64_t fen;
        struct error error;
        assert_refused(parse_money(texts[i], "price", &fen, &error), &error, STATUS_INVALID_ARGUMENT, "price");
    }
}

static void money_printed_and_read_again_is_the_same(void **state)
{
    (void)state;
    struct generator generator = {.state = 2014};
    for (int i = 0; i < 10000; i++) {
        int64_t fen = (int64_t)generator_next(&generator) >> generator_up_to(&generator, 62), again;
        char text[MONEY_TEXT_SIZE];
        assert_int_equal(parse_money(money_format(fen, text), "price", &again, NULL), 0);
        assert_true(again == fen);
    }
}

static void a_share_is_exact_or_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t ppm;
    } cases[] = {{"0.35", 350000},  {"35%", 350000},        {"12.5%", 125000}, {"0", 0},
                 {"1", PPM},        {"0.000001", 1},        {"0.0001%", 1},    {"0.3500000000", 350000},
                 {"150%", 1500000}, {"1000", PARSE_PPM_MAX}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t ppm;
        assert_int_equal(parse_ppm(cases[i].text, "weight", &ppm, NULL), 0);
        assert_true(ppm == cases[i].ppm);
    }
    static const char *const refused[] = {
        "",   "%",    "35 %",      "35%%",     "%35",         ".5",
        "5.", "-0.1", "0.0000001", "0.00001%", "1000.000001", "99999999999999999999999999999999999999999999"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        int64_t ppm;
        struct error error;
        assert_refused(parse_ppm(refused[i], "weight", &ppm, &error), &error, STATUS_INVALID_ARGUMENT, "weight");
    }
}

static void a_list_of_numbers_is_read_in_order(void **state)
{
    (void)state;
    int64_t values[3];
    size_t count;
    assert_int_equal(parse_int64_list("5,-3,2", 3, "weights", values, &count, NULL), 0);
    assert_int_equal(count, 3);
    assert_true(values[0] == 5 && values[1] == -3 && values[2] == 2);
}

static void a_wrong_number_in_a_list_is_named_by_its_place(void **state)
{
    (void)state;
    int64_t values[3];
    size_t count = 77;
    struct error error;
    assert_refused(parse_int64_list("5,x,2", 3, "weights", values, &count, &error), &error, STATUS_INVALID_ARGUMENT,
                   "weights[1]");
    assert_refused(parse_int64_list("5,2,", 3, "weights", values, &count, &error), &error, STATUS_INVALID_ARGUMENT,
                   "weights[2]");
    assert_refused(parse_int64_list("", 3, "weights", values, &count, &error), &error, STATUS_INVALID_ARGUMENT,
                   "weights[0]");
    assert_refused(parse_int64_list("9223372036854775808", 3, "weights", values, &count, &error), &error,
                   STATUS_INVALID_ARGUMENT, "weights[0]");
    assert_refused(parse_int64_list("1,2,3,4", 3, "weights", values, &count, &error), &error, STATUS_INVALID_ARGUMENT,
                   "weights");
    assert_int_equal(count, 77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_number_is_read_with_its_sign),
        cmocka_unit_test(text_around_a_number_is_refused),
        cmocka_unit_test(a_number_outside_its_range_is_refused_with_the_range),
        cmocka_unit_test(yes_and_no_are_true_and_false_only),
        cmocka_unit_test(programs_write_dates_in_one_way),
        cmocka_unit_test(people_write_dates_in_many_ways),
        cmocka_unit_test(a_date_that_leaves_doubt_is_refused),
        cmocka_unit_test(a_day_that_no_calendar_has_is_refused),
        cmocka_unit_test(yuan_become_fen_exactly),
        cmocka_unit_test(an_amount_that_could_be_misread_is_refused),
        cmocka_unit_test(money_printed_and_read_again_is_the_same),
        cmocka_unit_test(a_share_is_exact_or_refused),
        cmocka_unit_test(a_list_of_numbers_is_read_in_order),
        cmocka_unit_test(a_wrong_number_in_a_list_is_named_by_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
