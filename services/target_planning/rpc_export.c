/* A plan's targets as a document that leaves the service: the department's form, page by page. */
#include "rpc.h"

#include "base/parse.h"
#include "rpc_checks.h"

#include <inttypes.h>

#define EXPORT_PAGE 400 /* targets, with long names too below a message's maximum */

static int read_export(struct batch *batch, struct call *call, struct plan *plan, int64_t *unit_id, int64_t *skipped,
                       struct error *error)
{
    const Remuda__Target__V1__ExportRequest *request = (const Remuda__Target__V1__ExportRequest *)call->request;
    struct error refused = {0};
    *skipped = 0;
    if (*request->cursor && parse_int64(request->cursor, 0, INT32_MAX, "cursor", skipped, &refused))
        call_fail_error(call, &refused);
    if (!call_ok(call) || !check_year(batch, call, request->year))
        return 0;
    if (find_viewed_unit(batch, call, request->unit_code, unit_id, error) ||
        plan_store_find(batch->db, batch->arena, 0, request->year, false, plan, error))
        return -1;
    if (call_ok(call) && !plan->plan_id)
        call_fail(call, STATUS_NOT_FOUND, "year", "the plan of %d is not locked: lock it first",
                  "%d 年度的计划尚未锁定：请先锁定", request->year);
    return 0;
}

static void respond_export(struct batch *batch, struct call *call, const struct plan *plan,
                           const struct unit_months *units, size_t n, int64_t skipped)
{
    Remuda__Target__V1__ExportResponse *response =
        RESPONSE(batch, Remuda__Target__V1__ExportResponse, remuda__target__v1__export_response);
    response->plan_id = plan->plan_id;
    response->version = (int32_t)plan->version;
    response->targets = ARENA_ARRAY(batch->arena, Remuda__Target__V1__PlanTarget *, n);
    for (size_t i = 0; i < n; i++)
        response->targets[response->n_targets++] = target_of(batch, &units[i]);
    if (n == EXPORT_PAGE)
        response->next_cursor = arena_printf(batch->arena, "%" PRId64, skipped + EXPORT_PAGE);
    call->response = &response->base;
}

static int export_page(struct batch *batch, struct call *call, struct error *error)
{
    struct plan plan;
    struct unit_months *units;
    int64_t unit_id, skipped;
    size_t n;
    if (read_export(batch, call, &plan, &unit_id, &skipped, error))
        return -1;
    if (!call_ok(call))
        return 0;
    if (plan_store_subtree(batch->db, batch->arena, plan.plan_id, unit_id, skipped, EXPORT_PAGE, &units, &n, error))
        return -1;
    if (n == 0 && skipped == 0)
        call_fail(call, STATUS_NOT_FOUND, "unit_code",
                  "plan %lld has no target of this unit: name one above it, or plan down to its level",
                  "计划 %lld 未分解到该单位：请填写其上级，或分解到该层级", (long long)plan.plan_id);
    else
        respond_export(batch, call, &plan, units, n, skipped);
    return 0;
}

int rpc_export(struct batch *batch, struct error *error)
{
    return batch_each(batch, export_page, error);
}
