/* Calculate: everybody's statement of a period by the approved plan documents, and what late facts changed before. */
#include "rpc.h"

#include "calculation.h"
#include "remuda/event/v1/incentive_events.pb-c.h"
#include "remuda/incentive/v1/incentive_calculation.pb-c.h"

static bool accumulates(const struct calculation *calculation)
{
    for (size_t i = 0; i < calculation->plan_count; i++)
        for (size_t c = 0; c < calculation->plans[i].component_count; c++) {
            const struct pay_component *component = &calculation->plans[i].components[c];
            if (component->kind == PAY_STEPPED && component->accumulate != PAY_ITEM &&
                calculation->plans[i].from < calculation->period.first &&
                pay_period_first(component->accumulate, calculation->period.first) < calculation->period.first)
                return true;
        }
    return false;
}

/* What a period gives is less what the ones before it in its window gave: those are approved first. */
static int check_before(struct calculation *calculation, struct error *error)
{
    char text[PAY_PERIOD_TEXT_SIZE];
    struct pay_period_row before = {.kind = calculation->period.kind};
    before.text = pay_period_format(before.kind, pay_period_first(before.kind, calculation->period.first - 1), text);
    if (!accumulates(calculation))
        return 0;
    if (pay_store_find_period(calculation->batch->db, calculation->batch->arena, &before, error) != 0)
        return -1;
    if (before.state < PAY_APPROVED)
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

/* No amounts: the statement is read by those who may. */
static void tell_statements(const struct calculation *calculation)
{
    for (size_t i = 0; i < calculation->payee_count; i++) {
        Remuda__Event__V1__StatementCalculated calculated = REMUDA__EVENT__V1__STATEMENT_CALCULATED__INIT;
        calculated.person_id = calculation->payees[i].person_id;
        calculated.period = arena_strdup(calculation->batch->arena, calculation->period.text);
        batch_emit(calculation->batch, calculation->call, calculated.person_id, &calculated.base);
    }
}

static int calculate(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Incentive__V1__CalculateRequest *request =
        (const Remuda__Incentive__V1__CalculateRequest *)call->request;
    struct calculation calculation = {.batch = batch, .call = call};
    calculation_read(&calculation, request->period, request->facts);
    if (!call_ok(call))
        return 0;
    if (pay_store_plans(batch->db, batch->arena, calculation.period.kind, calculation.period.last, &calculation.plans,
                        &calculation.plan_count, error) != 0 ||
        check_state(&calculation, error) != 0)
        return -1;
    if (call_ok(call) && check_before(&calculation, error) != 0)
        return -1;
    if (!call_ok(call))
        return 0;
    if (calculation_read_people(&calculation, "", error) != 0 ||
        pay_store_given(batch->db, batch->arena, &calculation.period, &calculation.given, &calculation.given_count,
                        error) != 0)
        return -1;
    struct error refused;
    if (calculation_people(&calculation, &refused) != 0)
        return call_fail_error(call, &refused), 0;
    if (pay_store_put(batch->db, batch->arena, &calculation.period, call->principal->principal_id, calculation.results,
                      calculation.payee_count, calculation.forwards, calculation.forward_count, error) != 0)
        return -1;
    tell_statements(&calculation);
    Remuda__Incentive__V1__PeriodResponse *response =
        RESPONSE(batch, Remuda__Incentive__V1__PeriodResponse, remuda__incentive__v1__period_response);
    response->state = REMUDA__INCENTIVE__V1__PERIOD_STATE__CALCULATED;
    response->people = calculation.period.people;
    response->total_fen = calculation.period.total_fen;
    call->response = &response->base;
    return 0;
}

int rpc_calculate(struct batch *batch, struct error *error)
{
    return batch_each(batch, calculate, error);
}
