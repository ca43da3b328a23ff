/*
 * What a facts document (facts.schema.json) tells of people: facts by day, roles, the day they left, an open balance.
 * Pure.
 *
 *   {"period": "2014-09", "people": {"S1": {"target_units": 10, "visits": 8}, "S2": [{"role": "dealer_specialist"},
 * {...}]}}
 */
#pragma once

#include "pay_statement.h"

#define PAY_PEOPLE_MAX 1000000
#define PAY_FACT_ROWS_MAX 1000

struct pay_role {
    const char *role;
    day_t first, last;
};

struct pay_known {
    const char *person;
    struct pay_fact *facts;
    size_t fact_count;
    struct pay_role *roles; /* in the order of their first days, apart from each other */
    size_t role_count;
    day_t left; /* the last day; DAY_MAX: still here */
    int64_t draw_balance_fen;
};

struct pay_known_people {
    const char *period; /* "" : each in which something is known */
    struct pay_known *list;
    size_t count;
};

void pay_known_read(const char *json, size_t length, struct pay_findings *findings, struct pay_known_people *people);
/* The spans in which a person with these roles follows which of the plans: by role and from the day each version is in
 * force. */
size_t pay_known_spans(const struct pay_known *known, const struct pay_plan *plans, size_t plan_count,
                       struct arena *arena, const struct pay_span **spans);
