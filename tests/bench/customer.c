#include "customer.h"

#include <inttypes.h>

#define CJK_FIRST 0x4e00u /* U+4E00..U+9FA5, the 20,902 unified ideographs of Unicode 1.1 */
#define CJK_COUNT 20902u
#define CORE_CHARACTERS 4

static uint64_t mixed(uint64_t z) /* splitmix64: neighbouring numbers get names that share nothing */
{
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

void customer_name(int64_t number, char name[static CUSTOMER_NAME_SIZE])
{
    char core[3 * CORE_CHARACTERS + 1], *end = core;
    uint64_t bits = mixed((uint64_t)number + UINT64_C(0x9e3779b97f4a7c15));
    for (int i = 0; i < CORE_CHARACTERS; i++, bits /= CJK_COUNT) {
        unsigned character = CJK_FIRST + (unsigned)(bits % CJK_COUNT);
        *end++ = (char)(0xe0 | character >> 12);
        *end++ = (char)(0x80 | (character >> 6 & 0x3f));
        *end++ = (char)(0x80 | (character & 0x3f));
    }
    *end = 0;
    snprintf(name, CUSTOMER_NAME_SIZE, "四川%s有限公司", core);
}

static int value_of(const char *alphabet, char c)
{
    return (int)(strchr(alphabet, c) - alphabet);
}

/* GB 11714: characters 9-17 are the organisation code with its own check character. */
static char organisation_check(const char *digits)
{
    static const int weights[] = {3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < 8; i++)
        sum += weights[i] * (digits[i] - '0');
    int check = 11 - sum % 11;
    return "0123456789X0"[check == 10 ? 10 : check % 11];
}

/* GB 32100-2015. */
static char uscc_check(const char *code)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    static const int weights[] = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
    int sum = 0;
    for (int i = 0; i < 17; i++)
        sum += weights[i] * value_of(alphabet, code[i]);
    return alphabet[(31 - sum % 31) % 31];
}

void customer_uscc(int64_t number, char uscc[static CUSTOMER_USCC_SIZE])
{
    snprintf(uscc, CUSTOMER_USCC_SIZE, "91510100%08" PRId64, number % 100000000);
    uscc[16] = organisation_check(uscc + 8);
    uscc[17] = 0;
    uscc[17] = uscc_check(uscc);
    uscc[18] = 0;
}
