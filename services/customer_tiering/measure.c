#include "measure.h"

static const struct measure_kind kinds[MEASURE_COUNT] = {
    [MEASURE_VALUE] = {"value", "value", {"value", "价值"}, {"", ""}, WINDOW_NONE},
    [MEASURE_DELIVERED_UNITS] =
        {"delivered_units", "vehicles", {"delivered", "已交车"}, {" vehicles", " 台"}, WINDOW_OPTIONAL},
    [MEASURE_DELIVERED_REVENUE] =
        {"delivered_revenue", "yuan", {"revenue delivered", "交车金额"}, {" yuan", " 元"}, WINDOW_OPTIONAL},
    [MEASURE_RECENCY] = {"recency",
                         "days",
                         {"days of the window left since the last delivery", "最近交车后窗口剩余天数"},
                         {" days", " 天"},
                         WINDOW_REQUIRED},
    [MEASURE_FREQUENCY] =
        {"frequency", "days", {"days with deliveries", "有交车的天数"}, {" days", " 天"}, WINDOW_OPTIONAL},
    [MEASURE_OPEN_DEMAND] =
        {"open_demand", "vehicles", {"to come on held leads", "有效线索待交"}, {" vehicles", " 台"}, WINDOW_NONE},
    [MEASURE_FLEET_RENEWAL] = {"fleet_renewal",
                               "vehicles",
                               {"of the fleet to renew a year", "车队年更新"},
                               {" vehicles", " 台"},
                               WINDOW_NONE},
    [MEASURE_DEMONSTRATION] = {"demonstration", "flag", {"demonstration effect", "示范作用"}, {"", ""}, WINDOW_NONE},
    [MEASURE_CONTRACT] = {"contract", "flag", {"contract in force", "有效合同"}, {"", ""}, WINDOW_NONE},
};

const struct measure_kind *measure_kind(enum measure measure)
{
    return &kinds[measure];
}

enum measure measure_find(const char *name)
{
    enum measure measure = 0;
    while (measure < MEASURE_COUNT && strcmp(kinds[measure].name, name) != 0)
        measure++;
    return measure;
}

char *measure_names(char text[static MEASURE_NAMES_SIZE])
{
    size_t length = 0;
    for (enum measure measure = 0; measure < MEASURE_COUNT; measure++)
        length += (size_t)snprintf(text + length, MEASURE_NAMES_SIZE - length, "%s%s", measure ? ", " : "",
                                   kinds[measure].name);
    return text;
}

/* The day before a window of months: as_of, so many months earlier. */
static day_t months_before(day_t as_of, int32_t months)
{
    struct civil civil = day_civil(as_of);
    int count = civil.year * 12 + civil.month - 1 - months;
    day_t last = month_last_day(count / 12, count % 12 + 1);
    bool is_month_end = as_of == month_last_day(civil.year, civil.month);
    if (is_month_end || day_civil(last).day < civil.day)
        return last;
    return day_of(count / 12, count % 12 + 1, civil.day);
}

day_t window_first_day(struct window window, day_t as_of)
{
    if (window.days > 0)
        return as_of - window.days + 1;
    return window.months > 0 ? months_before(as_of, window.months) + 1 : DAY_MIN;
}
