/* New versions of a locked year: amended, or rolled forward. */
#pragma once

#include "plan_store.h"
#include "remuda/target/v1/target_planning.pb-c.h"
#include "service/service.h"

/* Adds the version `plan` in place of change->replaces: what stands in the months before the change takes effect, what
 * was fixed by hand in later ones below units of `fixed_below`, drivers and phases are taken over. Its own months are
 * the caller's to store. */
int version_begin(struct batch *batch, struct call *call, struct plan *plan, const struct plan_change *change,
                  int64_t fixed_below, struct error *error);
/* Puts it in force and tells it. */
int version_end(struct batch *batch, const struct call *call, const struct plan *plan, const struct plan_change *change,
                struct error *error);
/* Reason and approver are given; the call fails when one is not. */
void check_change(struct batch *batch, struct call *call, const char *reason, const char *approver);
/* Targets of headquarters, regions and areas. */
int respond_targets(struct batch *batch, struct call *call, const struct plan *plan, int64_t stored,
                    struct error *error);
