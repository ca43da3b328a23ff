#include "identifier/division.h"

#include <stdint.h>
#include <string.h>

#define ANY 99

/* The highest number (third and fourth digit) of a city in each province; 0: no such province.
 * Source: GB/T 2260-2007 and modood/Administrative-divisions-of-China (WTFPL), with the retired counties of
 * municipalities. 66 and 99 are the Xinjiang production corps, 71 Taiwan, 81 Hong Kong, 82 Macao, 91 abroad: their
 * inner numbers are not checked. */
static const uint8_t highest_city[100] = {
    [11] = 2,  [12] = 2,   [13] = 11,  [14] = 11,  [15] = 9,   [21] = 14,  [22] = 8,   [23] = 12, [31] = 2,  [32] = 13,
    [33] = 11, [34] = 18,  [35] = 9,   [36] = 11,  [37] = 17,  [41] = 17,  [42] = 13,  [43] = 13, [44] = 20, [45] = 14,
    [46] = 4,  [50] = 3,   [51] = 20,  [52] = 6,   [53] = 9,   [54] = 6,   [61] = 10,  [62] = 12, [63] = 2,  [64] = 5,
    [65] = 5,  [66] = ANY, [71] = ANY, [81] = ANY, [82] = ANY, [91] = ANY, [99] = ANY,
};

static int two_digits(const char *digits)
{
    return (digits[0] - '0') * 10 + (digits[1] - '0');
}

bool division_can_exist(const char *digits)
{
    int province = two_digits(digits), prefecture = two_digits(digits + 2);
    if (province == 10) /* registered with the state itself */
        return strncmp(digits, "100000", 6) == 0;
    if (highest_city[province] == 0)
        return false;
    bool is_region =
        prefecture >= 21 && prefecture <= 50; /* 地区, 自治州, 盟: most were retired when they became cities */
    bool is_direct = prefecture == 90;        /* counties directly under the province */
    bool is_late_city = province == 44 && prefecture >= 51 && prefecture <= 53; /* Chaozhou, Jieyang, Yunfu */
    return prefecture <= highest_city[province] || is_region || is_direct || is_late_city;
}
