/* People: which job one has, in which unit, from when to when. */
#pragma once

#include "roster.h"

#define PERSON_NAME_MAX 60 /* characters */

/* Texts are never NULL. */
struct person_change {
    const char *code, *name, *unit_code;
    const char *job;            /* "dealer_specialist", "area_manager", ... */
    day_t valid_from, valid_to; /* valid_to DAY_OPEN: open */
};

/* Changes `people`; `units` is the whole tree. 0, or -1 with `fault`: then people must not be stored. */
int person_put(struct roster *people, const struct roster *units, const struct person_change *change,
               struct fault *fault);
