/* Why a target is what it is: as it was kept when the plan was split, not as it would be split today. */
#include "rpc.h"
#include "rpc_checks.h"
#include "target_store.h"
#include "trace_store.h"

#include "base/money.h"

#include "sql/explain_cell.h"

#include <math.h>

#define MILLIONTHS 1e6

/* Which cell is asked for. */
struct question {
    const struct plan *plan;
    struct basis basis;
    size_t node, cell;
};

static const struct plan_node *asked_node(const struct question *question)
{
    return &question->basis.tree.nodes[question->node];
}

/* A cell of 0 units is not stored: its share follows from what is. */
static int compute_exact(struct batch *batch, struct question *question, double *share, struct error *refused,
                         struct error *error)
{
    struct basis *basis = &question->basis;
    size_t parent = asked_node(question)->parent, first;
    int64_t *above;
    double *exact;
    *share = 0;
    if (question->node == 0)
        return 0;
    plan_children(&basis->tree, parent, &first);
    if (target_store_cells(batch->db, batch->arena, question->plan->plan_id, basis, parent, &above, error))
        return -1;
    if (plan_exact((enum apportion_method)question->plan->method, &basis->axes, &basis->tree, parent, above,
                   batch->arena, &exact, refused) == 0)
        *share = exact[(question->node - first) * plan_cells(&basis->axes) + question->cell];
    return 0;
}

static void tell_axis(struct batch *batch, const struct basis *basis, enum driver_axis axis, const char *key,
                      const int64_t *weights, size_t n, size_t at, Remuda__Target__V1__ExplainResponse *response)
{
    Remuda__Target__V1__AxisWeight *told =
        RESPONSE(batch, Remuda__Target__V1__AxisWeight, remuda__target__v1__axis_weight);
    told->axis = (Remuda__Target__V1__Axis)axis;
    told->driver = arena_strdup(batch->arena, basis_driver(basis, axis, 0)->name);
    told->key = arena_strdup(batch->arena, key);
    told->weight = weights[at];
    for (size_t i = 0; i < n; i++)
        told->weights += weights[i];
    response->axes[response->n_axes++] = told;
}

static void tell_axes(struct batch *batch, const struct question *question,
                      Remuda__Target__V1__ExplainResponse *response)
{
    const struct plan_axes *axes = &question->basis.axes;
    size_t type = question->cell % axes->business_types, kind = question->cell / axes->business_types;
    size_t product = kind % axes->products, month = kind / axes->products;
    const char *type_key = arena_printf(batch->arena, "%lld", (long long)question->basis.business_types[type]);
    response->axes = ARENA_ARRAY(batch->arena, Remuda__Target__V1__AxisWeight *, 3);
    tell_axis(batch, &question->basis, AXIS_TIME, arena_printf(batch->arena, "%zu", month + 1), axes->months, MONTHS,
              month, response);
    if (*question->basis.product_codes[product])
        tell_axis(batch, &question->basis, AXIS_PRODUCT, question->basis.product_codes[product], axes->product_weights,
                  axes->products, product, response);
    if (question->basis.business_types[type])
        tell_axis(batch, &question->basis, AXIS_BUSINESS_TYPE, type_key, axes->business_type_weights,
                  axes->business_types, type, response);
}

static void say(struct batch *batch, const struct call *call, const char *name,
                Remuda__Target__V1__ExplainResponse *response)
{
    bool zh = call->locale == LOCALE_ZH_CN;
    const char *how = response->is_fixed_by_hand ? zh ? "手工固定为" : "fixed by hand at"
                      : zh                       ? "取整为"
                                                 : "rounded to";
    if (strcmp(response->driver, "by_hand") == 0)
        response->text = zh ? arena_printf(batch->arena, "%s：%lld 台，人工确定（%s）", name,
                                           (long long)response->units, response->reason)
                            : arena_printf(batch->arena, "%s: %lld, set by hand (%s)", name, (long long)response->units,
                                           response->reason);
    else
        response->text =
            zh ? arena_printf(batch->arena, "%s：上级 %lld 台，按 %s 权重 %lld / %lld，精确份额 %.6f，%s %lld 台", name,
                              (long long)response->parent_units, response->driver, (long long)response->weight,
                              (long long)response->siblings_weight, (double)response->exact_millionths / MILLIONTHS,
                              how, (long long)response->units)
               : arena_printf(batch->arena,
                              "%s: of the parent's %lld, by %s with weight %lld of %lld, exactly %.6f, %s %lld", name,
                              (long long)response->parent_units, response->driver, (long long)response->weight,
                              (long long)response->siblings_weight, (double)response->exact_millionths / MILLIONTHS,
                              how, (long long)response->units);
}

static int read_cell(struct batch *batch, const struct call *call, const struct question *question,
                     struct db_result *result, struct error *error)
{
    const Remuda__Target__V1__ExplainRequest *request = (const Remuda__Target__V1__ExplainRequest *)call->request;
    struct db_params params = DB_PARAMS(batch->arena);
    db_bind_int64(&params, question->plan->plan_id);
    db_bind_int64(&params, asked_node(question)->unit_id);
    db_bind_int64(&params, asked_node(question)->person_id);
    db_bind_int64(&params, request->month);
    db_bind_text(&params, request->product_code);
    db_bind_int64(&params, request->business_type);
    return db_run(batch->db, sql_explain_cell, &params, result, error);
}

/* What the row tells; *is_kept: the exact share too. */
static void take_cell(struct batch *batch, const struct question *question, const struct db_result *row,
                      Remuda__Target__V1__ExplainResponse *response, bool *is_kept)
{
    bool is_headquarters = question->node == 0;
    const struct plan_driver *driver = is_headquarters
                                           ? basis_driver(&question->basis, AXIS_TIME, 0)
                                           : basis_driver(&question->basis, AXIS_ORGANISATION, db_int64(row, 0, 0));
    response->units = db_int64(row, 0, 3);
    response->is_fixed_by_hand = !db_is_null(row, 0, 6);
    *is_kept = !db_is_null(row, 0, 5);
    bool is_by_hand = !*is_kept && response->units > 0 && !response->is_fixed_by_hand;
    response->driver = arena_strdup(batch->arena, is_by_hand ? "by_hand" : driver->name);
    response->weight = db_int64(row, 0, 1);
    response->siblings_weight = db_int64(row, 0, 2);
    response->parent_units = is_headquarters ? question->plan->total_units : db_int64(row, 0, 4);
    response->exact_millionths = is_by_hand ? response->units * PPM : db_int64(row, 0, 5);
    response->reason = arena_strdup(batch->arena, db_text(row, 0, response->is_fixed_by_hand ? 6 : 7));
    *is_kept = *is_kept || is_by_hand;
}

static int explain_cell(struct batch *batch, struct call *call, struct question *question, struct error *error)
{
    struct db_result row;
    struct error refused = {0};
    double exact;
    bool is_kept;
    if (read_cell(batch, call, question, &row, error))
        return -1;
    Remuda__Target__V1__ExplainResponse *response =
        RESPONSE(batch, Remuda__Target__V1__ExplainResponse, remuda__target__v1__explain_response);
    take_cell(batch, question, &row, response, &is_kept);
    db_result_clear(&row);
    if (!is_kept) {
        if (compute_exact(batch, question, &exact, &refused, error))
            return -1;
        response->exact_millionths = llround(exact * MILLIONTHS);
    }
    if (!response->is_fixed_by_hand)
        response->rounding_millionths = response->units * PPM - response->exact_millionths;
    tell_axes(batch, question, response);
    say(batch, call, question->basis.labels[question->node].name, response);
    call->response = &response->base;
    if (refused.status != STATUS_OK)
        call_fail_error(call, &refused);
    return 0;
}

static int load_trace(struct batch *batch, const struct call *call, struct question *question, struct error *error)
{
    const Remuda__Target__V1__ExplainRequest *request = (const Remuda__Target__V1__ExplainRequest *)call->request;
    struct plan_driver *drivers;
    size_t n;
    if (trace_store_load(batch->db, batch->arena, question->plan->plan_id, request->month, &question->basis, error) ||
        driver_store_of_plan(batch->db, batch->arena, question->plan->plan_id, &drivers, &n, error))
        return -1;
    question->basis.drivers = drivers;
    question->basis.driver_count = n;
    return 0;
}

static int explain(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Target__V1__ExplainRequest *request = (const Remuda__Target__V1__ExplainRequest *)call->request;
    struct plan plan;
    struct question question = {.plan = &plan};
    if (!check_month(batch, call, request->month))
        return 0;
    if (plan_store_find(batch->db, batch->arena, request->plan_id, request->year, false, &plan, error))
        return -1;
    if (!plan.plan_id)
        call_fail(call, STATUS_NOT_FOUND, "plan_id", "there is no such plan: give a year that is locked, or a plan",
                  "没有该计划：请填写已锁定的年度，或计划编号");
    else if (load_trace(batch, call, &question, error))
        return -1;
    if (!call_ok(call))
        return 0;
    question.node = find_node(call, &question.basis, request->code, "code");
    if (call_ok(call) && !authority_may(batch->authority, call->principal, ROLE_VIEWER, asked_node(&question)->unit_id))
        call_fail(call, STATUS_PERMISSION_DENIED, "code", "you may see targets of your own unit and of those below it",
                  "只能查看本单位及下级单位的目标");
    question.cell = find_cell(call, &question.basis, request->month, request->product_code, request->business_type);
    return call_ok(call) ? explain_cell(batch, call, &question, error) : 0;
}

int rpc_explain(struct batch *batch, struct error *error)
{
    return batch_each(batch, explain, error);
}
