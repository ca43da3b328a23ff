/*
 * Which customers matter how much (分级开发): customers in order of value, the cumulative share of the value of all,
 * two cut points. "80 % of the value comes from 20 % of the customers" (DOMAIN.md, Tiers).
 *
 * Input: what is known of every customer, a policy. Output: the customers in rank order, each with exactly one tier.
 */
#pragma once

#include "base/date.h"
#include "base/error.h"

#include "tier_policy.h"

#include <stddef.h>
#include <stdint.h>

#define TIER_POINTS_MAX 1000000000 /* points of one vehicle */

struct unit_policy {
    int64_t delivered_unit_points; /* 0..TIER_POINTS_MAX, as open_unit_points; not both 0 */
    int64_t open_unit_points;
    int64_t key_cut_ppm;       /* 1..secondary_cut_ppm */
    int64_t secondary_cut_ppm; /* ..1,000,000 */
};

#define UNIT_POLICY_DEFAULT                                                                                            \
    ((struct unit_policy){                                                                                             \
        .delivered_unit_points = 10, .open_unit_points = 3, .key_cut_ppm = 800000, .secondary_cut_ppm = 950000})

struct unit_customer {
    /* facts */
    int64_t customer_id;
    int64_t delivered_units; /* >= 0 */
    int64_t open_units;      /* >= 0: vehicles on held leads that are not delivered */
    /* assigned */
    int64_t value;
    int64_t rank; /* 1 is the most valuable */
    int64_t share_ppm;
    int64_t cumulative_share_ppm; /* this customer included */
    enum tier tier;
};

struct unit_summary {
    int64_t customers[TIER_COUNT]; /* by enum tier */
    int64_t value[TIER_COUNT];
};

/* 0, or -1 naming the field of the policy that is out of its range. */
int unit_policy_check(const struct unit_policy *policy, struct error *error);

/*
 * value = delivered * points + open * points. Sorts `customers` by value descending, equal values by customer_id
 * ascending, and fills what is assigned. A customer is key while the cumulative share, itself included, is at most
 * key_cut_ppm; secondary at most secondary_cut_ppm; else potential. Shares are rounded to ppm first, so the share that
 * is shown always agrees with the tier. Two cases stand outside the lines: the most valuable customer is key even if it
 * passes the line alone, and a customer without value is potential whatever the cuts are.
 *
 * The policy must have passed unit_policy_check. 0, or -1 STATUS_OUT_OF_RANGE when a value or the value of all does not
 * fit; then `customers` is unchanged.
 */
int unit_tier_assign(const struct unit_policy *policy, struct unit_customer *customers, size_t n,
                struct unit_summary *summary, struct error *error);
