/*
 * A year's target split over areas and months ("locked for the year, issued by the month", DOMAIN.md, Targets).
 *
 * Input: the year's total and, for every unit of headquarters, regions and areas, its place in the tree and last year's
 * sales by month. Output: every unit's units by month. All splits are by largest remainder (base/apportion.h), so the
 * sums are exact: areas to the total, months to the area's year, children to their parent.
 */
#pragma once

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MONTHS 12
#define PLAN_UNITS_MAX 1000 /* headquarters, regions and areas of one plan */
#define PLAN_TOTAL_MAX INT64_C(1000000000)

struct plan_unit {
    int64_t unit_id;
    int64_t parent_id; /* 0: headquarters */
    bool is_area;
    int64_t last_year[MONTHS]; /* >= 0; of areas only */
    /* written */
    int64_t month_units[MONTHS];
    int64_t year_units;
};

/*
 * The total goes to the areas by their sales of last year, each area's year to its months by its season of last year;
 * what remains goes to the larger remainder, equal ones to the earlier unit or month. Without sales anywhere areas
 * weigh the same; in an area without sales of its own months weigh the same. Regions and headquarters are sums of their
 * children. 0, or -1: no area or one without its parents (STATUS_FAILED_PRECONDITION), a total out
 * of 1..PLAN_TOTAL_MAX, too many units; then what is written has no meaning.
 */
int plan_split(int64_t total, struct plan_unit *units, size_t n, struct error *error);
