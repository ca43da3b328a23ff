#include "protection.h"

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
    for (size_t i = 0; i < policy->rule_count; i++)
        if (check_number(policy->rules[i].days, 1, PROTECTION_DAYS_MAX, "days", error) != 0)
            return error_within(error, "rules[%zu]", i);
    if (lead_quality_policy_check(&policy->quality, error) != 0)
        return error_within(error, "quality");
    return 0;
}

static bool matches(const struct protection_rule *rule, int64_t business_type, const char *product_line)
{
    return (!rule->business_type || rule->business_type == business_type) &&
           (!*rule->product_line || strcmp(rule->product_line, product_line) == 0);
}

static int64_t days_of(const struct protection_policy *policy, int64_t business_type, const char *product_line)
{
    int64_t days = policy->default_days;
    int named_most = -1;
    for (size_t i = 0; i < policy->rule_count; i++) {
        const struct protection_rule *rule = &policy->rules[i];
        int named = (rule->business_type != 0) + (*rule->product_line != 0);
        if (named > named_most && matches(rule, business_type, product_line)) {
            named_most = named;
            days = rule->days;
        }
    }
    return days;
}

int64_t protection_until(const struct protection_policy *policy, const struct protection_customer *customer, int64_t business_type,
                         const char *product_line, int64_t now)
{
    int64_t until = now + days_of(policy, business_type, product_line) * DAY_MS;
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
