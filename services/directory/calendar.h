/* Working days: Monday to Friday, except what the State Council's yearly notices say otherwise (holidays, working
 * weekends). */
#pragma once

#include "base/date.h"
#include "fault.h"

#include <stdbool.h>
#include <stddef.h>

#define CALENDAR_SPAN_MAX (3 * 366) /* days */

struct calendar_day {
    day_t day;
    const char *name;
    bool is_working_day;
};

/* Both days are counted. 0, or -1 with `fault` on "last_day". */
int calendar_check_span(day_t first, day_t last, struct fault *fault);
/* Working days from `first` to `last`; `exceptions` are in order of days and lie in the span. */
int calendar_working_days(day_t first, day_t last, const struct calendar_day *exceptions, size_t n);
