/* Phases of a plan and their milestones: so many units to be sold between two days. */
#pragma once

#include "base/date.h"

enum goal_state { GOAL_AHEAD = 1, GOAL_RUNNING, GOAL_REACHED, GOAL_MISSED };

struct goal {
    int64_t phase, milestone; /* from 1; milestone 0: the phase itself */
    const char *name, *text;
    day_t first_on, last_on;
    int64_t units, sold; /* sold: from first_on until the day that is asked for, or last_on */
};

enum goal_state goal_state_on(const struct goal *goal, day_t day);
