#include "name_variant.h"

#define CORE_WITH_OMISSION 3 /* characters of a core, so long that one may have been left out */
#define CORE_WITH_ERROR 4    /* or be wrong */

#define PART(part) (1U << (part))

/* The characters of some parts of a name. */
struct excerpt {
    uint32_t characters[ORGANISATION_NAME_MAX];
    size_t length;
};

static void excerpt_take(struct excerpt *excerpt, const struct organisation_name *name, unsigned parts)
{
    excerpt->length = 0;
    for (size_t i = 0; i < name->length; i++) {
        if (parts >> name->parts[i] & 1)
            excerpt->characters[excerpt->length++] = name->characters[i];
    }
}

/* --- numbers --- */

#define NUMBERS_MAX 8
#define NUMBER_MAX 1000000
#define ORDINAL 0x7B2C /* 第 */
#define TEN 0x5341     /* 十 */

struct numbers {
    uint32_t values[NUMBERS_MAX];
    size_t count;
};

/* 1 .. 9 of 一 .. 九, 0 for others. */
static uint32_t numeral_value(uint32_t character)
{
    static const uint32_t numerals[] = {0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D};
    for (uint32_t i = 0; i < sizeof numerals / sizeof numerals[0]; i++) {
        if (numerals[i] == character)
            return i + 1;
    }
    return 0;
}

/* Digits from `*i` on, which moves behind them; 0 for none. */
static uint32_t take_digits(const struct organisation_name *name, size_t *i)
{
    uint32_t value = 0;
    for (; *i < name->length && name->characters[*i] >= '0' && name->characters[*i] <= '9'; ++*i)
        value = value < NUMBER_MAX ? value * 10 + (name->characters[*i] - '0') : value;
    return value;
}

/* 二十一 after 第: up to 99. */
static uint32_t take_numerals(const struct organisation_name *name, size_t *i)
{
    uint32_t value = 0, one;
    for (; *i < name->length; ++*i) {
        if (name->characters[*i] == TEN)
            value = value ? value * 10 : 10;
        else if ((one = numeral_value(name->characters[*i])) != 0)
            value += one;
        else
            break;
    }
    return value;
}

static void numbers_take(struct numbers *numbers, const struct organisation_name *name)
{
    numbers->count = 0;
    for (size_t i = 0; i < name->length && numbers->count < NUMBERS_MAX;) {
        bool ordinal = name->characters[i] == ORDINAL;
        size_t start = i += ordinal;
        uint32_t value = take_digits(name, &i);
        if (i == start && ordinal)
            value = take_numerals(name, &i);
        if (i > start)
            numbers->values[numbers->count++] = value;
        else if (!ordinal)
            i++;
    }
}

/* 第一中学 and 第1中学 are one, 第二中学 is another. */
static bool numbers_agree(const struct organisation_name *a, const struct organisation_name *b)
{
    struct numbers first, second;
    numbers_take(&first, a);
    numbers_take(&second, b);
    return first.count == 0 || second.count == 0 ||
           (first.count == second.count &&
            memcmp(first.values, second.values, first.count * sizeof first.values[0]) == 0);
}

/* --- complete names --- */

#define COMPANY_LAST 0x53F8 /* 司 of 公司 */

/* 成都大华公司, but not 大华集团. */
static bool is_company(const struct organisation_name *name)
{
    for (size_t i = 0; i < name->length; i++) {
        if (name->parts[i] == NAME_FORM && name->characters[i] == COMPANY_LAST)
            return true;
    }
    return false;
}

/* Characters of the place with which a core begins that the lexicon does not know, 0 for none: up to 县, 市, 区, 旗, 州, 镇, 乡. */
static size_t place_in_core(const struct excerpt *core)
{
    static const uint32_t ends[] = {0x53BF, 0x5E02, 0x533A, 0x65D7, 0x5DDE, 0x9547, 0x4E61};
    for (size_t i = core->length; i-- > 1;) {
        for (size_t j = 0; j < sizeof ends / sizeof ends[0]; j++) {
            if (core->characters[i] == ends[j])
                return i + 1;
        }
    }
    return 0;
}

/* 成都市公安局, 青云县公安局; but not 平安银行, 奥委会. */
static bool is_body(const struct organisation_name *name, const struct excerpt *core)
{
    return name->part_length[NAME_FORM] == 0 && name->part_length[NAME_KIND] > 0 &&
           (name->part_length[NAME_PLACE] > 0 || place_in_core(core) > 0);
}

#define BODY_LENGTHS_DIFFER 1 /* characters: else the shorter one may be an abbreviation */

/* Both complete: companies, bodies, or one of each. */
static bool are_complete(const struct organisation_name *a, const struct excerpt *core_a, const struct organisation_name *b,
                         const struct excerpt *core_b)
{
    size_t longer = a->length > b->length ? a->length : b->length, shorter = a->length + b->length - longer;
    if (is_company(a) || is_company(b))
        return (is_company(a) || is_body(a, core_a)) && (is_company(b) || is_body(b, core_b));
    return is_body(a, core_a) && is_body(b, core_b) && longer - shorter <= BODY_LENGTHS_DIFFER;
}

static bool equal_from(const struct excerpt *a, size_t i, const struct excerpt *b, size_t j)
{
    return a->length - i == b->length - j &&
           memcmp(a->characters + i, b->characters + j, (a->length - i) * sizeof a->characters[0]) == 0;
}

static bool cores_agree(const struct excerpt *a, const struct excerpt *b)
{
    const struct excerpt *shorter = a->length < b->length ? a : b, *longer = shorter == a ? b : a;
    size_t same = 0, place = place_in_core(a);
    if (place > 0 && place_in_core(b) > 0 && (place > b->length || memcmp(a->characters, b->characters, place * sizeof a->characters[0]) != 0))
        return false;
    while (same < shorter->length && shorter->characters[same] == longer->characters[same])
        same++;
    if (same == longer->length)
        return true;
    if (longer->length == shorter->length + 1)
        return longer->length >= CORE_WITH_OMISSION && equal_from(shorter, same, longer, same + 1);
    return longer->length == shorter->length && longer->length >= CORE_WITH_ERROR &&
           equal_from(shorter, same + 1, longer, same + 1);
}

/* Whether one of the two has all of the other in its order. */
static bool trades_agree(const struct excerpt *a, const struct excerpt *b)
{
    const struct excerpt *shorter = a->length < b->length ? a : b, *longer = shorter == a ? b : a;
    size_t found = 0;
    for (size_t i = 0; i < longer->length && found < shorter->length; i++)
        found += longer->characters[i] == shorter->characters[found];
    return found == shorter->length;
}

/* --- slips --- */

/* What tells sister companies apart is no slip: 城南 and 城北, 甲 and 乙, 2 and 3. */
static bool tells_apart(uint32_t character)
{
    static const uint32_t telling[] = {0x4E1C, 0x5357, 0x897F, 0x5317, 0x4E2D, 0x4E0A, 0x4E0B, 0x5DE6, 0x53F3, 0x524D, 0x540E, 0x5185, 0x5916,
                                       0x5927, 0x5C0F, 0x65B0, 0x8001, 0x7532, 0x4E59, 0x4E19, 0x4E01, 0x620A, 0x5DF1, TEN};
    bool found = character < 0x80 || numeral_value(character) != 0;
    for (size_t i = 0; i < sizeof telling / sizeof telling[0] && !found; i++)
        found = telling[i] == character;
    return found;
}

/* Of equal length: one character is another, or two neighbours have changed places. */
static bool is_wrong_or_swapped(const struct excerpt *a, const struct excerpt *b, size_t same)
{
    const uint32_t *x = a->characters + same, *y = b->characters + same;
    if (same + 1 < a->length && x[0] == y[1] && x[1] == y[0])
        return equal_from(a, same + 2, b, same + 2);
    return equal_from(a, same + 1, b, same + 1) && !(tells_apart(x[0]) && tells_apart(y[0]));
}

static bool cores_differ_by_slip(const struct excerpt *a, const struct excerpt *b)
{
    const struct excerpt *shorter = a->length < b->length ? a : b, *longer = shorter == a ? b : a;
    size_t same = 0;
    while (same < shorter->length && shorter->characters[same] == longer->characters[same])
        same++;
    if (same == longer->length)
        return false;
    if (longer->length == shorter->length)
        return is_wrong_or_swapped(a, b, same);
    return longer->length == shorter->length + 1 && equal_from(shorter, same, longer, same + 1) && !tells_apart(longer->characters[same]);
}

bool name_slip_possible(const struct organisation_name *a, const struct organisation_name *b)
{
    struct excerpt first, second;
    if (!numbers_agree(a, b))
        return false;
    excerpt_take(&first, a, PART(NAME_TRADE) | PART(NAME_KIND));
    excerpt_take(&second, b, PART(NAME_TRADE) | PART(NAME_KIND));
    if (first.length != second.length || !equal_from(&first, 0, &second, 0))
        return false;
    excerpt_take(&first, a, PART(NAME_CORE));
    excerpt_take(&second, b, PART(NAME_CORE));
    return cores_differ_by_slip(&first, &second);
}

/* Of equal length, and different in nothing but one character that tells sister organisations apart. */
static bool are_sisters(const struct organisation_name *a, const struct organisation_name *b)
{
    size_t differ = 0;
    for (size_t i = 0; a->length == b->length && i < a->length && differ < 2; i++) {
        if (a->characters[i] == b->characters[i])
            continue;
        if (!tells_apart(a->characters[i]) || !tells_apart(b->characters[i]))
            return false;
        differ++;
    }
    return differ == 1;
}

bool name_variant_possible(const struct organisation_name *a, const struct organisation_name *b)
{
    struct excerpt first, second;
    if (!numbers_agree(a, b) || are_sisters(a, b))
        return false;
    excerpt_take(&first, a, PART(NAME_CORE));
    excerpt_take(&second, b, PART(NAME_CORE));
    if (!are_complete(a, &first, b, &second))
        return true;
    if (!cores_agree(&first, &second))
        return false;
    excerpt_take(&first, a, PART(NAME_TRADE) | PART(NAME_KIND));
    excerpt_take(&second, b, PART(NAME_TRADE) | PART(NAME_KIND));
    return trades_agree(&first, &second);
}
