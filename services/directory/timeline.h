/*
 * What is true of a unit or a person, by period of validity: effective-dated rows. A change made from a day holds until
 * the next change that is known, and the same change made again changes nothing.
 */
#pragma once

#include "base/arena.h"
#include "base/date.h"
#include "fault.h"

#include <stdbool.h>
#include <stddef.h>

#define DAY_OPEN DAY_MAX /* a last day that is not known yet */

struct period {
    day_t from, to; /* first and last day */
    const char *name;
    const char *place; /* code of the unit above, or of the unit that a person belongs to; "" for headquarters */
    const char *job;   /* "" for a unit */
};

struct timeline {
    struct period *periods; /* in order of days, without overlaps; gaps may be */
    size_t count;
};

/* Adds a period behind all others, as read from the database. */
void timeline_append(struct timeline *timeline, struct arena *arena, const struct period *period);
/*
 * Puts `change` in force from change->from. The period in force until then ends the day before; a period that begins
 * the same day is replaced; what is equal to the period in force only moves that period's end. With change->to DAY_OPEN
 * it holds until the next period that is known. `*changed` tells whether anything is different now. 0, or -1 with
 * `fault` on "valid_from" or "valid_to".
 */
int timeline_put(struct timeline *timeline, struct arena *arena, const struct period *change, bool *changed,
                 struct fault *fault);
/* The period in force on a day; NULL when there is none. */
const struct period *timeline_at(const struct timeline *timeline, day_t day);
/* True when each day from `from` to `to` lies in a period. */
bool timeline_covers(const struct timeline *timeline, day_t from, day_t to);
