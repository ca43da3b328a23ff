#include "identifier/fold.h"
#include "identifier/identifier.h"

#include <ctype.h>

#define TYPED_SIZE 64
#define COUNTRY "+86"

static int refuse(const char *field, struct error *error)
{
    return error_set(
        error, STATUS_INVALID_ARGUMENT, field,
        "This is not a phone number of China. Write one number such as 13612345678, 010-12345678 or 400-860-8608, "
        "an extension in the remarks.",
        "这不是中国的电话号码。请填写一个号码，例如 13612345678、010-12345678 或 400-860-8608；分机号请写在备注中。");
}

static int refuse_missing_area(const char *field, struct error *error)
{
    return error_set(error, STATUS_INVALID_ARGUMENT, field,
                     "The area code is missing. Write the number with it, for example 010-12345678.",
                     "缺少区号。请连同区号填写，例如 010-12345678。");
}

static int refuse_foreign(const char *field, struct error *error)
{
    return error_set(error, STATUS_INVALID_ARGUMENT, field,
                     "The country code is not +86. Write a number of China, a foreign one in the remarks.",
                     "国家代码不是 +86。请填写中国的号码；国外号码请写在备注中。");
}

/* Drops what only divides the number. Returns 0, or -1 when anything but digits and a leading plus remains. */
static int drop_dividers(const char *typed, char *number)
{
    size_t length = 0;
    for (; *typed; typed++) {
        if (strchr("-().", *typed))
            continue;
        if (!isdigit((unsigned char)*typed) && !(*typed == '+' && length == 0))
            return -1;
        number[length++] = *typed;
    }
    number[length] = '\0';
    return 0;
}

static const char *after(const char *text, const char *prefix)
{
    size_t length = strlen(prefix);
    return strncmp(text, prefix, length) == 0 ? text + length : NULL;
}

static bool is_mobile(const char *number)
{
    return strlen(number) == 11 && number[0] == '1' && number[1] >= '3';
}

static bool is_service(const char *number)
{
    return strlen(number) == 10 && (after(number, "400") || after(number, "800"));
}

/* Area code without its zero, and the number: 10 and 2x have eight digits, the others seven or eight. */
static bool is_landline(const char *number)
{
    size_t length = strlen(number);
    if (after(number, "10") || number[0] == '2')
        return length == 10;
    return number[0] >= '3' && (length == 10 || length == 11);
}

/* Finds the number as it is said inside the country: without +86, 0086, 86 and the zero for calls to other areas. */
static const char *national_part(const char *number, bool *has_area)
{
    const char *national = after(number, COUNTRY);
    if (!national)
        national = after(number, "0086");
    if (!national && after(number, "86") && is_mobile(number + 2))
        national = number + 2;
    *has_area = national != NULL;
    if (!national)
        national = number;
    if (*national != '0')
        return national;
    *has_area = true;
    return national + 1;
}

int phone_normalise(const char *text, const char *field, char phone[static PHONE_SIZE], struct error *error)
{
    char typed[TYPED_SIZE], number[TYPED_SIZE];
    if (identifier_fold(text, typed, sizeof typed) >= sizeof typed || drop_dividers(typed, number) != 0)
        return refuse(field, error);
    bool has_area;
    const char *national = national_part(number, &has_area);
    if (*national == '+')
        return refuse_foreign(field, error);
    size_t length = strlen(national);
    if (!has_area && (length == 7 || length == 8))
        return refuse_missing_area(field, error);
    if (!is_mobile(national) && !is_service(national) && !(has_area && is_landline(national)))
        return refuse(field, error);
    snprintf(phone, PHONE_SIZE, COUNTRY "%.11s", national);
    return 0;
}
