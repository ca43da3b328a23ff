#include "options.h"
#include "unit.h"

static const struct option table[] = {
    {"dealer", "CODE", TEXT("the dealer", "经销商"), true},
    {"quantity", "N", TEXT("vehicles", "台数"), false},
    {"follow", NULL, TEXT("go on", "持续"), false},
    {0},
};

static int parse(const char *const *words, struct arguments *arguments, struct error *error)
{
    int count = 0;
    while (words[count])
        count++;
    return arguments_parse(table, count, words, arguments, error);
}
#define PARSE(arguments, error, ...) parse((const char *const[]){__VA_ARGS__, NULL}, (arguments), (error))

static void options_and_positionals_may_stand_in_any_order(void **state)
{
    (void)state;
    struct arguments arguments;
    assert_int_equal(PARSE(&arguments, NULL, "--json", "leads.csv", "--dealer", "D0001", "--quantity=12", "-"), 0);
    assert_string_equal(arguments_value(&arguments, "dealer"), "D0001");
    assert_string_equal(arguments_value(&arguments, "quantity"), "12");
    assert_true(arguments_has(&arguments, "json"));
    assert_false(arguments_has(&arguments, "follow"));
    assert_int_equal(arguments.positional_count, 2);
    assert_string_equal(arguments.positionals[0], "leads.csv");
    assert_string_equal(arguments.positionals[1], "-");
}

static void two_dashes_end_the_options(void **state)
{
    (void)state;
    struct arguments arguments;
    assert_int_equal(PARSE(&arguments, NULL, "--dealer", "D0001", "--", "--odd-name.csv"), 0);
    assert_string_equal(arguments.positionals[0], "--odd-name.csv");
}

static void an_unknown_option_is_refused_with_the_nearest_one(void **state)
{
    (void)state;
    struct arguments arguments;
    struct error error;
    assert_refused(PARSE(&arguments, &error, "--delaer", "D0001"), &error, STATUS_INVALID_ARGUMENT, "");
    assert_non_null(strstr(error.message[LOCALE_EN], "--dealer?"));
    assert_refused(PARSE(&arguments, &error, "--quant=3"), &error, STATUS_INVALID_ARGUMENT, "");
    assert_non_null(strstr(error.message[LOCALE_ZH_CN], "--quantity"));
    assert_refused(PARSE(&arguments, &error, "--colour", "red"), &error, STATUS_INVALID_ARGUMENT, "");
    assert_null(strstr(error.message[LOCALE_EN], "mean"));
}

static void a_value_must_be_there_where_one_is_taken_and_nowhere_else(void **state)
{
    (void)state;
    struct arguments arguments;
    struct error error;
    assert_refused(PARSE(&arguments, &error, "--dealer"), &error, STATUS_INVALID_ARGUMENT, "");
    assert_refused(PARSE(&arguments, &error, "--follow=yes"), &error, STATUS_INVALID_ARGUMENT, "");
    assert_refused(PARSE(&arguments, &error, "--dealer", "A", "--dealer", "B"), &error, STATUS_INVALID_ARGUMENT, "");
}

static void a_required_option_that_is_missing_is_named(void **state)
{
    (void)state;
    struct arguments arguments;
    struct error error;
    assert_int_equal(PARSE(&arguments, NULL, "--follow"), 0);
    assert_refused(arguments_complete(table, &arguments, &error), &error, STATUS_INVALID_ARGUMENT, "");
    assert_non_null(strstr(error.message[LOCALE_EN], "--dealer CODE"));
    assert_int_equal(PARSE(&arguments, NULL, "--dealer", "D0001"), 0);
    assert_int_equal(arguments_complete(table, &arguments, &error), 0);
}

static void the_distance_of_words_counts_single_edits(void **state)
{
    (void)state;
    assert_int_equal(edit_distance("import", "import"), 0);
    assert_int_equal(edit_distance("improt", "import"), 2);
    assert_int_equal(edit_distance("", "list"), 4);
    assert_int_equal(edit_distance("lists", "list"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_and_positionals_may_stand_in_any_order),
        cmocka_unit_test(two_dashes_end_the_options),
        cmocka_unit_test(an_unknown_option_is_refused_with_the_nearest_one),
        cmocka_unit_test(a_value_must_be_there_where_one_is_taken_and_nowhere_else),
        cmocka_unit_test(a_required_option_that_is_missing_is_named),
        cmocka_unit_test(the_distance_of_words_counts_single_edits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
