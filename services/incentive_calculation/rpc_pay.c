/* Calculate: everybody's statement of a period by the approved plan documents, and what late facts changed before. */
#include "rpc.h"

#include "base/clock.h"
#include "base/log.h"
#include "calculation.h"
#include "remuda/event/v1/incentive_events.pb-c.h"
#include "remuda/incentive/v1/incentive_calculation.pb-c.h"

#define PROGRESS_US 2000000

/* Does a plan count what earlier periods in its window gave? */
static bool accumulates(const struct calculation *calculation, const struct pay_component *component)
{
    return component->kind == PAY_STEPPED && component->accumulate != PAY_ITEM &&
           pay_period_first(component->accumulate, calculation->period.first) < calculation->period.first;
}

static bool needs_before(const struct calculation *calculation, bool *carries)
{
    bool needs = false;
    *carries = false;
    for (size_t i = 0; i < calculation->plan_count; i++) {
        const struct pay_plan *plan = &calculation->plans[i];
        *carries |= plan->draw_fen > 0;
        for (size_t c = 0; c < plan->component_count; c++) {
            *carries |= plan->components[c].rest == PAY_REST_LATER;
            needs |= plan->from < calculation->period.first && accumulates(calculation, &plan->components[c]);
        }
    }
    return needs;
}

/* What a period gives is less what the ones before it in its window gave: those are approved first. A balance of draws
 * or the rest of a cap comes from the period ahead, if there is one. */
static int check_before(struct calculation *calculation, struct error *error)
{
    char text[PAY_PERIOD_TEXT_SIZE];
    struct pay_period_row before = {.kind = calculation->period.kind};
    bool carries, needs = needs_before(calculation, &carries);
    before.text = pay_period_format(before.kind, pay_period_first(before.kind, calculation->period.first - 1), text);
    if (!needs && !carries)
        return 0;
    if (pay_store_find_period(calculation->batch->db, calculation->batch->arena, &before, error) != 0)
        return -1;
    if (before.state < PAY_APPROVED && (needs || before.state != PAY_NONE))
        call_fail(calculation->call, STATUS_FAILED_PRECONDITION, "period",
                  "a plan accumulates over %s; calculate and approve that period first",
                  "方案累计自%s；请先计算并批准该期", text);
    return 0;
}

static int check_state(struct calculation *calculation, struct error *error)
{
    if (pay_store_find_period(calculation->batch->db, calculation->batch->arena, &calculation->period, error) != 0)
        return -1;
    if (calculation->period.state >= PAY_APPROVED)
        call_fail(
            calculation->call, STATUS_FAILED_PRECONDITION, "period",
            "%s is approved and is not changed any more; what came late is settled when the next period is calculated",
            "%s已批准，不再更改；迟到的事实在下一期计算时结算", calculation->period.text);
    else if (calculation->plan_count == 0)
        call_fail(calculation->call, STATUS_FAILED_PRECONDITION, "period",
                  "no approved plan document is in force in %s; approve one first", "%s没有已批准的方案；请先批准方案",
                  calculation->period.text);
    return 0;
}

/* No amount: the statement is read by those who may. */
static void tell_statement(const struct calculation *calculation, const struct payee *payee)
{
    Remuda__Event__V1__StatementCalculated calculated = REMUDA__EVENT__V1__STATEMENT_CALCULATED__INIT;
    calculated.person_id = payee->person_id;
    calculated.period = arena_strdup(calculation->batch->arena, calculation->period.text);
    batch_emit(calculation->batch, calculation->call, calculated.person_id, &calculated.base);
}

static void tell_progress(const struct calculation *calculation, size_t done, int64_t *told_us)
{
    int64_t now_us = clock_monotonic_us();
    if (now_us - *told_us < PROGRESS_US)
        return;
    *told_us = now_us;
    log_info("period_calculated", LOG_TEXT("period", calculation->period.text), LOG_NUMBER("people", (int64_t)done),
             LOG_NUMBER("of", (int64_t)calculation->payee_count));
}

/* Everybody's statement goes to the store as it is made. -1 with `refused` set when it was the calculation that failed.
 */
static int calculate_people(struct calculation *calculation, struct pay_writer *writer, struct error *refused,
                            struct error *error)
{
    struct arena *arena = calculation->batch->arena;
    struct pay_forward *forwards = ARENA_ARRAY(arena, struct pay_forward, calculation->given_count + 1);
    int64_t told_us = clock_monotonic_us();
    for (size_t i = 0; i < calculation->payee_count; i++) {
        struct pay_result result;
        size_t forward_count;
        const struct payee *payee = &calculation->payees[i];
        if (calculation_person(calculation, payee, &result, forwards, &forward_count, refused) != 0) {
            pay_store_abandon(writer);
            return -1;
        }
        tell_progress(calculation, i, &told_us);
        if (!calculation_concerns(calculation, payee, &result))
            continue;
        if (pay_store_add(writer, &result, forwards, forward_count, arena, error) != 0)
            return -1;
        tell_statement(calculation, payee);
    }
    return pay_store_end(writer, arena, error);
}

static int store(struct calculation *calculation, const char *facts, struct error *error)
{
    struct batch *batch = calculation->batch;
    struct call *call = calculation->call;
    struct pay_writer writer;
    struct error refused = {0};
    if (pay_store_begin(batch->db, batch->arena, &calculation->period, call->principal->principal_id, facts, &writer,
                        error) != 0)
        return -1;
    int failed = calculate_people(calculation, &writer, &refused, error);
    arena_release(&calculation->scratch);
    if (refused.status != STATUS_OK)
        return call_fail_error(call, &refused), 0;
    if (failed)
        return -1;
    Remuda__Incentive__V1__PeriodResponse *response =
        RESPONSE(batch, Remuda__Incentive__V1__PeriodResponse, remuda__incentive__v1__period_response);
    response->state = REMUDA__INCENTIVE__V1__PERIOD_STATE__CALCULATED;
    response->people = writer.people;
    response->total_fen = writer.total_fen;
    call->response = &response->base;
    return 0;
}

static int calculate(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Incentive__V1__CalculateRequest *request =
        (const Remuda__Incentive__V1__CalculateRequest *)call->request;
    struct calculation calculation = {.batch = batch, .call = call};
    calculation_read(&calculation, request->period, request->facts);
    if (!call_ok(call))
        return 0;
    if (calculation_read_plans(&calculation, error) != 0 || check_state(&calculation, error) != 0)
        return -1;
    if (call_ok(call) && check_before(&calculation, error) != 0)
        return -1;
    if (!call_ok(call))
        return 0;
    if (calculation_read_people(&calculation, "", error) != 0 || calculation_read_given(&calculation, error) != 0)
        return -1;
    return store(&calculation, request->facts, error);
}

int rpc_calculate(struct batch *batch, struct error *error)
{
    return batch_each(batch, calculate, error);
}
