/* A plan changed by hand, and compared. */
#include "rpc.h"
#include "rpc_checks.h"
#include "target_store.h"
#include "trace_store.h"

#include "sql/add_adjustment.h"

/* --- Adjust
 * -------------------------------------------------------------------------------------------------------------- */

/* One of the two whose units move. */
struct moved {
    size_t node;
    int64_t *cells;
};

static int fix_cell(struct batch *batch, const struct call *call, const struct basis *basis, const struct moved *moved,
                    size_t cell, struct error *error)
{
    const Remuda__Target__V1__AdjustRequest *request = (const Remuda__Target__V1__AdjustRequest *)call->request;
    struct db_params params = DB_PARAMS(batch->arena);
    db_bind_int64(&params, request->plan_id);
    db_bind_int64(&params, basis->tree.nodes[moved->node].unit_id);
    db_bind_int64(&params, basis->tree.nodes[moved->node].person_id);
    db_bind_int64(&params, request->month);
    db_bind_text(&params, request->product_code);
    db_bind_int64(&params, request->business_type);
    db_bind_int64(&params, moved->cells[cell]);
    db_bind_text(&params, request->reason);
    db_bind_int64(&params, call->principal->principal_id);
    db_bind_instant(&params, batch->now_ms);
    return db_run(batch->db, sql_add_adjustment, &params, NULL, error);
}

static void check_move(struct batch *batch, struct call *call, const struct basis *basis, size_t from, size_t to)
{
    const Remuda__Target__V1__AdjustRequest *request = (const Remuda__Target__V1__AdjustRequest *)call->request;
    const struct plan_node *nodes = basis->tree.nodes;
    if (from == to || from == 0 || to == 0 || nodes[from].parent != nodes[to].parent)
        call_fail(call, STATUS_INVALID_ARGUMENT, "to_code", "give two different children of one unit",
                  "请填写同一上级的两个不同下级");
    else if (!authority_may(batch->authority, call->principal, ROLE_MANAGER, nodes[nodes[from].parent].unit_id))
        call_fail(call, STATUS_PERMISSION_DENIED, "from_code",
                  "you may move units between children of your own unit and of those below it",
                  "只能在本单位及下级单位的下属之间调整");
    if (request->units < 1)
        call_violation(batch, call, "units", "OUT_OF_RANGE", "%lld units: must be 1 or more", "%lld 台：不得少于 1",
                       (long long)request->units);
    if (!*request->reason)
        call_violation(batch, call, "reason", "REQUIRED", "say why", "请说明原因");
}

static int move_units(struct batch *batch, struct call *call, const struct plan *plan, struct basis *basis,
                      struct moved moved[static 2], size_t cell, struct error *error)
{
    const Remuda__Target__V1__AdjustRequest *request = (const Remuda__Target__V1__AdjustRequest *)call->request;
    struct error refused = {0};
    for (int i = 0; i < 2; i++)
        if (target_store_cells(batch->db, batch->arena, plan->plan_id, basis, moved[i].node, &moved[i].cells, error))
            return -1;
    if (moved[0].cells[cell] < request->units) {
        call_fail(call, STATUS_FAILED_PRECONDITION, "units", "there are %lld units to be moved", "可调出的只有 %lld 台",
                  (long long)moved[0].cells[cell]);
        return 0;
    }
    moved[0].cells[cell] -= request->units;
    moved[1].cells[cell] += request->units;
    for (int i = 0; i < 2; i++) {
        if (fix_cell(batch, call, basis, &moved[i], cell, error) ||
            target_store_move(batch->db, batch->arena, plan, basis, moved[i].node, moved[i].cells, cell, &refused,
                              error))
            return -1;
        if (refused.status !=
            STATUS_OK) { /* what is fixed below does not fit any more: nothing that was written may stay */
            *error = refused;
            return -1;
        }
    }
    Remuda__Target__V1__AdjustResponse *response =
        RESPONSE(batch, Remuda__Target__V1__AdjustResponse, remuda__target__v1__adjust_response);
    response->from_units = moved[0].cells[cell];
    response->to_units = moved[1].cells[cell];
    call->response = &response->base;
    return 0;
}

static int adjust(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Target__V1__AdjustRequest *request = (const Remuda__Target__V1__AdjustRequest *)call->request;
    struct plan plan;
    struct basis basis;
    struct moved moved[2] = {0};
    if (!check_month(batch, call, request->month))
        return 0;
    if (find_plan_in_state(batch, call, request->plan_id, 0, PLAN_DRAFT, &plan, error) ||
        (call_ok(call) && trace_store_load(batch->db, batch->arena, plan.plan_id, request->month, &basis, error)))
        return -1;
    if (!call_ok(call))
        return 0;
    moved[0].node = find_node(call, &basis, request->from_code, "from_code");
    moved[1].node = find_node(call, &basis, request->to_code, "to_code");
    size_t cell = find_cell(call, &basis, request->month, request->product_code, request->business_type);
    if (call_ok(call))
        check_move(batch, call, &basis, moved[0].node, moved[1].node);
    return call_ok(call) ? move_units(batch, call, &plan, &basis, moved, cell, error) : 0;
}

int rpc_adjust(struct batch *batch, struct error *error)
{
    return batch_each(batch, adjust, error);
}

/* --- Compare
 * ------------------------------------------------------------------------------------------------------------- */

/* Year's units by node of a split that is not stored. */
struct years {
    int64_t *units;
    size_t cells;
};

static int keep_year(void *context, size_t node, const int64_t *cells, const double *exact, struct error *error)
{
    (void)exact;
    (void)error;
    struct years *years = context;
    for (size_t cell = 0; cell < years->cells; cell++)
        years->units[node] += cells[cell];
    return 0;
}

static Remuda__Target__V1__CompareLine *line_of(struct batch *batch, const struct unit_months *unit)
{
    Remuda__Target__V1__CompareLine *line =
        RESPONSE(batch, Remuda__Target__V1__CompareLine, remuda__target__v1__compare_line);
    line->unit_id = unit->unit_id;
    line->unit_code = arena_strdup(batch->arena, unit->code);
    line->unit_name = arena_strdup(batch->arena, unit->name);
    for (int month = 0; month < MONTHS; month++)
        line->units += unit->months[month];
    return line;
}

/* The plan split once more with what the caller asks for. */
static int split_otherwise(struct batch *batch, struct call *call, const struct plan *plan,
                           Remuda__Target__V1__CompareResponse *response, struct error *error)
{
    const Remuda__Target__V1__CompareRequest *request = (const Remuda__Target__V1__CompareRequest *)call->request;
    struct plan_driver *drivers;
    struct basis basis;
    struct error refused = {0};
    size_t n = request->n_drivers;
    if (n ? read_drivers(batch, call, request->drivers, n, (int)plan->year, &drivers, error)
          : driver_store_of_plan(batch->db, batch->arena, plan->plan_id, &drivers, &n, error))
        return -1;
    if (!call_ok(call))
        return 0;
    struct plan other = *plan;
    other.deepest_kind = other.deepest_kind < 3 ? other.deepest_kind : 3;
    if (basis_load(batch->db, batch->arena, &other, drivers, n, 1, &basis, &refused, error))
        return -1;
    struct years years = {ARENA_ARRAY(batch->arena, int64_t, basis.tree.count + 1), plan_cells(&basis.axes)};
    if (refused.status == STATUS_OK)
        plan_split((enum apportion_method)request->method,
                   request->total_units ? request->total_units : plan->total_units, &basis.axes, &basis.tree, keep_year,
                   &years, &refused);
    if (refused.status != STATUS_OK)
        call_fail_error(call, &refused);
    for (size_t i = 0; i < response->n_lines; i++)
        for (size_t node = 0; node < basis.tree.count; node++)
            if (basis.tree.nodes[node].unit_id == response->lines[i]->unit_id && basis.tree.nodes[node].person_id == 0)
                response->lines[i]->other_units = years.units[node];
    return 0;
}

static int compare_stored(struct batch *batch, int64_t other_plan_id, Remuda__Target__V1__CompareResponse *response,
                          struct error *error)
{
    struct unit_months *units;
    size_t n;
    if (plan_store_unit_months(batch->db, batch->arena, other_plan_id, &units, &n, error))
        return -1;
    for (size_t i = 0; i < response->n_lines; i++)
        for (size_t k = 0; k < n; k++)
            for (int month = 0; units[k].unit_id == response->lines[i]->unit_id && month < MONTHS; month++)
                response->lines[i]->other_units += units[k].months[month];
    return 0;
}

static int compare(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Target__V1__CompareRequest *request = (const Remuda__Target__V1__CompareRequest *)call->request;
    struct plan plan;
    struct unit_months *units;
    size_t n;
    if (plan_store_find(batch->db, batch->arena, request->plan_id, 0, false, &plan, error) ||
        plan_store_unit_months(batch->db, batch->arena, request->plan_id, &units, &n, error))
        return -1;
    if (!plan.plan_id) {
        call_fail(call, STATUS_NOT_FOUND, "plan_id", "there is no plan %lld", "没有计划 %lld",
                  (long long)request->plan_id);
        return 0;
    }
    Remuda__Target__V1__CompareResponse *response =
        RESPONSE(batch, Remuda__Target__V1__CompareResponse, remuda__target__v1__compare_response);
    response->lines = ARENA_ARRAY(batch->arena, Remuda__Target__V1__CompareLine *, n);
    for (size_t i = 0; i < n; i++)
        response->lines[response->n_lines++] = line_of(batch, &units[i]);
    call->response = &response->base;
    return request->other_plan_id ? compare_stored(batch, request->other_plan_id, response, error)
                                  : split_otherwise(batch, call, &plan, response, error);
}

int rpc_compare(struct batch *batch, struct error *error)
{
    return batch_each(batch, compare, error);
}
