#include "tier_policy.h"

#include "base/money.h"

const char *const attribute_names[ATTRIBUTE_COUNT] = {
    [ATTRIBUTE_REGION] = "region",
    [ATTRIBUTE_SEGMENT] = "segment",
    [ATTRIBUTE_BUSINESS_TYPE] = "business_type",
    [ATTRIBUTE_INDUSTRY] = "industry",
};

static int check_weights(const struct tier_policy *policy, struct error *error)
{
    int64_t sum = 0;
    for (size_t i = 0; i < policy->measure_count; i++)
        sum += policy->measures[i].weight_ppm;
    if (sum == PPM)
        return 0;
    return error_set(error, STATUS_INVALID_ARGUMENT, "measures",
                     "the weights sum to %lld.%04lld %%, not to 100 %%: change them so that they do",
                     "权重之和为 %lld.%04lld%%，不是 100%%：请调整各项权重", (long long)(sum / 10000),
                     (long long)(sum % 10000));
}

static int check_measures(const struct tier_policy *policy, struct error *error)
{
    for (size_t i = 0; i < policy->measure_count; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp(policy->measures[i].key, policy->measures[j].key) == 0) {
                error_set(error, STATUS_INVALID_ARGUMENT, "measure",
                          "%s is there already as measures[%zu]: give it another window or add the weights",
                          "%s 已在 measures[%zu] 中：请改用其他窗口或合并权重", policy->measures[i].key, j);
                return error_within(error, "measures[%zu]", i);
            }
    return check_weights(policy, error);
}

/* A line of share that lies higher lets more in, a score that lies higher fewer. */
static int check_cuts(const struct policy_cuts *cuts, struct error *error)
{
    bool by_score = cuts->by == CUT_BY_SCORE;
    if (by_score ? cuts->key > cuts->secondary : cuts->key < cuts->secondary)
        return 0;
    return by_score
               ? error_set(error, STATUS_INVALID_ARGUMENT, "cuts.key",
                           "the tiers overlap: the score of key must be above the one of secondary (cuts.secondary)",
                           "两级重叠：重点线的得分必须高于次重点线（cuts.secondary）")
               : error_set(error, STATUS_INVALID_ARGUMENT, "cuts.key",
                           "the tiers overlap: the line of key must be below the one of secondary (cuts.secondary)",
                           "两级重叠：重点线必须低于次重点线（cuts.secondary）");
}

static int check_start(const struct tier_policy *policy, day_t today, struct error *error)
{
    char start[DATE_TEXT_SIZE], now[DATE_TEXT_SIZE];
    if (!policy->has_start || policy->in_force_from >= today)
        return 0;
    return error_set(error, STATUS_INVALID_ARGUMENT, "in_force_from",
                     "%s has passed, and no policy is in force from the past: give %s or a later day",
                     "%s 已过，政策不能从过去生效：请填写 %s 或之后的日期", day_format(policy->in_force_from, start),
                     day_format(today, now));
}

int tier_policy_check(const struct tier_policy *policy, day_t today, struct error *error)
{
    if (check_measures(policy, error) != 0 || check_cuts(&policy->cuts, error) != 0)
        return -1;
    return check_start(policy, today, error);
}

static bool is_among(const char *const *values, size_t n, const char *value)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(values[i], value) == 0)
            return true;
    return false;
}

bool policy_condition_holds(const struct policy_condition *condition, const struct customer_attributes *attributes)
{
    for (enum attribute i = 0; i < ATTRIBUTE_COUNT; i++)
        if (condition->counts[i] > 0 && !is_among(condition->values[i], condition->counts[i], attributes->of[i]))
            return false;
    return true;
}

const struct policy_rule *policy_rules_find(const struct policy_rules *rules,
                                            const struct customer_attributes *attributes)
{
    for (size_t i = 0; i < rules->count; i++)
        if (policy_condition_holds(&rules->rules[i].when, attributes))
            return &rules->rules[i];
    return NULL;
}

const struct policy_override *policy_override_find(const struct tier_policy *policy, const char *customer, day_t as_of)
{
    for (size_t i = 0; i < policy->override_count; i++)
        if (policy->overrides[i].until >= as_of && strcmp(policy->overrides[i].customer, customer) == 0)
            return &policy->overrides[i];
    return NULL;
}
