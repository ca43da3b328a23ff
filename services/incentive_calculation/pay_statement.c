#include "pay_statement.h"

#include "base/money.h"

#include <inttypes.h>
#include <stdlib.h>

struct run {
    const struct pay_person *person;
    const struct pay_credit **credits; /* by day, then id */
    int64_t period;
    struct pay_statement *statements;
    size_t count;                /* of those begun, the present one included */
    struct pay_carried *carried; /* one a component's code */
    size_t carried_count;
    int64_t draw_balance_fen;
    struct arena *arena;
    struct error *error;
};

static int compare_credits(const void *left, const void *right)
{
    const struct pay_credit *a = *(const struct pay_credit *const *)left, *b = *(const struct pay_credit *const *)right;
    return a->day != b->day ? (a->day < b->day ? -1 : 1) : strcmp(a->id, b->id);
}

/* --- what counts
 * -------------------------------------------------------------------------------------------------------------- */

/* Items that are paid one by one follow the plan in force on their own day. */
static bool is_by_item(const struct pay_component *component)
{
    return component->kind != PAY_STEPPED || component->accumulate == PAY_ITEM;
}

static bool is_under(const struct run *run, const struct pay_plan *plan, day_t day)
{
    for (size_t i = 0; i < run->person->span_count; i++)
        if (run->person->spans[i].plan == plan && run->person->spans[i].first <= day &&
            day <= run->person->spans[i].last)
            return true;
    return false;
}

static const struct pay_credit **select_credits(const struct run *run, const struct pay_plan *plan,
                                                const struct pay_component *component, day_t first, day_t last,
                                                size_t *count)
{
    const struct pay_credit **chosen =
        ARENA_ARRAY(run->arena, const struct pay_credit *, run->person->credit_count + 1);
    enum pay_credit_kind kind = component->kind == PAY_INFORMATION ? PAY_LEAD : PAY_DELIVERY;
    *count = 0;
    for (size_t i = 0; i < run->person->credit_count; i++) {
        const struct pay_credit *credit = run->credits[i];
        if (credit->kind == kind && first <= credit->day && credit->day <= last &&
            (!is_by_item(component) || is_under(run, plan, credit->day)))
            chosen[(*count)++] = credit;
    }
    return chosen;
}

static int sum_delivered(const struct run *run, day_t first, day_t last, bool revenue, int64_t *sum)
{
    *sum = 0;
    for (size_t i = 0; i < run->person->credit_count; i++) {
        const struct pay_credit *credit = run->credits[i];
        if (credit->kind == PAY_DELIVERY && first <= credit->day && credit->day <= last &&
            money_add(*sum, revenue ? credit->revenue_fen : credit->units, "credits", sum, run->error) != 0)
            return -1;
    }
    return 0;
}

/* The targets of all periods from `first` to `last`. */
static int sum_targets(const struct run *run, int64_t kind, day_t first, day_t last, int64_t *target, bool *known)
{
    *target = 0;
    *known = false;
    for (day_t day = first; day <= last; day = pay_period_last(run->period, day) + 1) {
        int64_t value;
        bool is_known;
        if (pay_facts_value(&run->person->facts, kind, day, pay_period_last(run->period, day), &value, &is_known,
                            run->error) != 0 ||
            money_add(*target, value, pay_fact_words[FACT_ATTAINMENT], target, run->error) != 0)
            return -1;
        *known |= is_known;
    }
    return 0;
}

static int refuse_missing(const struct run *run, const char *fact)
{
    return error_set(
        run->error, STATUS_FAILED_PRECONDITION, arena_printf(run->arena, "facts.people.%s.%s", run->person->code, fact),
        "The plan needs this fact of the person in every period. Give it, e.g. {\"people\": {\"%s\": {\"%s\": ...}}}.",
        "方案需要该人员每期的此项数据。请提供，例如{\"people\": {\"%s\": {\"%s\": ...}}}。", run->person->code, fact);
}

/* A stated attainment of the last period, or what was delivered since `first` against the target of those periods. */
static int attainment_of(const struct run *run, day_t first, day_t last, int64_t *ppm)
{
    int64_t target, done;
    bool known;
    if (pay_facts_value(&run->person->facts, FACT_ATTAINMENT, pay_period_first(run->period, last), last, ppm, &known,
                        run->error) != 0)
        return -1;
    if (known)
        return 0;
    if (sum_targets(run, FACT_TARGET_UNITS, first, last, &target, &known) != 0 ||
        sum_delivered(run, first, last, false, &done) != 0)
        return -1;
    if (known && target > 0)
        return divide_rounded((int128_t)done * PPM, target, "attainment", ppm, run->error);
    if (sum_targets(run, FACT_TARGET_FEN, first, last, &target, &known) != 0 ||
        sum_delivered(run, first, last, true, &done) != 0)
        return -1;
    if (known && target > 0)
        return divide_rounded((int128_t)done * PPM, target, "attainment", ppm, run->error);
    return refuse_missing(run, "target_units");
}

static int fact_of(const struct run *run, int64_t kind, day_t first, day_t last, int64_t *value)
{
    bool known;
    if (kind == FACT_ATTAINMENT)
        return attainment_of(run, first, last, value);
    if (pay_facts_value(&run->person->facts, kind, first, last, value, &known, run->error) != 0)
        return -1;
    return known || kind == FACT_VISITS ? 0 : refuse_missing(run, pay_fact_words[kind]);
}

/* --- a component to a day
 * --------------------------------------------------------------------------------------------------------- */

static int overage_target(const struct run *run, const struct pay_component *component, day_t first, day_t last,
                          int64_t *target)
{
    bool known, by_units = component->basis == PAY_BY_UNITS;
    *target = by_units ? component->target * PAY_UNIT : component->target;
    if (component->target > 0)
        return 0;
    *target = PPM;
    if (component->basis == PAY_BY_ATTAINMENT)
        return 0;
    if (sum_targets(run, by_units ? FACT_TARGET_UNITS : FACT_TARGET_FEN, first, last, target, &known) != 0)
        return -1;
    if (!known)
        return refuse_missing(run, by_units ? "target_units" : "target_fen");
    return 0;
}

static day_t window_first(const struct run *run, const struct pay_component *component, day_t day)
{
    return pay_period_first(is_by_item(component) ? run->period : component->accumulate, day);
}

static int earn_to(const struct run *run, const struct pay_plan *plan, const struct pay_component *component,
                   day_t last, const struct pay_credit *watched, struct earning *earning)
{
    day_t first = window_first(run, component, last);
    struct earning_question question = {.plan = plan, .component = component, .watched = watched};
    question.credits = select_credits(run, plan, component, first, last, &question.count);
    if (component->kind == PAY_STEPPED) {
        if (component->basis == PAY_BY_ATTAINMENT && attainment_of(run, first, last, &question.attainment) != 0)
            return -1;
        if (component->basis == PAY_BY_QUALITY &&
            fact_of(run, FACT_QUALITY, pay_period_first(run->period, last), last, &question.quality) != 0)
            return -1;
        if (component->mode == PAY_OVERAGE && overage_target(run, component, first, last, &question.target) != 0)
            return -1;
    }
    return earning_calculate(&question, run->arena, earning, run->error);
}

/* What was earned in the window before this period. */
static int earned_before(const struct run *run, struct pay_line *line, day_t first)
{
    struct earning before;
    if (window_first(run, line->component, first) == first)
        return 0;
    if (earn_to(run, line->plan, line->component, first - 1, NULL, &before) != 0)
        return -1;
    line->before_fen = before.amount_fen;
    return 0;
}

/* --- from what was earned to what is paid
 * ------------------------------------------------------------------------------------------- */

static int by_days(const struct run *run, const struct pay_line *line, int64_t fen, int64_t *weighted)
{
    return divide_rounded((int128_t)fen * line->days, line->period_days, line->component->code, weighted, run->error);
}

static int read_gates(const struct run *run, struct pay_line *line, day_t first, day_t last)
{
    const struct pay_component *component = line->component;
    int64_t value;
    line->accelerator_ppm = line->gate_ppm = PPM;
    for (size_t i = 0; i < component->gate_count; i++) {
        if (fact_of(run, component->gates[i].fact, first, last, &value) != 0)
            return -1;
        if (value < component->gates[i].at_least && component->gates[i].ppm < line->gate_ppm)
            line->gate_ppm = component->gates[i].ppm;
    }
    for (size_t i = 0; i < component->accelerator_count; i++) {
        if (fact_of(run, component->accelerators[i].fact, first, last, &value) != 0)
            return -1;
        if (value >= component->accelerators[i].at_least && component->accelerators[i].ppm > line->accelerator_ppm)
            line->accelerator_ppm = component->accelerators[i].ppm;
    }
    return 0;
}

static int64_t *carried_of(struct run *run, const char *component)
{
    for (size_t i = 0; i < run->carried_count; i++)
        if (strcmp(run->carried[i].component, component) == 0)
            return &run->carried[i].fen;
    run->carried[run->carried_count] = (struct pay_carried){component, 0};
    return &run->carried[run->carried_count++].fen;
}

static int limit(struct run *run, struct pay_line *line)
{
    const struct pay_component *component = line->component;
    line->cap_fen = -1;
    if (by_days(run, line, component->floor_fen, &line->floor_fen) != 0 ||
        (component->cap_fen >= 0 && by_days(run, line, component->cap_fen, &line->cap_fen) != 0))
        return -1;
    if (component->rest == PAY_REST_LATER) {
        int64_t *carried = carried_of(run, component->code);
        line->carried_in_fen = *carried;
        if (money_add(line->amount_fen, *carried, component->code, &line->amount_fen, run->error) != 0)
            return -1;
        *carried = line->amount_fen > line->cap_fen ? line->amount_fen - line->cap_fen : 0;
        line->carried_out_fen = *carried;
    }
    if (line->amount_fen < line->floor_fen)
        line->amount_fen = line->floor_fen;
    if (line->cap_fen >= 0 && line->amount_fen > line->cap_fen)
        line->amount_fen = line->cap_fen;
    return 0;
}

static int64_t days_under(const struct run *run, const struct pay_plan *plan, day_t first, day_t last)
{
    int64_t days = 0;
    for (size_t i = 0; i < run->person->span_count; i++) {
        const struct pay_span *span = &run->person->spans[i];
        day_t from = span->first > first ? span->first : first, to = span->last < last ? span->last : last;
        if (span->plan == plan && from <= to)
            days += to - from + 1;
    }
    return days;
}

static void list_sources(const struct run *run, struct pay_line *line, day_t first, day_t last)
{
    const struct pay_credit **credits =
        select_credits(run, line->plan, line->component, first, last, &line->source_count);
    line->sources = ARENA_ARRAY(run->arena, const char *, line->source_count + 1);
    for (size_t i = 0; i < line->source_count; i++)
        line->sources[i] = credits[i]->id;
}

static int calculate_line(struct run *run, const struct pay_statement *statement, struct pay_line *line)
{
    bool by_item = is_by_item(line->component);
    line->period_days = statement->last - statement->first + 1;
    line->days = by_item ? line->period_days : days_under(run, line->plan, statement->first, statement->last);
    if (earn_to(run, line->plan, line->component, statement->last, NULL, &line->earning) != 0 ||
        earned_before(run, line, statement->first) != 0 ||
        read_gates(run, line, statement->first, statement->last) != 0 ||
        by_days(run, line, line->earning.amount_fen - line->before_fen, &line->amount_fen) != 0 ||
        money_share(line->amount_fen, line->accelerator_ppm, line->component->code, &line->amount_fen, run->error) !=
            0 ||
        money_share(line->amount_fen, line->gate_ppm, line->component->code, &line->amount_fen, run->error) != 0 ||
        limit(run, line) != 0)
        return -1;
    list_sources(run, line, statement->first, statement->last);
    pay_formula_line(line, run->arena);
    return 0;
}

/* --- what is taken back
 * ---------------------------------------------------------------------------------------------------------------- */

static const struct pay_credit *delivery_of(const struct run *run, const struct pay_credit *taken)
{
    for (size_t i = 0; i < run->person->credit_count; i++)
        if (run->credits[i]->kind == PAY_DELIVERY && strcmp(run->credits[i]->id, taken->of) == 0 &&
            run->credits[i]->day <= taken->day)
            return run->credits[i];
    error_set(run->error, STATUS_INVALID_ARGUMENT, arena_printf(run->arena, "credits.%s.of", taken->id),
              "\"%s\" is no delivery of %s up to that day. Give the id of what is taken back.",
              "“%s”不是%s在该日之前的交车。请填写被取消或退回的业绩编号。", taken->of, run->person->code);
    return NULL;
}

static int64_t part_taken(const struct pay_credit *taken, const struct pay_credit *delivery, bool by_revenue)
{
    if (by_revenue)
        return taken->revenue_fen ? taken->revenue_fen : delivery->revenue_fen;
    return taken->units ? taken->units : delivery->units;
}

/* What of a delivery was taken back before, and what is now, of what: in vehicles, or in revenue when only that is
 * said. */
static int share_taken(const struct run *run, const struct pay_credit *taken, const struct pay_credit *delivery,
                       int64_t share[static 3])
{
    bool by_revenue = taken->units == 0 && taken->revenue_fen > 0;
    share[0] = 0;
    share[1] = part_taken(taken, delivery, by_revenue);
    share[2] = by_revenue ? delivery->revenue_fen : delivery->units;
    for (size_t i = 0; i < run->person->credit_count && run->credits[i] != taken; i++)
        if (run->credits[i]->kind == PAY_TAKEN_BACK && strcmp(run->credits[i]->of, taken->of) == 0)
            share[0] += part_taken(run->credits[i], delivery, by_revenue);
    if (share[0] + share[1] <= share[2])
        return 0;
    return error_set(run->error, STATUS_INVALID_ARGUMENT, arena_printf(run->arena, "credits.%s", taken->id),
                     "More of delivery \"%s\" is taken back than was delivered. Take back each vehicle once.%s",
                     "交车“%s”被退回的数量超过已交数量。每台只能退回一次。%s", taken->of, "");
}

static struct pay_statement *statement_of(const struct run *run, day_t day)
{
    for (size_t i = 0; i < run->count; i++)
        if (run->statements[i].first <= day && day <= run->statements[i].last)
            return &run->statements[i];
    return NULL;
}

/* By what was paid of what was earned: gates, caps and day weights lie between them. */
static int paid_of(const struct run *run, const struct pay_line *line, int64_t earned, int64_t *paid)
{
    int64_t of_period = line->earning.amount_fen - line->before_fen;
    *paid = 0;
    return of_period > 0
               ? divide_rounded((int128_t)earned * line->amount_fen, of_period, line->component->code, paid, run->error)
               : 0;
}

static int take_back_line(const struct run *run, struct pay_statement *statement, const struct pay_line *line,
                          const struct pay_credit *taken, const struct pay_credit *delivery,
                          const int64_t share[static 3])
{
    struct pay_adjustment *adjustment = &statement->adjustments[statement->adjustment_count];
    struct earning earning;
    int64_t paid, before, through;
    day_t window_last =
        pay_period_last(is_by_item(line->component) ? run->period : line->component->accumulate, delivery->day);
    if (is_by_item(line->component) && !is_under(run, line->plan, delivery->day))
        return 0;
    if (earn_to(run, line->plan, line->component, window_last < statement->last ? window_last : statement->last,
                delivery, &earning) != 0 ||
        paid_of(run, line, earning.watched_fen, &paid) != 0 ||
        divide_rounded((int128_t)paid * share[0], share[2], taken->id, &before, run->error) != 0 ||
        divide_rounded((int128_t)paid * (share[0] + share[1]), share[2], taken->id, &through, run->error) != 0)
        return -1;
    if (through == before)
        return 0;
    *adjustment = (struct pay_adjustment){.component = line->component->code,
                                          .id = taken->id,
                                          .of = taken->of,
                                          .period = pay_period_first(run->period, delivery->day),
                                          .amount_fen = before - through};
    pay_formula_adjustment(adjustment, run->period, paid, share[1], share[2], run->arena);
    statement->adjustment_count++;
    return 0;
}

static int take_back(const struct run *run, struct pay_statement *statement, const struct pay_credit *taken)
{
    int64_t share[3];
    const struct pay_credit *delivery = delivery_of(run, taken);
    if (!delivery || share_taken(run, taken, delivery, share) != 0)
        return -1;
    const struct pay_statement *earned = statement_of(run, delivery->day);
    for (size_t i = 0; earned && share[2] > 0 && i < earned->line_count; i++)
        if (earned->lines[i].component->kind != PAY_INFORMATION &&
            take_back_line(run, statement, &earned->lines[i], taken, delivery, share) != 0)
            return -1;
    return 0;
}

/* --- a period
 * -------------------------------------------------------------------------------------------------------------------------
 */

/* Each plan once, in the order of the days on which they begin. */
static size_t plans_of(const struct run *run, const struct pay_statement *statement, const struct pay_plan **plans)
{
    size_t count = 0;
    for (day_t day = statement->first; day <= statement->last; day++)
        for (size_t i = 0; i < run->person->span_count; i++) {
            const struct pay_span *span = &run->person->spans[i];
            if (span->first > day || span->last < day)
                continue;
            size_t same = 0;
            while (same < count && plans[same] != span->plan)
                same++;
            if (same == count)
                plans[count++] = span->plan;
        }
    return count;
}

static int apply_draw(struct run *run, struct pay_statement *statement, const struct pay_plan *const *plans,
                      size_t count)
{
    bool recoverable = true;
    for (size_t i = 0; i < count; i++) {
        struct pay_line line = {.component = &(struct pay_component){.code = "draw"},
                                .period_days = statement->last - statement->first + 1};
        int64_t fen;
        line.days = days_under(run, plans[i], statement->first, statement->last);
        if (by_days(run, &line, plans[i]->draw_fen, &fen) != 0 ||
            money_add(statement->draw_fen, fen, "draw", &statement->draw_fen, run->error) != 0)
            return -1;
        if (plans[i]->draw_fen > 0)
            recoverable = plans[i]->draw_recoverable;
    }
    int64_t above = statement->earned_fen - statement->draw_fen;
    statement->advanced_fen = above < 0 && statement->draw_fen > 0 ? -above : 0;
    statement->recovered_fen = above > 0 ? (above < run->draw_balance_fen ? above : run->draw_balance_fen) : 0;
    run->draw_balance_fen -= statement->recovered_fen;
    if (recoverable &&
        money_add(run->draw_balance_fen, statement->advanced_fen, "draw", &run->draw_balance_fen, run->error) != 0)
        return -1;
    statement->draw_balance_fen = run->draw_balance_fen;
    statement->total_fen = statement->earned_fen + statement->advanced_fen - statement->recovered_fen;
    return 0;
}

static int sum_up(const struct run *run, struct pay_statement *statement)
{
    for (size_t i = 0; i < statement->line_count; i++)
        if (money_add(statement->earned_fen, statement->lines[i].amount_fen, "total_fen", &statement->earned_fen,
                      run->error) != 0)
            return -1;
    for (size_t i = 0; i < statement->adjustment_count; i++)
        if (money_add(statement->earned_fen, statement->adjustments[i].amount_fen, "total_fen", &statement->earned_fen,
                      run->error) != 0)
            return -1;
    return 0;
}

static size_t taken_in(const struct run *run, const struct pay_statement *statement)
{
    size_t count = 0;
    for (size_t i = 0; i < run->person->credit_count; i++)
        count += run->credits[i]->kind == PAY_TAKEN_BACK && run->credits[i]->day >= statement->first &&
                 run->credits[i]->day <= statement->last;
    return count;
}

static int calculate_adjustments(struct run *run, struct pay_statement *statement)
{
    size_t taken = taken_in(run, statement), lines = 0;
    for (size_t i = 0; i < run->count; i++)
        lines = run->statements[i].line_count > lines ? run->statements[i].line_count : lines;
    statement->adjustments = ARENA_ARRAY(run->arena, struct pay_adjustment, taken * lines + 1);
    for (size_t i = 0; taken > 0 && i < run->person->credit_count; i++) {
        const struct pay_credit *credit = run->credits[i];
        if (credit->kind == PAY_TAKEN_BACK && credit->day >= statement->first && credit->day <= statement->last &&
            take_back(run, statement, credit) != 0)
            return -1;
    }
    return 0;
}

static int calculate_period(struct run *run, struct pay_statement *statement)
{
    const struct pay_plan **plans = ARENA_ARRAY(run->arena, const struct pay_plan *, run->person->span_count + 1);
    size_t plan_count = plans_of(run, statement, plans), lines = 0;
    for (size_t i = 0; i < plan_count; i++)
        lines += plans[i]->component_count;
    statement->lines = ARENA_ARRAY(run->arena, struct pay_line, lines + 1);
    for (size_t i = 0; i < plan_count; i++)
        for (size_t c = 0; c < plans[i]->component_count; c++) {
            struct pay_line *line = &statement->lines[statement->line_count++];
            *line = (struct pay_line){.plan = plans[i], .component = &plans[i]->components[c]};
            if (calculate_line(run, statement, line) != 0)
                return -1;
        }
    if (calculate_adjustments(run, statement) != 0 || sum_up(run, statement) != 0)
        return -1;
    return apply_draw(run, statement, plans, plan_count);
}

static void sort_credits(struct run *run)
{
    run->credits = ARENA_ARRAY(run->arena, const struct pay_credit *, run->person->credit_count + 1);
    for (size_t i = 0; i < run->person->credit_count; i++)
        run->credits[i] = &run->person->credits[i];
    if (run->person->credit_count > 0)
        qsort(run->credits, run->person->credit_count, sizeof *run->credits, compare_credits);
}

static void open_carried(struct run *run)
{
    const struct pay_person *person = run->person;
    size_t room = person->carried_count;
    for (size_t i = 0; i < person->span_count; i++)
        room += person->spans[i].plan->component_count;
    run->carried = ARENA_ARRAY(run->arena, struct pay_carried, room + 1);
    for (size_t i = 0; i < person->carried_count; i++)
        run->carried[run->carried_count++] = person->carried[i];
}

static size_t periods_between(int64_t period, day_t first, day_t last)
{
    size_t count = 0;
    for (; first <= last; first = pay_period_last(period, first) + 1)
        count++;
    return count;
}

int pay_calculate(const struct pay_person *person, day_t first, day_t last, struct arena *arena,
                  struct pay_statement **statements, size_t *count, struct error *error)
{
    struct run run = {.person = person, .arena = arena, .error = error, .draw_balance_fen = person->draw_balance_fen};
    *count = 0;
    if (person->span_count == 0)
        return 0;
    run.period = person->spans[0].plan->period;
    open_carried(&run);
    sort_credits(&run);
    first = pay_period_first(run.period, first);
    *statements = run.statements =
        ARENA_ARRAY(arena, struct pay_statement, periods_between(run.period, first, last) + 1);
    for (; first <= last; first = pay_period_last(run.period, first) + 1) {
        struct pay_statement *statement = &run.statements[run.count++];
        *statement = (struct pay_statement){.first = first, .last = pay_period_last(run.period, first)};
        if (calculate_period(&run, statement) != 0)
            return -1;
    }
    *count = run.count;
    return 0;
}
