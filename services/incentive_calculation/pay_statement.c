#include "pay_run.h"

#include "base/money.h"

#include <stdlib.h>

static int compare_credits(const void *left, const void *right)
{
    const struct pay_credit *a = *(const struct pay_credit *const *)left, *b = *(const struct pay_credit *const *)right;
    return a->day != b->day ? (a->day < b->day ? -1 : 1) : strcmp(a->id, b->id);
}

/* What was earned in the window before this period. */
static int earned_before(const struct pay_run *run, struct pay_line *line, day_t first)
{
    struct earning before;
    if (pay_window_first(run, line->component, first) == first)
        return 0;
    if (pay_earn_to(run, line->plan, line->component, first - 1, NULL, &before) != 0)
        return -1;
    line->before_fen = before.amount_fen;
    return 0;
}

/* --- from what was earned to what is paid ------------------------------------------------------ */

static int by_days(const struct pay_run *run, const struct pay_line *line, int64_t fen, int64_t *weighted)
{
    return divide_rounded((int128_t)fen * line->days, line->period_days, line->component->code, weighted, run->error);
}

static int read_gates(const struct pay_run *run, struct pay_line *line, day_t first, day_t last)
{
    const struct pay_component *component = line->component;
    int64_t value;
    line->accelerator_ppm = line->gate_ppm = PPM;
    for (size_t i = 0; i < component->gate_count; i++) {
        if (pay_fact_of(run, component->gates[i].fact, first, last, &value) != 0)
            return -1;
        if (value < component->gates[i].at_least && component->gates[i].ppm < line->gate_ppm)
            line->gate_ppm = component->gates[i].ppm;
    }
    for (size_t i = 0; i < component->accelerator_count; i++) {
        if (pay_fact_of(run, component->accelerators[i].fact, first, last, &value) != 0)
            return -1;
        if (value >= component->accelerators[i].at_least && component->accelerators[i].ppm > line->accelerator_ppm)
            line->accelerator_ppm = component->accelerators[i].ppm;
    }
    return 0;
}

static int64_t *carried_of(struct pay_run *run, const char *component)
{
    for (size_t i = 0; i < run->carried_count; i++)
        if (strcmp(run->carried[i].component, component) == 0)
            return &run->carried[i].fen;
    run->carried[run->carried_count] = (struct pay_carried){component, 0};
    return &run->carried[run->carried_count++].fen;
}

static int limit(struct pay_run *run, struct pay_line *line)
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

static int64_t days_under(const struct pay_run *run, const struct pay_plan *plan, day_t first, day_t last)
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

static void list_sources(const struct pay_run *run, struct pay_line *line, day_t first, day_t last)
{
    const struct pay_credit **credits = pay_select(run, line->plan, line->component, first, last, &line->source_count);
    line->sources = ARENA_ARRAY(run->arena, const char *, line->source_count + 1);
    for (size_t i = 0; i < line->source_count; i++)
        line->sources[i] = credits[i]->id;
}

static int calculate_line(struct pay_run *run, const struct pay_statement *statement, struct pay_line *line)
{
    bool by_item = pay_is_by_item(line->component);
    line->period_days = statement->last - statement->first + 1;
    line->days = by_item ? line->period_days : days_under(run, line->plan, statement->first, statement->last);
    if (pay_earn_to(run, line->plan, line->component, statement->last, NULL, &line->earning) != 0 ||
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

/* --- a period ---------------------------------------------------------------------------------- */

/* Each plan once, in the order of the days on which they begin. */
static size_t plans_of(const struct pay_run *run, const struct pay_statement *statement, const struct pay_plan **plans)
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

static int apply_draw(struct pay_run *run, struct pay_statement *statement, const struct pay_plan *const *plans,
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

static int sum_up(const struct pay_run *run, struct pay_statement *statement)
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

static size_t taken_in(const struct pay_run *run, const struct pay_statement *statement)
{
    size_t count = 0;
    for (size_t i = 0; i < run->person->credit_count; i++)
        count += run->credits[i]->kind == PAY_TAKEN_BACK && run->credits[i]->day >= statement->first &&
                 run->credits[i]->day <= statement->last;
    return count;
}

static int calculate_adjustments(struct pay_run *run, struct pay_statement *statement)
{
    size_t taken = taken_in(run, statement), lines = 0;
    for (size_t i = 0; i < run->count; i++)
        lines = run->statements[i].line_count > lines ? run->statements[i].line_count : lines;
    statement->adjustments = ARENA_ARRAY(run->arena, struct pay_adjustment, taken * lines + 1);
    for (size_t i = 0; taken > 0 && i < run->person->credit_count; i++) {
        const struct pay_credit *credit = run->credits[i];
        if (credit->kind == PAY_TAKEN_BACK && credit->day >= statement->first && credit->day <= statement->last &&
            pay_take_back(run, statement, credit) != 0)
            return -1;
    }
    return 0;
}

static int calculate_period(struct pay_run *run, struct pay_statement *statement)
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

static void sort_credits(struct pay_run *run)
{
    run->credits = ARENA_ARRAY(run->arena, const struct pay_credit *, run->person->credit_count + 1);
    for (size_t i = 0; i < run->person->credit_count; i++)
        run->credits[i] = &run->person->credits[i];
    if (run->person->credit_count > 0)
        qsort(run->credits, run->person->credit_count, sizeof *run->credits, compare_credits);
}

static void open_carried(struct pay_run *run)
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
    struct pay_run run = {
        .person = person, .arena = arena, .error = error, .draw_balance_fen = person->draw_balance_fen};
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
