/* Phases of a plan: drafted with it, shown as they stand on a day. */
#include "rpc_phases.h"

#include "base/parse.h"
#include "goal_store.h"
#include "rpc.h"
#include "rpc_checks.h"

#define PHASES_MAX 12
#define MILESTONES_MAX 12

/* --- drafted
 * ---------------------------------------------------------------------------------------------------- */

static void check_goal(struct batch *batch, struct call *call, const char *field, const struct goal *goal)
{
    if (!*goal->name)
        call_violation(batch, call, field, "REQUIRED", "give it a name", "请填写名称");
    if (goal->units < 1 || goal->units > PLAN_TOTAL_MAX)
        call_violation(batch, call, field, "OUT_OF_RANGE", "%lld units: must be 1 to %lld",
                       "%lld 台：必须在 1 到 %lld 之间", (long long)goal->units, (long long)PLAN_TOTAL_MAX);
}

static bool read_goal_day(struct batch *batch, struct call *call, const char *field, const char *text, day_t *day)
{
    struct error refused = {0};
    if (parse_day(text, "day", day, &refused) == 0)
        return true;
    call_violation(batch, call, field, "FORMAT", "\"%s\" is no day: write 2014-09-01",
                   "“%s”不是日期：请写成 2014-09-01", text);
    return false;
}

static void read_milestones(struct batch *batch, struct call *call, const char *field,
                            const Remuda__Target__V1__PlanPhase *message, const struct goal *phase, struct goal *goals,
                            size_t *n)
{
    static char none[] = "";
    for (size_t i = 0; i < message->n_milestones && i < MILESTONES_MAX; i++) {
        const Remuda__Target__V1__PlanMilestone *milestone = message->milestones[i];
        struct goal *goal = &goals[(*n)++];
        *goal =
            (struct goal){phase->phase, (int64_t)i + 1, milestone->name, none, phase->first_on, 0, milestone->units, 0};
        check_goal(batch, call, field, goal);
        if (read_goal_day(batch, call, field, milestone->due_on, &goal->last_on) &&
            (goal->last_on < phase->first_on || goal->last_on > phase->last_on))
            call_violation(batch, call, field, "OUT_OF_RANGE", "the milestone \"%s\" is due outside its phase",
                           "里程碑“%s”不在其阶段之内", milestone->name);
    }
}

struct goal *read_phases(struct batch *batch, struct call *call, Remuda__Target__V1__PlanPhase *const *messages,
                         size_t count, size_t *n)
{
    struct goal *goals = ARENA_ARRAY(batch->arena, struct goal, PHASES_MAX * (1 + MILESTONES_MAX));
    day_t free_from = INT32_MIN;
    *n = 0;
    for (size_t i = 0; i < count && i < PHASES_MAX; i++) {
        const Remuda__Target__V1__PlanPhase *message = messages[i];
        const char *field = arena_printf(batch->arena, "phases[%zu]", i);
        struct goal *phase = &goals[(*n)++];
        *phase = (struct goal){(int64_t)i + 1, 0, message->name, message->goal, 0, 0, message->units, 0};
        check_goal(batch, call, field, phase);
        if (!read_goal_day(batch, call, field, message->first_on, &phase->first_on) ||
            !read_goal_day(batch, call, field, message->last_on, &phase->last_on))
            continue;
        if (phase->first_on < free_from || phase->last_on < phase->first_on)
            call_violation(batch, call, field, "OUT_OF_RANGE",
                           "phases follow each other: each ends after it begins, before the next",
                           "各阶段须先后相接、互不重叠，且结束不早于开始");
        free_from = phase->last_on + 1;
        if (message->n_milestones > MILESTONES_MAX)
            call_violation(batch, call, field, "OUT_OF_RANGE", "at most %d milestones", "里程碑最多 %d 个",
                           MILESTONES_MAX);
        read_milestones(batch, call, field, message, phase, goals, n);
    }
    if (count > PHASES_MAX)
        call_violation(batch, call, "phases", "OUT_OF_RANGE", "at most %d phases", "阶段最多 %d 个", PHASES_MAX);
    return goals;
}

/* --- shown
 * ---------------------------------------------------------------------------------------------------- */

static char *day_text(struct batch *batch, day_t day)
{
    return day_format(day, arena_alloc(batch->arena, DATE_TEXT_SIZE));
}

static Remuda__Target__V1__PlanPhase *phase_of(struct batch *batch, const struct goal *goal, day_t day)
{
    Remuda__Target__V1__PlanPhase *phase =
        RESPONSE(batch, Remuda__Target__V1__PlanPhase, remuda__target__v1__plan_phase);
    phase->name = arena_strdup(batch->arena, goal->name);
    phase->goal = arena_strdup(batch->arena, goal->text);
    phase->first_on = day_text(batch, goal->first_on);
    phase->last_on = day_text(batch, goal->last_on);
    phase->units = goal->units;
    phase->sold_units = goal->sold;
    phase->state = (Remuda__Target__V1__GoalState)goal_state_on(goal, day);
    phase->milestones = ARENA_ARRAY(batch->arena, Remuda__Target__V1__PlanMilestone *, MILESTONES_MAX);
    return phase;
}

static Remuda__Target__V1__PlanMilestone *milestone_of(struct batch *batch, const struct goal *goal, day_t day)
{
    Remuda__Target__V1__PlanMilestone *milestone =
        RESPONSE(batch, Remuda__Target__V1__PlanMilestone, remuda__target__v1__plan_milestone);
    milestone->name = arena_strdup(batch->arena, goal->name);
    milestone->due_on = day_text(batch, goal->last_on);
    milestone->units = goal->units;
    milestone->sold_units = goal->sold;
    milestone->state = (Remuda__Target__V1__GoalState)goal_state_on(goal, day);
    return milestone;
}

static void add_phases(struct batch *batch, Remuda__Target__V1__PlanDocument *document, const struct goal *goals,
                       size_t n, day_t day)
{
    document->phases = ARENA_ARRAY(batch->arena, Remuda__Target__V1__PlanPhase *, n);
    for (size_t i = 0; i < n; i++) {
        if (goals[i].milestone == 0) {
            document->phases[document->n_phases++] = phase_of(batch, &goals[i], day);
            continue;
        }
        Remuda__Target__V1__PlanPhase *phase = document->phases[document->n_phases - 1];
        phase->milestones[phase->n_milestones++] = milestone_of(batch, &goals[i], day);
    }
}

static int show(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Target__V1__ShowRequest *request = (const Remuda__Target__V1__ShowRequest *)call->request;
    struct plan plan;
    struct goal *goals;
    struct error refused = {0};
    day_t day = day_of_instant(batch->now_ms);
    size_t n;
    if (*request->day && parse_day(request->day, "day", &day, &refused))
        call_fail_error(call, &refused);
    if (!call_ok(call))
        return 0;
    if (plan_store_find(batch->db, batch->arena, request->plan_id, request->year, false, &plan, error))
        return -1;
    if (!plan.plan_id) {
        call_fail(call, STATUS_NOT_FOUND, "plan_id", "there is no such plan: check its number or year",
                  "没有该计划：请核对编号或年度");
        return 0;
    }
    if (goal_store_of_plan(batch->db, batch->arena, plan.plan_id, day, &goals, &n, error))
        return -1;
    Remuda__Target__V1__PlanDocument *document = document_of(batch, &plan);
    add_phases(batch, document, goals, n, day);
    call->response = &document->base;
    return 0;
}

int rpc_show(struct batch *batch, struct error *error)
{
    return batch_each(batch, show, error);
}
