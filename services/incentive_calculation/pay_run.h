/* Within the calculation of one person's statements: what counts, and what a component has earned to a day. */
#pragma once

#include "pay_statement.h"

struct pay_run {
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

/* Items that are paid one by one follow the plan in force on their own day. */
bool pay_is_by_item(const struct pay_component *component);
bool pay_is_under(const struct pay_run *run, const struct pay_plan *plan, day_t day);
/* The credits of a component's kind in [first, last], in the run's order. */
const struct pay_credit **pay_select(const struct pay_run *run, const struct pay_plan *plan,
                                     const struct pay_component *component, day_t first, day_t last, size_t *count);
/* The value of a fact in a period; -1 when the plan needs it and nobody gave it. Visits that nobody gave are none. */
int pay_fact_of(const struct pay_run *run, int64_t kind, day_t first, day_t last, int64_t *value);
/* The first day of the component's window in which a day lies. */
day_t pay_window_first(const struct pay_run *run, const struct pay_component *component, day_t day);
/* What a component gives in its window to the day `last`; `watched` as in earning.h. */
int pay_earn_to(const struct pay_run *run, const struct pay_plan *plan, const struct pay_component *component,
                day_t last, const struct pay_credit *watched, struct earning *earning);
/* Adds the adjustments of one credit that takes a delivery back to the statement. */
int pay_take_back(const struct pay_run *run, struct pay_statement *statement, const struct pay_credit *taken);
