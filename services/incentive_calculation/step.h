/*
 * Tiered pay (阶梯式激励): a number of units and a table of steps give an amount, exact in fen.
 * Steps are half-open: each reaches from its own from_units to the next step's, the last has no end.
 */
#pragma once

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

#define STEP_COUNT_MAX 50
#define STEP_FROM_MAX INT64_C(1000000000) /* units */
#define STEP_RATE_MAX INT64_C(1000000000) /* fen a unit: ten million yuan */

enum step_mode {
    STEP_MARGINAL = 1, /* each step pays its own rate for the units that lie in it */
    STEP_WHOLE = 2     /* the highest step reached pays its rate for all units */
};

struct step {
    int64_t from_units;
    int64_t fen_per_unit;
};

/* What one step pays. */
struct step_share {
    size_t step;        /* index into the steps */
    int64_t first_unit; /* units before the first that is paid by this step */
    int64_t units;
    int64_t amount_fen;
};

/*
 * Splits `units` (>= 0) over valid steps (see plan_check): in mode marginal one share for each step in which units lie,
 * in mode whole one share; for no units one empty share of the first step. `shares` has room for `count` entries. 0
 * with *share_count, or -1 STATUS_OUT_OF_RANGE when an amount does not fit.
 */
int step_split(enum step_mode mode, const struct step *steps, size_t count, int64_t units, struct step_share *shares,
               size_t *share_count, struct error *error);
