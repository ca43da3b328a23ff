#include "base/date.h"

#define DAY_MS INT64_C(86400000)

/* Days from civil and back: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
day_t day_of(int year, int month, int day)
{
    year -= month <= 2;
    int era = year / 400; /* years are >= 1900 */
    int year_of_era = year - era * 400;
    int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

struct civil day_civil(day_t days)
{
    int shifted = days + 719468;
    int era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int day_of_era = shifted - era * 146097;
    int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int shifted_month = (5 * day_of_year + 2) / 153;
    int month = shifted_month + (shifted_month < 10 ? 3 : -9);
    return (struct civil){
        .year = year_of_era + era * 400 + (month <= 2),
        .month = month,
        .day = day_of_year - (153 * shifted_month + 2) / 5 + 1,
    };
}

static int month_length(int year, int month)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return lengths[month - 1] + (month == 2 && leap);
}

int day_exists(int year, int month, int day)
{
    return year >= 1900 && year <= 2099 && month >= 1 && month <= 12 && day >= 1 && day <= month_length(year, month);
}

int day_weekday(day_t day)
{
    return (int)((((int64_t)day + 3) % 7 + 7) % 7) + 1; /* 1970-01-01 was a Thursday */
}

char *day_format(day_t day, char text[static DATE_TEXT_SIZE])
{
    struct civil civil = day_civil(day);
    snprintf(text, DATE_TEXT_SIZE, "%04d-%02d-%02d", civil.year % 10000, civil.month % 100, civil.day % 100);
    return text;
}

day_t day_of_instant(int64_t unix_ms)
{
    if (unix_ms >= (DAY_MAX + INT64_C(1)) * DAY_MS)
        return DAY_MAX;
    if (unix_ms <= DAY_MIN * DAY_MS)
        return DAY_MIN;
    int64_t shifted = unix_ms + INT64_C(8) * 3600 * 1000;
    day_t day = (day_t)(shifted >= 0 ? shifted / DAY_MS : (shifted - (DAY_MS - 1)) / DAY_MS);
    return day < DAY_MAX ? day : DAY_MAX;
}

day_t month_first_day(int year, int month)
{
    return day_of(year, month, 1);
}

day_t month_last_day(int year, int month)
{
    return day_of(year, month, month_length(year, month));
}
