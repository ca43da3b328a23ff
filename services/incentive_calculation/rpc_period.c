/* Plan documents and the states of a period. */
#include "rpc.h"

#include "credit.h"
#include "pay_store.h"
#include "remuda/incentive/v1/incentive_calculation.pb-c.h"

/* --- plans ------------------------------------------------------------------------------------- */

static int put_plan(struct batch *batch, struct call *call, struct error *error)
{
    const char *document = ((const Remuda__Incentive__V1__PutPlanRequest *)call->request)->document;
    struct pay_findings *findings = ARENA_NEW(batch->arena, struct pay_findings);
    struct pay_plan plan;
    findings->arena = batch->arena;
    pay_plan_read(document, strlen(document), findings, &plan);
    for (size_t i = 0; i < findings->count; i++)
        call_violation(batch, call, findings->list[i].field, findings->list[i].reason, "%s%.0s", "%.0s%s",
                       findings->list[i].message[LOCALE_EN], findings->list[i].message[LOCALE_ZH_CN]);
    if (call_ok(call) && credit_scope_of(plan.role) == CREDIT_NONE)
        call_violation(
            batch, call, "role", "UNKNOWN",
            "no plan can pay %s; give dealer_specialist, key_account_manager, area_manager or region_director",
            "%s不适用激励方案；请填写dealer_specialist、key_account_manager、area_manager或region_director", plan.role);
    if (!call_ok(call))
        return 0;
    if (pay_store_put_plan(batch->db, batch->arena, &plan, document, call->principal->principal_id, error) != 0)
        return -1;
    Remuda__Incentive__V1__PutPlanResponse *response =
        RESPONSE(batch, Remuda__Incentive__V1__PutPlanResponse, remuda__incentive__v1__put_plan_response);
    response->plan_code = arena_strdup(batch->arena, plan.code);
    response->version = (int32_t)plan.version;
    call->response = &response->base;
    return 0;
}

int rpc_put_plan(struct batch *batch, struct error *error)
{
    return batch_each(batch, put_plan, error);
}

static int approve_plan(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Incentive__V1__ApprovePlanRequest *request =
        (const Remuda__Incentive__V1__ApprovePlanRequest *)call->request;
    const char *verdict;
    if (pay_store_approve_plan(batch->db, batch->arena, request->plan_code, request->version,
                               call->principal->principal_id, &verdict, error) != 0)
        return -1;
    if (strcmp(verdict, "own") == 0)
        call_fail(call, STATUS_PERMISSION_DENIED, "version",
                  "you put version %d of %s yourself; ask a second person to approve it",
                  "第%d版（%s）由您本人提交；请由另一人批准", request->version, request->plan_code);
    else if (strcmp(verdict, "approved") == 0)
        call_fail(call, STATUS_FAILED_PRECONDITION, "version",
                  "version %d of %s is approved already; put a new version to change it",
                  "第%d版（%s）已批准；如需更改请提交新版本", request->version, request->plan_code);
    else if (strcmp(verdict, "late") == 0)
        call_fail(call, STATUS_FAILED_PRECONDITION, "from",
                  "version %d of %s begins in a period that is approved already; put it with a later day",
                  "第%d版（%s）自已批准的周期起生效；请改为更晚的日期", request->version, request->plan_code);
    else if (!*verdict)
        call_fail(call, STATUS_NOT_FOUND, "plan_code", "there is no version %d of a plan document %s; put it first",
                  "没有第%d版方案%s；请先提交", request->version, request->plan_code);
    else
        call->response =
            &RESPONSE(batch, Remuda__Incentive__V1__ApprovePlanResponse, remuda__incentive__v1__approve_plan_response)
                 ->base;
    return 0;
}

int rpc_approve_plan(struct batch *batch, struct error *error)
{
    return batch_each(batch, approve_plan, error);
}

/* --- the states of a period -------------------------------------------------------------------- */

static const struct {
    const char *name[LOCALE_COUNT];
} states[] = {{{"not calculated", "未计算"}}, {{"calculated", "已计算"}}, {{"reviewed", "已复核"}},
              {{"approved", "已批准"}},       {{"paid", "已支付"}},       {{"closed", "已关闭"}}};

/* Each state follows the one before it, and who approves has neither calculated nor reviewed. */
static int move(struct batch *batch, struct call *call, const char *text, enum pay_state state, const char *reference,
                struct error *error)
{
    struct pay_period_row period = {.text = text};
    int64_t principal = call->principal->principal_id;
    if (!rpc_read_period(batch, call, text, &period.kind, &period.first))
        return 0;
    if (pay_store_find_period(batch->db, batch->arena, &period, error) != 0)
        return -1;
    if (period.state + 1 != state)
        return call_fail(call, STATUS_FAILED_PRECONDITION, "period",
                         "%s is %s%.0s; it must be %s%.0s before it can be %s%.0s", "%s%.0s%s，须先%.0s%s，才能%.0s%s",
                         text, states[period.state].name[0], states[period.state].name[1], states[state - 1].name[0],
                         states[state - 1].name[1], states[state].name[0], states[state].name[1]),
               0;
    if (state == PAY_APPROVED && (principal == period.calculated_by || principal == period.reviewed_by))
        return call_fail(call, STATUS_PERMISSION_DENIED, "period",
                         "you calculated or reviewed %s yourself; ask a second person to approve it",
                         "%s由您本人计算或复核；请由另一人批准", text),
               0;
    if (pay_store_move(batch->db, batch->arena, &period, state, principal, reference, error) != 0)
        return -1;
    Remuda__Incentive__V1__PeriodResponse *response =
        RESPONSE(batch, Remuda__Incentive__V1__PeriodResponse, remuda__incentive__v1__period_response);
    response->state = (Remuda__Incentive__V1__PeriodState)state;
    response->people = period.people;
    response->total_fen = period.total_fen;
    call->response = &response->base;
    return 0;
}

static const char *period_of(const struct call *call)
{
    return ((const Remuda__Incentive__V1__PeriodRequest *)call->request)->period;
}

static int review(struct batch *batch, struct call *call, struct error *error)
{
    return move(batch, call, period_of(call), PAY_REVIEWED, "", error);
}

static int approve(struct batch *batch, struct call *call, struct error *error)
{
    return move(batch, call, period_of(call), PAY_APPROVED, "", error);
}

static int close_period(struct batch *batch, struct call *call, struct error *error)
{
    return move(batch, call, period_of(call), PAY_CLOSED, "", error);
}

static int mark_paid(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Incentive__V1__MarkPaidRequest *request =
        (const Remuda__Incentive__V1__MarkPaidRequest *)call->request;
    if (!*request->payment_reference)
        call_violation(batch, call, "payment_reference", "REQUIRED", "give the reference of the transfer%s",
                       "请填写付款凭证号%s", "");
    return call_ok(call) ? move(batch, call, request->period, PAY_PAID, request->payment_reference, error) : 0;
}

int rpc_review(struct batch *batch, struct error *error)
{
    return batch_each(batch, review, error);
}

int rpc_approve(struct batch *batch, struct error *error)
{
    return batch_each(batch, approve, error);
}

int rpc_mark_paid(struct batch *batch, struct error *error)
{
    return batch_each(batch, mark_paid, error);
}

int rpc_close_period(struct batch *batch, struct error *error)
{
    return batch_each(batch, close_period, error);
}
