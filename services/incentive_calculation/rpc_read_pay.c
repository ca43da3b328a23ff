/* Who may read the statements of a period, whole, line by line, or as a list of payments. */
#include "rpc.h"

#include "calculation.h"
#include "remuda/incentive/v1/incentive_calculation.pb-c.h"

#include "base/money.h"

#include <jansson.h>

static bool may_see(const struct batch *batch, const struct call *call, const struct pay_result *result)
{
    return result->person_id == call->principal->person_id ||
           authority_may(batch->authority, call->principal, ROLE_MANAGER, result->unit_id);
}

static Remuda__Incentive__V1__Statement *statement_message(struct batch *batch, const char *period,
                                                           const struct pay_result *result, bool with_document)
{
    Remuda__Incentive__V1__Statement *message =
        RESPONSE(batch, Remuda__Incentive__V1__Statement, remuda__incentive__v1__statement);
    message->period = arena_strdup(batch->arena, period);
    message->state = (Remuda__Incentive__V1__PeriodState)result->state;
    message->person_code = arena_strdup(batch->arena, result->code);
    message->person_name = arena_strdup(batch->arena, result->name);
    message->total_fen = result->total_fen;
    message->forwarded_fen = result->forwarded_fen;
    if (with_document)
        message->document = arena_strdup(batch->arena, result->document);
    return message;
}

/* The statement of a period that is open, from what is known at this instant. NULL: the person has none. */
static int calculate_open(struct batch *batch, struct call *call, const char *period, const char *person_code,
                          const char *facts, struct pay_result **found, struct error *error)
{
    struct calculation calculation = {.batch = batch, .call = call};
    struct pay_result *result = ARENA_NEW(batch->arena, struct pay_result);
    struct error refused;
    calculation_read(&calculation, period, facts);
    if (!*person_code &&
        pay_store_person_code(batch->db, batch->arena, call->principal->person_id, &person_code, error) != 0)
        return -1;
    if (calculation_read_plans(&calculation, error) != 0 ||
        calculation_read_people(&calculation, person_code, error) != 0 ||
        calculation_read_given(&calculation, error) != 0)
        return -1;
    if (calculation.payee_count == 0)
        return 0;
    struct pay_forward *forwards = ARENA_ARRAY(batch->arena, struct pay_forward, calculation.given_count + 1);
    size_t forward_count;
    *found = result;
    result->person_id = calculation.payees->person_id;
    result->unit_id = calculation.payees->unit_id;
    if (!may_see(batch, call, result))
        return 0;
    if (calculation_person(&calculation, calculation.payees, result, forwards, &forward_count, &refused) != 0)
        call_fail_error(call, &refused);
    else if (!calculation_concerns(&calculation, calculation.payees, result))
        *found = NULL;
    result->document = arena_strdup(batch->arena, result->document);
    arena_release(&calculation.scratch);
    return 0;
}

static int find_kept(struct batch *batch, const struct call *call, const char *period, const char *person_code,
                     struct pay_result **found, struct error *error)
{
    struct pay_result *results;
    size_t count;
    if (pay_store_find(batch->db, batch->arena, period, *person_code ? person_code : NULL, call->principal->person_id,
                       &results, &count, error) != 0)
        return -1;
    *found = count ? results : NULL;
    return 0;
}

static int find(struct batch *batch, struct call *call, const char *period, const char *person_code,
                struct pay_result **found, struct error *error)
{
    enum pay_state state;
    const char *facts;
    *found = NULL;
    if (pay_store_period_facts(batch->db, batch->arena, period, &state, &facts, error) != 0)
        return -1;
    if (state >= PAY_REVIEWED)
        return find_kept(batch, call, period, person_code, found, error);
    if (calculate_open(batch, call, period, person_code, facts, found, error) != 0)
        return -1;
    if (*found)
        (*found)->state = state;
    return 0;
}

/* The statement asked for, or NULL with the call refused: who may not see it is told neither that it exists nor that it
 * does not. What is reviewed is as it was kept; until then a statement tells what is known at this instant. */
static int find_visible(struct batch *batch, struct call *call, const char *period, const char *person_code,
                        const struct pay_result **visible, struct error *error)
{
    struct pay_result *found;
    int64_t kind;
    day_t first;
    *visible = NULL;
    if (!rpc_read_period(batch, call, period, &kind, &first))
        return 0;
    if (find(batch, call, period, person_code, &found, error) != 0)
        return -1;
    if (found ? !may_see(batch, call, found) : !rpc_is_over_all(batch->authority, call->principal))
        call_fail(call, STATUS_PERMISSION_DENIED, "person_code",
                  "you may see your own statements and those of people in units that you manage; ask their manager%s",
                  "只能查看本人及所管理单位人员的激励明细；请联系其上级%s", "");
    else if (!found)
        call_fail(
            call, STATUS_NOT_FOUND, "person_code",
            "there is no statement of %s for this person; check the code, and that a plan is in force for the role",
            "该人员没有%s的激励明细；请核对人员代码，并确认该岗位已有生效方案", period);
    if (!call_ok(call))
        return 0;
    if (found->person_id != call->principal->person_id)
        call_audit(batch, call, "statement", found->person_id, 0);
    *visible = found;
    return 0;
}

static int answer_one(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Incentive__V1__GetStatementRequest *request =
        (const Remuda__Incentive__V1__GetStatementRequest *)call->request;
    const struct pay_result *found;
    if (find_visible(batch, call, request->period, request->person_code, &found, error) != 0)
        return -1;
    if (!found)
        return 0;
    Remuda__Incentive__V1__GetStatementResponse *response =
        RESPONSE(batch, Remuda__Incentive__V1__GetStatementResponse, remuda__incentive__v1__get_statement_response);
    response->statement = statement_message(batch, request->period, found, true);
    call->response = &response->base;
    return 0;
}

int rpc_get_statement(struct batch *batch, struct error *error)
{
    return batch_each(batch, answer_one, error);
}

static int list_statements(struct batch *batch, struct call *call, struct error *error)
{
    const char *period = ((const Remuda__Incentive__V1__ListStatementsRequest *)call->request)->period;
    struct pay_result *results;
    size_t count;
    int64_t kind;
    day_t first;
    if (!rpc_read_period(batch, call, period, &kind, &first))
        return 0;
    if (pay_store_find(batch->db, batch->arena, period, "", 0, &results, &count, error) != 0)
        return -1;
    Remuda__Incentive__V1__ListStatementsResponse *response =
        RESPONSE(batch, Remuda__Incentive__V1__ListStatementsResponse, remuda__incentive__v1__list_statements_response);
    response->statements = ARENA_ARRAY(batch->arena, Remuda__Incentive__V1__Statement *, count + 1);
    for (size_t i = 0; i < count; i++)
        if (may_see(batch, call, &results[i]))
            response->statements[response->n_statements++] = statement_message(batch, period, &results[i], false);
    call_audit(batch, call, "statements", (int64_t)response->n_statements, 0);
    call->response = &response->base;
    return 0;
}

int rpc_list_statements(struct batch *batch, struct error *error)
{
    return batch_each(batch, list_statements, error);
}

/* --- one line ---------------------------------------------------------------------------------- */

static const json_t *line_of(const json_t *document, const char *component)
{
    const json_t *lines = json_object_get(document, "lines");
    for (size_t i = 0; i < json_array_size(lines); i++) {
        const json_t *line = json_array_get(lines, i);
        if (strcmp(json_string_value(json_object_get(line, "component")), component) == 0)
            return line;
    }
    return NULL;
}

static void respond_line(struct batch *batch, struct call *call, const json_t *line)
{
    Remuda__Incentive__V1__ExplainLineResponse *response =
        RESPONSE(batch, Remuda__Incentive__V1__ExplainLineResponse, remuda__incentive__v1__explain_line_response);
    const json_t *formula =
        json_object_get(json_object_get(line, "formula"), call->locale == LOCALE_ZH_CN ? "zh-CN" : "en");
    const json_t *sources = json_object_get(line, "sources");
    char *text = json_dumps(line, JSON_COMPACT);
    response->formula = arena_strdup(batch->arena, json_string_value(formula));
    response->amount_fen = json_integer_value(json_object_get(line, "amount_fen"));
    response->sources = ARENA_ARRAY(batch->arena, char *, json_array_size(sources) + 1);
    for (size_t i = 0; i < json_array_size(sources); i++)
        response->sources[response->n_sources++] =
            arena_strdup(batch->arena, json_string_value(json_array_get(sources, i)));
    response->line = arena_strdup(batch->arena, text);
    free(text);
    call->response = &response->base;
}

static int explain_line(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Incentive__V1__ExplainLineRequest *request =
        (const Remuda__Incentive__V1__ExplainLineRequest *)call->request;
    const struct pay_result *found;
    if (find_visible(batch, call, request->period, request->person_code, &found, error) != 0)
        return -1;
    if (!found)
        return 0;
    json_t *document = json_loads(found->document, 0, NULL);
    const json_t *line = line_of(document, request->component);
    if (line)
        respond_line(batch, call, line);
    else
        call_fail(call, STATUS_NOT_FOUND, "component",
                  "the statement has no component \"%s\"; read it to see which it has",
                  "对账单没有项目“%s”；请先查看对账单", request->component);
    json_decref(document);
    return 0;
}

int rpc_explain_line(struct batch *batch, struct error *error)
{
    return batch_each(batch, explain_line, error);
}

/* --- payments ---------------------------------------------------------------------------------- */

static int export_payments(struct batch *batch, struct call *call, struct error *error)
{
    const char *period = ((const Remuda__Incentive__V1__PeriodRequest *)call->request)->period;
    struct pay_result *results;
    size_t count;
    int64_t kind;
    day_t first;
    if (!rpc_read_period(batch, call, period, &kind, &first))
        return 0;
    if (pay_store_find(batch->db, batch->arena, period, "", 0, &results, &count, error) != 0)
        return -1;
    if (count == 0 || results->state < PAY_APPROVED) {
        call_fail(call, STATUS_FAILED_PRECONDITION, "period", "%s is not approved; approve it before it is paid",
                  "%s尚未批准；请先批准再支付", period);
        return 0;
    }
    Remuda__Incentive__V1__ExportResponse *response =
        RESPONSE(batch, Remuda__Incentive__V1__ExportResponse, remuda__incentive__v1__export_response);
    response->period = arena_strdup(batch->arena, period);
    response->state = (Remuda__Incentive__V1__PeriodState)results->state;
    response->payments = ARENA_ARRAY(batch->arena, Remuda__Incentive__V1__Statement *, count);
    for (size_t i = 0; i < count; i++) {
        response->payments[response->n_payments++] = statement_message(batch, period, &results[i], false);
        if (money_add(response->total_fen, results[i].total_fen, "total_fen", &response->total_fen, error) != 0)
            return -1;
    }
    response->people = (int64_t)count;
    call_audit(batch, call, "payments", response->people, 0);
    call->response = &response->base;
    return 0;
}

int rpc_export(struct batch *batch, struct error *error)
{
    return batch_each(batch, export_payments, error);
}
