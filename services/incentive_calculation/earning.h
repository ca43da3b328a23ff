/*
 * What one component of a plan gives for a set of credits: step by step, exact until the place of rounding that the
 * plan states. Pure.
 *
 *   object    quantity            rate        amount
 *   units     vehicles            fen         vehicles x rate
 *   revenue   fen                 ppm         revenue x rate
 *   bonus     attainment (ppm)    ppm         bonus x attainment in the step x rate
 *   payout    1                   ppm         bonus x rate
 *   fixed     1                   fen         rate
 *
 * A credit in parts is always rounded by itself: all parts of it that lie at one rate sum to its whole pay by largest
 * remainder.
 */
#pragma once

#include "credit.h"
#include "ladder.h"

enum pay_credit_kind { PAY_DELIVERY, PAY_LEAD, PAY_TAKEN_BACK };

struct pay_credit {
    const char *id;
    day_t day;
    enum pay_credit_kind kind;
    int64_t units, revenue_fen;             /* the person's part; of PAY_TAKEN_BACK what is taken back, 0 units: all */
    int64_t whole_units, whole_revenue_fen; /* of all parts together */
    const int64_t *parts_ppm;               /* of all who share it, in one order for all of them */
    size_t part_count, part;                /* 0: not shared; part: which is the person's */
    const char *product, *use, *business, *tier, *outcome; /* "": not known */
    int64_t quality;
    const char *of; /* PAY_TAKEN_BACK: the id of the delivery */
};

struct earning_question {
    const struct pay_plan *plan;
    const struct pay_component *component;
    const struct pay_credit *const *credits; /* those that count, by day, then id */
    size_t count;
    int64_t attainment, quality;      /* of components that are stepped by them */
    int64_t target;                   /* overage: in the basis */
    const struct pay_credit *watched; /* whose own amount is wanted; NULL: nobody's */
};

struct earning_step {
    size_t index;                              /* of the component's steps or rates */
    int64_t quantity;                          /* see above; leads count 1,000,000 each */
    int128_t rate_numerator, rate_denominator; /* 0, 0: each item's own */
    int64_t amount_fen;
};

struct earning {
    int64_t basis;
    struct earning_step *steps;
    size_t step_count;
    int64_t amount_fen;
    int64_t watched_fen;
};

/* The plan has been checked. -1 when an amount does not fit (the field is the component's code). */
int earning_calculate(const struct earning_question *question, struct arena *arena, struct earning *earning,
                      struct error *error);
/* What a rate is applied to, as a factor and a divisor: amount = quantity x rate x factor / divisor. */
void earning_scale(const struct pay_component *component, int64_t *factor, int64_t *divisor);
