#include "protection.h"

#define BUSINESS_TYPE_MAX 4
#define HOUR_MS INT64_C(3600000)
#define DAY_MS (24 * HOUR_MS)
#define CHINA_MS (8 * HOUR_MS) /* the day ends at midnight in China, UTC+8 */

const struct protection_policy PROTECTION_POLICY_DEFAULT = {
    .default_days = 90,
    .won_before_days = 90,
    .extension_days = 30,
    .longest_days = 180,
    .warning_days = 7,
    .least_small_batch = 3,
    .claims_a_day = 3,
    .cool_down_days = 30,
    .pool_delay_hours = 24,
    .quality = LEAD_QUALITY_POLICY_DEFAULTS,
};

static int check_number(int64_t value, int64_t min, int64_t max, const char *field, struct error *error)
{
    if (value >= min && value <= max)
        return 0;
    return error_set(error, STATUS_INVALID_ARGUMENT, field, "%lld is out of range: give %lld to %lld", "%lld 超出范围：请填 %lld 至 %lld",
                     (long long)value, (long long)min, (long long)max);
}

static bool name_the_same(const struct protection_rule *one, const struct protection_rule *other)
{
    return one->tier == other->tier && one->business_type == other->business_type && strcmp(one->product_line, other->product_line) == 0;
}

static int check_rule(const struct protection_policy *policy, size_t i, struct error *error)
{
    const struct protection_rule *rule = &policy->rules[i];
    if (check_number(rule->days, 1, PROTECTION_DAYS_MAX, "days", error) != 0 ||
        check_number(rule->tier, TIER_NOT_RATED, TIER_POTENTIAL, "tier", error) != 0 ||
        check_number(rule->business_type, 0, BUSINESS_TYPE_MAX, "business_type", error) != 0)
        return -1;
    for (size_t before = 0; before < i; before++)
        if (name_the_same(&policy->rules[before], rule))
            return error_set(error, STATUS_INVALID_ARGUMENT, "days", "rule %zu names the same and comes first: leave one of them out",
                             "与前面的规则（第 %zu 条，从 0 起）条件相同：请只保留一条", before);
    return 0;
}

static int check_rules(const struct protection_policy *policy, struct error *error)
{
    for (size_t i = 0; i < policy->rule_count; i++)
        if (check_rule(policy, i, error) != 0)
            return error_within(error, "rules[%zu]", i);
    return 0;
}

int protection_policy_check(const struct protection_policy *policy, struct error *error)
{
    const struct {
        const char *field;
        int64_t value, min, max;
    } numbers[] = {
        {"default_days", policy->default_days, 1, PROTECTION_DAYS_MAX},
        {"won_before_days", policy->won_before_days, 1, PROTECTION_DAYS_MAX},
        {"extension_days", policy->extension_days, 1, PROTECTION_DAYS_MAX},
        {"longest_days", policy->longest_days, 1, PROTECTION_DAYS_MAX},
        {"warning_days", policy->warning_days, 0, PROTECTION_DAYS_MAX},
        {"least_small_batch", policy->least_small_batch, 1, 1000},
        {"claims_a_day", policy->claims_a_day, 0, 1000},
        {"cool_down_days", policy->cool_down_days, 0, PROTECTION_DAYS_MAX},
        {"pool_delay_hours", policy->pool_delay_hours, 0, 24 * PROTECTION_DAYS_MAX},
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (check_number(numbers[i].value, numbers[i].min, numbers[i].max, numbers[i].field, error) != 0)
            return -1;
    if (lead_quality_policy_check(&policy->quality, error) != 0)
        return error_within(error, "quality");
    return check_rules(policy, error);
}

static bool matches(const struct protection_rule *rule, int64_t tier, int64_t business_type, const char *product_line)
{
    return (!rule->tier || rule->tier == tier) && (!rule->business_type || rule->business_type == business_type) &&
           (!*rule->product_line || strcmp(rule->product_line, product_line) == 0);
}

static int64_t days_of(const struct protection_policy *policy, int64_t tier, int64_t business_type, const char *product_line)
{
    int64_t days = tier >= TIER_KEY && tier <= TIER_POTENTIAL && policy->tier_days[tier] ? policy->tier_days[tier] : policy->default_days;
    int named_most = -1;
    for (size_t i = 0; i < policy->rule_count; i++) {
        const struct protection_rule *rule = &policy->rules[i];
        int named = (rule->tier != 0) + (rule->business_type != 0) + (*rule->product_line != 0);
        if (named > named_most && matches(rule, tier, business_type, product_line)) {
            named_most = named;
            days = rule->days;
        }
    }
    return days;
}

int64_t protection_until(const struct protection_policy *policy, const struct protection_customer *customer, int64_t business_type,
                         const char *product_line, int64_t now)
{
    int64_t until = now + days_of(policy, customer->tier, business_type, product_line) * DAY_MS;
    if (!customer->won_before)
        return until;
    if (!customer->contract_known)
        return now + policy->won_before_days * DAY_MS;
    /* The whole last day counts. A contract that ended long ago gives no less than an ordinary hold. */
    int64_t after_contract = (customer->contract_until + 1 + policy->won_before_days) * DAY_MS - CHINA_MS;
    return after_contract > until ? after_contract : until;
}

int64_t protection_extended(const struct protection_policy *policy, bool won_before, int64_t since, int64_t until)
{
    int64_t extended = until + policy->extension_days * DAY_MS, latest = since + policy->longest_days * DAY_MS;
    return won_before || extended < latest ? extended : latest;
}
