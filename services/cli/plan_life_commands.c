/* A plan's life (目标管理): drivers, draft, split, hand, review, new versions, roll, evaluation, comparison,
 * explanation. */
#include "command.h"
#include "output.h"
#include "plan_call.h"

#include "base/parse.h"
#include "remuda/target/v1/target_planning.pb-c.h"
#include "wire/wire.h"

#define YEAR_MIN 2001
#define YEAR_MAX 2099
#define MONTHS 12
#define LIST_MAX 10000
#define PHASES_FILE_MAX (64 * 1024)
#define SPLIT_TIMEOUT_MS 600000 /* of tens of thousands of people */

#define PLAN_DRIVERS_HELP                                                                                              \
    TEXT("AXIS[/LEVEL]:DRIVER, e.g. organisation:market,time:season,product:equal",                                    \
         "维度[/层级]:驱动因素，如 organisation:market,time:season,product:equal")

const struct option plan_drivers_options[] = {
    {"name", "NAME", TEXT("what plans call it", "名称"), true},
    {"axis", "AXIS", TEXT("organisation, time, product or business", "维度：organisation、time、product、business"),
     true},
    {"values", "KEY:WEIGHT,...",
     TEXT("codes, months or business types with capacity or units", "代码、月份或业务结构及其容量或数量"), true},
    {"as-of", "DAY", TEXT("valid from; default today", "数据日期；默认今天"), false},
    {0},
};

const struct option plan_draft_options[] = {
    {"year", "YEAR", TEXT("the year of the plan", "计划年度"), true},
    {"total", "UNITS", TEXT("vehicles to deliver in the year", "年度目标车数"), true},
    {"method", "METHOD",
     TEXT("largest_remainder (default) or sainte_lague", "largest_remainder（默认）或 sainte_lague"), false},
    {"level", "LEVEL",
     TEXT("how deep: 2 region, 3 area (default), 4 dealer, 5 person",
          "分解到：2 大区、3 区域（默认）、4 经销商、5 人员"),
     false},
    {"drivers", "LIST", PLAN_DRIVERS_HELP, false},
    {"phases", "FILE", TEXT("phases with goals and milestones, JSON", "各阶段及其目标与里程碑，JSON"), false},
    {"lag", "SHARE",
     TEXT("a unit lags that is further below the pace; default 10%", "低于进度超过该幅度即为滞后；默认 10%"), false},
    {"lag-months", "1-12", TEXT("at so many month ends on end; default 2", "连续几个月末；默认 2"), false},
    {0},
};

const struct option plan_adjust_options[] = {
    {"from", "CODE", TEXT("whose units move", "调出单位或人员"), true},
    {"to", "CODE", TEXT("to another child of the same unit", "调入（同一上级）"), true},
    {"month", "YYYY-MM", TEXT("the month", "月份"), true},
    {"units", "UNITS", TEXT("how many", "数量"), true},
    {"reason", "TEXT", TEXT("why", "原因"), true},
    {"product", "CODE", TEXT("when the plan is split by product", "产品（按产品分解时）"), false},
    {"business-type", "1-4", TEXT("when it is split by business type", "业务结构（按其分解时）"), false},
    {0},
};

const struct option plan_amend_options[] = {
    {"year", "YEAR", TEXT("the locked year", "已锁定年度"), true},
    {"total", "UNITS", TEXT("the year's new total; default as before", "年度新总数；默认不变"), false},
    {"from", "DAY", TEXT("the first day of a month that is not issued", "生效日：尚未下达月份的第一天"), true},
    {"reason", "TEXT", TEXT("why", "原因"), true},
    {"approver", "NAME", TEXT("who approved it", "批准人"), true},
    {0},
};

const struct option plan_compare_options[] = {
    {"total", "UNITS", TEXT("with another total", "以另一总数"), false},
    {"method", "METHOD", TEXT("largest_remainder or sainte_lague", "largest_remainder 或 sainte_lague"), false},
    {"drivers", "LIST", PLAN_DRIVERS_HELP, false},
    {0},
};

const struct option plan_explain_options[] = {
    {"month", "YYYY-MM", TEXT("the month", "月份"), true},
    {"plan", "ID", TEXT("default: the plan in force", "计划编号；默认现行计划"), false},
    {"product", "CODE", TEXT("when the plan is split by product", "产品（按产品分解时）"), false},
    {"business-type", "1-4", TEXT("when it is split by business type", "业务结构（按其分解时）"), false},
    {0},
};

enum exit_code plan_call(struct cli *cli, const char *method, const ProtobufCMessage *request,
                         const ProtobufCMessageDescriptor *type, print_response *print)
{
    const char *full = arena_printf(&cli->arena, "remuda.target.v1.TargetPlanning/%s", method);
    const void *response = cli_call(cli, SERVICE_TARGET_PLANNING, full, request, type, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    print(cli, response);
    return EXIT_CODE_DONE;
}

static int plan_argument(struct cli *cli, size_t index, int64_t *plan_id)
{
    return parse_int64(cli->arguments.positionals[index], 1, INT64_MAX, "PLAN_ID", plan_id, &cli->error);
}

static int read_method(struct cli *cli, Remuda__Target__V1__ApportionMethod *method)
{
    int value = 0;
    if (cli_enum(cli, "method", &remuda__target__v1__apportion_method__descriptor, &value))
        return -1;
    *method = (Remuda__Target__V1__ApportionMethod)value;
    return 0;
}

/* --- lists of KEY:VALUE
 * ---------------------------------------------------------------------------------------------------- */

int plan_next_pair(struct cli *cli, const char *option, char **list, char **key, char **value)
{
    size_t length = strcspn(*list, ","), colon = strcspn(*list, ":");
    if (colon >= length)
        return error_set(&cli->error, STATUS_INVALID_ARGUMENT, option, "give KEY:VALUE pairs, separated by commas",
                         "请填写以逗号分隔的 键:值");
    *key = arena_strndup(&cli->arena, *list, colon);
    *value = arena_strndup(&cli->arena, *list + colon + 1, length - colon - 1);
    *list += length + ((*list)[length] == ',');
    return 0;
}

static int read_values(struct cli *cli, Remuda__Target__V1__PutDriversRequest *request)
{
    char *list = cli_text(cli, "values"), *key, *value;
    request->values = ARENA_ARRAY(&cli->arena, Remuda__Target__V1__DriverValue *, LIST_MAX);
    while (*list && request->n_values < LIST_MAX) {
        Remuda__Target__V1__DriverValue *row = ARENA_NEW(&cli->arena, Remuda__Target__V1__DriverValue);
        remuda__target__v1__driver_value__init(row);
        if (plan_next_pair(cli, "values", &list, &key, &value) ||
            parse_int64(value, 0, INT64_MAX, "values", &row->capacity, &cli->error))
            return -1;
        row->key = key;
        request->values[request->n_values++] = row;
    }
    return 0;
}

/* "organisation", "time", ...: the word of the contract in any case. */
static int read_axis(struct cli *cli, const char *option, const char *word, Remuda__Target__V1__Axis *axis)
{
    for (unsigned i = 0; i < remuda__target__v1__axis__descriptor.n_values; i++)
        if (strcasecmp(remuda__target__v1__axis__descriptor.values[i].name, word) == 0) {
            *axis = (Remuda__Target__V1__Axis)remuda__target__v1__axis__descriptor.values[i].value;
            return 0;
        }
    return error_set(&cli->error, STATUS_INVALID_ARGUMENT, option,
                     "\"%s\" is no axis: give organisation, time, product or business",
                     "“%s”不是维度：请填写 organisation、time、product 或 business", word);
}

/* "market", or "three_factor" with its weights: "three_factor:500000:300000:200000". */
static int read_driver_name(struct cli *cli, char *text, Remuda__Target__V1__PlanDriver *driver)
{
    driver->factor_weights_ppm = ARENA_ARRAY(&cli->arena, int64_t, 3);
    driver->driver = arena_strndup(&cli->arena, text, strcspn(text, ":"));
    for (text += strcspn(text, ":"); *text && driver->n_factor_weights_ppm < 3; text += strcspn(text, ":")) {
        text++;
        if (parse_int64(arena_strndup(&cli->arena, text, strcspn(text, ":")), 0, 1000000, "drivers",
                        &driver->factor_weights_ppm[driver->n_factor_weights_ppm++], &cli->error))
            return -1;
    }
    return 0;
}

static int read_drivers(struct cli *cli, Remuda__Target__V1__PlanDriver ***drivers, size_t *n)
{
    char *list = cli_text(cli, "drivers"), *axis, *driver;
    *drivers = ARENA_ARRAY(&cli->arena, Remuda__Target__V1__PlanDriver *, strlen(list) + 1);
    while (*list) {
        Remuda__Target__V1__PlanDriver *row = ARENA_NEW(&cli->arena, Remuda__Target__V1__PlanDriver);
        int64_t level = 0;
        remuda__target__v1__plan_driver__init(row);
        if (plan_next_pair(cli, "drivers", &list, &axis, &driver))
            return -1;
        char *slash = strchr(axis, '/');
        if (slash && parse_int64(slash + 1, 2, 5, "drivers", &level, &cli->error))
            return -1;
        axis[strcspn(axis, "/")] = 0;
        row->level = (int32_t)level;
        if (read_axis(cli, "drivers", axis, &row->axis) || read_driver_name(cli, driver, row))
            return -1;
        (*drivers)[(*n)++] = row;
    }
    return 0;
}

/* --- drivers, draft, split, review
 * ----------------------------------------------------------------------------------------- */

static void print_drivers(struct cli *cli, const void *answer)
{
    const Remuda__Target__V1__PutDriversResponse *response = answer;
    printf(SAY(cli->locale, "Driver %lld: %d values.\n", "驱动因素 %lld：%d 项。\n"), (long long)response->driver_id,
           (int)response->stored);
}

enum exit_code plan_drivers(struct cli *cli)
{
    Remuda__Target__V1__PutDriversRequest request = REMUDA__TARGET__V1__PUT_DRIVERS_REQUEST__INIT;
    if (read_axis(cli, "axis", cli_text(cli, "axis"), &request.axis) || cli_day(cli, "as-of", &request.as_of) ||
        read_values(cli, &request))
        return cli_usage(cli, &cli->error);
    request.name = cli_text(cli, "name");
    return plan_call(cli, "PutDrivers", &request.base, &remuda__target__v1__put_drivers_response__descriptor,
                     print_drivers);
}

void plan_print_document(struct cli *cli, const void *answer)
{
    const Remuda__Target__V1__PlanDocument *plan = answer;
    static const struct text states[] = {TEXT("", ""),
                                         TEXT("draft", "草案"),
                                         TEXT("reviewed", "已评审"),
                                         TEXT("locked", "已锁定"),
                                         TEXT("closed", "已关闭"),
                                         TEXT("amended", "已修订")};
    printf(SAY(cli->locale, "Plan %lld of %d, version %d, %lld vehicles: %s.\n",
               "计划 %lld（%d 年度第 %d 版，%lld 辆）：%s。\n"),
           (long long)plan->plan_id, (int)plan->year, (int)plan->version, (long long)plan->total_units,
           plan->state <= REMUDA__TARGET__V1__PLAN_STATE__AMENDED ? states[plan->state].in[cli->locale] : "");
}

static void print_drafted(struct cli *cli, const void *answer)
{
    plan_print_document(cli, ((const Remuda__Target__V1__DraftPlanResponse *)answer)->plan);
}

/* {"phases": [...]}, as the contract's DraftPlanRequest has them. */
static int read_phases(struct cli *cli, Remuda__Target__V1__DraftPlanRequest *request)
{
    const char *path = arguments_value(&cli->arguments, "phases");
    size_t size;
    if (!path)
        return 0;
    const char *text = cli_file(cli, path, PHASES_FILE_MAX, &size);
    const Remuda__Target__V1__DraftPlanRequest *file =
        text ? (const Remuda__Target__V1__DraftPlanRequest *)wire_from_json(
                   &remuda__target__v1__draft_plan_request__descriptor, text, size, &cli->arena, &cli->error)
             : NULL;
    if (!file)
        return -1;
    request->phases = file->phases;
    request->n_phases = file->n_phases;
    return 0;
}

enum exit_code plan_draft(struct cli *cli)
{
    Remuda__Target__V1__DraftPlanRequest request = REMUDA__TARGET__V1__DRAFT_PLAN_REQUEST__INIT;
    const char *lag = arguments_value(&cli->arguments, "lag");
    if (cli_int32(cli, "year", YEAR_MIN, YEAR_MAX, &request.year) ||
        cli_int64(cli, "total", 1, INT32_MAX, &request.total_units) ||
        cli_int32(cli, "level", 2, 5, &request.deepest_level) || read_method(cli, &request.method) ||
        read_phases(cli, &request) || (lag && parse_ppm(lag, "lag", &request.lag_ppm, &cli->error)) ||
        cli_int32(cli, "lag-months", 1, 12, &request.lag_month_ends) ||
        read_drivers(cli, &request.drivers, &request.n_drivers))
        return cli_usage(cli, &cli->error);
    return plan_call(cli, "DraftPlan", &request.base, &remuda__target__v1__draft_plan_response__descriptor,
                     print_drafted);
}

enum exit_code plan_split(struct cli *cli)
{
    Remuda__Target__V1__SplitRequest request = REMUDA__TARGET__V1__SPLIT_REQUEST__INIT;
    if (plan_argument(cli, 0, &request.plan_id))
        return cli_usage(cli, &cli->error);
    if (!arguments_has(&cli->arguments, "timeout"))
        cli->timeout_ms = SPLIT_TIMEOUT_MS;
    return plan_call(cli, "Split", &request.base, &remuda__target__v1__plan_targets__descriptor, plan_print_targets);
}

enum exit_code plan_review(struct cli *cli)
{
    Remuda__Target__V1__ReviewRequest request = REMUDA__TARGET__V1__REVIEW_REQUEST__INIT;
    if (plan_argument(cli, 0, &request.plan_id))
        return cli_usage(cli, &cli->error);
    return plan_call(cli, "Review", &request.base, &remuda__target__v1__plan_document__descriptor, plan_print_document);
}

/* --- changes
 * ----------------------------------------------------------------------------------------------------------------- */

static void print_adjusted(struct cli *cli, const void *answer)
{
    const Remuda__Target__V1__AdjustResponse *response = answer;
    printf(SAY(cli->locale, "Fixed by hand: %lld and %lld.\n", "已手工固定：%lld 与 %lld。\n"),
           (long long)response->from_units, (long long)response->to_units);
}

enum exit_code plan_adjust(struct cli *cli)
{
    Remuda__Target__V1__AdjustRequest request = REMUDA__TARGET__V1__ADJUST_REQUEST__INIT;
    int32_t year;
    if (plan_argument(cli, 0, &request.plan_id) || cli_month(cli, "month", &year, &request.month) ||
        cli_int64(cli, "units", 1, INT32_MAX, &request.units) ||
        cli_int32(cli, "business-type", 1, 4, &request.business_type))
        return cli_usage(cli, &cli->error);
    request.from_code = cli_text(cli, "from");
    request.to_code = cli_text(cli, "to");
    request.product_code = cli_text(cli, "product");
    request.reason = cli_text(cli, "reason");
    return plan_call(cli, "Adjust", &request.base, &remuda__target__v1__adjust_response__descriptor, print_adjusted);
}

enum exit_code plan_amend(struct cli *cli)
{
    Remuda__Target__V1__AmendRequest request = REMUDA__TARGET__V1__AMEND_REQUEST__INIT;
    if (cli_int32(cli, "year", YEAR_MIN, YEAR_MAX, &request.year) ||
        cli_int64(cli, "total", 1, INT32_MAX, &request.total_units) || cli_day(cli, "from", &request.effective_on))
        return cli_usage(cli, &cli->error);
    request.reason = cli_text(cli, "reason");
    request.approver = cli_text(cli, "approver");
    return plan_call(cli, "Amend", &request.base, &remuda__target__v1__plan_targets__descriptor, plan_print_targets);
}

/* --- compare and explain
 * ----------------------------------------------------------------------------------------------------- */

static void print_comparison(struct cli *cli, const void *answer)
{
    static const struct column_head heads[] = {{TEXT("code", "代码"), false},
                                               {TEXT("unit", "区域"), false},
                                               {TEXT("units", "数量"), true},
                                               {TEXT("other", "对比"), true},
                                               {TEXT("difference", "差额"), true}};
    const Remuda__Target__V1__CompareResponse *response = answer;
    struct table table;
    struct arena *arena = &cli->arena;
    table_init(&table, heads, 5, cli->locale);
    for (size_t i = 0; i < response->n_lines; i++) {
        const Remuda__Target__V1__CompareLine *line = response->lines[i];
        TABLE_ADD(&table, line->unit_code, line->unit_name, cell_integer(arena, line->units),
                  cell_integer(arena, line->other_units), cell_integer(arena, line->other_units - line->units));
    }
    table_print(&table, stdout);
    table_release(&table);
}

enum exit_code plan_compare(struct cli *cli)
{
    Remuda__Target__V1__CompareRequest request = REMUDA__TARGET__V1__COMPARE_REQUEST__INIT;
    if (plan_argument(cli, 0, &request.plan_id) ||
        (cli->arguments.positional_count > 1 && plan_argument(cli, 1, &request.other_plan_id)) ||
        cli_int64(cli, "total", 1, INT32_MAX, &request.total_units) || read_method(cli, &request.method) ||
        read_drivers(cli, &request.drivers, &request.n_drivers))
        return cli_usage(cli, &cli->error);
    return plan_call(cli, "Compare", &request.base, &remuda__target__v1__compare_response__descriptor,
                     print_comparison);
}

static void print_explanation(struct cli *cli, const void *answer)
{
    (void)cli;
    puts(((const Remuda__Target__V1__ExplainResponse *)answer)->text);
}

enum exit_code plan_explain(struct cli *cli)
{
    Remuda__Target__V1__ExplainRequest request = REMUDA__TARGET__V1__EXPLAIN_REQUEST__INIT;
    if (cli_month(cli, "month", &request.year, &request.month) ||
        cli_int64(cli, "plan", 1, INT64_MAX, &request.plan_id) ||
        cli_int32(cli, "business-type", 1, 4, &request.business_type))
        return cli_usage(cli, &cli->error);
    request.code = cli_positional(cli, 0);
    request.product_code = cli_text(cli, "product");
    return plan_call(cli, "Explain", &request.base, &remuda__target__v1__explain_response__descriptor,
                     print_explanation);
}
