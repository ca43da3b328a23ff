/* Rolled forward by the month, evaluated by the quarter, closed with the year. */
#include "quarter_store.h"
#include "remuda/event/v1/target_events.pb-c.h"
#include "roll.h"
#include "rpc.h"
#include "rpc_checks.h"

#define QUARTERS 4

static int64_t sold_of(const struct sold_units *sold, size_t n, int64_t unit_id)
{
    for (size_t i = 0; i < n; i++)
        if (sold[i].unit_id == unit_id)
            return sold[i].units;
    return 0;
}

/* --- Roll
 * ---------------------------------------------------------------------------------------------------------------- */

static void add_to_parents(struct batch *batch, const struct unit_months *units, size_t n, int64_t unit_id,
                           const int64_t proposed[MONTHS], Remuda__Target__V1__RollLine **lines)
{
    for (int64_t parent = authority_parent(batch->authority, unit_id); parent;
         parent = authority_parent(batch->authority, parent))
        for (size_t i = 0; i < n; i++)
            for (int month = 0; units[i].unit_id == parent && month < MONTHS; month++)
                lines[i]->proposed_units[month] += proposed[month];
}

static Remuda__Target__V1__RollLine *roll_line(struct batch *batch, const struct unit_months *unit)
{
    Remuda__Target__V1__RollLine *line = RESPONSE(batch, Remuda__Target__V1__RollLine, remuda__target__v1__roll_line);
    line->unit_id = unit->unit_id;
    line->unit_code = arena_strdup(batch->arena, unit->code);
    line->unit_name = arena_strdup(batch->arena, unit->name);
    line->n_planned_units = line->n_proposed_units = MONTHS;
    line->planned_units = ARENA_ARRAY(batch->arena, int64_t, MONTHS);
    memcpy(line->planned_units, unit->months, sizeof unit->months);
    line->proposed_units = ARENA_ARRAY(batch->arena, int64_t, MONTHS);
    return line;
}

/* Areas are rolled; what stands above them is their sum, so the proposal adds up. */
static int roll_areas(struct batch *batch, const struct roll_policy *policy, const struct unit_months *units, size_t n,
                      const struct sold_units *sold, size_t sold_count, Remuda__Target__V1__RollLine **lines,
                      struct error *refused)
{
    for (size_t i = 0; i < n; i++)
        lines[i] = roll_line(batch, &units[i]);
    for (size_t i = 0; i < n; i++) {
        if (roll_months(policy, units[i].months, sold_of(sold, sold_count, units[i].unit_id),
                        authority_unit_kind(batch->authority, units[i].unit_id) == UNIT_AREA
                            ? lines[i]->proposed_units
                            : ARENA_ARRAY(batch->arena, int64_t, MONTHS),
                        &lines[i]->missed_units, refused))
            return -1;
        if (authority_unit_kind(batch->authority, units[i].unit_id) == UNIT_AREA)
            add_to_parents(batch, units, n, units[i].unit_id, lines[i]->proposed_units, lines);
    }
    return 0;
}

static int roll(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Target__V1__RollRequest *request = (const Remuda__Target__V1__RollRequest *)call->request;
    struct roll_policy policy = {request->after_month, 0, request->carry_ppm, request->within_quarter};
    struct plan plan;
    struct unit_months *units;
    struct sold_units *sold;
    size_t n, sold_count;
    int64_t last, before;
    struct error refused = {0};
    if (!check_month(batch, call, request->after_month) || !check_year(batch, call, request->year))
        return 0;
    if (find_plan_in_state(batch, call, 0, request->year, PLAN_LOCKED, &plan, error))
        return -1;
    if (!call_ok(call))
        return 0;
    if (plan_store_issued(batch->db, batch->arena, plan.plan_id, 1, &last, &before, error) ||
        plan_store_unit_months(batch->db, batch->arena, plan.plan_id, &units, &n, error) ||
        quarter_store_sold(batch->db, batch->arena, month_first_day(request->year, 1),
                           month_last_day(request->year, request->after_month), &sold, &sold_count, error))
        return -1;
    policy.last_issued = (int)last;
    Remuda__Target__V1__RollResponse *response =
        RESPONSE(batch, Remuda__Target__V1__RollResponse, remuda__target__v1__roll_response);
    response->plan_id = plan.plan_id;
    response->n_lines = n;
    response->lines = ARENA_ARRAY(batch->arena, Remuda__Target__V1__RollLine *, n);
    if (roll_areas(batch, &policy, units, n, sold, sold_count, response->lines, &refused))
        call_fail_error(call, &refused);
    call->response = &response->base;
    return 0;
}

int rpc_roll(struct batch *batch, struct error *error)
{
    return batch_each(batch, roll, error);
}

/* --- Evaluate
 * ------------------------------------------------------------------------------------------------------------ */

static void check_quarter(struct batch *batch, struct call *call, const Remuda__Target__V1__EvaluateRequest *request)
{
    if (request->quarter < 1 || request->quarter > QUARTERS) {
        call_violation(batch, call, "quarter", "OUT_OF_RANGE", "the quarter %d is not one of 1 to 4",
                       "季度 %d 不在 1 至 4 之间", request->quarter);
        return;
    }
    for (size_t i = 0; i < request->n_quality; i++)
        if (!authority_unit_by_code(batch->authority, request->quality[i]->unit_code) ||
            request->quality[i]->quality_ppm < 0)
            call_violation(batch, call, "quality", "UNKNOWN", "\"%s\" is no unit, or its quality is below 0",
                           "“%s”不是组织单位，或质量为负", request->quality[i]->unit_code);
    if (call_ok(call) && check_year(batch, call, request->year) &&
        day_of_instant(batch->now_ms) <= month_last_day(request->year, request->quarter * 3))
        call_fail(call, STATUS_FAILED_PRECONDITION, "quarter",
                  "quarter %d of %d is not over yet: evaluate it afterwards",
                  "第 %d 季度（%d 年）尚未结束：请结束后再评价", request->quarter, request->year);
}

static int64_t quality_of(struct batch *batch, const Remuda__Target__V1__EvaluateRequest *request, int64_t unit_id)
{
    for (size_t i = 0; i < request->n_quality; i++)
        if (authority_unit_by_code(batch->authority, request->quality[i]->unit_code) == unit_id)
            return request->quality[i]->quality_ppm;
    return 0;
}

static void tell_evaluation(struct batch *batch, const struct call *call, const struct plan *plan, int quarter,
                            const struct evaluation *line)
{
    Remuda__Event__V1__QuarterEvaluated evaluated = REMUDA__EVENT__V1__QUARTER_EVALUATED__INIT;
    evaluated.plan_id = plan->plan_id;
    evaluated.year = (int32_t)plan->year;
    evaluated.quarter = quarter;
    evaluated.unit_id = line->unit_id;
    evaluated.target_units = line->result.target_units;
    evaluated.sold_units = line->result.sold_units;
    evaluated.attainment_ppm = line->result.attainment_ppm;
    evaluated.rank = (int32_t)line->result.rank;
    evaluated.share_ppm = line->result.share_ppm;
    evaluated.quality_ppm = line->quality_ppm;
    batch_emit(batch, call, plan->plan_id, &evaluated.base);
}

static Remuda__Target__V1__EvaluationLine *evaluation_line(struct batch *batch, const struct unit_months *unit,
                                                           const struct evaluation *line)
{
    Remuda__Target__V1__EvaluationLine *told =
        RESPONSE(batch, Remuda__Target__V1__EvaluationLine, remuda__target__v1__evaluation_line);
    told->unit_id = line->unit_id;
    told->unit_code = arena_strdup(batch->arena, unit->code);
    told->unit_name = arena_strdup(batch->arena, unit->name);
    told->target_units = line->result.target_units;
    told->sold_units = line->result.sold_units;
    told->attainment_ppm = line->result.attainment_ppm;
    told->rank = (int32_t)line->result.rank;
    told->share_ppm = line->result.share_ppm;
    told->quality_ppm = line->quality_ppm;
    return told;
}

/* Target and sales of the quarter, unit by unit, ranked. */
static int weigh_quarter(struct batch *batch, const Remuda__Target__V1__EvaluateRequest *request,
                         const struct unit_months *units, size_t n, struct evaluation *lines, struct error *error)
{
    struct sold_units *sold;
    size_t sold_count;
    int first = request->quarter * 3 - 2;
    struct evaluated *ranked = ARENA_ARRAY(batch->arena, struct evaluated, n);
    if (quarter_store_sold(batch->db, batch->arena, month_first_day(request->year, first),
                           month_last_day(request->year, first + 2), &sold, &sold_count, error))
        return -1;
    for (size_t i = 0; i < n; i++) {
        ranked[i].kind = authority_unit_kind(batch->authority, units[i].unit_id);
        ranked[i].sold_units = sold_of(sold, sold_count, units[i].unit_id);
        for (int month = first; month < first + 3; month++)
            ranked[i].target_units += units[i].months[month - 1];
    }
    if (evaluation_rank(ranked, n, n ? ranked[0].target_units : 0, error))
        return -1;
    for (size_t i = 0; i < n; i++)
        lines[i] = (struct evaluation){units[i].unit_id, quality_of(batch, request, units[i].unit_id), ranked[i]};
    return 0;
}

static int store_evaluation(struct batch *batch, struct call *call, const struct plan *plan, struct error *error)
{
    const Remuda__Target__V1__EvaluateRequest *request = (const Remuda__Target__V1__EvaluateRequest *)call->request;
    struct unit_months *units;
    size_t n;
    if (plan_store_unit_months(batch->db, batch->arena, plan->plan_id, &units, &n, error))
        return -1;
    struct evaluation *lines = ARENA_ARRAY(batch->arena, struct evaluation, n);
    if (weigh_quarter(batch, request, units, n, lines, error) ||
        quarter_store_add(batch->db, batch->arena, plan->plan_id, request->quarter, lines, n, batch->now_ms, error))
        return -1;
    Remuda__Target__V1__EvaluateResponse *response =
        RESPONSE(batch, Remuda__Target__V1__EvaluateResponse, remuda__target__v1__evaluate_response);
    response->plan_id = plan->plan_id;
    response->lines = ARENA_ARRAY(batch->arena, Remuda__Target__V1__EvaluationLine *, n);
    for (size_t i = 0; i < n; i++) {
        tell_evaluation(batch, call, plan, request->quarter, &lines[i]);
        response->lines[response->n_lines++] = evaluation_line(batch, &units[i], &lines[i]);
    }
    call->response = &response->base;
    return 0;
}

static int evaluate(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Target__V1__EvaluateRequest *request = (const Remuda__Target__V1__EvaluateRequest *)call->request;
    struct plan plan;
    unsigned quarters;
    check_quarter(batch, call, request);
    if (!call_ok(call))
        return 0;
    if (find_plan_in_state(batch, call, 0, request->year, PLAN_LOCKED, &plan, error) ||
        quarter_store_evaluated(batch->db, batch->arena, request->year, &quarters, error))
        return -1;
    if (call_ok(call) && quarters >> (request->quarter - 1) & 1)
        call_fail(call, STATUS_FAILED_PRECONDITION, "quarter",
                  "quarter %d is evaluated and final: what is corrected counts in the quarter in which it is corrected",
                  "第 %d 季度已评价，不再变更：更正计入更正所在季度", request->quarter);
    return call_ok(call) ? store_evaluation(batch, call, &plan, error) : 0;
}

int rpc_evaluate(struct batch *batch, struct error *error)
{
    return batch_each(batch, evaluate, error);
}

/* --- Close
 * --------------------------------------------------------------------------------------------------------------- */

static int close_year(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Target__V1__CloseRequest *request = (const Remuda__Target__V1__CloseRequest *)call->request;
    struct plan plan;
    unsigned quarters;
    if (!check_year(batch, call, request->year))
        return 0;
    if (find_plan_in_state(batch, call, 0, request->year, PLAN_LOCKED, &plan, error) ||
        quarter_store_evaluated(batch->db, batch->arena, request->year, &quarters, error))
        return -1;
    if (call_ok(call) && quarters != (1U << QUARTERS) - 1)
        call_fail(call, STATUS_FAILED_PRECONDITION, "year", "not all quarters of %d are evaluated: evaluate them first",
                  "%d 年度尚有季度未评价：请先评价", request->year);
    if (!call_ok(call))
        return 0;
    plan.state = PLAN_CLOSED;
    call->response = &document_of(batch, &plan)->base;
    return plan_store_set_state(batch->db, batch->arena, plan.plan_id, PLAN_CLOSED, batch->now_ms, error);
}

int rpc_close(struct batch *batch, struct error *error)
{
    return batch_each(batch, close_year, error);
}
