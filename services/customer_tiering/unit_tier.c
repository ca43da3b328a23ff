#include "unit_tier.h"

#include "base/int128.h"
#include "base/money.h"

static int points_check(int64_t points, const char *field, struct error *error)
{
    if (points >= 0 && points <= TIER_POINTS_MAX)
        return 0;
    return error_set(error, STATUS_INVALID_ARGUMENT, field, "%lld points a vehicle: must be 0 to %d",
                     "每台 %lld 分：必须在 0 到 %d 之间", (long long)points, TIER_POINTS_MAX);
}

int unit_policy_check(const struct unit_policy *policy, struct error *error)
{
    if (points_check(policy->delivered_unit_points, "delivered_unit_points", error) ||
        points_check(policy->open_unit_points, "open_unit_points", error))
        return -1;
    if (policy->delivered_unit_points == 0 && policy->open_unit_points == 0)
        return error_set(
            error, STATUS_INVALID_ARGUMENT, "delivered_unit_points",
            "both kinds of vehicle give 0 points, so no customer would have a value: give one of them points",
            "两种车辆的分值都是 0，所有客户都没有价值：请至少给其中一种设定分值");
    if (policy->secondary_cut_ppm < 1 || policy->secondary_cut_ppm > PPM)
        return error_set(error, STATUS_INVALID_ARGUMENT, "secondary_cut_ppm", "%lld: must be 1 to %d parts per million",
                         "%lld：必须在 1 到 %d（百万分率）之间", (long long)policy->secondary_cut_ppm, PPM);
    if (policy->key_cut_ppm < 1 || policy->key_cut_ppm > policy->secondary_cut_ppm)
        return error_set(error, STATUS_INVALID_ARGUMENT, "key_cut_ppm",
                         "%lld: must be at least 1 and at most secondary_cut_ppm (%lld)",
                         "%lld：必须不小于 1 且不大于 secondary_cut_ppm（%lld）", (long long)policy->key_cut_ppm,
                         (long long)policy->secondary_cut_ppm);
    return 0;
}

static int128_t customer_value(const struct unit_policy *policy, const struct unit_customer *customer)
{
    return (int128_t)customer->delivered_units * policy->delivered_unit_points +
           (int128_t)customer->open_units * policy->open_unit_points;
}

/* The value of all; each part fits when the whole does, because no value is negative. */
static int total_value(const struct unit_policy *policy, const struct unit_customer *customers, size_t n,
                       int64_t *total, struct error *error)
{
    int128_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += customer_value(policy, &customers[i]);
        if (sum > INT64_MAX)
            return error_set(error, STATUS_OUT_OF_RANGE, "policy",
                             "the value of all customers does not fit 64 bits at customer %lld: lower the points",
                             "所有客户的价值之和在客户 %lld 处超出 64 位整数：请降低分值",
                             (long long)customers[i].customer_id);
    }
    *total = (int64_t)sum;
    return 0;
}

static int by_value(const void *left, const void *right)
{
    const struct unit_customer *a = left, *b = right;
    if (a->value != b->value)
        return a->value > b->value ? -1 : 1;
    return (a->customer_id > b->customer_id) - (a->customer_id < b->customer_id);
}

static enum tier tier_of(const struct unit_policy *policy, const struct unit_customer *customer)
{
    if (customer->value == 0)
        return TIER_POTENTIAL;
    if (customer->rank == 1 || customer->cumulative_share_ppm <= policy->key_cut_ppm)
        return TIER_KEY;
    return customer->cumulative_share_ppm <= policy->secondary_cut_ppm ? TIER_SECONDARY : TIER_POTENTIAL;
}

/* A part of the whole is at most PPM, so it always fits. */
static int64_t share_of(int128_t part, int64_t whole)
{
    int64_t share = 0;
    if (whole > 0)
        divide_rounded(part * PPM, whole, "share_ppm", &share, NULL);
    return share;
}

int unit_tier_assign(const struct unit_policy *policy, struct unit_customer *customers, size_t n,
                struct unit_summary *summary, struct error *error)
{
    int64_t total = 0;
    if (total_value(policy, customers, n, &total, error))
        return -1;
    for (size_t i = 0; i < n; i++)
        customers[i].value = (int64_t)customer_value(policy, &customers[i]);
    if (n > 0)
        qsort(customers, n, sizeof *customers, by_value);

    *summary = (struct unit_summary){0};
    int64_t cumulative = 0;
    for (size_t i = 0; i < n; i++) {
        struct unit_customer *customer = &customers[i];
        cumulative += customer->value;
        customer->rank = (int64_t)i + 1;
        customer->share_ppm = share_of(customer->value, total);
        customer->cumulative_share_ppm = share_of(cumulative, total);
        customer->tier = tier_of(policy, customer);
        summary->customers[customer->tier]++;
        summary->value[customer->tier] += customer->value;
    }
    return 0;
}
