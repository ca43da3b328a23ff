/*
 * What is known of a person besides credits: targets, attainment, visits, quality; each from a day to a day. Pure.
 * Targets, attainment and quality that change inside a period count by days; visits add up.
 */
#pragma once

#include "pay_plan.h"

struct pay_fact {
    int64_t kind;      /* enum pay_fact_kind */
    day_t first, last; /* inclusive */
    int64_t value; /* targets: millionths of a vehicle or fen, a period of the plan; attainment: ppm; quality: points;
                      visits: how many */
};

struct pay_facts {
    const struct pay_fact *list; /* in any order; a later first day replaces an earlier one from then on */
    size_t count;
};

/* The value in [first, last]; *known says whether anything is. -1 when it does not fit. */
int pay_facts_value(const struct pay_facts *facts, int64_t kind, day_t first, day_t last, int64_t *value, bool *known,
                    struct error *error);

/* The fact as facts documents name it. */
const char *pay_fact_name(int64_t kind);

/* First and last day of the month, quarter or year in which a day lies. */
day_t pay_period_first(int64_t period, day_t day);
day_t pay_period_last(int64_t period, day_t day);
/* "2014-09", "2014-Q3", "2014" -> its kind and first day; -1 when it is none of them. */
int pay_period_parse(const char *text, int64_t *period, day_t *first);
#define PAY_PERIOD_TEXT_SIZE 16
char *pay_period_format(int64_t period, day_t first, char text[static PAY_PERIOD_TEXT_SIZE]);
