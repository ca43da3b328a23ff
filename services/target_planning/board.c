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

static int forecast(int64_t sold, int64_t gone, int64_t days, const char *field, int64_t *units, struct error *error)
{
    *units = sold;
    return gone > 0 ? divide_rounded((int128_t)sold * days, gone, field, units, error) : 0;
}

int board_pace(const struct board_count *count, const struct board_days *days, struct board_pace *pace,
               struct error *error)
{
    struct board_pace result = {0};
    int64_t target = count->month_target;
    if (target > 0 &&
        divide_rounded((int128_t)count->sold_this_month * PPM, target, "attainment_ppm", &result.attainment_ppm, error))
        return -1;
    if (target > 0 && days->month_gone > 0 &&
        divide_rounded((int128_t)count->sold_this_month * days->month * PPM, target * days->month_gone, "pace_ppm",
                       &result.pace_ppm, error))
        return -1;
    if (forecast(count->sold_this_month, days->month_gone, days->month, "month_forecast", &result.month_forecast,
                 error) ||
        forecast(count->sold_before_month + count->sold_this_month, days->year_gone, days->year, "year_forecast",
                 &result.year_forecast, error))
        return -1;
    *pace = result;
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
