/* Evaluated by the quarter, closed with the year. */
#include "base/parse.h"
#include "quarter_store.h"
#include "remuda/event/v1/target_events.pb-c.h"
#include "rpc.h"
#include "rpc_checks.h"

#define QUARTERS 4
#define QUARTER_MONTHS 3
#define QUALITY_MAX INT64_C(10000000) /* ten times what is full, in parts per million */
#define LINES_MAX                                                                                                      \
    1200 /* of one answer, with long names too below a message's maximum; the others by ListEvaluation                 \
          */

/* --- Evaluate
 * ------------------------------------------------------------------------------------------------------------ */

static void check_quarter(struct batch *batch, struct call *call, int year, int quarter)
{
    if (quarter < 1 || quarter > QUARTERS)
        call_violation(batch, call, "quarter", "OUT_OF_RANGE", "the quarter %d is not one of 1 to 4",
                       "季度 %d 不在 1 至 4 之间", quarter);
    else if (check_year(batch, call, year) && day_of_instant(batch->now_ms) <= month_last_day(year, quarter * 3))
        call_fail(call, STATUS_FAILED_PRECONDITION, "quarter",
                  "quarter %d of %d is not over yet: evaluate it afterwards",
                  "第 %d 季度（%d 年）尚未结束：请结束后再评价", quarter, year);
}

static struct evaluation *line_of_code(struct evaluation *lines, size_t n, const char *code)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(lines[i].code, code) == 0)
            return &lines[i];
    return NULL;
}

static void take_quality(struct batch *batch, struct call *call, struct evaluation *lines, size_t n)
{
    const Remuda__Target__V1__EvaluateRequest *request = (const Remuda__Target__V1__EvaluateRequest *)call->request;
    char field[48];
    for (size_t i = 0; i < request->n_quality; i++) {
        const Remuda__Target__V1__QualityInput *input = request->quality[i];
        struct evaluation *line = line_of_code(lines, n, input->unit_code);
        snprintf(field, sizeof field, "quality[%zu]", i);
        if (!line)
            call_violation(batch, call, field, "UNKNOWN", "\"%s\" is no unit or person of the plan: check the code",
                           "“%s”不是计划中的单位或人员：请核对代码", input->unit_code);
        else if (input->quality_ppm < 0 || input->quality_ppm > QUALITY_MAX)
            call_violation(batch, call, field, "OUT_OF_RANGE", "a quality of %lld: must be 0 to %lld",
                           "质量 %lld：必须在 0 到 %lld 之间", (long long)input->quality_ppm, (long long)QUALITY_MAX);
        else
            line->quality_ppm = input->quality_ppm;
    }
}

static void tell_evaluation(struct batch *batch, const struct call *call, const struct plan *plan, int quarter,
                            const struct evaluation *line)
{
    Remuda__Event__V1__QuarterEvaluated evaluated = REMUDA__EVENT__V1__QUARTER_EVALUATED__INIT;
    evaluated.plan_id = plan->plan_id;
    evaluated.year = (int32_t)plan->year;
    evaluated.quarter = quarter;
    evaluated.unit_id = line->unit_id;
    evaluated.person_id = line->person_id;
    evaluated.target_units = line->result.target_units;
    evaluated.sold_units = line->result.sold_units;
    evaluated.attainment_ppm = line->result.attainment_ppm;
    evaluated.rank = (int32_t)line->result.rank;
    evaluated.share_ppm = line->result.share_ppm;
    evaluated.quality_ppm = line->quality_ppm;
    batch_emit(batch, call, plan->plan_id, &evaluated.base);
}

static Remuda__Target__V1__EvaluationLine *evaluation_line(struct batch *batch, const struct evaluation *line)
{
    Remuda__Target__V1__EvaluationLine *told =
        RESPONSE(batch, Remuda__Target__V1__EvaluationLine, remuda__target__v1__evaluation_line);
    told->unit_id = line->unit_id;
    told->unit_code = arena_strdup(batch->arena, line->code);
    told->unit_name = arena_strdup(batch->arena, line->name);
    told->level = (int32_t)line->result.kind;
    told->target_units = line->result.target_units;
    told->sold_units = line->result.sold_units;
    told->attainment_ppm = line->result.attainment_ppm;
    told->rank = (int32_t)line->result.rank;
    told->share_ppm = line->result.share_ppm;
    told->quality_ppm = line->quality_ppm;
    return told;
}

static Remuda__Target__V1__EvaluateResponse *evaluation_lines(struct batch *batch, const struct evaluation *lines,
                                                              size_t n)
{
    Remuda__Target__V1__EvaluateResponse *response =
        RESPONSE(batch, Remuda__Target__V1__EvaluateResponse, remuda__target__v1__evaluate_response);
    response->lines = ARENA_ARRAY(batch->arena, Remuda__Target__V1__EvaluationLine *, n);
    for (size_t i = 0; i < n; i++)
        response->lines[response->n_lines++] = evaluation_line(batch, &lines[i]);
    return response;
}

static int rank_lines(struct batch *batch, struct evaluation *lines, size_t n, struct error *error)
{
    struct evaluated *ranked = ARENA_ARRAY(batch->arena, struct evaluated, n);
    for (size_t i = 0; i < n; i++)
        ranked[i] = lines[i].result;
    if (evaluation_rank(ranked, n, n ? ranked[0].target_units : 0, batch->arena, error))
        return -1;
    for (size_t i = 0; i < n; i++)
        lines[i].result = ranked[i];
    return 0;
}

static int put_evaluation(struct batch *batch, struct call *call, const struct plan *plan, struct error *error)
{
    const Remuda__Target__V1__EvaluateRequest *request = (const Remuda__Target__V1__EvaluateRequest *)call->request;
    struct evaluation *lines;
    size_t n;
    if (quarter_store_lines(batch->db, batch->arena, plan->plan_id, plan->year, request->quarter, &lines, &n, error))
        return -1;
    take_quality(batch, call, lines, n);
    if (!call_ok(call))
        return 0;
    if (rank_lines(batch, lines, n, error) || quarter_store_put(batch->db, batch->arena, plan->plan_id, plan->year,
                                                                request->quarter, lines, n, batch->now_ms, error))
        return -1;
    for (size_t i = 0; i < n; i++)
        tell_evaluation(batch, call, plan, request->quarter, &lines[i]);
    Remuda__Target__V1__EvaluateResponse *response = evaluation_lines(batch, lines, n < LINES_MAX ? n : LINES_MAX);
    response->plan_id = plan->plan_id;
    response->evaluated = (int32_t)n;
    call->response = &response->base;
    return 0;
}

/* A quarter is final when the year is closed, or when a later one counts what was corrected in it. */
static int evaluate(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Target__V1__EvaluateRequest *request = (const Remuda__Target__V1__EvaluateRequest *)call->request;
    struct plan plan;
    unsigned quarters;
    check_quarter(batch, call, request->year, request->quarter);
    if (!call_ok(call))
        return 0;
    if (find_plan_in_state(batch, call, 0, request->year, PLAN_LOCKED, &plan, error) ||
        quarter_store_evaluated(batch->db, batch->arena, request->year, &quarters, error))
        return -1;
    if (call_ok(call) && quarters >> request->quarter)
        call_fail(call, STATUS_FAILED_PRECONDITION, "quarter",
                  "quarter %d is final, a later one is evaluated: what is corrected counts in the next one that is",
                  "第 %d 季度已为最终结果（之后的季度已评价）：更正计入下一次评价的季度", request->quarter);
    return call_ok(call) ? put_evaluation(batch, call, &plan, error) : 0;
}

int rpc_evaluate(struct batch *batch, struct error *error)
{
    return batch_each(batch, evaluate, error);
}

/* --- ListEvaluation
 * ------------------------------------------------------------------------------------------------------ */

static int list_evaluation(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Target__V1__ListEvaluationRequest *request =
        (const Remuda__Target__V1__ListEvaluationRequest *)call->request;
    struct evaluation *lines;
    struct error refused = {0};
    int64_t unit_id, skipped = 0;
    size_t n;
    if (*request->cursor && parse_int64(request->cursor, 0, INT32_MAX, "cursor", &skipped, &refused))
        call_fail_error(call, &refused);
    if (!call_ok(call))
        return 0;
    if (find_viewed_unit(batch, call, request->unit_code, &unit_id, error))
        return -1;
    if (!call_ok(call))
        return 0;
    if (quarter_store_page(batch->db, batch->arena, request->year, request->quarter, unit_id, skipped, LINES_MAX,
                           &lines, &n, error))
        return -1;
    Remuda__Target__V1__EvaluateResponse *response = evaluation_lines(batch, lines, n);
    if (n == LINES_MAX)
        response->next_cursor = arena_printf(batch->arena, "%lld", (long long)skipped + LINES_MAX);
    call->response = &response->base;
    if (n == 0 && skipped == 0)
        call_fail(call, STATUS_NOT_FOUND, "quarter", "quarter %d of %d is not evaluated for this unit",
                  "第 %d 季度（%d 年）尚未评价该单位", request->quarter, request->year);
    return 0;
}

int rpc_list_evaluation(struct batch *batch, struct error *error)
{
    return batch_each(batch, list_evaluation, error);
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
