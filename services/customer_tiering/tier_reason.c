#include "tier_reason.h"

#include "base/buffer.h"
#include "tier_text.h"

#define REASON_MAX 4096

#define SAY(locale, english, chinese) ((locale) == LOCALE_ZH_CN ? (chinese) : (english))

char *measure_reason(const struct policy_measure *measure, int64_t amount, int64_t points, enum locale locale,
                     struct arena *arena)
{
    const struct measure_kind *kind = measure_kind(measure->measure);
    char amount_text[NUMBER_TEXT_SIZE], points_text[NUMBER_TEXT_SIZE], window[NUMBER_TEXT_SIZE] = "";
    if (measure->window.months > 0)
        snprintf(window, sizeof window, SAY(locale, " in %d months", "（%d 个月内）"), measure->window.months);
    else if (measure->window.days > 0)
        snprintf(window, sizeof window, SAY(locale, " in %d days", "（%d 天内）"), measure->window.days);
    micro_format(amount, amount_text);
    const char *unit = kind->unit_label[locale], *label = kind->label[locale];
    char *what = locale == LOCALE_ZH_CN ? arena_printf(arena, "%s%s %s%s", label, window, amount_text, unit)
                                        : arena_printf(arena, "%s%s %s%s", amount_text, unit, label, window);
    micro_format(points, points_text);
    switch (measure->normalisation) {
    case NORMALISE_SHARE:
        return arena_printf(arena, SAY(locale, "%s: %s %% of all", "%s，占全部 %s%%"), what, points_text);
    case NORMALISE_RANK:
        return arena_printf(arena, SAY(locale, "%s: not below %s %% of those with any", "%s，不低于 %s%% 的有此项者"),
                            what, points_text);
    default:
        if (measure->band_count > 0)
            return arena_printf(arena, SAY(locale, "%s: %s points", "%s，得 %s 分"), what, points_text);
        return arena_printf(arena, "%s × %s", what, micro_format(measure->points_per_unit, points_text));
    }
}

/* How the value came about: the same in every tier. */
static void add_value(const struct tier_policy *policy, const struct tier_customer *customer,
                      const struct tier_summary *summary, day_t as_of, enum locale locale, struct arena *arena,
                      struct buffer *text)
{
    char day[DATE_TEXT_SIZE], number[NUMBER_TEXT_SIZE];
    buffer_printf(text, SAY(locale, "%s: on %s its value is %s", "%s：截至 %s，价值 %s"),
                  tier_name(customer->tier, locale), day_format(as_of, day), micro_format(customer->value, number));
    for (size_t i = 0; i < policy->measure_count; i++) {
        const struct policy_measure *measure = &policy->measures[i];
        buffer_printf(text, "%s(%s) × %s%s", i == 0 ? " = " : " + ",
                      measure_reason(measure, customer->amounts[i], customer->points[i], locale, arena),
                      percent_format(measure->weight_ppm, number), SAY(locale, " %", "%"));
    }
    buffer_printf(text, SAY(locale, "; rank %lld of %lld. ", "；排名第 %lld，共 %lld 家。"), (long long)customer->rank,
                  (long long)summary->customers);
}

/* What is compared with the lines: the score, or the share of value or of customers down to the customer. */
static char *reached_text(const struct tier_policy *policy, const struct tier_customer *customer,
                          const struct tier_summary *summary, enum locale locale, struct arena *arena)
{
    char number[NUMBER_TEXT_SIZE];
    switch (policy->cuts.by) {
    case CUT_BY_SCORE:
        return arena_printf(arena, SAY(locale, "Its score is %s", "得分 %s"), micro_format(customer->value, number));
    case CUT_BY_CUSTOMER_SHARE:
        return arena_printf(arena,
                            SAY(locale, "The customers from the first down to it are %s %% of all",
                                "从第一名到该客户占全部客户的 %s%%"),
                            percent_format(customer->rank * 1000000 / summary->customers, number));
    default:
        return arena_printf(arena,
                            SAY(locale, "The customers from the first down to it make up %s %% of all value",
                                "从第一名到该客户累计占全部价值的 %s%%"),
                            percent_format(customer->cumulative_share_ppm, number));
    }
}

static char *line_text(const struct policy_cuts *cuts, int64_t line, enum locale locale, struct arena *arena)
{
    char number[NUMBER_TEXT_SIZE];
    if (cuts->by == CUT_BY_SCORE)
        return micro_format(line, arena_alloc(arena, NUMBER_TEXT_SIZE));
    return arena_printf(arena, SAY(locale, "%s %%", "%s%%"), percent_format(line, number));
}

static bool is_alone_past_the_line(const struct tier_policy *policy, const struct tier_customer *customer)
{
    return policy->cuts.by == CUT_BY_VALUE_SHARE && customer->rank == 1 && customer->line_tier == TIER_KEY &&
           customer->cumulative_share_ppm > policy->cuts.key;
}

/* Which lines it stands within or beyond. */
static void add_line(const struct tier_policy *policy, const struct tier_customer *customer,
                     const struct tier_summary *summary, enum locale locale, struct arena *arena, struct buffer *text)
{
    static const char *const on_line[][LOCALE_COUNT] = {
        [ON_LINE_INCLUDING] = {"what ends on a line is in", "到线为止（含）计入"},
        [ON_LINE_UP] = {"who is on a line goes up", "线上客户归入上一级"},
        [ON_LINE_DOWN] = {"who is on a line goes down", "线上客户归入下一级"},
    };
    if (customer->value == 0) {
        buffer_add_text(
            text, SAY(locale, "Without value so far, a customer is potential.", "目前没有价值，因此为潜力客户。"));
        return;
    }
    const char *key = line_text(&policy->cuts, policy->cuts.key, locale, arena);
    const char *secondary = line_text(&policy->cuts, policy->cuts.secondary, locale, arena);
    buffer_add_text(text, reached_text(policy, customer, summary, locale, arena));
    if (is_alone_past_the_line(policy, customer))
        buffer_printf(text,
                      SAY(locale, ", past the line of %s: the most valuable customer is key all the same.",
                          "，超过 %s 线；价值最高的客户仍为重点客户。"),
                      key);
    else if (customer->line_tier == TIER_KEY)
        buffer_printf(text, SAY(locale, ", within the line of %s (%s).", "，在 %s 线以内（%s）。"), key,
                      on_line[policy->cuts.on_line][locale]);
    else if (customer->line_tier == TIER_SECONDARY)
        buffer_printf(
            text, SAY(locale, ", past the line of %s, within that of %s (%s).", "，超过 %s 线，在 %s 线以内（%s）。"),
            key, secondary, on_line[policy->cuts.on_line][locale]);
    else
        buffer_printf(text, SAY(locale, ", past the line of %s (%s).", "，超过 %s 线（%s）。"), secondary,
                      on_line[policy->cuts.on_line][locale]);
}

/* What was stronger than the line. */
static void add_decision(const struct tier_policy *policy, const struct tier_customer *customer, enum locale locale,
                         struct buffer *text)
{
    char day[DATE_TEXT_SIZE];
    const char *tier = tier_name(customer->tier, locale), *rule = customer->rule ? customer->rule->name : "";
    switch (customer->decision) {
    case DECIDED_BY_LINE:
        break;
    case DECIDED_BY_HYSTERESIS:
        buffer_printf(text,
                      SAY(locale, " It keeps the tier %s: seen outside the band in %d of the %d runs that this takes.",
                          "保留原级别“%s”：带外次数 %d，满 %d 次才变动。"),
                      tier, customer->runs_outside, policy->hysteresis_runs);
        break;
    case DECIDED_BY_FLOOR:
        buffer_printf(text, SAY(locale, " By the floor “%s” it is at least %s.", "按下限规则“%s”，至少为%s。"), rule,
                      tier);
        break;
    case DECIDED_BY_CEILING:
        buffer_printf(text, SAY(locale, " By the ceiling “%s” it is at most %s.", "按上限规则“%s”，至多为%s。"), rule,
                      tier);
        break;
    case DECIDED_BY_FIXED_RULE:
        buffer_printf(text, SAY(locale, " By the rule “%s” it is always %s.", "按固定规则“%s”，始终为%s。"), rule,
                      tier);
        break;
    case DECIDED_BY_OVERRIDE:
        buffer_printf(
            text, SAY(locale, " Set to %s until %s, approved by %s: %s.", "人工定为%s，至 %s 止，批准人 %s：%s。"),
            tier, day_format(customer->override->until, day), customer->override->approver, customer->override->reason);
        break;
    }
}

char *tier_reason(const struct tier_policy *policy, const struct tier_customer *customer,
                  const struct tier_summary *summary, day_t as_of, enum locale locale, struct arena *arena)
{
    struct buffer text = BUFFER(REASON_MAX);
    add_value(policy, customer, summary, as_of, locale, arena, &text);
    add_line(policy, customer, summary, locale, arena, &text);
    add_decision(policy, customer, locale, &text);
    char *copy = arena_strdup(arena, text.data);
    buffer_release(&text);
    return copy;
}
