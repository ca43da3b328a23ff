#include "base/buffer.h"

#include "unit.h"

static void a_buffer_grows_up_to_its_maximum(void **state)
{
    (void)state;
    struct buffer buffer = BUFFER(1000);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(buffer_add_char(&buffer, 'x'), 0);
    assert_int_equal(buffer_add_char(&buffer, 'x'), -1);
    assert_true(buffer.overflowed);
    assert_int_equal(buffer.length, 1000);
    assert_int_equal(strlen(buffer.data), 1000);
    buffer_release(&buffer);
}

static void what_does_not_fit_is_not_added_in_part(void **state)
{
    (void)state;
    struct buffer buffer = BUFFER(10);
    assert_int_equal(buffer_add_text(&buffer, "12345"), 0);
    assert_int_equal(buffer_add_text(&buffer, "678901"), -1);
    assert_int_equal(buffer_printf(&buffer, "%d", 678901), -1);
    assert_int_equal(buffer_add_json_string(&buffer, "6789", 4), -1);
    assert_string_equal(buffer.data, "12345");
    buffer_clear(&buffer);
    assert_false(buffer.overflowed);
    assert_int_equal(buffer_printf(&buffer, "%d", 678901), 0);
    assert_string_equal(buffer.data, "678901");
    buffer_release(&buffer);
}

static void json_strings_escape_what_json_demands_and_nothing_else(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t length;
        const char *json;
    } cases[] = {
        {"", 0, "\"\""},
        {"大客户", 9, "\"大客户\""},
        {"a\"b\\c/", 6, "\"a\\\"b\\\\c/\""},
        {"\n\r\t\b\f", 5, "\"\\n\\r\\t\\b\\f\""},
        {"\0\x1f\x7f", 3, "\"\\u0000\\u001f\\u007f\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer buffer = BUFFER(100);
        assert_int_equal(buffer_add_json_string(&buffer, cases[i].text, cases[i].length), 0);
        assert_string_equal(buffer.data, cases[i].json);
        buffer_release(&buffer);
    }
}

static void a_released_buffer_can_be_used_again(void **state)
{
    (void)state;
    struct buffer buffer = BUFFER(10);
    buffer_add_text(&buffer, "1");
    buffer_release(&buffer);
    assert_null(buffer.data);
    assert_int_equal(buffer_add_text(&buffer, "2"), 0);
    assert_string_equal(buffer.data, "2");
    buffer_release(&buffer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_buffer_grows_up_to_its_maximum),
        cmocka_unit_test(what_does_not_fit_is_not_added_in_part),
        cmocka_unit_test(json_strings_escape_what_json_demands_and_nothing_else),
        cmocka_unit_test(a_released_buffer_can_be_used_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
