#include "calculation.h"

#include "base/apportion.h"
#include "base/money.h"
#include "pay_json.h"
#include "rpc.h"

#include <inttypes.h>

#define STATEMENT_TEXT_MAX (16 * 1024 * 1024)

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

static void keep_person(struct calculation *calculation, const char *person_code)
{
    size_t kept = 0;
    for (size_t i = 0; i < calculation->payee_count; i++)
        if (!*person_code || strcmp(calculation->payees[i].code, person_code) == 0)
            calculation->payees[kept++] = calculation->payees[i];
    calculation->payee_count = kept;
}

int calculation_read_people(struct calculation *calculation, const char *person_code, struct error *error)
{
    struct batch *batch = calculation->batch;
    const struct pay_period_row *period = &calculation->period;
    const char **roles = ARENA_ARRAY(batch->arena, const char *, calculation->plan_count + 1);
    for (size_t i = 0; i < calculation->plan_count; i++)
        roles[i] = calculation->plans[i].role;
    if (payee_store_find(batch->db, batch->arena, period->first, period->last, roles, calculation->plan_count,
                         &calculation->payees, &calculation->payee_count, error) != 0)
        return -1;
    keep_person(calculation, person_code);
    return payee_store_credits(batch->db, batch->arena, pay_period_first(PAY_YEAR, period->first), period->last,
                               calculation->payees, calculation->payee_count, error);
}

/* --- one person -------------------------------------------------------------------------------- */

static struct pay_credit pay_credit_of(const struct credit *credit, enum pay_credit_kind kind, const char *id)
{
    return (struct pay_credit){.id = id,
                               .day = credit->day,
                               .kind = kind,
                               .units = PAY_UNIT,
                               .whole_units = PAY_UNIT,
                               .revenue_fen = credit->price_fen,
                               .whole_revenue_fen = credit->price_fen,
                               .product = credit->product,
                               .use = "",
                               .business = credit->business,
                               .tier = "",
                               .outcome = kind == PAY_LEAD ? "filed" : "",
                               .of = ""};
}

/* The i-th part of a shared delivery; parts stay in the order that all who share it see. */
static int take_part(const struct credit *credit, size_t part, struct pay_credit *pay, struct error *error)
{
    int64_t revenue[CREDIT_PARTS_MAX];
    if (apportion_largest_remainder(credit->price_fen, credit->parts_ppm, credit->part_count, revenue, error) != 0)
        return -1;
    pay->parts_ppm = credit->parts_ppm;
    pay->part_count = credit->part_count;
    pay->part = part;
    pay->units = credit->parts_ppm[part];
    pay->revenue_fen = revenue[part];
    return 0;
}

static void add_delivery(const struct credit *credit, struct pay_credit delivery, struct pay_person *person,
                         struct pay_credit *credits, struct arena *arena)
{
    credits[person->credit_count++] = delivery;
    if (!credit->is_cancelled)
        return;
    struct pay_credit taken = delivery;
    taken.id = arena_printf(arena, "C%s", delivery.id + 1);
    taken.kind = PAY_TAKEN_BACK;
    taken.of = delivery.id;
    if (credit->cancelled_on > delivery.day)
        taken.day = credit->cancelled_on;
    credits[person->credit_count++] = taken;
}

/* Who has several parts of one delivery has them one by one: D7.1, D7.3. */
static int add_parts(const struct credit *credit, struct pay_person *person, struct pay_credit *credits,
                     struct arena *arena, struct error *error)
{
    bool is_several = (credit->mine & (credit->mine - 1)) != 0;
    for (size_t part = 0; part < credit->part_count; part++) {
        if (!(credit->mine & 1u << part))
            continue;
        const char *id = is_several ? arena_printf(arena, "D%" PRId64 ".%zu", credit->id, part + 1)
                                    : arena_printf(arena, "D%" PRId64, credit->id);
        struct pay_credit delivery = pay_credit_of(credit, PAY_DELIVERY, id);
        if (take_part(credit, part, &delivery, error) != 0)
            return -1;
        add_delivery(credit, delivery, person, credits, arena);
    }
    return 0;
}

/* Each part, and what it may be taken back by. */
static size_t room_for(const struct payee *payee)
{
    size_t room = payee->lead_count + 1;
    for (size_t i = 0; i < payee->delivery_count; i++)
        room += 2 * (payee->deliveries[i].part_count + 1);
    return room;
}

static int set_credits(const struct calculation *calculation, const struct payee *payee, struct pay_person *person,
                       struct arena *arena, struct error *error)
{
    struct pay_credit *credits = ARENA_ARRAY(arena, struct pay_credit, room_for(payee) + calculation->extra_count);
    person->credits = credits;
    for (size_t i = 0; i < payee->delivery_count; i++) {
        const struct credit *delivery = &payee->deliveries[i];
        if (delivery->part_count == 0)
            add_delivery(delivery,
                         pay_credit_of(delivery, PAY_DELIVERY, arena_printf(arena, "D%" PRId64, delivery->id)), person,
                         credits, arena);
        else if (add_parts(delivery, person, credits, arena, error) != 0)
            return -1;
    }
    for (size_t i = 0; i < calculation->extra_count; i++)
        credits[person->credit_count++] =
            pay_credit_of(&calculation->extra[i], PAY_DELIVERY, arena_printf(arena, "X%zu", i + 1));
    for (size_t i = 0; i < payee->lead_count; i++)
        credits[person->credit_count++] =
            pay_credit_of(&payee->leads[i], PAY_LEAD, arena_printf(arena, "L%" PRId64, payee->leads[i].id));
    return 0;
}

static struct pay_known known_of(const struct calculation *calculation, const struct payee *payee)
{
    struct pay_known known = {.person = payee->code, .left = DAY_MAX};
    for (size_t i = 0; i < calculation->known.count; i++)
        if (strcmp(calculation->known.list[i].person, payee->code) == 0)
            known = calculation->known.list[i];
    if (known.role_count == 0) {
        known.roles = ARENA_NEW(calculation->batch->arena, struct pay_role);
        *known.roles = (struct pay_role){payee->role, DAY_MIN, DAY_MAX};
        known.role_count = 1;
    }
    return known;
}

/* What the approved periods give by today's facts, less what they were given. */
static int forward(struct calculation *calculation, const struct payee *payee, const struct pay_statement *statements,
                   size_t count, struct pay_result *result, struct error *error)
{
    for (size_t i = 0; i < calculation->given_count; i++) {
        const struct pay_given *given = &calculation->given[i];
        for (size_t s = 0; given->person_id == payee->person_id && s < count; s++) {
            int64_t amount = statements[s].earned_fen - given->fen;
            if (statements[s].first != given->first || amount == 0)
                continue;
            calculation->forwards[calculation->forward_count++] =
                (struct pay_forward){payee->person_id, given->period, amount};
            if (money_add(result->forwarded_fen, amount, "total_fen", &result->forwarded_fen, error) != 0)
                return -1;
        }
    }
    return money_add(result->total_fen, result->forwarded_fen, "total_fen", &result->total_fen, error);
}

static int write_document(struct calculation *calculation, const struct pay_statement *statement, size_t first_forward,
                          struct pay_result *result, struct error *error)
{
    struct buffer json = BUFFER(STATEMENT_TEXT_MAX);
    pay_json_add(&json, result->code, statement, calculation->period.kind);
    json.data[--json.length] = 0; /* the closing brace */
    buffer_add_text(&json, ",\"forwarded\":[");
    for (size_t i = first_forward; i < calculation->forward_count; i++)
        buffer_printf(&json, "%s{\"origin\":\"%s\",\"amount_fen\":%" PRId64 "}", i > first_forward ? "," : "",
                      calculation->forwards[i].origin, calculation->forwards[i].amount_fen);
    buffer_printf(&json, "],\"payable_fen\":%" PRId64 "}", result->total_fen);
    result->document = arena_strdup(calculation->batch->arena, json.data);
    int failed = json.overflowed ? error_set(error, STATUS_OUT_OF_RANGE, "period",
                                             "a statement is longer than %d bytes; calculate a shorter period",
                                             "对账单超过%d字节；请计算较短的周期", STATEMENT_TEXT_MAX)
                                 : 0;
    buffer_release(&json);
    return failed;
}

static int calculate_person(struct calculation *calculation, const struct payee *payee, struct pay_result *result,
                            struct error *error)
{
    struct arena *arena = calculation->batch->arena;
    struct pay_known known = known_of(calculation, payee);
    struct pay_person person = {
        .code = payee->code, .facts = {known.facts, known.fact_count}, .draw_balance_fen = known.draw_balance_fen};
    struct pay_statement *statements = NULL;
    size_t count = 0, first_forward = calculation->forward_count;
    if (set_credits(calculation, payee, &person, arena, error) != 0)
        return -1;
    person.span_count = pay_known_spans(&known, calculation->plans, calculation->plan_count, arena, &person.spans);
    *result = (struct pay_result){
        .person_id = payee->person_id, .unit_id = payee->unit_id, .code = payee->code, .name = payee->name};
    if (pay_calculate(&person, pay_period_first(PAY_YEAR, calculation->period.first), calculation->period.last, arena,
                      &statements, &count, error) != 0)
        return -1;
    if (count == 0)
        statements = ARENA_NEW(arena, struct pay_statement);
    const struct pay_statement *statement = &statements[count ? count - 1 : 0];
    result->earned_fen = statement->earned_fen;
    result->total_fen = statement->total_fen;
    if (forward(calculation, payee, statements, count, result, error) != 0)
        return -1;
    return write_document(calculation, statement, first_forward, result, error);
}

int calculation_people(struct calculation *calculation, struct error *error)
{
    struct arena *arena = calculation->batch->arena;
    calculation->results = ARENA_ARRAY(arena, struct pay_result, calculation->payee_count + 1);
    calculation->forwards = ARENA_ARRAY(arena, struct pay_forward, calculation->given_count + 1);
    calculation->period.people = (int64_t)calculation->payee_count;
    calculation->period.total_fen = 0;
    for (size_t i = 0; i < calculation->payee_count; i++) {
        if (calculate_person(calculation, &calculation->payees[i], &calculation->results[i], error) != 0 ||
            money_add(calculation->period.total_fen, calculation->results[i].total_fen, "total_fen",
                      &calculation->period.total_fen, error) != 0)
            return -1;
    }
    return 0;
}
