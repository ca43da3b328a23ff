#include "plan.h"

/* A step can be wrong in two fields; the other fields and the list itself once each. */
#define FINDINGS_MAX (2 * STEP_COUNT_MAX + 8)

static const struct {
    const char *job;
    enum credit_scope scope;
} paid_jobs[] = {
    {"dealer_specialist", CREDIT_PERSON},
    {"key_account_manager", CREDIT_PERSON},
    {"area_manager", CREDIT_UNIT},
    {"region_director", CREDIT_UNIT},
};

struct findings {
    struct arena *arena;
    struct plan_finding *list;
    size_t count;
};

enum credit_scope plan_credit_scope(const char *job)
{
    for (size_t i = 0; job && i < sizeof(paid_jobs) / sizeof(paid_jobs[0]); i++)
        if (strcmp(job, paid_jobs[i].job) == 0)
            return paid_jobs[i].scope;
    return CREDIT_NONE;
}

static void find(struct findings *findings, const char *field, const char *reason, const char *en, const char *zh)
{
    if (findings->count < FINDINGS_MAX)
        findings->list[findings->count++] =
            (struct plan_finding){.field = field, .reason = reason, .message = {en, zh}};
}

static bool is_code(const char *text)
{
    size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-_");
    return length > 0 && length <= PLAN_CODE_MAX && !text[length];
}

static void check_names(const struct plan *plan, struct findings *findings)
{
    if (!is_code(plan->code))
        find(findings, "plan_code", "FORMAT",
             "a plan code has 1 to 64 lower-case letters, digits, '-' and '_', such as specialist-2014",
             "方案代码由1至64个小写字母、数字、“-”和“_”组成，例如 specialist-2014");
    if (plan_credit_scope(plan->job) == CREDIT_NONE)
        find(findings, "job", "UNKNOWN",
             "no plan can pay this job; give dealer_specialist, key_account_manager, area_manager or region_director",
             "该岗位不适用激励方案；请填写 dealer_specialist、key_account_manager、area_manager 或 region_director");
    if (day_civil(plan->valid_from).day != 1)
        find(findings, "valid_from", "OUT_OF_RANGE",
             "a plan is in force from the first day of a month, such as 2014-09-01",
             "方案须自某月1日起生效，例如 2014-09-01");
    if (plan->mode != STEP_MARGINAL && plan->mode != STEP_WHOLE)
        find(findings, "mode", "REQUIRED",
             "say how steps pay: MARGINAL (each step its own rate) or WHOLE (the highest step reached rates all)",
             "请指定计算方式：MARGINAL（分段累进）或 WHOLE（按达到的最高档全额计算）");
}

static void check_from(const struct plan *plan, size_t i, struct findings *findings)
{
    const char *field = arena_printf(findings->arena, "steps[%zu].from_units", i);
    int64_t from = plan->steps[i].from_units;
    if (from < 0 || from > STEP_FROM_MAX)
        find(findings, field, "OUT_OF_RANGE", "a step starts at 0 to 1,000,000,000 units",
             "档位起点须在0至1,000,000,000之间");
    else if (i == 0 && from != 0)
        find(findings, field, "OUT_OF_RANGE",
             "the first step starts at 0; give it the rate 0 when nothing is paid there",
             "第一档须从0开始；若该段不计奖，请将单价设为0");
    else if (i > 0 && from <= plan->steps[i - 1].from_units)
        find(findings, field, "OUT_OF_RANGE", "each step starts above the one before; put the steps in rising order",
             "每一档的起点须大于前一档；请按从小到大排列");
}

static void check_steps(const struct plan *plan, struct findings *findings)
{
    if (plan->step_count < 1 || plan->step_count > STEP_COUNT_MAX) {
        find(findings, "steps", "OUT_OF_RANGE", "a plan has 1 to 50 steps", "方案须有1至50个档位");
        return;
    }
    for (size_t i = 0; i < plan->step_count; i++) {
        check_from(plan, i, findings);
        if (plan->steps[i].fen_per_unit < 0 || plan->steps[i].fen_per_unit > STEP_RATE_MAX)
            find(findings, arena_printf(findings->arena, "steps[%zu].fen_per_unit", i), "OUT_OF_RANGE",
                 "a step pays 0 to 1,000,000,000 fen a unit", "每台奖励须在0至1,000,000,000分之间");
    }
}

static void check_award(const struct plan *plan, struct findings *findings)
{
    if (plan->fen_per_lead < 0 || plan->fen_per_lead > PLAN_LEAD_AWARD_MAX)
        find(findings, "fen_per_lead", "OUT_OF_RANGE", "the award for a lead is 0 to 1,000,000,000 fen",
             "每条信息的奖励须在0至1,000,000,000分之间");
    if (plan->lead_award_cap_fen < 0 || plan->lead_award_cap_fen > PLAN_LEAD_CAP_MAX)
        find(findings, "lead_award_cap_fen", "OUT_OF_RANGE", "the month's cap is 0 (none) to 100,000,000,000 fen",
             "月度上限须在0（不设上限）至100,000,000,000分之间");
}

size_t plan_check(const struct plan *plan, struct arena *arena, const struct plan_finding **list)
{
    struct findings findings = {.arena = arena, .list = ARENA_ARRAY(arena, struct plan_finding, FINDINGS_MAX)};
    check_names(plan, &findings);
    check_steps(plan, &findings);
    check_award(plan, &findings);
    *list = findings.list;
    return findings.count;
}
