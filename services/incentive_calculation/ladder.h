/*
 * The steps of a component under a value of its basis: the pieces of it that are paid, each at one rate. A rate is an
 * exact fraction, so that nothing is rounded here. Pure.
 *
 *   marginal      each step pays its own rate for what lies in it
 *   whole         the highest step reached rates all
 *   interpolated  the rate lies on the line between the points (from, rate); beyond the last point it stays
 *   overage       the base rate up to the target; all that lies above it at base x the highest multiplier reached
 */
#pragma once

#include "pay_plan.h"

struct ladder_piece {
    size_t step;
    int64_t first, length;   /* of the basis */
    int128_t rate_numerator; /* the rate is rate_numerator / ladder.rate_denominator */
};

struct ladder {
    struct ladder_piece pieces[PAY_STEPS_MAX + 1];
    size_t count;
    int128_t rate_denominator; /* > 0 */
};

/* `target` is used in the mode overage only. The component has been checked and is stepped; value >= 0. */
void ladder_split(const struct pay_component *component, int64_t value, int64_t target, struct ladder *ladder);
/* The step in which a value lies: an index. */
size_t ladder_step(const struct pay_component *component, int64_t value);
