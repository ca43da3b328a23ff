#include "rpc_checks.h"

#include "board_store.h"

bool check_year(struct batch *batch, struct call *call, int year)
{
    if (year < YEAR_MIN || year > YEAR_MAX)
        call_violation(batch, call, "year", "OUT_OF_RANGE", "the year %d is not one of %d to %d",
                       "年份 %d 不在 %d 至 %d 之间", year, YEAR_MIN, YEAR_MAX);
    return call_ok(call);
}

bool check_month(struct batch *batch, struct call *call, int month)
{
    if (month < 1 || month > MONTHS)
        call_violation(batch, call, "month", "OUT_OF_RANGE", "the month %d is not one of 1 to 12",
                       "月份 %d 不在 1 至 12 之间", month);
    return call_ok(call);
}

static void refuse_state(struct call *call, const struct plan *plan, enum plan_state wanted)
{
    static const char *const en[] = {"", "a draft", "reviewed", "locked", "closed", "amended by another version"};
    static const char *const zh[] = {"", "草案", "已评审", "已锁定", "已关闭", "已被新版本取代"};
    const char *const *words = call->locale == LOCALE_ZH_CN ? zh : en;
    call_fail(call, STATUS_FAILED_PRECONDITION, "plan_id",
              "plan %lld is %s, not %s: a locked year changes by amending it alone",
              "计划 %lld 当前为%s，而非%s：已锁定年度只能通过修订变更", (long long)plan->plan_id, words[plan->state],
              words[wanted]);
}

int find_plan_in_state(struct batch *batch, struct call *call, int64_t plan_id, int year, enum plan_state state,
                       struct plan *plan, struct error *error)
{
    if (plan_store_find(batch->db, batch->arena, plan_id, year, true, plan, error))
        return -1;
    if (!plan->plan_id && plan_id)
        call_fail(call, STATUS_NOT_FOUND, "plan_id", "there is no plan %lld: check the number",
                  "没有计划 %lld：请核对编号", (long long)plan_id);
    else if (!plan->plan_id)
        call_fail(call, STATUS_FAILED_PRECONDITION, "year", "the plan of %d is not locked: lock it first",
                  "%d 年度的计划尚未锁定：请先锁定", year);
    else if (plan->state != state)
        refuse_state(call, plan, state);
    return 0;
}

int find_viewed_unit(struct batch *batch, struct call *call, const char *code, int64_t *unit_id, struct error *error)
{
    if (board_store_unit(batch->db, batch->arena, code, unit_id, error))
        return -1;
    if (*unit_id == 0)
        call_fail(call, STATUS_NOT_FOUND, "unit_code", "there is no unit \"%s\": check the code",
                  "没有单位“%s”：请核对代码", code);
    else if (!authority_may(batch->authority, call->principal, ROLE_VIEWER, *unit_id))
        call_fail(call, STATUS_PERMISSION_DENIED, "unit_code",
                  "you may see your own unit and those below it: name one of them",
                  "只能查看本单位及下级单位：请填写其代码");
    return 0;
}

size_t find_node(struct call *call, const struct basis *basis, const char *code, const char *field)
{
    size_t node = basis_node(basis, code);
    if (node == basis->tree.count)
        call_fail(call, STATUS_NOT_FOUND, field, "\"%s\" is no unit or person of the plan: check the code",
                  "“%s”不是计划中的单位或人员：请核对代码", code);
    return node;
}

size_t find_cell(struct call *call, const struct basis *basis, int month, const char *product, int business_type)
{
    size_t cell = basis_cell(basis, month, product, business_type);
    if (cell == plan_cells(&basis->axes))
        call_fail(call, STATUS_INVALID_ARGUMENT, "month",
                  "there is no such cell: give a month, and product and business type where the plan is split by them",
                  "没有该项目标：请填写月份；计划按产品、业务结构分解时须一并填写");
    return cell;
}

Remuda__Target__V1__PlanDocument *document_of(struct batch *batch, const struct plan *plan)
{
    Remuda__Target__V1__PlanDocument *document =
        RESPONSE(batch, Remuda__Target__V1__PlanDocument, remuda__target__v1__plan_document);
    document->plan_id = plan->plan_id;
    document->year = (int32_t)plan->year;
    document->version = (int32_t)plan->version;
    document->state = (Remuda__Target__V1__PlanState)plan->state;
    document->total_units = plan->total_units;
    document->lag_ppm = plan->lag.behind_ppm;
    document->lag_month_ends = (int32_t)plan->lag.month_ends;
    return document;
}

Remuda__Target__V1__PlanTarget *target_of(struct batch *batch, const struct unit_months *unit)
{
    Remuda__Target__V1__PlanTarget *target =
        RESPONSE(batch, Remuda__Target__V1__PlanTarget, remuda__target__v1__plan_target);
    target->unit_id = unit->unit_id;
    target->unit_code = arena_strdup(batch->arena, unit->code);
    target->unit_name = arena_strdup(batch->arena, unit->name);
    target->level = (int32_t)unit->kind;
    target->n_month_units = MONTHS;
    target->month_units = ARENA_ARRAY(batch->arena, int64_t, MONTHS);
    for (int month = 0; month < MONTHS; month++) {
        target->month_units[month] = unit->months[month];
        target->year_units += unit->months[month];
    }
    return target;
}

/* --- drivers
 * ------------------------------------------------------------------------------------------------------------- */

/* Can the axis be computed that way? */
static bool is_computed(enum driver_axis axis, const char *name)
{
    if (strcmp(name, "sales") == 0 || strcmp(name, "equal") == 0)
        return true;
    if (strcmp(name, "three_factor") == 0)
        return axis == AXIS_ORGANISATION;
    if (strcmp(name, "season") == 0)
        return axis == AXIS_TIME;
    return strcmp(name, "none") == 0 && (axis == AXIS_PRODUCT || axis == AXIS_BUSINESS_TYPE);
}

static int read_driver(struct batch *batch, struct call *call, const Remuda__Target__V1__PlanDriver *message, size_t i,
                       int year, struct plan_driver *driver, struct error *error)
{
    char field[48];
    snprintf(field, sizeof field, "drivers[%zu]", i);
    *driver = (struct plan_driver){.axis = message->axis, .level = message->level, .name = message->driver};
    if (message->axis == 0 || message->level < 0 || message->level == 1 || message->level > 5 ||
        (message->level && message->axis != (int)AXIS_ORGANISATION)) {
        call_violation(batch, call, field, "OUT_OF_RANGE",
                       "give an axis, and for the organisation a level of 2 to 5 or 0 for all",
                       "请填写维度；组织维度的层级为 2 至 5，0 表示全部");
        return 0;
    }
    for (size_t k = 0; k < DRIVER_FACTORS && k < message->n_factor_weights_ppm; k++)
        driver->factors_ppm[k] = message->factor_weights_ppm[k];
    if (strcmp(message->driver, "three_factor") == 0 &&
        (message->n_factor_weights_ppm != DRIVER_FACTORS || driver_check_factors(driver->factors_ppm, NULL)))
        call_violation(batch, call, field, "REQUIRED", "the three-factor rule needs three weights that sum to 1000000",
                       "三因素法需要三个合计为 1000000 的权重");
    if (is_computed((enum driver_axis)driver->axis, driver->name))
        return 0;
    if (driver_store_find(batch->db, batch->arena, driver->name, (enum driver_axis)driver->axis,
                          month_last_day(year, MONTHS), &driver->driver_id, error))
        return -1;
    if (!driver->driver_id)
        call_violation(batch, call, field, "UNKNOWN", "there is no driver \"%s\" of that axis: put it first",
                       "该维度没有名为“%s”的驱动因素：请先维护", driver->name);
    return 0;
}

int read_drivers(struct batch *batch, struct call *call, Remuda__Target__V1__PlanDriver *const *messages, size_t n,
                 int year, struct plan_driver **drivers, struct error *error)
{
    *drivers = ARENA_ARRAY(batch->arena, struct plan_driver, n);
    for (size_t i = 0; i < n; i++) {
        if (read_driver(batch, call, messages[i], i, year, &(*drivers)[i], error))
            return -1;
        for (size_t k = 0; k < i; k++)
            if ((*drivers)[k].axis == (*drivers)[i].axis && (*drivers)[k].level == (*drivers)[i].level)
                call_violation(batch, call, "drivers", "DUPLICATE", "one axis and level has two drivers: give one",
                               "同一维度和层级有两个驱动因素：请只保留一个");
    }
    return 0;
}
