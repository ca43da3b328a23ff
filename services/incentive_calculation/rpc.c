#include "rpc.h"

#include "base/money.h"
#include "base/parse.h"
#include "credit_store.h"
#include "plan_store.h"
#include "remuda/event/v1/incentive_events.pb-c.h"
#include "remuda/incentive/v1/incentive_calculation.pb-c.h"
#include "statement_store.h"

#define YEAR_MIN 2000
#define YEAR_MAX 2098 /* so that the month after is a day, too */

/* --- PutPlan --------------------------------------------------------------------------------------------- */

/* Only the language asked for is shown; "%.0s" passes over the other one's text. */
static void add_violation(struct batch *batch, struct call *call, const char *field, const char *reason,
                          const char *const message[LOCALE_COUNT])
{
    call_violation(batch, call, field, reason, "%s%.0s", "%.0s%s", message[LOCALE_EN], message[LOCALE_ZH_CN]);
}

static const struct step *plan_steps(const Remuda__Incentive__V1__PutPlanRequest *request, struct arena *arena)
{
    struct step *steps = ARENA_ARRAY(arena, struct step, request->n_steps + 1);
    for (size_t i = 0; i < request->n_steps; i++)
        steps[i] = (struct step){request->steps[i]->from_units, request->steps[i]->fen_per_unit};
    return steps;
}

/* The request as a plan; whatever is wrong with it becomes the call's violations. */
static struct plan read_plan(struct batch *batch, struct call *call)
{
    const Remuda__Incentive__V1__PutPlanRequest *request = (const Remuda__Incentive__V1__PutPlanRequest *)call->request;
    struct plan plan = {
        .code = request->plan_code,
        .job = request->job,
        .mode = (int)request->mode,
        .steps = plan_steps(request, batch->arena),
        .step_count = request->n_steps,
        .fen_per_lead = request->fen_per_lead,
        .lead_award_cap_fen = request->lead_award_cap_fen,
    };
    struct error error;
    if (parse_day(request->valid_from, "valid_from", &plan.valid_from, &error)) {
        call_violation_error(batch, call, "FORMAT", &error);
        plan.valid_from = month_first_day(YEAR_MIN, 1); /* a day with which plan_check finds nothing more */
    }
    const struct plan_finding *findings;
    size_t count = plan_check(&plan, batch->arena, &findings);
    for (size_t i = 0; i < count; i++)
        add_violation(batch, call, findings[i].field, findings[i].reason, findings[i].message);
    return plan;
}

static int put_plan(struct batch *batch, struct call *call, struct error *error)
{
    if (*((const Remuda__Incentive__V1__PutPlanRequest *)call->request)->document)
        return rpc_put_document(batch, call, error);
    struct plan plan = read_plan(batch, call);
    if (!call_ok(call))
        return 0;
    if (plan_store_put(batch->db, batch->arena, &plan, call->principal->principal_id, error)) {
        if (error->status != STATUS_FAILED_PRECONDITION)
            return -1;
        call_fail_error(call, error);
        return 0;
    }
    Remuda__Incentive__V1__PutPlanResponse *response =
        RESPONSE(batch, Remuda__Incentive__V1__PutPlanResponse, remuda__incentive__v1__put_plan_response);
    response->plan_id = plan.plan_id;
    response->version = plan.version;
    call->response = &response->base;
    return 0;
}

int rpc_put_plan(struct batch *batch, struct error *error)
{
    for (size_t i = 0; i < batch->count; i++)
        if (call_ok(&batch->calls[i]) && put_plan(batch, &batch->calls[i], error))
            return -1;
    return 0;
}

/* --- RunMonth -------------------------------------------------------------------------------------------- */

static bool read_month(struct batch *batch, struct call *call, int year, int month, struct month *days)
{
    if (year < YEAR_MIN || year > YEAR_MAX)
        call_violation(batch, call, "year", "OUT_OF_RANGE", "the year %d is not one of %d to %d",
                       "年份%d不在%d至%d之间", year, YEAR_MIN, YEAR_MAX);
    if (month < 1 || month > 12)
        call_violation(batch, call, "month", "OUT_OF_RANGE", "the month %d is not one of 1 to 12",
                       "月份%d不在1至12之间", month);
    if (!call_ok(call))
        return false;
    *days = (struct month){month_first_day(year, month), month_last_day(year, month)};
    return true;
}

struct month_run {
    struct month month;
    struct plan *plans;
    size_t plan_count;
    struct payee *payees;
    size_t payee_count;
    struct run run;
};

static int calculate(struct month_run *run, struct arena *arena, struct error *error)
{
    for (size_t i = 0; i < run->payee_count; i++) {
        struct payee *payee = &run->payees[i];
        if (statement_calculate(payee->plan, &payee->credits, arena, &payee->statement, error) ||
            money_add(run->run.total_fen, payee->statement.total_fen, "total_fen", &run->run.total_fen, error))
            return -1;
    }
    run->run.people = (int64_t)run->payee_count;
    return 0;
}

static int read_run(struct batch *batch, struct month_run *run, struct error *error)
{
    if (plan_store_in_force(batch->db, batch->arena, run->month.first, &run->plans, &run->plan_count, error) ||
        run_store_payees(batch->db, batch->arena, run->month, run->plans, run->plan_count, &run->payees,
                         &run->payee_count, error))
        return -1;
    return run_store_credits(batch->db, batch->arena, run->month, false, run->payees, run->payee_count, error);
}

/* No amounts: the statement is read by those who may. */
static void tell_statements(struct batch *batch, const struct call *call, const struct month_run *run,
                            const int64_t *statement_ids)
{
    struct civil month = day_civil(run->month.first);
    for (size_t i = 0; i < run->payee_count; i++) {
        Remuda__Event__V1__StatementCalculated calculated = REMUDA__EVENT__V1__STATEMENT_CALCULATED__INIT;
        calculated.statement_id = statement_ids[i];
        calculated.person_id = run->payees[i].person_id;
        calculated.run_id = run->run.run_id;
        calculated.year = month.year;
        calculated.month = month.month;
        batch_emit(batch, call, calculated.person_id, &calculated.base);
    }
}

static void respond_run(struct batch *batch, struct call *call, const struct run *run)
{
    Remuda__Incentive__V1__RunMonthResponse *response =
        RESPONSE(batch, Remuda__Incentive__V1__RunMonthResponse, remuda__incentive__v1__run_month_response);
    response->run_id = run->run_id;
    response->people = run->people;
    response->total_fen = run->total_fen;
    call->response = &response->base;
}

static int run_month(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Incentive__V1__RunMonthRequest *request =
        (const Remuda__Incentive__V1__RunMonthRequest *)call->request;
    struct month_run run = {0};
    if (!read_month(batch, call, request->year, request->month, &run.month))
        return 0;
    if (read_run(batch, &run, error))
        return -1;
    if (run.plan_count == 0) {
        call_fail(call, STATUS_FAILED_PRECONDITION, "month", "no plan is in force in %04d-%02d; put one first",
                  "%04d-%02d没有生效的方案；请先下达方案", request->year, request->month);
        return 0;
    }
    if (calculate(&run, batch->arena, error)) {
        call_fail_error(call, error);
        return 0;
    }
    run.run.month = run.month.first;
    run.run.principal_id = call->principal->principal_id;
    int64_t *statement_ids = ARENA_ARRAY(batch->arena, int64_t, run.payee_count + 1);
    if (statement_store_add(batch->db, batch->arena, &run.run, run.payees, run.payee_count, statement_ids, error))
        return -1;
    tell_statements(batch, call, &run, statement_ids);
    respond_run(batch, call, &run.run);
    return 0;
}

int rpc_run_month(struct batch *batch, struct error *error)
{
    for (size_t i = 0; i < batch->count; i++)
        if (call_ok(&batch->calls[i]) && run_month(batch, &batch->calls[i], error))
            return -1;
    return 0;
}

/* --- GetStatement ---------------------------------------------------------------------------------------- */

static bool read_question(struct batch *batch, struct call *call, struct statement_question *question)
{
    const Remuda__Incentive__V1__GetStatementRequest *request =
        (const Remuda__Incentive__V1__GetStatementRequest *)call->request;
    struct month days;
    if (!*request->person_code && !call->principal->person_id)
        call_violation(batch, call, "person_code", "REQUIRED",
                       "you do not call as a person; say whose statement you want",
                       "当前身份不对应任何人员；请填写要查询的人员代码");
    if (*request->period || !read_month(batch, call, request->year, request->month, &days))
        return false;
    *question = (struct statement_question){request->person_code, call->principal->person_id, days.first};
    return true;
}

bool rpc_is_over_all(const struct authority *authority, const struct principal *principal)
{
    for (size_t i = 0; i < principal->grant_count; i++)
        if (authority_unit_kind(authority, principal->grants[i].unit_id) == UNIT_HEADQUARTERS &&
            authority_may(authority, principal, ROLE_MANAGER, principal->grants[i].unit_id))
            return true;
    return false;
}

/* Who may not see a person's statement is not told either whether there is such a person. */
static bool may_see(const struct batch *batch, const struct call *call, const struct found_statement *found)
{
    if (!found->person_id)
        return rpc_is_over_all(batch->authority, call->principal);
    return found->person_id == call->principal->person_id ||
           authority_may(batch->authority, call->principal, ROLE_MANAGER, found->unit_id);
}

static Remuda__Incentive__V1__StatementLine *line_message(struct batch *batch, const struct call *call,
                                                          const struct found_line *line)
{
    Remuda__Incentive__V1__StatementLine *message =
        RESPONSE(batch, Remuda__Incentive__V1__StatementLine, remuda__incentive__v1__statement_line);
    message->component = line->component;
    message->basis_units = line->basis_units;
    message->from_units = line->from_units;
    message->fen_per_unit = line->fen_per_unit;
    message->amount_fen = line->amount_fen;
    message->credited_ppm = line->credited_ppm;
    message->reason = line->reason[call->locale];
    message->source_ids = line->source_ids;
    message->n_source_ids = line->source_count;
    return message;
}

static void respond_statement(struct batch *batch, struct call *call, const struct statement_question *question,
                              const struct found_statement *found)
{
    Remuda__Incentive__V1__GetStatementResponse *response =
        RESPONSE(batch, Remuda__Incentive__V1__GetStatementResponse, remuda__incentive__v1__get_statement_response);
    Remuda__Incentive__V1__Statement *statement =
        RESPONSE(batch, Remuda__Incentive__V1__Statement, remuda__incentive__v1__statement);
    struct civil month = day_civil(question->month);
    statement->statement_id = found->statement_id;
    statement->run_id = found->run_id;
    statement->person_id = found->person_id;
    statement->person_code = found->person_code;
    statement->person_name = found->person_name;
    statement->year = month.year;
    statement->month = month.month;
    statement->plan_code = found->plan_code;
    statement->plan_version = found->plan_version;
    statement->total_fen = found->total_fen;
    statement->lines = ARENA_ARRAY(batch->arena, Remuda__Incentive__V1__StatementLine *, found->line_count + 1);
    for (size_t i = 0; i < found->line_count; i++)
        statement->lines[statement->n_lines++] = line_message(batch, call, &found->lines[i]);
    response->statement = statement;
    call->response = &response->base;
}

static void answer_statement(struct batch *batch, struct call *call, const struct statement_question *question,
                             const struct found_statement *found)
{
    struct civil month = day_civil(question->month);
    if (!may_see(batch, call, found)) {
        call_fail(call, STATUS_PERMISSION_DENIED, "person_code",
                  "you may see your own statements and those of people in units that you manage; ask their manager",
                  "只能查看本人及所管理单位人员的激励明细；请联系其上级");
    } else if (!found->statement_id) {
        call_fail(
            call, STATUS_NOT_FOUND, "person_code",
            "there is no statement of %04d-%02d for this person; run the month, or check the person's code and job",
            "该人员没有%04d-%02d的激励明细；请先计算该月，或核对人员代码与岗位", month.year, month.month);
    } else {
        if (found->person_id != call->principal->person_id)
            call_audit(batch, call, "statement", found->statement_id, 0);
        respond_statement(batch, call, question, found);
    }
}

int rpc_get_statement(struct batch *batch, struct error *error)
{
    struct statement_question *questions = ARENA_ARRAY(batch->arena, struct statement_question, batch->count);
    struct found_statement *answers = ARENA_ARRAY(batch->arena, struct found_statement, batch->count);
    struct call **asking = ARENA_ARRAY(batch->arena, struct call *, batch->count);
    size_t count = 0;
    for (size_t i = 0; i < batch->count; i++)
        if (call_ok(&batch->calls[i]) && read_question(batch, &batch->calls[i], &questions[count]))
            asking[count++] = &batch->calls[i];
    if (statement_store_find(batch->db, batch->arena, questions, count, answers, error))
        return -1;
    for (size_t i = 0; i < count; i++)
        answer_statement(batch, asking[i], &questions[i], &answers[i]);
    return rpc_period_statements(batch, error);
}

/* --- GetTotals ------------------------------------------------------------------------------------------- */

int rpc_get_totals(struct batch *batch, struct error *error)
{
    struct credit_totals totals;
    if (credit_store_totals(batch->db, &totals, error))
        return -1;
    for (size_t i = 0; i < batch->count; i++) {
        Remuda__Incentive__V1__GetTotalsResponse *response =
            RESPONSE(batch, Remuda__Incentive__V1__GetTotalsResponse, remuda__incentive__v1__get_totals_response);
        response->credited_deliveries = totals.deliveries;
        response->credited_leads = totals.leads;
        batch->calls[i].response = &response->base;
    }
    return 0;
}
