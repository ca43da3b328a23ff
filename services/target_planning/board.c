#include "board.h"

#include "base/int128.h"
#include "base/money.h"

int board_ratio(const struct board_count *count, struct board_ratio *ratio, struct error *error)
{
    struct board_ratio result = {0};
    int128_t sold = (int128_t)count->sold_before_month + count->sold_this_month;
    if (count->year_target > 0 &&
        divide_rounded(sold * PPM, count->year_target, "year_progress_ppm", &result.year_progress_ppm, error))
        return -1;
    result.has_year_on_year = count->same_period_last_year > 0;
    if (result.has_year_on_year &&
        divide_rounded((sold - count->same_period_last_year) * PPM, count->same_period_last_year, "year_on_year_ppm",
                       &result.year_on_year_ppm, error))
        return -1;
    *ratio = result;
    return 0;
}

day_t board_same_day_last_year(day_t day)
{
    struct civil civil = day_civil(day);
    if (!day_exists(civil.year - 1, civil.month, civil.day))
        civil.day = 28;
    return day_of(civil.year - 1, civil.month, civil.day);
}

int64_t board_month_to_day(int64_t month_units, day_t day)
{
    struct civil civil = day_civil(day);
    int days = day_civil(month_last_day(civil.year, civil.month)).day;
    int64_t units = 0; /* a part of month_units: it fits */
    divide_rounded((int128_t)month_units * civil.day, days, "month_units", &units, NULL);
    return units;
}
