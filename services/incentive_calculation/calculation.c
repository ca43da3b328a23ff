#include "calculation.h"

#include "base/money.h"
#include "pay_json.h"
#include "rpc.h"

#include <inttypes.h>

#define STATEMENT_TEXT_MAX (16 * 1024 * 1024)

/* --- reading ----------------------------------------------------------------------------------- */

static void refuse_findings(struct calculation *calculation, const struct pay_findings *findings)
{
    for (size_t i = 0; i < findings->count; i++)
        call_violation(calculation->batch, calculation->call,
                       arena_printf(calculation->batch->arena, "facts.%s", findings->list[i].field),
                       findings->list[i].reason, "%s%.0s", "%.0s%s", findings->list[i].message[LOCALE_EN],
                       findings->list[i].message[LOCALE_ZH_CN]);
}

void calculation_read(struct calculation *calculation, const char *text, const char *facts)
{
    struct pay_period_row *period = &calculation->period;
    struct pay_findings *findings = ARENA_NEW(calculation->batch->arena, struct pay_findings);
    findings->arena = calculation->batch->arena;
    period->text = text;
    if (rpc_read_period(calculation->batch, calculation->call, text, &period->kind, &period->first))
        period->last = pay_period_last(period->kind, period->first);
    if (*facts)
        pay_known_read(facts, strlen(facts), findings, &calculation->known);
    refuse_findings(calculation, findings);
}

int calculation_read_plans(struct calculation *calculation, struct error *error)
{
    const struct pay_period_row *period = &calculation->period;
    return pay_store_plans(calculation->batch->db, calculation->batch->arena, period->kind, period->last,
                           &calculation->plans, &calculation->plan_count, error);
}

int calculation_read_people(struct calculation *calculation, const char *person_code, struct error *error)
{
    struct batch *batch = calculation->batch;
    const struct pay_period_row *period = &calculation->period;
    struct payee_question question = {.last = period->last, .period = period->kind, .person_code = person_code};
    question.roles = ARENA_ARRAY(batch->arena, const char *, calculation->plan_count + 1);
    for (size_t i = 0; i < calculation->plan_count; i++)
        question.roles[question.role_count++] = calculation->plans[i].role;
    if (pay_store_history(batch->db, batch->arena, period, &calculation->history, error) != 0)
        return -1;
    question.first = calculation->history;
    return payee_store_find(batch->db, batch->arena, &question, &calculation->payees, &calculation->payee_count, error);
}

int calculation_read_given(struct calculation *calculation, struct error *error)
{
    return pay_store_given(calculation->batch->db, calculation->batch->arena, &calculation->period, &calculation->given,
                           &calculation->given_count, error);
}

/* --- one person -------------------------------------------------------------------------------- */

static const struct pay_given *given_of(const struct calculation *calculation, const struct payee *payee)
{
    size_t low = 0, high = calculation->given_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (calculation->given[middle].person_id < payee->person_id)
            low = middle + 1;
        else
            high = middle;
    }
    return &calculation->given[low];
}

/* What the approved periods give by today's facts, less what they were given. */
static int forward(const struct calculation *calculation, const struct payee *payee,
                   const struct pay_statement *statements, size_t count, struct pay_result *result,
                   struct pay_forward *forwards, size_t *forward_count, struct error *error)
{
    const struct pay_given *given = given_of(calculation, payee), *end = calculation->given + calculation->given_count;
    for (; given < end && given->person_id == payee->person_id; given++)
        for (size_t s = 0; s < count; s++) {
            int64_t amount = statements[s].earned_fen - given->fen;
            if (statements[s].first != given->first || amount == 0)
                continue;
            forwards[(*forward_count)++] = (struct pay_forward){payee->person_id, given->period, amount};
            if (money_add(result->forwarded_fen, amount, "total_fen", &result->forwarded_fen, error) != 0)
                return -1;
        }
    return money_add(result->total_fen, result->forwarded_fen, "total_fen", &result->total_fen, error);
}

static bool is_within(const struct pay_period_row *period, day_t day)
{
    return period->first <= day && day <= period->last;
}

static void add_version(struct buffer *json, const char *name, int64_t version)
{
    if (version)
        buffer_printf(json, ",\"%s\":%" PRId64, name, version);
}

static void add_credit_versions(const struct pay_period_row *period, struct buffer *json, char prefix,
                                const struct credit *credits, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct credit_versions *versions = &credits[i].versions;
        if (!is_within(period, credits[i].day) &&
            !(credits[i].is_cancelled && is_within(period, credits[i].cancelled_on)))
            continue;
        buffer_printf(json, "%s{\"id\":\"%c%" PRId64 "\"", json->data[json->length - 1] == '[' ? "" : ",", prefix,
                      credits[i].id);
        add_version(json, "told_at", versions->told_at);
        add_version(json, "ended_at", versions->ended_at);
        add_version(json, "shared_at", versions->shared_at);
        add_version(json, "rated_at", versions->rated_at);
        add_version(json, "tier_run", versions->tier_run);
        buffer_add_char(json, '}');
    }
}

/* Which version of each thing the statement was calculated from: positions in the event log, runs, plan versions. */
static void add_versions(const struct calculation *calculation, const struct payee *payee,
                         const struct pay_person *person, struct buffer *json)
{
    const struct pay_period_row *period = &calculation->period;
    buffer_add_text(json, ",\"depends_on\":{\"plans\":[");
    for (size_t i = 0; i < person->span_count; i++)
        if (person->spans[i].first <= period->last && person->spans[i].last >= period->first) {
            buffer_add_text(json, json->data[json->length - 1] == '[' ? "{\"code\":" : ",{\"code\":");
            buffer_add_json_string(json, person->spans[i].plan->code, strlen(person->spans[i].plan->code));
            buffer_printf(json, ",\"version\":%" PRId64 "}", person->spans[i].plan->version);
        }
    buffer_add_text(json, "],\"credits\":[");
    add_credit_versions(period, json, 'D', payee->deliveries, payee->delivery_count);
    add_credit_versions(period, json, 'L', payee->leads, payee->lead_count);
    buffer_add_text(json, "],\"facts\":[");
    for (size_t i = 0; i < payee->fact_count; i++) {
        const struct pay_fact *fact = &payee->facts[i].fact;
        if (fact->first <= period->last && fact->last >= period->first)
            buffer_printf(json, "%s{\"fact\":\"%s\",\"value\":%" PRId64 ",\"told_at\":%" PRId64 "}",
                          json->data[json->length - 1] == '[' ? "" : ",", pay_fact_name(fact->kind), fact->value,
                          payee->facts[i].told_at);
    }
    buffer_add_text(json, "]}");
}

static int write_document(struct calculation *calculation, const struct payee *payee, const struct pay_person *person,
                          const struct pay_statement *statement, const struct pay_forward *forwards,
                          size_t forward_count, struct pay_result *result, struct error *error)
{
    struct buffer json = BUFFER(STATEMENT_TEXT_MAX);
    pay_json_add(&json, payee->code, statement, calculation->period.kind);
    json.data[--json.length] = 0; /* the closing brace */
    buffer_add_text(&json, ",\"forwarded\":[");
    for (size_t i = 0; i < forward_count; i++)
        buffer_printf(&json, "%s{\"origin\":\"%s\",\"amount_fen\":%" PRId64 "}", i ? "," : "", forwards[i].origin,
                      forwards[i].amount_fen);
    buffer_printf(&json, "],\"payable_fen\":%" PRId64, result->total_fen);
    add_versions(calculation, payee, person, &json);
    buffer_add_char(&json, '}');
    result->document = arena_strndup(&calculation->scratch, json.data, json.length);
    int failed = json.overflowed ? error_set(error, STATUS_OUT_OF_RANGE, "period",
                                             "a statement is longer than %d bytes; calculate a shorter period",
                                             "对账单超过%d字节；请计算较短的周期", STATEMENT_TEXT_MAX)
                                 : 0;
    buffer_release(&json);
    return failed;
}

int calculation_person(struct calculation *calculation, const struct payee *payee, struct pay_result *result,
                       struct pay_forward *forwards, size_t *forward_count, struct error *error)
{
    struct arena *arena = &calculation->scratch;
    arena_reset(arena);
    struct pay_known known = payee_known(payee, &calculation->known, arena);
    struct pay_person person = {
        .code = payee->code, .facts = {known.facts, known.fact_count}, .draw_balance_fen = known.draw_balance_fen};
    struct pay_statement *statements = NULL,
                         none = {.first = calculation->period.first, .last = calculation->period.last};
    size_t count = 0;
    *forward_count = 0;
    *result = (struct pay_result){
        .person_id = payee->person_id, .unit_id = payee->unit_id, .code = payee->code, .name = payee->name};
    person.span_count = pay_known_spans(&known, calculation->plans, calculation->plan_count, arena, &person.spans);
    if (payee_set_credits(payee, calculation->extra, calculation->extra_count, arena, &person, error) != 0 ||
        pay_calculate(&person, calculation->history, calculation->period.last, arena, &statements, &count, error) != 0)
        return -1;
    const struct pay_statement *statement = count ? &statements[count - 1] : &none;
    result->earned_fen = statement->earned_fen;
    result->total_fen = statement->total_fen;
    if (calculation->given_count > 0 &&
        forward(calculation, payee, statements, count, result, forwards, forward_count, error) != 0)
        return -1;
    return write_document(calculation, payee, &person, statement, forwards, *forward_count, result, error);
}

bool calculation_concerns(const struct calculation *calculation, const struct payee *payee,
                          const struct pay_result *result)
{
    return payee->roles[payee->role_count - 1].last >= calculation->period.first || result->earned_fen != 0 ||
           result->forwarded_fen != 0 || result->total_fen != 0;
}
