/* Simulate: what a period would pay with more deliveries, or by another plan. Nothing is stored. */
#include "rpc.h"

#include "base/money.h"
#include "calculation.h"
#include "remuda/incentive/v1/incentive_calculation.pb-c.h"

typedef Remuda__Incentive__V1__SimulateRequest simulate_request;
typedef Remuda__Incentive__V1__SimulateResponse simulate_response;

/* A person tries for themselves; a plan for everybody is tried by who may put it. */
static void check_right(struct batch *batch, struct call *call, const simulate_request *request)
{
    if (rpc_is_over_all(batch->authority, call->principal))
        return;
    if (*request->document || *request->person_code)
        call_fail(call, STATUS_PERMISSION_DENIED, "person_code",
                  "you may try for yourself, without a person and a document%s", "只能为本人试算，请勿填写人员与方案%s",
                  "");
}

static void check_request(struct batch *batch, struct call *call, const simulate_request *request)
{
    if (request->more_units < 0 || request->more_units > SIMULATED_UNITS_MAX)
        call_violation(batch, call, "more_units", "OUT_OF_RANGE", "%d is not one of 0 to %d", "%d不在0至%d之间",
                       request->more_units, SIMULATED_UNITS_MAX);
    if (request->price_fen < 0 || request->price_fen > PAY_BASIS_MAX)
        call_violation(batch, call, "price_fen", "OUT_OF_RANGE", "a price is 0 to %lld fen", "价格须在0至%lld分之间",
                       (long long)PAY_BASIS_MAX);
    check_right(batch, call, request);
}

/* The document takes the place of what is in force of its role. */
static void read_document(struct calculation *calculation, const char *document)
{
    struct pay_findings *findings = ARENA_NEW(calculation->batch->arena, struct pay_findings);
    struct pay_plan *tried = ARENA_NEW(calculation->batch->arena, struct pay_plan);
    findings->arena = calculation->batch->arena;
    pay_plan_read(document, strlen(document), findings, tried);
    for (size_t i = 0; i < findings->count; i++)
        call_violation(calculation->batch, calculation->call,
                       arena_printf(calculation->batch->arena, "document.%s", findings->list[i].field),
                       findings->list[i].reason, "%s%.0s", "%.0s%s", findings->list[i].message[LOCALE_EN],
                       findings->list[i].message[LOCALE_ZH_CN]);
    if (call_ok(calculation->call) && tried->period != calculation->period.kind)
        call_violation(calculation->batch, calculation->call, "document.period", "OUT_OF_RANGE",
                       "the plan's period is not the one of \"%s\"", "方案周期与“%s”不符", calculation->period.text);
    calculation->plans = tried;
    calculation->plan_count = 1;
}

static void set_extra(struct calculation *calculation, const simulate_request *request)
{
    struct credit *extra = ARENA_ARRAY(calculation->batch->arena, struct credit, (size_t)request->more_units + 1);
    for (int32_t i = 0; i < request->more_units; i++)
        extra[i] = (struct credit){.id = i,
                                   .day = calculation->period.last,
                                   .product = request->product_code,
                                   .use = "",
                                   .business = request->business_type,
                                   .tier = "",
                                   .outcome = "",
                                   .price_fen = request->price_fen};
    calculation->extra = extra;
    calculation->extra_count = (size_t)request->more_units;
}

/* What each person would have; of one alone the statement too. */
static int results_of(struct calculation *calculation, struct pay_result *results, char **statement,
                      struct error *refused)
{
    size_t forward_count;
    int failed = 0;
    for (size_t i = 0; i < calculation->payee_count && !failed; i++) {
        failed = calculation_person(calculation, &calculation->payees[i], &results[i], NULL, &forward_count, refused);
        if (!failed && calculation->payee_count == 1)
            *statement = arena_strdup(calculation->batch->arena, results[i].document);
        results[i].document = NULL;
    }
    arena_release(&calculation->scratch);
    return failed;
}

/* Both sides have the same people in the same order when only deliveries are added; by another plan they are those of
 * its role. */
static int compare(struct calculation *now, struct calculation *then, simulate_response *response, struct error *error)
{
    struct arena *arena = now->batch->arena;
    struct pay_result *before = ARENA_ARRAY(arena, struct pay_result, now->payee_count + 1);
    struct pay_result *after = ARENA_ARRAY(arena, struct pay_result, then->payee_count + 1);
    char *unused = NULL;
    if (results_of(now, before, &unused, error) != 0 || results_of(then, after, &response->statement, error) != 0)
        return -1;
    for (size_t i = 0, n = 0; i < then->payee_count; i++) {
        int64_t now_fen = 0;
        while (n < now->payee_count && before[n].person_id < after[i].person_id)
            n++;
        if (n < now->payee_count && before[n].person_id == after[i].person_id)
            now_fen = before[n].total_fen;
        response->winners += after[i].total_fen > now_fen;
        response->losers += after[i].total_fen < now_fen;
        if (money_add(response->now_fen, now_fen, "total_fen", &response->now_fen, error) != 0 ||
            money_add(response->then_fen, after[i].total_fen, "total_fen", &response->then_fen, error) != 0)
            return -1;
    }
    response->people = (int64_t)then->payee_count;
    return 0;
}

static int load(struct calculation *now, struct calculation *then, const simulate_request *request, const char *person,
                struct error *error)
{
    if (calculation_read_plans(now, error) != 0 || calculation_read_people(now, person, error) != 0)
        return -1;
    *then = *now;
    if (*request->document) {
        read_document(then, request->document);
        if (call_ok(then->call) && calculation_read_people(then, person, error) != 0)
            return -1;
    }
    set_extra(then, request);
    return 0;
}

static int simulate(struct batch *batch, struct call *call, struct error *error)
{
    const simulate_request *request = (const simulate_request *)call->request;
    struct calculation now = {.batch = batch, .call = call}, then;
    struct error refused;
    const char *person = request->person_code, *facts = request->facts;
    enum pay_state state;
    if (!*facts && pay_store_period_facts(batch->db, batch->arena, request->period, &state, &facts, error) != 0)
        return -1;
    calculation_read(&now, request->period, facts);
    check_request(batch, call, request);
    if (call_ok(call) && !*request->document && !*person &&
        pay_store_person_code(batch->db, batch->arena, call->principal->person_id, &person, error) != 0)
        return -1;
    if (!call_ok(call))
        return 0;
    if (load(&now, &then, request, person, error) != 0)
        return -1;
    if (!call_ok(call))
        return 0;
    simulate_response *response = RESPONSE(batch, simulate_response, remuda__incentive__v1__simulate_response);
    if (compare(&now, &then, response, &refused) != 0)
        return call_fail_error(call, &refused), 0;
    call->response = &response->base;
    return 0;
}

int rpc_simulate(struct batch *batch, struct error *error)
{
    return batch_each(batch, simulate, error);
}
