#include "plan_split.h"

#include "base/apportion.h"

static int64_t sum_of_months(const int64_t months[static MONTHS])
{
    int64_t sum = 0;
    for (int month = 0; month < MONTHS; month++)
        sum += months[month];
    return sum;
}

/* Nothing to tell recipients apart by: all weigh the same. */
static void weigh_alike_when_all_zero(int64_t *weights, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (weights[i] != 0)
            return;
    for (size_t i = 0; i < n; i++)
        weights[i] = 1;
}

static int split_months(struct plan_unit *area, struct error *error)
{
    int64_t weights[MONTHS];
    memcpy(weights, area->last_year, sizeof weights);
    weigh_alike_when_all_zero(weights, MONTHS);
    return apportion_largest_remainder(area->year_units, weights, MONTHS, area->month_units, error);
}

static int split_areas(int64_t total, struct plan_unit *units, size_t n, struct error *error)
{
    int64_t weights[PLAN_UNITS_MAX], parts[PLAN_UNITS_MAX];
    size_t areas = 0;
    for (size_t i = 0; i < n; i++)
        if (units[i].is_area)
            weights[areas++] = sum_of_months(units[i].last_year);
    if (areas == 0)
        return error_set(
            error, STATUS_FAILED_PRECONDITION, "year",
            "no area is in force in this year, so there is nobody to split the target over: put areas into "
            "the directory first",
            "该年度没有有效的区域，无法分解目标：请先在组织目录中维护区域");
    weigh_alike_when_all_zero(weights, areas);
    if (apportion_largest_remainder(total, weights, areas, parts, error))
        return -1;
    areas = 0;
    for (size_t i = 0; i < n; i++)
        if (units[i].is_area)
            units[i].year_units = parts[areas++];
    return 0;
}

static struct plan_unit *unit_by_id(struct plan_unit *units, size_t n, int64_t unit_id)
{
    for (size_t i = 0; i < n; i++)
        if (units[i].unit_id == unit_id)
            return &units[i];
    return NULL;
}

/* An area is added to everything above it; the tree of directory has no cycles and few levels. */
static int add_to_parents(const struct plan_unit *area, struct plan_unit *units, size_t n, struct error *error)
{
    for (int64_t parent_id = area->parent_id; parent_id != 0;) {
        struct plan_unit *parent = unit_by_id(units, n, parent_id);
        if (!parent)
            return error_set(
                error, STATUS_FAILED_PRECONDITION, "year",
                "area %lld stands below unit %lld, which is not in force in this year: mend the directory first",
                "区域 %lld 的上级单位 %lld 在该年度无效：请先修正组织目录", (long long)area->unit_id,
                (long long)parent_id);
        for (int month = 0; month < MONTHS; month++)
            parent->month_units[month] += area->month_units[month];
        parent->year_units += area->year_units;
        parent_id = parent->parent_id;
    }
    return 0;
}

int plan_split(int64_t total, struct plan_unit *units, size_t n, struct error *error)
{
    if (total < 1 || total > PLAN_TOTAL_MAX)
        return error_set(error, STATUS_INVALID_ARGUMENT, "total_units", "%lld units: must be 1 to %lld",
                         "%lld 台：必须在 1 到 %lld 之间", (long long)total, (long long)PLAN_TOTAL_MAX);
    if (n > PLAN_UNITS_MAX)
        return error_set(error, STATUS_RESOURCE_EXHAUSTED, "year", "%zu units in one plan: at most %d can be planned",
                         "一个计划包含 %zu 个单位：最多 %d 个", n, PLAN_UNITS_MAX);
    for (size_t i = 0; i < n; i++) {
        memset(units[i].month_units, 0, sizeof units[i].month_units);
        units[i].year_units = 0;
    }
    if (split_areas(total, units, n, error))
        return -1;
    for (size_t i = 0; i < n; i++)
        if (units[i].is_area && split_months(&units[i], error))
            return -1;
    for (size_t i = 0; i < n; i++)
        if (units[i].is_area && add_to_parents(&units[i], units, n, error))
            return -1;
    return 0;
}
