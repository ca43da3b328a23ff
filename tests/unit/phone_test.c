#include "identifier/identifier.h"

#include "unit.h"

static void phones_get_one_form(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *phone;
    } cases[] = {
        {"13612345678", "+8613612345678"},
        {"136 1234 5678", "+8613612345678"},
        {"+86-136-1234-5678", "+8613612345678"},
        {"008613612345678", "+8613612345678"},
        {"8613612345678", "+8613612345678"},
        {"013612345678", "+8613612345678"},
        {"１３６１２３４５６７８", "+8613612345678"},
        {"010-12345678", "+861012345678"},
        {"01012345678", "+861012345678"},
        {"(010) 12345678", "+861012345678"},
        {"（010）12345678", "+861012345678"},
        {"+86 10 12345678", "+861012345678"},
        {"+86 010—12345678", "+861012345678"},
        {"0755-7654321", "+867557654321"},
        {"0755-87654321", "+8675587654321"},
        {"400-860-8608", "+864008608608"},
        {"800.820.8820", "+868008208820"},
        {"021-60000000", "+862160000000"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char phone[PHONE_SIZE];
        if (phone_normalise(cases[i].typed, "phone", phone, NULL) != 0)
            fail_msg("%s is refused", cases[i].typed);
        assert_string_equal(phone, cases[i].phone);
    }
}

static void what_is_no_single_number_of_china_is_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {"",
                                        "无",
                                        "12345",
                                        "1361234567",
                                        "136123456789",
                                        "12012345678",
                                        "010-1234567",
                                        "13612345678/13712345678",
                                        "010-12345678转801",
                                        "0755-765432",
                                        "86+13612345678",
                                        "\xff\xfe",
                                        "1234567890123456789012345678901234567890123456789012345678901234567890"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char phone[PHONE_SIZE] = "kept";
        struct error error;
        assert_refused(phone_normalise(texts[i], "phone", phone, &error), &error, STATUS_INVALID_ARGUMENT, "phone");
        assert_string_equal(phone, "kept");
    }
}

static void the_refusal_says_what_is_missing(void **state)
{
    (void)state;
    char phone[PHONE_SIZE];
    struct error error;
    assert_refused(phone_normalise("87654321", "phone", phone, &error), &error, STATUS_INVALID_ARGUMENT, "phone");
    assert_non_null(strstr(error.message[LOCALE_EN], "area code"));
    assert_non_null(strstr(error.message[LOCALE_ZH_CN], "区号"));
    assert_refused(phone_normalise("+1 212 555 0100", "phone", phone, &error), &error, STATUS_INVALID_ARGUMENT,
                   "phone");
    assert_non_null(strstr(error.message[LOCALE_EN], "country code"));
}

static void a_phone_in_its_one_form_stays_as_it_is(void **state)
{
    (void)state;
    static const char *const phones[] = {"+8613612345678", "+861012345678", "+867557654321", "+864008608608"};
    for (size_t i = 0; i < sizeof phones / sizeof *phones; i++) {
        char phone[PHONE_SIZE];
        assert_int_equal(phone_normalise(phones[i], "phone", phone, NULL), 0);
        assert_string_equal(phone, phones[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(phones_get_one_form),
        cmocka_unit_test(what_is_no_single_number_of_china_is_refused),
        cmocka_unit_test(the_refusal_says_what_is_missing),
        cmocka_unit_test(a_phone_in_its_one_form_stays_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
