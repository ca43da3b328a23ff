/*
 * Which units lag (for escalation). At a month's end all working days are gone and the pace asks for the whole target:
 * a unit lags whose attainment was further than the rule's points below that at each of the last month ends.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct lag_rule {
    int64_t behind_ppm; /* 1..1,000,000 */
    int64_t month_ends; /* 1..12 */
};

#define LAG_RULE_DEFAULT ((struct lag_rule){100000, 2})

struct lag_month {
    int64_t unit_id, target_units, sold_units;
};

/* `months`: of one unit, n <= month_ends; months without a target are not among them, and nobody lags in those. */
bool lag_is(const struct lag_rule *rule, const struct lag_month *months, size_t n);
