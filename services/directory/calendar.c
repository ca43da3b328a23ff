#include "calendar.h"

#define FRIDAY 5

int calendar_check_span(day_t first, day_t last, struct fault *fault)
{
    char day[DATE_TEXT_SIZE];

    if (last < first)
        return fault_set(fault, "OUT_OF_RANGE", "last_day", "It lies before the first day, %s: give a later day.",
                         "早于起始日 %s：请填写更晚的日期。", day_format(first, day));
    if (last - first >= CALENDAR_SPAN_MAX)
        return fault_set(fault, "OUT_OF_RANGE", "last_day", "The span is longer than three years: ask year by year.",
                         "跨度超过三年：请按年查询。");
    return 0;
}

int calendar_working_days(day_t first, day_t last, const struct calendar_day *exceptions, size_t n)
{
    size_t next = 0;
    int count = 0;

    for (day_t day = first; day <= last; day++) {
        bool works = day_weekday(day) <= FRIDAY;

        if (next < n && exceptions[next].day == day)
            works = exceptions[next++].is_working_day;
        count += works;
    }
    return count;
}
