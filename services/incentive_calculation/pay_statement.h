/*
 * A person's statements over successive periods: a pure function of plans, credits, facts and what was open before. The
 * order of the credits and of the facts says nothing; threads share nothing.
 *
 * In each period a component gives what it has earned to date in its window (month, quarter, year) less what it had
 * earned to the end of the period before; then day weight, accelerator, gates, what a cap left over, floor and cap. A
 * vehicle that is taken back keeps its place; what it had earned, at the step where it had earned it, is taken off in
 * the period of the taking back.
 */
#pragma once

#include "earning.h"
#include "pay_facts.h"

/* The days in which a person's pay follows a plan: a role, a version. */
struct pay_span {
    day_t first, last;
    const struct pay_plan *plan;
};

struct pay_carried {
    const char *component;
    int64_t fen;
};

struct pay_person {
    const char *code;
    const struct pay_credit *credits; /* in any order */
    size_t credit_count;
    struct pay_facts facts;
    const struct pay_span *spans; /* in any order, apart from each other; all plans of one period */
    size_t span_count;
    int64_t draw_balance_fen; /* open before the first period */
    const struct pay_carried *carried;
    size_t carried_count;
};

struct pay_line {
    const struct pay_plan *plan;
    const struct pay_component *component;
    struct earning earning; /* to date */
    int64_t before_fen;     /* what of it was earned before this period */
    int64_t days, period_days;
    int64_t accelerator_ppm, gate_ppm;
    int64_t carried_in_fen, carried_out_fen;
    int64_t floor_fen, cap_fen; /* by days; cap -1: none */
    int64_t amount_fen;
    const char **sources; /* ids of the credits of this period */
    size_t source_count;
    const char *formula[LOCALE_COUNT];
};

struct pay_adjustment {
    const char *component, *id, *of; /* the credit that takes back, the one taken back */
    day_t period;                    /* in which that was earned */
    int64_t amount_fen;
    const char *formula[LOCALE_COUNT];
};

struct pay_statement {
    day_t first, last;
    struct pay_line *lines;
    size_t line_count;
    struct pay_adjustment *adjustments;
    size_t adjustment_count;
    int64_t earned_fen; /* lines and adjustments */
    int64_t draw_fen, advanced_fen, recovered_fen, draw_balance_fen;
    int64_t total_fen; /* to be paid */
};

/* Statements of the periods that begin in [first, last], one after the other. -1 with the path of what is wrong
 * ("credits", "facts.target_units", a component). */
int pay_calculate(const struct pay_person *person, day_t first, day_t last, struct arena *arena,
                  struct pay_statement **statements, size_t *count, struct error *error);
/* Fills the line's formula. */
void pay_formula_line(struct pay_line *line, struct arena *arena);
void pay_formula_adjustment(struct pay_adjustment *adjustment, int64_t period, int64_t earned, int64_t taken,
                            int64_t whole, struct arena *arena);
