#include "pay_facts.h"

#include "base/money.h"
#include "base/parse.h"

#include <string.h>

/* The fact in force on a day: the latest to begin; of equals the larger, so that their order says nothing. */
static const struct pay_fact *fact_on(const struct pay_facts *facts, int64_t kind, day_t day)
{
    const struct pay_fact *found = NULL;
    for (size_t i = 0; i < facts->count; i++) {
        const struct pay_fact *fact = &facts->list[i];
        if (fact->kind == kind && fact->first <= day && day <= fact->last &&
            (!found || fact->first > found->first || (fact->first == found->first && fact->value > found->value)))
            found = fact;
    }
    return found;
}

static int sum_visits(const struct pay_facts *facts, day_t first, day_t last, int64_t *value, bool *known,
                      struct error *error)
{
    for (size_t i = 0; i < facts->count; i++) {
        const struct pay_fact *fact = &facts->list[i];
        if (fact->kind != FACT_VISITS || fact->first > last || fact->last < first)
            continue;
        *known = true;
        if (money_add(*value, fact->value, "visits", value, error) != 0)
            return -1;
    }
    return 0;
}

int pay_facts_value(const struct pay_facts *facts, int64_t kind, day_t first, day_t last, int64_t *value, bool *known,
                    struct error *error)
{
    int128_t sum = 0;
    int64_t covered = 0;
    *value = 0;
    *known = false;
    if (kind == FACT_VISITS)
        return sum_visits(facts, first, last, value, known, error);
    for (day_t day = first; day <= last; day++) {
        const struct pay_fact *fact = fact_on(facts, kind, day);
        sum += fact ? fact->value : 0;
        covered += fact != NULL;
    }
    *known = covered > 0;
    bool is_target = kind == FACT_TARGET_UNITS || kind == FACT_TARGET_FEN;
    return covered ? divide_rounded(sum, is_target ? last - first + 1 : covered, "facts", value, error) : 0;
}

const char *pay_fact_name(int64_t kind)
{
    static const char *const names[FACT_KINDS] = {"attainment", "visits", "quality", "target_units", "target_fen"};
    return names[kind];
}

static int months_of(int64_t period)
{
    static const int months[] = {1, 3, 12};
    return months[period];
}

day_t pay_period_first(int64_t period, day_t day)
{
    struct civil civil = day_civil(day);
    int months = months_of(period);
    return month_first_day(civil.year, (civil.month - 1) / months * months + 1);
}

day_t pay_period_last(int64_t period, day_t day)
{
    struct civil civil = day_civil(day);
    int months = months_of(period);
    return month_last_day(civil.year, (civil.month - 1) / months * months + months);
}

static int parse_number(const char *text, size_t length, int64_t min, int64_t max, int64_t *value)
{
    char digits[8];
    if (length >= sizeof digits)
        return -1;
    memcpy(digits, text, length);
    digits[length] = 0;
    return parse_int64(digits, min, max, "period", value, NULL);
}

int pay_period_parse(const char *text, int64_t *period, day_t *first)
{
    int64_t year, part = 1;
    size_t length = strlen(text);
    *period = length == 4 ? PAY_YEAR : length == 7 && text[5] == 'Q' ? PAY_QUARTER : PAY_MONTH;
    if (length < 4 || parse_number(text, 4, 2000, 2098, &year) != 0)
        return -1;
    if (*period == PAY_QUARTER && (text[4] != '-' || parse_number(text + 6, 1, 1, 4, &part) != 0))
        return -1;
    if (*period == PAY_MONTH && (length != 7 || text[4] != '-' || parse_number(text + 5, 2, 1, 12, &part) != 0))
        return -1;
    *first = month_first_day((int)year, *period == PAY_QUARTER ? 3 * (int)part - 2 : (int)part);
    return 0;
}

char *pay_period_format(int64_t period, day_t first, char text[static PAY_PERIOD_TEXT_SIZE])
{
    struct civil civil = day_civil(first);
    if (period == PAY_YEAR)
        snprintf(text, PAY_PERIOD_TEXT_SIZE, "%d", civil.year);
    else if (period == PAY_QUARTER)
        snprintf(text, PAY_PERIOD_TEXT_SIZE, "%d-Q%d", civil.year, (civil.month + 2) / 3);
    else
        snprintf(text, PAY_PERIOD_TEXT_SIZE, "%d-%02d", civil.year, civil.month);
    return text;
}
