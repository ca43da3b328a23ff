#include "pay_plan.h"

#include <inttypes.h>

struct check {
    const struct pay_component *component;
    const char *path;
    struct pay_findings *findings;
};

#define FIND(check, key, reason, en, zh)                                                                               \
    pay_find((check)->findings, arena_printf((check)->findings->arena, "%s.%s", (check)->path, (key)), reason,         \
             en "%s", zh "%s", "")

static void check_joint(const struct check *check, size_t i)
{
    const struct pay_step *step = &check->component->steps[i], *before = &check->component->steps[i - 1];
    const char *key = arena_printf(check->findings->arena, "steps[%zu].from", i);
    if (before->to == PAY_OPEN)
        FIND(check, arena_printf(check->findings->arena, "steps[%zu].to", i - 1), "REQUIRED",
             "only the last step has no end; give the next step's from", "只有最后一档可以不写to；请填写下一档的from");
    else if (step->from > before->to)
        FIND(check, key, "OUT_OF_RANGE",
             "there is a gap between this step and the one before; begin where that one ends",
             "与前一档之间有空档；请从前一档的to开始");
    else if (step->from < before->to)
        FIND(check, key, "OUT_OF_RANGE", "this step overlaps the one before; begin where that one ends",
             "与前一档重叠；请从前一档的to开始");
}

static void check_steps(const struct check *check)
{
    const struct pay_component *component = check->component;
    if (component->step_count == 0)
        FIND(check, "steps", "REQUIRED", "a stepped component has steps", "阶梯项须有steps");
    for (size_t i = 0; i < component->step_count; i++) {
        const struct pay_step *step = &component->steps[i];
        if (step->to <= step->from)
            FIND(check, arena_printf(check->findings->arena, "steps[%zu].to", i), "OUT_OF_RANGE",
                 "a step ends above its from: [from, to)", "to须大于from：[from, to)");
        if (i > 0)
            check_joint(check, i);
        else if (step->from != 0 && component->mode != PAY_OVERAGE)
            FIND(check, "steps[0].from", "OUT_OF_RANGE", "the first step begins at 0; pay 0 there if nothing is due",
                 "首档须从0开始；不计奖可写0");
    }
    if (component->step_count > 0 && component->steps[component->step_count - 1].to != PAY_OPEN)
        FIND(check, arena_printf(check->findings->arena, "steps[%zu].to", component->step_count - 1), "OUT_OF_RANGE",
             "the last step has no end, so that nothing lies beyond the steps; leave its to out",
             "最后一档不设上限，请去掉to");
}

/* Which objects of pay a mode and a basis can have. */
static void check_object(const struct check *check)
{
    const struct pay_component *component = check->component;
    bool by_bonus = component->object == PAY_OF_BONUS || component->object == PAY_OUT_BONUS;
    if (by_bonus != (component->bonus_fen > 0))
        FIND(check, "bonus_fen", by_bonus ? "REQUIRED" : "UNKNOWN", "bonus_fen goes with pays bonus or payout",
             "bonus_fen与pays为bonus或payout配套使用");
    if (component->object == PAY_OF_BONUS && component->basis != PAY_BY_ATTAINMENT)
        FIND(check, "pays", "OUT_OF_RANGE",
             "pays bonus goes with the basis attainment; write payout, fixed, units or revenue",
             "pays为bonus时basis须为attainment；请改为payout、fixed、units或revenue");
    if (component->object == PAY_OUT_BONUS && (component->mode == PAY_MARGINAL || component->mode == PAY_OVERAGE))
        FIND(check, "pays", "OUT_OF_RANGE", "pays payout goes with the modes whole and interpolated",
             "pays为payout时mode须为whole或interpolated");
    if (component->object == PAY_FIXED && component->mode == PAY_OVERAGE)
        FIND(check, "pays", "OUT_OF_RANGE", "overage multiplies a rate; pays is units, revenue or bonus",
             "overage按倍率计算，pays须为units、revenue或bonus");
    if ((component->object == PAY_FOR_UNITS || component->object == PAY_FOR_REVENUE) &&
        component->basis == PAY_BY_QUALITY && (component->mode == PAY_MARGINAL || component->mode == PAY_OVERAGE))
        FIND(check, "mode", "OUT_OF_RANGE",
             "vehicles and revenue do not fill steps of quality; the mode is whole or interpolated",
             "台数与金额不能按质量分分段；mode须为whole或interpolated");
}

static void check_stepped(const struct check *check, int64_t period)
{
    const struct pay_component *component = check->component;
    check_steps(check);
    check_object(check);
    if (component->accumulate < period)
        FIND(check, "accumulate", "OUT_OF_RANGE", "accumulate over the plan's period or longer, or each item alone",
             "accumulate不得短于方案周期，或按item逐项计算");
    if (component->accumulate == PAY_ITEM && (component->basis > PAY_BY_REVENUE || component->object > PAY_FOR_REVENUE))
        FIND(check, "accumulate", "OUT_OF_RANGE", "each item alone has units and revenue only",
             "按item逐项计算时只有units与revenue");
    if (component->mode == PAY_OVERAGE && component->base == 0)
        FIND(check, component->object == PAY_FOR_UNITS ? "base_fen" : "base_ppm", "REQUIRED",
             "overage has a base rate that is paid up to the target", "overage须有达到目标前的基础标准");
    if (component->mode != PAY_OVERAGE && (component->base != 0 || component->target != 0))
        FIND(check, "mode", "OUT_OF_RANGE", "a base and a target go with the mode overage",
             "base与target只用于overage");
    if (component->rate_count > 0)
        FIND(check, "rates", "UNKNOWN", "a stepped component has steps instead of rates", "阶梯项使用steps而非rates");
}

static void check_rates(const struct check *check)
{
    const struct pay_component *component = check->component;
    if (component->rate_count == 0)
        FIND(check, "rates", "REQUIRED", "this kind of component has rates: [{\"fen\": 30000}]",
             "该类项目须有rates：[{\"fen\": 30000}]");
    if (component->step_count > 0)
        FIND(check, "steps", "UNKNOWN", "steps go with the kind stepped", "steps只用于stepped");
    for (size_t i = 0; i < component->rate_count; i++)
        if (component->rates[i].quality_to <= component->rates[i].quality_from)
            FIND(check, arena_printf(check->findings->arena, "rates[%zu].quality_to", i), "OUT_OF_RANGE",
                 "quality_to lies above quality_from", "quality_to须大于quality_from");
}

static void check_limits(const struct check *check)
{
    const struct pay_component *component = check->component;
    if (component->cap_fen >= 0 && component->cap_fen < component->floor_fen)
        FIND(check, "cap_fen", "OUT_OF_RANGE", "the cap is not below the floor", "上限不得低于下限");
    if (component->most_leads > 0 && component->kind != PAY_INFORMATION)
        FIND(check, "most_leads", "UNKNOWN", "most_leads goes with the kind information",
             "most_leads只用于information");
    if (component->cap_fen < 0 && component->rest == PAY_REST_LATER)
        FIND(check, "cap_rest", "OUT_OF_RANGE", "cap_rest goes with cap_fen", "cap_rest须与cap_fen同时使用");
}

void pay_plan_check(const struct pay_plan *plan, const char *prefix, struct pay_findings *findings)
{
    for (size_t i = 0; i < plan->component_count; i++) {
        const struct pay_component *component = &plan->components[i];
        struct check check = {
            component, arena_printf(findings->arena, "%s%scomponents[%zu]", prefix, *prefix ? "." : "", i), findings};
        if (component->kind == PAY_STEPPED)
            check_stepped(&check, plan->period);
        else
            check_rates(&check);
        check_limits(&check);
        for (size_t before = 0; before < i; before++)
            if (strcmp(plan->components[before].code, component->code) == 0)
                FIND(&check, "code", "OUT_OF_RANGE", "another component has this code; give each its own",
                     "项目代码重复，请分别命名");
    }
}
