#include "rpc_version.h"

#include "goal_store.h"
#include "remuda/event/v1/target_events.pb-c.h"
#include "rpc_checks.h"
#include "trace_store.h"

int version_begin(struct batch *batch, struct call *call, struct plan *plan, const struct plan_change *change,
                  int64_t fixed_below, struct error *error)
{
    int month = day_civil(change->effective_on).month;
    if (plan_store_add(batch->db, batch->arena, plan, change, call->principal->principal_id, error) ||
        driver_store_take_over(batch->db, batch->arena, plan->plan_id, change->replaces, error) ||
        goal_store_take_over(batch->db, batch->arena, plan->plan_id, change->replaces, error) ||
        plan_store_keep(batch->db, batch->arena, plan->plan_id, change->replaces, month, fixed_below, error))
        return -1;
    return trace_store_keep(batch->db, batch->arena, plan->plan_id, change->replaces, month, error);
}

static void tell_amended(struct batch *batch, const struct call *call, const struct plan *plan,
                         const struct plan_change *change)
{
    Remuda__Event__V1__PlanAmended amended = REMUDA__EVENT__V1__PLAN_AMENDED__INIT;
    char day[DATE_TEXT_SIZE];
    amended.plan_id = plan->plan_id;
    amended.replaces = change->replaces;
    amended.year = (int32_t)plan->year;
    amended.total_units = plan->total_units;
    amended.effective_on = day_format(change->effective_on, day);
    amended.reason = arena_strdup(batch->arena, change->reason);
    amended.approver = arena_strdup(batch->arena, change->approver);
    batch_emit(batch, call, plan->plan_id, &amended.base);
}

int version_end(struct batch *batch, const struct call *call, const struct plan *plan, const struct plan_change *change,
                struct error *error)
{
    tell_amended(batch, call, plan, change);
    if (plan_store_set_state(batch->db, batch->arena, change->replaces, PLAN_AMENDED, batch->now_ms, error))
        return -1;
    return plan_store_set_state(batch->db, batch->arena, plan->plan_id, PLAN_LOCKED, batch->now_ms, error);
}

void check_change(struct batch *batch, struct call *call, const char *reason, const char *approver)
{
    if (!*reason || !*approver)
        call_violation(batch, call, *reason ? "approver" : "reason", "REQUIRED",
                       "a locked year is amended with a reason and an approver", "修订已锁定年度须说明原因和批准人");
}

int respond_targets(struct batch *batch, struct call *call, const struct plan *plan, int64_t stored,
                    struct error *error)
{
    struct unit_months *units;
    size_t n;
    if (plan_store_unit_months(batch->db, batch->arena, plan->plan_id, &units, &n, error))
        return -1;
    Remuda__Target__V1__PlanTargets *response =
        RESPONSE(batch, Remuda__Target__V1__PlanTargets, remuda__target__v1__plan_targets);
    response->plan_id = plan->plan_id;
    response->stored = stored;
    response->version = (int32_t)plan->version;
    response->targets = ARENA_ARRAY(batch->arena, Remuda__Target__V1__PlanTarget *, n);
    for (size_t i = 0; i < n; i++)
        response->targets[response->n_targets++] = target_of(batch, &units[i]);
    call->response = &response->base;
    return 0;
}
