/* Phases of a drafted plan. */
#pragma once

#include "goal.h"
#include "remuda/target/v1/target_planning.pb-c.h"
#include "service/service.h"

/* Each phase, its milestones after it; the call fails when they are not in order. */
struct goal *read_phases(struct batch *batch, struct call *call, Remuda__Target__V1__PlanPhase *const *messages,
                         size_t count, size_t *n);
