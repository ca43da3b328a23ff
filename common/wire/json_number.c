#include "wire/json_number.h"

#include <math.h>

#define NUMBER_TEXT_MAX 1100 /* bytes: the longest exact decimal form of a double has 1077 */
#define EXPONENT_MAX 10000   /* beyond it nothing but 0 is in any type's range */

/* A number as its digits, without the zeros around them, times 10^scale. */
struct decimal {
    bool negative;
    char digits[NUMBER_TEXT_MAX];
    int count, scale;
};

static int read_exponent(const char *text, const char *end)
{
    bool negative = *text == '-';
    int exponent = 0;
    for (text += *text == '-' || *text == '+'; text < end && exponent < EXPONENT_MAX; text++)
        exponent = exponent * 10 + (*text - '0');
    return negative ? -exponent : exponent;
}

/* `text` is one number of JSON's grammar. */
static void read_decimal(struct json_text text, struct decimal *decimal)
{
    bool fraction = false;
    const char *end = text.bytes + text.length;
    decimal->negative = *text.bytes == '-';
    decimal->count = decimal->scale = 0;
    for (const char *c = text.bytes + decimal->negative; c < end; c++) {
        if (*c == 'e' || *c == 'E') {
            decimal->scale += read_exponent(c + 1, end);
            break;
        }
        if (*c == '.') {
            fraction = true;
            continue;
        }
        decimal->scale -= fraction;
        if (*c != '0' || decimal->count > 0)
            decimal->digits[decimal->count++] = *c;
    }
    while (decimal->count > 0 && decimal->digits[decimal->count - 1] == '0') {
        decimal->count--;
        decimal->scale++;
    }
}

int json_read_integer(struct json_text text, struct json_integer *value)
{
    struct decimal decimal;
    if (text.length == 0 || text.length > NUMBER_TEXT_MAX || json_number_length(text.bytes, text.length) != text.length)
        return -1;
    read_decimal(text, &decimal);
    *value = (struct json_integer){.negative = decimal.negative && decimal.count > 0};
    if (decimal.count == 0)
        return 0;
    if (decimal.scale < 0 || decimal.scale > 20)
        return -1;
    for (int i = 0; i < decimal.count + decimal.scale; i++) {
        uint64_t digit = i < decimal.count ? (uint64_t)(decimal.digits[i] - '0') : 0;
        if (__builtin_mul_overflow(value->magnitude, 10, &value->magnitude) ||
            __builtin_add_overflow(value->magnitude, digit, &value->magnitude))
            return -1;
    }
    return 0;
}

int json_read_int64(struct json_text text, int64_t min, int64_t max, int64_t *value)
{
    struct json_integer integer;
    if (json_read_integer(text, &integer) != 0)
        return -1;
    /* Minus in unsigned arithmetic, so that the lowest int64 has no special case. */
    *value = (int64_t)(integer.negative ? -integer.magnitude : integer.magnitude);
    if ((*value < 0) != integer.negative || *value < min || *value > max)
        return -1;
    return 0;
}

int json_read_uint64(struct json_text text, uint64_t max, uint64_t *value)
{
    struct json_integer integer;
    if (json_read_integer(text, &integer) != 0 || integer.negative || integer.magnitude > max)
        return -1;
    *value = integer.magnitude;
    return 0;
}

static bool is_text(struct json_text text, const char *expected)
{
    return text.length == strlen(expected) && memcmp(text.bytes, expected, text.length) == 0;
}

/* NaN and the infinities, which the mapping writes as strings. */
static bool read_special(struct json_text text, double *value)
{
    if (is_text(text, "NaN"))
        *value = (double)NAN;
    else if (is_text(text, "Infinity"))
        *value = (double)INFINITY;
    else if (is_text(text, "-Infinity"))
        *value = -(double)INFINITY;
    else
        return false;
    return true;
}

/* For strtod, which needs a NUL and accepts more than JSON does. */
static int copy_number(struct json_text text, char copy[static NUMBER_TEXT_MAX + 1])
{
    if (text.length == 0 || text.length > NUMBER_TEXT_MAX || json_number_length(text.bytes, text.length) != text.length)
        return -1;
    memcpy(copy, text.bytes, text.length);
    copy[text.length] = '\0';
    return 0;
}

int json_read_double(struct json_text text, bool is_string, double *value)
{
    char copy[NUMBER_TEXT_MAX + 1];
    if (is_string && read_special(text, value))
        return 0;
    if (copy_number(text, copy) != 0)
        return -1;
    *value = strtod(copy, NULL);
    return isinf(*value) ? -1 : 0;
}

int json_read_float(struct json_text text, bool is_string, float *value)
{
    char copy[NUMBER_TEXT_MAX + 1];
    double special;
    if (is_string && read_special(text, &special)) {
        *value = (float)special;
        return 0;
    }
    if (copy_number(text, copy) != 0)
        return -1;
    *value = strtof(copy, NULL);
    return isinf(*value) ? -1 : 0;
}
