#include "rpc.h"
#include "unit_store.h"

#define PUT_MAX 1000
#define LIST_MAX 5000

typedef Remuda__Directory__V1__Unit unit_message;

static int change_of(const unit_message *unit, day_t today, struct unit_change *change, struct fault *fault)
{
    *change = (struct unit_change){
        .code = unit->code, .name = unit->name, .level = (enum level)unit->kind, .parent_code = unit->parent_code};
    if (rpc_day(unit->valid_from, today, "valid_from", &change->valid_from, fault) < 0)
        return -1;
    return rpc_day(unit->valid_to, DAY_OPEN, "valid_to", &change->valid_to, fault);
}

static int put_units(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Directory__V1__PutUnitsRequest *request =
        (const Remuda__Directory__V1__PutUnitsRequest *)call->request;
    Remuda__Directory__V1__PutUnitsResponse *response =
        RESPONSE(batch, Remuda__Directory__V1__PutUnitsResponse, remuda__directory__v1__put_units_response);
    day_t today = day_of_instant(batch->now_ms);
    struct roster tree;

    if (!rpc_check_count(batch, call, "units", request->n_units, PUT_MAX))
        return 0;
    if (unit_store_load(batch->db, batch->arena, request->n_units, &tree, error) < 0)
        return -1;
    for (size_t i = 0; i < request->n_units; i++) {
        struct unit_change change;
        struct fault fault;

        if (change_of(request->units[i], today, &change, &fault) < 0 || unit_tree_put(&tree, &change, &fault) < 0)
            rpc_refuse(batch, call, "units", i, &fault);
    }
    if (!call_ok(call))
        return 0;
    response->stored = (int32_t)request->n_units;
    call->response = &response->base;
    return unit_store_save(batch->db, &tree, error);
}

int rpc_put_units(struct batch *batch, struct error *error)
{
    return rpc_each_change(batch, put_units, error);
}

static unit_message *message_of(struct batch *batch, const struct unit_row *row)
{
    unit_message *unit = RESPONSE(batch, unit_message, remuda__directory__v1__unit);

    unit->unit_id = row->unit_id;
    unit->code = rpc_text(row->code);
    unit->name = rpc_text(row->name);
    unit->kind = (Remuda__Directory__V1__UnitKind)row->kind;
    unit->parent_code = rpc_text(row->parent_code);
    unit->valid_from = rpc_day_text(batch, row->valid_from);
    unit->valid_to = rpc_day_text(batch, row->valid_to);
    return unit;
}

/* Finds the unit as it stands on `day` and checks that the caller may see it; *row is NULL when the call was refused.
 */
static int visible_unit(struct batch *batch, struct call *call, const char *code, day_t day, struct unit_row **row,
                        struct error *error)
{
    size_t found;

    if (unit_store_get(batch->db, batch->arena, code, day, row, &found, error) < 0)
        return -1;
    if (found == 1 && rpc_may_see(batch, call, (*row)->unit_id))
        return 0;
    *row = NULL;
    if (found == 0)
        call_fail(call, STATUS_NOT_FOUND, "unit_code", "Unit \"%.40s\" is not known: correct the code.",
                  "单位“%.40s”不存在：请更正代码。", code);
    else
        call_fail(call, STATUS_PERMISSION_DENIED, "unit_code",
                  "Unit \"%.40s\" is not yours to see: ask an administrator for a role on it.",
                  "您无权查看单位“%.40s”：请向管理员申请权限。", code);
    return 0;
}

static int get_unit(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Directory__V1__GetUnitRequest *request = (const Remuda__Directory__V1__GetUnitRequest *)call->request;
    Remuda__Directory__V1__GetUnitResponse *response =
        RESPONSE(batch, Remuda__Directory__V1__GetUnitResponse, remuda__directory__v1__get_unit_response);
    struct unit_row *row;

    if (visible_unit(batch, call, request->unit_code, day_of_instant(batch->now_ms), &row, error) < 0)
        return -1;
    if (row == NULL)
        return 0;
    response->unit = message_of(batch, row);
    call->response = &response->base;
    return 0;
}

int rpc_get_unit(struct batch *batch, struct error *error)
{
    return rpc_each(batch, get_unit, error);
}

static void answer_list(struct batch *batch, struct call *call, const struct unit_row *rows, size_t n)
{
    Remuda__Directory__V1__ListUnitsResponse *response =
        RESPONSE(batch, Remuda__Directory__V1__ListUnitsResponse, remuda__directory__v1__list_units_response);

    response->n_units = n;
    response->units = ARENA_ARRAY(batch->arena, unit_message *, n);
    for (size_t i = 0; i < n; i++)
        response->units[i] = message_of(batch, &rows[i]);
    call->response = &response->base;
}

static int list_units(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Directory__V1__ListUnitsRequest *request =
        (const Remuda__Directory__V1__ListUnitsRequest *)call->request;
    const char *code = request->unit_code[0] != '\0' ? request->unit_code : HEADQUARTERS_CODE;
    struct unit_row *top, *rows;
    struct fault fault;
    size_t n;
    day_t day;

    if (rpc_day(request->on_day, day_of_instant(batch->now_ms), "on_day", &day, &fault) < 0) {
        rpc_refuse(batch, call, NULL, 0, &fault);
        return 0;
    }
    if (visible_unit(batch, call, code, day, &top, error) < 0)
        return -1;
    if (top == NULL)
        return 0;
    if (unit_store_list(batch->db, batch->arena, code, day, (int)request->kind, LIST_MAX + 1, &rows, &n, error) < 0)
        return -1;
    if (n > LIST_MAX)
        call_fail(call, STATUS_OUT_OF_RANGE, "unit_code",
                  "More than %d units: ask for a unit further down, or one kind.",
                  "超过 %d 个单位：请查询更下级的单位或某一类别。", LIST_MAX);
    else
        answer_list(batch, call, rows, n);
    return 0;
}

int rpc_list_units(struct batch *batch, struct error *error)
{
    return rpc_each(batch, list_units, error);
}
