#include "document/document.h"

#include <setjmp.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;
static struct error error;

static int release(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static json_t *parsed(const char *text)
{
    json_t *document = document_parse(text, strlen(text), &error);
    assert_non_null(document);
    return document;
}

static void a_text_that_is_no_json_or_doubles_a_member_is_refused_with_its_place(void **state)
{
    static const char *const texts[] = {"", "{", "{\"a\":1,\"a\":2}", "{\"a\":99999999999999999999}", "{} {}"};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_null(document_parse(texts[i], strlen(texts[i]), &error));
        assert_non_null(strstr(error.message[LOCALE_EN], "line 1, column"));
    }
    assert_null(document_load("/nonexistent/document.json", &error));
    assert_non_null(strstr(error.message[LOCALE_EN], "/nonexistent/document.json cannot be opened"));
}

static void whole_numbers_are_whole_and_within_their_range(void **state)
{
    json_t *document = parsed("{\"whole\":12,\"real\":12.0,\"text\":\"12\",\"large\":4294967297}");
    int64_t number = -1;
    int32_t small = -1;
    (void)state;
    assert_int_equal(document_integer(document, "whole", true, 12, 12, &number, &error), 0);
    assert_int_equal(number, 12);
    assert_int_equal(document_integer(document, "whole", true, 13, 20, &number, &error), -1);
    assert_string_equal(error.field, "whole");
    assert_string_equal(error.message[LOCALE_EN], "must be a whole number from 13 to 20");
    assert_int_equal(document_integer(document, "real", true, 0, 20, &number, &error), -1);
    assert_int_equal(document_integer(document, "text", true, 0, 20, &number, &error), -1);
    assert_int_equal(document_int32(document, "large", true, 0, INT32_MAX, &small, &error), -1);
    assert_int_equal(document_integer(document, "absent", false, 0, 20, &number, &error), 0);
    assert_int_equal(document_integer(document, "absent", true, 0, 20, &number, &error), -1);
    assert_string_equal(error.field, "absent");
    assert_int_equal(number, 12);
    assert_int_equal(small, -1);
    json_decref(document);
}

static void decimals_are_exact(void **state)
{
    json_t *document = parsed("{\"rate\":0.07,\"fine\":0.075,\"huge\":1e300}");
    int64_t rate = 0;
    (void)state;
    assert_int_equal(document_decimal(document, "rate", true, 100, 0, 100, &rate, &error), 0);
    assert_int_equal(rate, 7);
    assert_int_equal(document_decimal(document, "fine", true, 100, 0, 100, &rate, &error), -1);
    assert_string_equal(error.message[LOCALE_EN], "must be a number from 0 to 1 with at most 2 decimals");
    assert_int_equal(document_decimal(document, "huge", true, 100, 0, INT64_MAX, &rate, &error), -1);
    json_decref(document);
}

static void words_flags_and_days_are_nothing_else(void **state)
{
    static const char *const words[] = {"up", "down", NULL};
    json_t *document = parsed("{\"word\":\"down\",\"flag\":true,\"day\":\"2014-02-29\"}");
    int index = 0;
    bool flag = false;
    day_t day;
    (void)state;
    assert_int_equal(document_word(document, "word", true, words, &index, &error), 0);
    assert_int_equal(index, 1);
    assert_int_equal(document_word(document, "flag", true, words, &index, &error), -1);
    assert_string_equal(error.message[LOCALE_ZH_CN], "必须是 up, down 之一");
    assert_int_equal(document_flag(document, "flag", true, &flag, &error), 0);
    assert_true(flag);
    assert_int_equal(document_flag(document, "word", true, &flag, &error), -1);
    assert_int_equal(document_day(document, "day", true, &day, &error), -1);
    assert_string_equal(error.field, "day");
    json_decref(document);
}

static void texts_and_lists_have_a_length(void **state)
{
    json_t *document = parsed("{\"none\":\"\",\"four\":\"four\",\"list\":[\"a\",\"four\"],\"empty\":[]}");
    const char *text = NULL, *const *texts = NULL;
    const json_t *list;
    size_t count = 0;
    (void)state;
    assert_int_equal(document_text(document, "none", true, 4, &arena, &text, &error), -1);
    assert_int_equal(document_text(document, "four", true, 3, &arena, &text, &error), -1);
    assert_int_equal(document_text(document, "four", true, 4, &arena, &text, &error), 0);
    assert_string_equal(text, "four");
    assert_int_equal(document_texts(document, "four", 2, 4, &arena, &texts, &count, &error), 0);
    assert_int_equal(count, 1);
    assert_int_equal(document_texts(document, "list", 1, 4, &arena, &texts, &count, &error), -1);
    assert_int_equal(document_texts(document, "list", 2, 3, &arena, &texts, &count, &error), -1);
    assert_int_equal(document_list(document, "empty", 1, 2, &list, &error), -1);
    assert_int_equal(document_list(document, "four", 0, 4, &list, &error), -1);
    assert_int_equal(document_list(document, "absent", 1, 2, &list, &error), 0);
    assert_null(list);
    json_decref(document);
}

static void a_member_that_nobody_reads_is_refused(void **state)
{
    static const char *const known[] = {"rows", "columns", NULL};
    json_t *document = parsed("{\"rows\":1,\"colums\":2}");
    (void)state;
    assert_int_equal(document_members(document, known, &error), -1);
    assert_string_equal(error.field, "colums");
    assert_string_equal(error.message[LOCALE_EN], "there is no such member: use one of rows, columns");
    assert_int_equal(document_members(json_object_get(document, "rows"), known, &error), -1);
    json_decref(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_that_is_no_json_or_doubles_a_member_is_refused_with_its_place),
        cmocka_unit_test(whole_numbers_are_whole_and_within_their_range),
        cmocka_unit_test(decimals_are_exact),
        cmocka_unit_test(words_flags_and_days_are_nothing_else),
        cmocka_unit_test(texts_and_lists_have_a_length),
        cmocka_unit_test(a_member_that_nobody_reads_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, release);
}
