/*
 * What counts for a person: a delivery or a lead, whole or in part. A vehicle of a shared lead (LeadShared) is credited in parts that
 * sum to one vehicle: to the steps it counts by its part, and its pay is split by largest remainder, so that what all recipients get
 * at one rate sums to that rate to the last fen. Pure.
 */
#pragma once

#include "base/date.h"
#include "step.h"

#include <stdbool.h>

#define CREDIT_PARTS_MAX 8
#define CREDIT_WHOLE 1000000 /* ppm: one vehicle */

struct credit {
    int64_t id;
    day_t day;                /* delivered or filed */
    bool is_cancelled;        /* or returned: on cancelled_on */
    day_t cancelled_on;
    const char *product, *business; /* of a delivery */
    int64_t price_fen;
    const int64_t *parts_ppm; /* of all recipients, in the same order for each of them; sum CREDIT_WHOLE */
    size_t part_count;        /* 0: whole */
    unsigned mine;            /* bit i: the i-th part is this person's */
};

/* What is credited to the person: CREDIT_WHOLE, or its parts. */
int64_t credit_ppm(const struct credit *credit);
/* Is one of them credited in parts? */
bool credits_are_shared(const struct credit *credits, size_t count);

/* What lies of one credit in one step. */
struct credit_piece {
    size_t credit, step; /* indices */
    int64_t first_ppm;   /* vehicles before it, in ppm */
    int64_t ppm;
    int64_t amount_fen;
};

/*
 * Splits credits, in their order, over valid steps: in mode marginal each fills the steps from where the one before ended (at most two
 * pieces a credit), in mode whole all are rated by the step that their sum reaches. pieces[2 * count]. 0, or -1 when an
 * amount does not fit.
 */
int credit_split(enum step_mode mode, const struct step *steps, size_t step_count, const struct credit *credits, size_t count,
                 struct credit_piece *pieces, size_t *piece_count, struct error *error);
