#include "unit_tier_reason.h"

#include <stdbool.h>

#define PERCENT_TEXT_SIZE 32

/* 784512 -> "78.4512", 800000 -> "80" */
static const char *percent(int64_t ppm, char text[static PERCENT_TEXT_SIZE])
{
    int length = snprintf(text, PERCENT_TEXT_SIZE, "%lld.%04lld", (long long)(ppm / 10000), (long long)(ppm % 10000));
    while (text[length - 1] == '0')
        text[--length] = '\0';
    if (text[length - 1] == '.')
        text[--length] = '\0';
    return text;
}

/* How the value came about: the same in every tier. */
static int write_value(const struct unit_policy *policy, const struct unit_customer *customer, day_t as_of,
                       enum locale locale, char text[static TIER_REASON_SIZE])
{
    static const char *const names[TIER_COUNT][LOCALE_COUNT] = {
        [TIER_NONE] = {"None", "未分级"},
        [TIER_KEY] = {"Key", "重点客户"},
        [TIER_SECONDARY] = {"Secondary", "次重点客户"},
        [TIER_POTENTIAL] = {"Potential", "潜力客户"},
    };
    char day[DATE_TEXT_SIZE];
    if (locale == LOCALE_ZH_CN)
        return snprintf(text, TIER_REASON_SIZE,
                        "%s：截至 %s，价值 %lld = 已交车 %lld 台 × %lld + 有效线索待交 %lld 台 × %lld；排名第 %lld。",
                        names[customer->tier][locale], day_format(as_of, day), (long long)customer->value,
                        (long long)customer->delivered_units, (long long)policy->delivered_unit_points,
                        (long long)customer->open_units, (long long)policy->open_unit_points,
                        (long long)customer->rank);
    return snprintf(
        text, TIER_REASON_SIZE,
        "%s: on %s its value is %lld = %lld delivered × %lld + %lld to come on held leads × %lld; rank %lld. ",
        names[customer->tier][locale], day_format(as_of, day), (long long)customer->value,
        (long long)customer->delivered_units, (long long)policy->delivered_unit_points, (long long)customer->open_units,
        (long long)policy->open_unit_points, (long long)customer->rank);
}

/* Which line it stands within or beyond. */
static void write_line(const struct unit_policy *policy, const struct unit_customer *customer, enum locale locale,
                       char *text, size_t size)
{
    char reached[PERCENT_TEXT_SIZE], key[PERCENT_TEXT_SIZE], secondary[PERCENT_TEXT_SIZE];
    percent(customer->cumulative_share_ppm, reached);
    percent(policy->key_cut_ppm, key);
    percent(policy->secondary_cut_ppm, secondary);
    bool zh = locale == LOCALE_ZH_CN;

    if (customer->value == 0)
        snprintf(text, size, "%s",
                 zh ? "目前没有价值，因此为潜力客户。" : "Without value so far, a customer is potential.");
    else if (customer->tier == TIER_KEY && customer->cumulative_share_ppm > policy->key_cut_ppm)
        snprintf(
            text, size,
            zh ? "仅此一家即占全部价值的 %s%%，超过 %s%% 线；价值最高的客户始终为重点客户。"
               : "It alone makes up %s %% of all value, past the line of %s %%: the most valuable customer is always key.",
            reached, key);
    else if (customer->tier == TIER_KEY)
        snprintf(text, size,
                 zh ? "从第一名到该客户累计占全部价值的 %s%%，在 %s%% 线以内。"
                    : "The customers from the first down to it make up %s %% of all value, within the line of %s %%.",
                 reached, key);
    else if (customer->tier == TIER_SECONDARY)
        snprintf(
            text, size,
            zh ? "从第一名到该客户累计占全部价值的 %s%%，超过 %s%% 线，在 %s%% 线以内。"
               : "The customers from the first down to it make up %s %% of all value, past the line of %s %%, within "
                 "that of %s %%.",
            reached, key, secondary);
    else
        snprintf(text, size,
                 zh ? "从第一名到该客户累计占全部价值的 %s%%，超过 %s%% 线。"
                    : "The customers from the first down to it make up %s %% of all value, past the line of %s %%.",
                 reached, secondary);
}

char *unit_tier_reason(const struct unit_policy *policy, const struct unit_customer *customer, day_t as_of,
                  enum locale locale, char text[static TIER_REASON_SIZE])
{
    int length = write_value(policy, customer, as_of, locale, text);
    write_line(policy, customer, locale, text + length, TIER_REASON_SIZE - (size_t)length);
    return text;
}
