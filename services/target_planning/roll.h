/*
 * Rolling forward (滚动管理): what a unit missed or exceeded is carried into its open months.
 */
#pragma once

#include "base/error.h"
#include "plan_tree.h"

#include <stdbool.h>

struct roll_policy {
    int after_month;     /* the last one that is over, 1..12 */
    int carried_after;   /* what months up to this one missed was carried before; 0: none */
    int last_issued;     /* months up to this one do not change either */
    int64_t carry_ppm;   /* 1,000,000: all of what was missed, 0: nothing */
    bool within_quarter; /* carried within the quarter that is under way, else over the rest of the year */
};

/*
 * What was missed of planned[] in the months since, to the one that is over, sold_units having been sold in them, is
 * carried over the open months in the proportion of their plan (none planned: alike); no month falls below 0: what then
 * cannot be taken off is dropped. Without an open month in reach the plan stands. Writes proposed[]; *missed_units is
 * below zero when more was sold than planned.
 */
int roll_months(const struct roll_policy *policy, const int64_t planned[MONTHS], int64_t sold_units,
                int64_t proposed[MONTHS], int64_t *missed_units, struct error *error);

/* The months from `first_month` on over products and business types, `kinds` of them a month, in the proportion of what
 * was planned before; nothing planned: alike. planned[] and cells[] month by month, cells of earlier months are 0. */
int roll_kinds(const int64_t proposed[MONTHS], int first_month, size_t kinds, const int64_t *planned, int64_t *cells,
               struct error *error);
