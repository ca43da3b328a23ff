#include "roll.h"

#include "base/money.h"

static int check(const struct roll_policy *policy, struct error *error)
{
    if (policy->after_month < 1 || policy->after_month > MONTHS)
        return error_set(error, STATUS_INVALID_ARGUMENT, "after_month", "the month %d is not one of 1 to 12",
                         "月份 %d 不在 1 至 12 之间", policy->after_month);
    if (policy->carry_ppm < 0 || policy->carry_ppm > PPM)
        return error_set(error, STATUS_INVALID_ARGUMENT, "carry_ppm", "carry %lld: must be 0 to 1000000",
                         "结转比例 %lld：必须在 0 到 1000000 之间", (long long)policy->carry_ppm);
    return 0;
}

int roll_months(const struct roll_policy *policy, const int64_t planned[MONTHS], int64_t sold_units,
                int64_t proposed[MONTHS], int64_t *missed_units, struct error *error)
{
    int64_t weights[MONTHS] = {0}, parts[MONTHS], carried, open = 0;
    if (check(policy, error))
        return -1;
    int first = policy->after_month > policy->last_issued ? policy->after_month : policy->last_issued;
    int last =
        policy->within_quarter ? (policy->after_month / 3 + 1) * 3 : MONTHS; /* a quarter that is over: the next one */
    *missed_units = -sold_units;
    for (int month = policy->carried_after; month < policy->after_month; month++)
        *missed_units += planned[month];
    memcpy(proposed, planned, MONTHS * sizeof *planned);
    for (int month = first; month < last && month < MONTHS; month++)
        open += weights[month] = planned[month];
    if (first >= last || first >= MONTHS)
        return 0;
    for (int month = first; open == 0 && month < last && month < MONTHS; month++)
        weights[month] = 1;
    if (divide_rounded((int128_t)*missed_units * policy->carry_ppm, PPM, "carry_ppm", &carried, error))
        return -1;
    if (open + carried < 0)
        carried = -open;
    if (apportion_largest_remainder(open + carried, weights, MONTHS, parts, error))
        return -1;
    for (int month = first; month < last && month < MONTHS; month++)
        proposed[month] = parts[month];
    return 0;
}

int roll_kinds(const int64_t proposed[MONTHS], int first_month, size_t kinds, const int64_t *planned, int64_t *cells,
               struct error *error)
{
    int64_t weights[PLAN_PRODUCTS_MAX * PLAN_BUSINESS_TYPES_MAX];
    memset(cells, 0, MONTHS * kinds * sizeof *cells);
    for (size_t month = (size_t)first_month - 1; month < MONTHS; month++) {
        bool is_any = false;
        for (size_t kind = 0; kind < kinds; kind++)
            is_any = is_any || planned[month * kinds + kind] > 0;
        for (size_t kind = 0; kind < kinds; kind++)
            weights[kind] = is_any ? planned[month * kinds + kind] : 1;
        if (apportion_largest_remainder(proposed[month], weights, kinds, cells + month * kinds, error))
            return -1;
    }
    return 0;
}
