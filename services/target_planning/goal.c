#include "goal.h"

enum goal_state goal_state_on(const struct goal *goal, day_t day)
{
    if (day < goal->first_on)
        return GOAL_AHEAD;
    if (goal->sold >= goal->units)
        return GOAL_REACHED;
    return day <= goal->last_on ? GOAL_RUNNING : GOAL_MISSED;
}
