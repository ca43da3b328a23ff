/* What a stranger may send and what the guard answers. Bytes are written by hand: no encoder would make them. */
#include "wire/wire.h"

#include "tests/unit/wire_test.pb-c.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h> /* after what it needs */

#define EVERYTHING (&remuda__test__v1__everything__descriptor)
#define INNER (&remuda__test__v1__inner__descriptor)
#define TAG(number, wire_type) (((unsigned)(number) << 3) | (wire_type))

static void add_varint(struct buffer *out, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        buffer_add_char(out, (char)(value | 0x80));
    buffer_add_char(out, (char)value);
}

static void add_text(struct buffer *out, unsigned field, const char *text, size_t length)
{
    add_varint(out, TAG(field, 2));
    add_varint(out, length);
    buffer_add(out, text, length);
}

static struct error check(const ProtobufCMessageDescriptor *descriptor, const struct buffer *bytes)
{
    struct error error = {0};
    int result = wire_check(descriptor, (const uint8_t *)bytes->data, bytes->length, &error);
    assert_int_equal(result, error.status == STATUS_OK ? 0 : -1);
    return error;
}

static void assert_verdict(const ProtobufCMessageDescriptor *descriptor, struct buffer *bytes, enum status status,
                           const char *field, const char *part_of_message)
{
    struct error error = check(descriptor, bytes);
    assert_string_equal(status_name(error.status), status_name(status));
    assert_string_equal(error.field, field);
    assert_non_null(strstr(error.message[LOCALE_EN], part_of_message));
    assert_true(status == STATUS_OK || *error.message[LOCALE_ZH_CN]);
    buffer_release(bytes);
}

/* The bytes of a string literal, NULs included. */
#define assert_refused(descriptor, literal, field, part)                                                               \
    do {                                                                                                               \
        struct buffer bytes_ = BUFFER(WIRE_MESSAGE_MAX);                                                               \
        buffer_add(&bytes_, literal, sizeof(literal) - 1);                                                             \
        assert_verdict(descriptor, &bytes_, STATUS_INVALID_ARGUMENT, field, part);                                     \
    } while (0)

static void a_message_cut_within_a_value_is_refused(void **state)
{
    (void)state;
    assert_refused(EVERYTHING, "\x20", "an_int64", "in the middle of a value");
    assert_refused(EVERYTHING, "\x20\x96", "an_int64", "in the middle of a value");
    assert_refused(EVERYTHING,
                   "\x72\x05"
                   "abc",
                   "a_string", "in the middle of a value");
    assert_refused(EVERYTHING,
                   "\x09"
                   "1234567",
                   "a_double", "in the middle of a value");
    assert_refused(EVERYTHING,
                   "\x15"
                   "123",
                   "a_float", "in the middle of a value");
    assert_refused(EVERYTHING, "\x80", "", "in the middle of a value");
    assert_refused(EVERYTHING,
                   "\xA2\x06\x05"
                   "abc",
                   "", "in the middle of a value"); /* unknown field 100 */
}

static void a_number_of_more_bytes_than_it_may_have_is_refused(void **state)
{
    (void)state;
    assert_refused(EVERYTHING, "\x20\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", "an_int64", "more bytes");
    assert_refused(EVERYTHING, "\x20\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x02", "an_int64", "more bytes");
    assert_refused(EVERYTHING, "\x80\x80\x80\x80\x80\x80\x01", "", "more bytes");
    assert_refused(EVERYTHING, "\x72\x80\x80\x80\x80\x80\x80\x01", "a_string", "more bytes");
    assert_refused(EVERYTHING, "\x68\x80\x00", "a_bool", "more bytes");
}

static void a_number_too_large_for_its_field_is_refused_and_not_cut(void **state)
{
    (void)state;
    assert_refused(EVERYTHING, "\x18\x80\x80\x80\x80\x08", "an_int32", "does not fit");
    assert_refused(EVERYTHING, "\x28\x80\x80\x80\x80\x10", "a_uint32", "does not fit");
    assert_refused(EVERYTHING, "\x68\x02", "a_bool", "a bool is 0 or 1");
    struct buffer negative = BUFFER(64);
    add_varint(&negative, TAG(3, 0));
    add_varint(&negative, (uint64_t)INT64_C(-5));
    assert_verdict(EVERYTHING, &negative, STATUS_OK, "", "");
}

static void groups_are_refused(void **state)
{
    (void)state;
    assert_refused(EVERYTHING, "\xA3\x06\xA4\x06", "", "groups");
    assert_refused(EVERYTHING, "\xA6\x06", "", "unknown wire type");
    assert_refused(EVERYTHING, "\x8B\x01\x8C\x01", "inner", "wire type");
}

static void field_numbers_that_cannot_be_are_refused(void **state)
{
    (void)state;
    assert_refused(EVERYTHING, "\x00\x01", "", "impossible field number");
    assert_refused(EVERYTHING, "\xFF\xFF\xFF\xFF\x7F\x01", "", "impossible field number");
}

static void a_field_with_another_type_is_refused(void **state)
{
    (void)state;
    assert_refused(EVERYTHING, "\x70\x01", "a_string", "wire type 0");
    assert_refused(EVERYTHING, "\x22\x01\x01", "an_int64", "wire type 2");
    assert_refused(EVERYTHING, "\x8A\x01\x01\x10", "inner.amount", "in the middle of a value");
}

static void a_submessage_given_twice_is_refused_and_not_merged(void **state)
{
    (void)state;
    assert_refused(EVERYTHING, "\x8A\x01\x00\x8A\x01\x00", "inner", "given twice");
    assert_refused(EVERYTHING, "\xA2\x01\x00\x72\x00\xA2\x01\x00", "chosen_inner", "given twice");
}

static void a_message_nested_ten_thousand_deep_is_refused_by_its_depth(void **state)
{
    (void)state;
    enum { LEVELS = 10000, ROOM = 64 * 1024 };
    static uint8_t bytes[ROOM];
    size_t at = ROOM, inside = 0;
    for (int level = 0; level < LEVELS; level++) { /* from the innermost out: tag of `children`, length */
        struct buffer head = BUFFER(16);
        add_varint(&head, TAG(3, 2));
        add_varint(&head, inside);
        at -= head.length;
        memcpy(bytes + at, head.data, head.length);
        inside += head.length;
        buffer_release(&head);
    }
    struct error error = {0};
    assert_int_equal(wire_check(INNER, bytes + at, inside, &error), -1);
    assert_non_null(strstr(error.message[LOCALE_EN], "nested deeper than 16"));
    assert_memory_equal(error.field, "children[0].children[0]", 23);
}

static void text_that_is_not_utf8_is_refused_with_its_place(void **state)
{
    (void)state;
    assert_refused(EVERYTHING,
                   "\x72\x04"
                   "ab\xFF"
                   "c",
                   "a_string", "not UTF-8 at byte 3");
    assert_refused(EVERYTHING, "\x72\x02\xC0\x80", "a_string", "not UTF-8 at byte 1");
    assert_refused(EVERYTHING, "\x72\x03\xED\xA0\x80", "a_string", "not UTF-8 at byte 1");
    assert_refused(EVERYTHING, "\x72\x04\xF4\x90\x80\x80", "a_string", "not UTF-8 at byte 1");
    assert_refused(EVERYTHING, "\x72\x02\xE4\xB8", "a_string", "not UTF-8 at byte 1");
    assert_refused(EVERYTHING, "\xE2\x02\x01\x61\xE2\x02\x01\xFF", "strings[1]", "not UTF-8");
    struct buffer bytes = BUFFER(64);
    add_text(&bytes, 15, "\xFF\x00\xFE", 3);
    assert_verdict(EVERYTHING, &bytes, STATUS_OK, "", ""); /* a bytes field takes any byte */
}

static void a_nul_in_a_text_is_refused(void **state)
{
    (void)state;
    assert_refused(EVERYTHING,
                   "\x72\x03"
                   "a\0b",
                   "a_string", "NUL character stands at byte 2");
}

static void a_list_that_is_too_long_is_refused_packed_or_not(void **state)
{
    (void)state;
    struct buffer packed = BUFFER(WIRE_MESSAGE_MAX), loose = BUFFER(WIRE_MESSAGE_MAX), full = BUFFER(WIRE_MESSAGE_MAX);
    add_varint(&packed, TAG(33, 2));
    add_varint(&packed, WIRE_LIST_MAX + 1);
    for (int i = 0; i <= WIRE_LIST_MAX; i++) {
        buffer_add_char(&packed, 1);
        add_text(&loose, 44, "", 0);
        if (i < WIRE_LIST_MAX)
            add_text(&full, 44, "", 0);
    }
    assert_verdict(EVERYTHING, &packed, STATUS_RESOURCE_EXHAUSTED, "int32s[9999]", "list is too long");
    assert_verdict(EVERYTHING, &loose, STATUS_RESOURCE_EXHAUSTED, "strings[9999]", "list is too long");
    assert_verdict(EVERYTHING, &full, STATUS_OK, "", "");
}

static void packed_elements_are_each_checked(void **state)
{
    (void)state;
    assert_refused(EVERYTHING, "\xDA\x02\x02\x01\x02", "bools[1]", "a bool is 0 or 1");
    assert_refused(EVERYTHING,
                   "\xFA\x01\x07"
                   "1234567",
                   "doubles[0]", "in the middle of a value");
    assert_refused(EVERYTHING, "\xF2\x02\x02\x01\x07", "colours[1]", "7 is not a value of remuda.test.v1.Colour");
}

static void a_text_that_is_too_long_is_refused(void **state)
{
    (void)state;
    static char text[WIRE_STRING_MAX + 1];
    memset(text, 'a', sizeof text);
    struct buffer longest = BUFFER(WIRE_MESSAGE_MAX), longer = BUFFER(WIRE_MESSAGE_MAX);
    add_text(&longest, 14, text, WIRE_STRING_MAX);
    add_text(&longer, 14, text, WIRE_STRING_MAX + 1);
    assert_verdict(EVERYTHING, &longest, STATUS_OK, "", "");
    assert_verdict(EVERYTHING, &longer, STATUS_RESOURCE_EXHAUSTED, "a_string", "65537 bytes are too long");
}

static void an_enum_number_outside_the_contract_is_refused(void **state)
{
    (void)state;
    assert_refused(EVERYTHING, "\x80\x01\x03", "colour", "3 is not a value of remuda.test.v1.Colour");
    struct buffer blue = BUFFER(64);
    add_varint(&blue, TAG(16, 0));
    add_varint(&blue, (uint64_t)INT64_C(-2));
    assert_verdict(EVERYTHING, &blue, STATUS_OK, "", "");
}

static void a_message_of_a_mebibyte_is_refused_by_its_size(void **state)
{
    (void)state;
    static uint8_t bytes[1024 * 1024];
    for (size_t i = 0; i < sizeof bytes; i += 2) { /* empty submessages of field 3 */
        bytes[i] = TAG(3, 2);
        bytes[i + 1] = 0;
    }
    struct error error = {0};
    assert_int_equal(wire_check(INNER, bytes, sizeof bytes, &error), -1);
    assert_int_equal(error.status, STATUS_RESOURCE_EXHAUSTED);
    assert_non_null(strstr(error.message[LOCALE_EN], "1048576 bytes is too large"));
}

/* Lists within lists keep below every length and still ask for much: the cap on memory is what holds. */
static void unpacking_empty_submessages_stays_below_the_cap_on_memory(void **state)
{
    (void)state;
    enum { INSIDE = 4000 };
    struct buffer inner = BUFFER(WIRE_MESSAGE_MAX), outer = BUFFER(WIRE_MESSAGE_MAX);
    for (int i = 0; i < INSIDE; i++)
        add_text(&inner, 3, "", 0);
    while (outer.length + inner.length + 8 < WIRE_MESSAGE_MAX)
        add_text(&outer, 3, inner.data, inner.length);
    assert_int_equal(check(INNER, &outer).status, STATUS_OK);
    struct arena arena = {0};
    struct error error = {0};
    assert_null(wire_unpack(INNER, (const uint8_t *)outer.data, outer.length, &arena, &error));
    assert_int_equal(error.status, STATUS_RESOURCE_EXHAUSTED);
    assert_true(arena.used <= WIRE_MEMORY_MAX * 2);
    arena_release(&arena);
    buffer_release(&inner);
    buffer_release(&outer);
}

static void unknown_fields_are_skipped(void **state)
{
    (void)state;
    struct buffer bytes = BUFFER(256);
    add_varint(&bytes, TAG(1000, 0));
    add_varint(&bytes, UINT64_MAX);
    add_text(&bytes, 1001, "\xFF\0", 2);
    buffer_add(&bytes,
               "\xA1\x06"
               "12345678"
               "\xA5\x06"
               "1234",
               16);
    add_text(&bytes, 14, "中国石油", 12);
    struct arena arena = {0};
    struct error error = {0};
    ProtobufCMessage *message = wire_unpack(EVERYTHING, (const uint8_t *)bytes.data, bytes.length, &arena, &error);
    assert_non_null(message);
    assert_string_equal(((Remuda__Test__V1__Everything *)message)->a_string, "中国石油");
    arena_release(&arena);
    buffer_release(&bytes);
}

static void what_is_packed_is_unpacked_equal(void **state)
{
    (void)state;
    struct arena arena = {0};
    Remuda__Test__V1__Inner inner = REMUDA__TEST__V1__INNER__INIT;
    char name[] = "重点客户";
    inner.name = name;
    inner.amount = -128000;
    Remuda__Test__V1__Inner *children[] = {&inner};
    Remuda__Test__V1__Inner outer = REMUDA__TEST__V1__INNER__INIT;
    outer.children = children;
    outer.n_children = 1;
    size_t size;
    uint8_t *bytes = wire_pack(&outer.base, &arena, &size);
    struct error error = {0};
    Remuda__Test__V1__Inner *again = (Remuda__Test__V1__Inner *)wire_unpack(INNER, bytes, size, &arena, &error);
    assert_non_null(again);
    assert_int_equal(again->n_children, 1);
    assert_string_equal(again->children[0]->name, inner.name);
    assert_int_equal(again->children[0]->amount, -128000);
    assert_non_null(wire_unpack(INNER, NULL, 0, &arena, &error)); /* an empty message has no bytes */
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_message_cut_within_a_value_is_refused),
        cmocka_unit_test(a_number_of_more_bytes_than_it_may_have_is_refused),
        cmocka_unit_test(a_number_too_large_for_its_field_is_refused_and_not_cut),
        cmocka_unit_test(groups_are_refused),
        cmocka_unit_test(field_numbers_that_cannot_be_are_refused),
        cmocka_unit_test(a_field_with_another_type_is_refused),
        cmocka_unit_test(a_submessage_given_twice_is_refused_and_not_merged),
        cmocka_unit_test(a_message_nested_ten_thousand_deep_is_refused_by_its_depth),
        cmocka_unit_test(text_that_is_not_utf8_is_refused_with_its_place),
        cmocka_unit_test(a_nul_in_a_text_is_refused),
        cmocka_unit_test(a_list_that_is_too_long_is_refused_packed_or_not),
        cmocka_unit_test(packed_elements_are_each_checked),
        cmocka_unit_test(a_text_that_is_too_long_is_refused),
        cmocka_unit_test(an_enum_number_outside_the_contract_is_refused),
        cmocka_unit_test(a_message_of_a_mebibyte_is_refused_by_its_size),
        cmocka_unit_test(unpacking_empty_submessages_stays_below_the_cap_on_memory),
        cmocka_unit_test(unknown_fields_are_skipped),
        cmocka_unit_test(what_is_packed_is_unpacked_equal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
