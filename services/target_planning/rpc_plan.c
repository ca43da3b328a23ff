/* A plan's life to the lock: drivers, draft, split, review, lock, and new versions. */
#include "base/parse.h"
#include "goal_store.h"
#include "remuda/event/v1/target_events.pb-c.h"
#include "rpc.h"
#include "rpc_checks.h"
#include "rpc_phases.h"
#include "rpc_version.h"
#include "target_store.h"

#define DRIVER_VALUES_MAX 10000
#define PPM_WHOLE 1000000

/* --- PutDrivers
 * ---------------------------------------------------------------------------------------------------------- */

static void read_value(struct batch *batch, struct call *call, const Remuda__Target__V1__DriverValue *message, size_t i,
                       struct driver_value *value)
{
    char field[48];
    struct error refused = {0};
    snprintf(field, sizeof field, "values[%zu]", i);
    *value = (struct driver_value){.key = message->key,
                                   .capacity = message->capacity,
                                   .share_ppm = message->share_ppm ? message->share_ppm : PPM_WHOLE,
                                   .factor_ppm = message->factor_ppm ? message->factor_ppm : PPM_WHOLE,
                                   .reason = message->reason};
    if (!*message->key)
        call_violation(batch, call, field, "REQUIRED", "give a key: a code, a month or a business type",
                       "请填写代码、月份或业务结构");
    if (value->capacity < 0 || value->share_ppm < 0 || value->factor_ppm < 0)
        call_violation(batch, call, field, "OUT_OF_RANGE", "a negative weight: give 0 or more",
                       "权重为负：请填写不小于 0 的数");
    else if (driver_weight(value->capacity, value->share_ppm, value->factor_ppm, &value->weight, &refused))
        call_violation_error(batch, call, "OUT_OF_RANGE", &refused);
    if (value->factor_ppm != PPM_WHOLE && !*message->reason)
        call_violation(batch, call, field, "REQUIRED", "an opportunity factor needs its reason", "机会系数须说明原因");
}

static int by_key(const void *left, const void *right)
{
    return strcmp(((const struct driver_value *)left)->key, ((const struct driver_value *)right)->key);
}

static struct driver_value *read_values(struct batch *batch, struct call *call,
                                        const Remuda__Target__V1__PutDriversRequest *request, day_t *as_of)
{
    struct error refused = {0};
    struct driver_value *values = ARENA_ARRAY(batch->arena, struct driver_value, request->n_values);
    int64_t sum = 0;
    *as_of = day_of_instant(batch->now_ms);
    if (!*request->name || !request->axis)
        call_violation(batch, call, "name", "REQUIRED", "give a name and an axis", "请填写名称和维度");
    if (*request->as_of && parse_day(request->as_of, "as_of", as_of, &refused))
        call_violation_error(batch, call, "FORMAT", &refused);
    if (request->n_values == 0 || request->n_values > DRIVER_VALUES_MAX)
        call_violation(batch, call, "values", "OUT_OF_RANGE", "%zu values: must be 1 to %d",
                       "%zu 项：必须在 1 到 %d 之间", request->n_values, DRIVER_VALUES_MAX);
    for (size_t i = 0; i < request->n_values && call_ok(call); i++) {
        read_value(batch, call, request->values[i], i, &values[i]);
        sum += values[i].weight > 0;
    }
    if (call_ok(call) && sum == 0)
        call_violation(batch, call, "values", "OUT_OF_RANGE", "all weights are 0: give at least one above 0",
                       "全部权重为 0：请至少给出一个大于 0 的权重");
    if (call_ok(call))
        qsort(values, request->n_values, sizeof *values, by_key);
    for (size_t i = 1; i < request->n_values && call_ok(call); i++)
        if (by_key(&values[i - 1], &values[i]) == 0)
            call_violation(batch, call, "values", "DUPLICATE", "\"%s\" stands there twice", "“%s”重复", values[i].key);
    return values;
}

static int put_drivers(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Target__V1__PutDriversRequest *request = (const Remuda__Target__V1__PutDriversRequest *)call->request;
    day_t as_of;
    const struct driver_value *values = read_values(batch, call, request, &as_of);
    if (!call_ok(call))
        return 0;
    Remuda__Target__V1__PutDriversResponse *response =
        RESPONSE(batch, Remuda__Target__V1__PutDriversResponse, remuda__target__v1__put_drivers_response);
    response->stored = (int32_t)request->n_values;
    call->response = &response->base;
    return driver_store_put(batch->db, batch->arena, request->name, (enum driver_axis)request->axis, as_of, values,
                            request->n_values, call->principal->principal_id, batch->now_ms, &response->driver_id,
                            error);
}

int rpc_put_drivers(struct batch *batch, struct error *error)
{
    return batch_each(batch, put_drivers, error);
}

/* --- DraftPlan
 * ----------------------------------------------------------------------------------------------------------- */

static const struct plan_change no_change = {.reason = "", .approver = ""};

static void check_total(struct batch *batch, struct call *call, int64_t total_units)
{
    if (total_units < 1 || total_units > PLAN_TOTAL_MAX)
        call_violation(batch, call, "total_units", "OUT_OF_RANGE", "%lld units: must be 1 to %lld",
                       "%lld 台：必须在 1 到 %lld 之间", (long long)total_units, (long long)PLAN_TOTAL_MAX);
}

static void read_lag_rule(struct batch *batch, struct call *call, const Remuda__Target__V1__DraftPlanRequest *request,
                          struct lag_rule *rule)
{
    if (request->lag_ppm)
        rule->behind_ppm = request->lag_ppm;
    if (request->lag_month_ends)
        rule->month_ends = request->lag_month_ends;
    if (rule->behind_ppm < 1 || rule->behind_ppm > PPM_WHOLE)
        call_violation(batch, call, "lag_ppm", "OUT_OF_RANGE", "%lld: must be 1 to 1000000",
                       "%lld：必须在 1 到 1000000 之间", (long long)rule->behind_ppm);
    if (rule->month_ends < 1 || rule->month_ends > MONTHS)
        call_violation(batch, call, "lag_month_ends", "OUT_OF_RANGE", "%d month ends: must be 1 to 12",
                       "%d 个月末：必须在 1 到 12 之间", request->lag_month_ends);
}

static int draft_plan(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Target__V1__DraftPlanRequest *request = (const Remuda__Target__V1__DraftPlanRequest *)call->request;
    struct plan plan = {.year = request->year,
                        .total_units = request->total_units,
                        .method = request->method,
                        .deepest_kind = request->deepest_level ? request->deepest_level : 3,
                        .lag = LAG_RULE_DEFAULT};
    struct plan_driver *drivers = NULL;
    size_t goal_count;
    const struct goal *goals = read_phases(batch, call, request->phases, request->n_phases, &goal_count);
    check_total(batch, call, request->total_units);
    read_lag_rule(batch, call, request, &plan.lag);
    if (plan.deepest_kind < 2 || plan.deepest_kind > KIND_PERSON)
        call_violation(batch, call, "deepest_level", "OUT_OF_RANGE", "level %d: must be 2 (region) to 5 (person)",
                       "层级 %d：必须在 2（大区）到 5（人员）之间", request->deepest_level);
    if (!check_year(batch, call, request->year))
        return 0;
    if (read_drivers(batch, call, request->drivers, request->n_drivers, request->year, &drivers, error))
        return -1;
    if (!call_ok(call))
        return 0;
    if (plan_store_add(batch->db, batch->arena, &plan, &no_change, call->principal->principal_id, error) ||
        driver_store_choose(batch->db, batch->arena, plan.plan_id, drivers, request->n_drivers, error) ||
        goal_store_add(batch->db, batch->arena, plan.plan_id, goals, goal_count, error))
        return -1;
    Remuda__Target__V1__DraftPlanResponse *response =
        RESPONSE(batch, Remuda__Target__V1__DraftPlanResponse, remuda__target__v1__draft_plan_response);
    response->plan = document_of(batch, &plan);
    call->response = &response->base;
    return 0;
}

int rpc_draft_plan(struct batch *batch, struct error *error)
{
    return batch_each(batch, draft_plan, error);
}

/* --- Split
 * --------------------------------------------------------------------------------------------------------------- */

/* Computes and stores the plan's targets from `first_month` on; a refusal undoes all that the call has written. */
static int split_plan(struct batch *batch, struct call *call, const struct plan *plan, int first_month, int64_t total,
                      struct error *error)
{
    struct plan_driver *drivers;
    struct basis basis;
    struct error refused = {0};
    size_t n;
    int64_t stored = 0;
    if (driver_store_of_plan(batch->db, batch->arena, plan->plan_id, &drivers, &n, error) ||
        basis_load(batch->db, batch->arena, plan, drivers, n, first_month, &basis, &refused, error))
        return -1;
    basis.tree.fixed_gives_way = plan->is_amendment;
    if (refused.status == STATUS_OK && basis.tree.count < 2)
        error_set(
            &refused, STATUS_FAILED_PRECONDITION, "year",
            "no unit is in force in this year, so there is nobody to split the target over: put units into the directory first",
            "该年度没有有效的单位，无法分解目标：请先维护组织目录");
    if (refused.status == STATUS_OK &&
        target_store_split(batch->db, batch->arena, plan, total, &basis, &stored, &refused, error))
        return -1;
    if (refused.status != STATUS_OK) { /* nothing that was written may stay */
        *error = refused;
        return -1;
    }
    return respond_targets(batch, call, plan, stored, error);
}

static int split(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Target__V1__SplitRequest *request = (const Remuda__Target__V1__SplitRequest *)call->request;
    struct plan plan;
    if (find_plan_in_state(batch, call, request->plan_id, 0, PLAN_DRAFT, &plan, error))
        return -1;
    if (!call_ok(call))
        return 0;
    if (target_store_drop(batch->db, batch->arena, plan.plan_id, error))
        return -1;
    return split_plan(batch, call, &plan, 1, plan.total_units, error);
}

int rpc_split(struct batch *batch, struct error *error)
{
    return batch_each(batch, split, error);
}

/* --- Review and Lock
 * ------------------------------------------------------------------------------------------------------- */

static int review(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Target__V1__ReviewRequest *request = (const Remuda__Target__V1__ReviewRequest *)call->request;
    struct plan plan;
    struct unit_months *units;
    size_t n;
    if (find_plan_in_state(batch, call, request->plan_id, 0, PLAN_DRAFT, &plan, error))
        return -1;
    if (!call_ok(call))
        return 0;
    if (plan_store_unit_months(batch->db, batch->arena, plan.plan_id, &units, &n, error))
        return -1;
    if (n == 0) {
        call_fail(call, STATUS_FAILED_PRECONDITION, "plan_id", "plan %lld is not split yet: split it first",
                  "计划 %lld 尚未分解：请先分解", (long long)plan.plan_id);
        return 0;
    }
    plan.state = PLAN_REVIEWED;
    call->response = &document_of(batch, &plan)->base;
    return plan_store_set_state(batch->db, batch->arena, plan.plan_id, PLAN_REVIEWED, batch->now_ms, error);
}

int rpc_review(struct batch *batch, struct error *error)
{
    return batch_each(batch, review, error);
}

static void tell_locked(struct batch *batch, const struct call *call, const struct plan *plan)
{
    Remuda__Event__V1__PlanLocked locked = REMUDA__EVENT__V1__PLAN_LOCKED__INIT;
    locked.plan_id = plan->plan_id;
    locked.year = (int32_t)plan->year;
    locked.total_units = plan->total_units;
    batch_emit(batch, call, plan->plan_id, &locked.base);
}

/* The call fails when the year has a plan in force. */
static int check_year_open(struct batch *batch, struct call *call, int year, struct error *error)
{
    struct plan plan;
    if (plan_store_find(batch->db, batch->arena, 0, year, true, &plan, error))
        return -1;
    if (plan.plan_id)
        call_fail(
            call, STATUS_FAILED_PRECONDITION, "year",
            "the plan of %d is locked and does not change: issue its months, amend it, or lock the plan of another year",
            "%d 年度的计划已锁定，不再变更：请按月下达、修订，或锁定其他年度的计划", year);
    return 0;
}

static int lock_reviewed(struct batch *batch, struct call *call, int64_t plan_id, struct error *error)
{
    struct plan plan;
    if (find_plan_in_state(batch, call, plan_id, 0, PLAN_REVIEWED, &plan, error) ||
        (call_ok(call) && check_year_open(batch, call, (int)plan.year, error)))
        return -1;
    if (!call_ok(call))
        return 0;
    if (plan_store_set_state(batch->db, batch->arena, plan.plan_id, PLAN_LOCKED, batch->now_ms, error))
        return -1;
    tell_locked(batch, call, &plan);
    return respond_targets(batch, call, &plan, 0, error);
}

static int lock_at_once(struct batch *batch, struct call *call, const Remuda__Target__V1__LockRequest *request,
                        struct error *error)
{
    struct plan plan = {
        .year = request->year, .total_units = request->total_units, .deepest_kind = 3, .lag = LAG_RULE_DEFAULT};
    check_total(batch, call, request->total_units);
    if (!check_year(batch, call, request->year))
        return 0;
    if (check_year_open(batch, call, request->year, error))
        return -1;
    if (!call_ok(call))
        return 0;
    if (plan_store_add(batch->db, batch->arena, &plan, &no_change, call->principal->principal_id, error) ||
        split_plan(batch, call, &plan, 1, plan.total_units, error))
        return -1;
    tell_locked(batch, call, &plan);
    return plan_store_set_state(batch->db, batch->arena, plan.plan_id, PLAN_LOCKED, batch->now_ms, error);
}

static int lock(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Target__V1__LockRequest *request = (const Remuda__Target__V1__LockRequest *)call->request;
    return request->plan_id ? lock_reviewed(batch, call, request->plan_id, error)
                            : lock_at_once(batch, call, request, error);
}

int rpc_lock(struct batch *batch, struct error *error)
{
    return batch_each(batch, lock, error);
}

/* --- Amend
 * --------------------------------------------------------------------------------------------------------------- */

static void read_change(struct batch *batch, struct call *call, const Remuda__Target__V1__AmendRequest *request,
                        struct plan_change *change)
{
    struct error refused = {0};
    *change = (struct plan_change){.reason = request->reason, .approver = request->approver};
    check_change(batch, call, request->reason, request->approver);
    if (parse_day(request->effective_on, "effective_on", &change->effective_on, &refused))
        call_violation_error(batch, call, "FORMAT", &refused);
    else if (day_civil(change->effective_on).day != 1 || day_civil(change->effective_on).year != request->year)
        call_violation(batch, call, "effective_on", "OUT_OF_RANGE", "give the first day of a month of %d",
                       "请填写 %d 年某月的第一天", request->year);
}

/* What may still be split from the day on: the year's total without what stands in the months before. */
static int check_open(struct batch *batch, struct call *call, const struct plan *before, int month, int64_t total,
                      int64_t *open, struct error *error)
{
    int64_t last, kept;
    if (plan_store_issued(batch->db, batch->arena, before->plan_id, month, &last, &kept, error))
        return -1;
    *open = total - kept;
    if (last >= month)
        call_fail(call, STATUS_FAILED_PRECONDITION, "effective_on",
                  "month %lld is issued and final: amend from a later month",
                  "第 %lld 月已下达，不可变更：请从之后的月份修订", (long long)last);
    else if (*open < 0)
        call_fail(call, STATUS_FAILED_PRECONDITION, "total_units",
                  "the months before hold %lld units already: give a total of at least that",
                  "之前月份已有 %lld 台：总数不得更少", (long long)kept);
    return 0;
}

static int store_version(struct batch *batch, struct call *call, struct plan *plan, const struct plan_change *change,
                         int64_t open, struct error *error)
{
    const Remuda__Target__V1__AmendRequest *request = (const Remuda__Target__V1__AmendRequest *)call->request;
    if (version_begin(batch, call, plan, change, request->release_fixed ? KIND_PERSON : 0, error) ||
        split_plan(batch, call, plan, day_civil(change->effective_on).month, open, error))
        return -1;
    return version_end(batch, call, plan, change, error);
}

static int amend(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Target__V1__AmendRequest *request = (const Remuda__Target__V1__AmendRequest *)call->request;
    struct plan plan;
    struct plan_change change;
    int64_t open;
    read_change(batch, call, request, &change);
    if (request->total_units)
        check_total(batch, call, request->total_units);
    if (!check_year(batch, call, request->year))
        return 0;
    if (find_plan_in_state(batch, call, 0, request->year, PLAN_LOCKED, &plan, error))
        return -1;
    if (!call_ok(call))
        return 0;
    change.replaces = plan.plan_id;
    plan.total_units = request->total_units ? request->total_units : plan.total_units;
    if (check_open(batch, call, &plan, day_civil(change.effective_on).month, plan.total_units, &open, error))
        return -1;
    return call_ok(call) ? store_version(batch, call, &plan, &change, open, error) : 0;
}

int rpc_amend(struct batch *batch, struct error *error)
{
    return batch_each(batch, amend, error);
}
