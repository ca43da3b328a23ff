/* Targets (目标管理): history, lock, issue, the progress board. */
#include "command.h"
#include "output.h"
#include "pages.h"

#include "base/parse.h"
#include "remuda/target/v1/target_planning.pb-c.h"

#define YEAR_MIN 2000
#define YEAR_MAX 2099
#define MONTHS 12

const struct option plan_lock_options[] = {
    {"year", "YEAR", TEXT("the year, with its total: drafts, splits and locks at once", "计划年度（与总数同用：一次完成分解与锁定）"), false},
    {"total", "UNITS", TEXT("vehicles to deliver in the year", "年度目标车数"), false},
    {"plan", "ID", TEXT("a reviewed plan", "已评审的计划"), false},
    {0},
};

const struct option plan_issue_options[] = {
    {"month", "YYYY-MM", TEXT("the month to issue", "下达的月份"), true},
    {0},
};

const struct option plan_board_options[] = {
    {"unit", "CODE", TEXT("this unit and its children; default headquarters", "某单位及其下级；默认总部"), false},
    {"day", "DAY", TEXT("as of this day; default today", "截至某日；默认今天"), false},
    {"product", "CODE", TEXT("one product; default all together", "某产品；默认合计"), false},
    {"wide", NULL, TEXT("with attainment, pace and forecast after the ten columns", "十列之后加上达成率、工作日进度与预测"), false},
    {0},
};

static void print_plan(struct cli *cli, const Remuda__Target__V1__PlanTargets *plan)
{
    static const struct column_head heads[] = {
        {TEXT("code", "代码"), false}, {TEXT("unit", "区域"), false}, {TEXT("year", "年度"), true},
        {TEXT("1", "1月"), true},      {TEXT("2", "2月"), true},      {TEXT("3", "3月"), true},
        {TEXT("4", "4月"), true},      {TEXT("5", "5月"), true},      {TEXT("6", "6月"), true},
        {TEXT("7", "7月"), true},      {TEXT("8", "8月"), true},      {TEXT("9", "9月"), true},
        {TEXT("10", "10月"), true},    {TEXT("11", "11月"), true},    {TEXT("12", "12月"), true}};
    struct table table;
    table_init(&table, heads, 3 + MONTHS, cli->locale);
    for (size_t i = 0; i < plan->n_targets; i++) {
        const Remuda__Target__V1__PlanTarget *target = plan->targets[i];
        const char *cells[3 + MONTHS] = {target->unit_code, target->unit_name,
                                         cell_integer(&cli->arena, target->year_units)};
        for (size_t month = 0; month < MONTHS && month < target->n_month_units; month++)
            cells[3 + month] = cell_integer(&cli->arena, target->month_units[month]);
        table_add(&table, cells);
    }
    printf(SAY(cli->locale, "Plan %lld is locked.\n\n", "计划 %lld 已锁定。\n\n"), (long long)plan->plan_id);
    table_print(&table, stdout);
    table_release(&table);
}

enum exit_code plan_lock(struct cli *cli)
{
    Remuda__Target__V1__LockRequest request = REMUDA__TARGET__V1__LOCK_REQUEST__INIT;
    if (cli_int32(cli, "year", YEAR_MIN, YEAR_MAX, &request.year) != 0 ||
        cli_int64(cli, "total", 1, INT32_MAX, &request.total_units) != 0 ||
        cli_int64(cli, "plan", 1, INT64_MAX, &request.plan_id) != 0)
        return cli_usage(cli, &cli->error);
    if (!request.plan_id && (!request.year || !request.total_units)) {
        error_set(&cli->error, STATUS_INVALID_ARGUMENT, request.year ? "total" : "year", "give --year and --total, or --plan of a reviewed plan",
                  "请填写 --year 和 --total，或以 --plan 指定已评审的计划");
        return cli_usage(cli, &cli->error);
    }
    Remuda__Target__V1__PlanTargets *response =
        cli_call(cli, SERVICE_TARGET_PLANNING, "remuda.target.v1.TargetPlanning/Lock", &request.base,
                 &remuda__target__v1__plan_targets__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    print_plan(cli, response);
    return EXIT_CODE_DONE;
}

enum exit_code plan_issue(struct cli *cli)
{
    Remuda__Target__V1__IssueMonthRequest request = REMUDA__TARGET__V1__ISSUE_MONTH_REQUEST__INIT;
    if (cli_month(cli, "month", &request.year, &request.month) != 0)
        return cli_usage(cli, &cli->error);
    Remuda__Target__V1__IssueMonthResponse *response =
        cli_call(cli, SERVICE_TARGET_PLANNING, "remuda.target.v1.TargetPlanning/IssueMonth", &request.base,
                 &remuda__target__v1__issue_month_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    printf(SAY(cli->locale, "Plan %lld: %lld vehicles issued for %d-%02d.\n",
               "计划 %lld：已下达 %lld 辆，月份 %d-%02d。\n"),
           (long long)response->plan_id, (long long)response->units, (int)request.year, (int)request.month);
    return EXIT_CODE_DONE;
}

#define BOARD_COLUMNS 10 /* in DOMAIN.md's order; --wide has more after them */
#define WIDE_COLUMNS 14

static void print_forecast_method(const struct cli *cli, const Remuda__Target__V1__BoardResponse *board)
{
    printf(SAY(cli->locale,
               "\nForecast method %s: units sold / working days gone x all working days; %d of %d are gone this month.\n"
               "Pace: attainment / share of working days gone; below 100%% is behind.\n",
               "\n预测方法 %s：已售数量 ÷ 已过工作日 × 全部工作日；本月工作日已过 %d 天，共 %d 天。\n"
               "工作日进度：达成率 ÷ 已过工作日占比，低于 100%% 即落后。\n"),
           board->forecast_method, (int)board->working_days_gone, (int)board->working_days);
}

static void print_board(struct cli *cli, const Remuda__Target__V1__BoardResponse *board)
{
    static const struct column_head heads[] = {{TEXT("unit", "区域"), false},
                                               {TEXT("product", "产品"), false},
                                               {TEXT("year plan", "年度计划"), true},
                                               {TEXT("sold 1-(N-1)", "1-(N-1)月销售"), true},
                                               {TEXT("year progress", "年度计划进度"), true},
                                               {TEXT("same period last year", "去年同期销量"), true},
                                               {TEXT("year on year", "去年同比"), true},
                                               {TEXT("month plan", "月度计划"), true},
                                               {TEXT("sold today", "当日销售"), true},
                                               {TEXT("sold this month", "月度累计销售"), true},
                                               {TEXT("attainment", "达成率"), true},
                                               {TEXT("pace", "工作日进度"), true},
                                               {TEXT("month forecast", "月末预测"), true},
                                               {TEXT("year forecast", "年末预测"), true}};
    struct table table;
    struct arena *arena = &cli->arena;
    bool is_wide = arguments_has(&cli->arguments, "wide");
    table_init(&table, heads, is_wide ? WIDE_COLUMNS : BOARD_COLUMNS, cli->locale);
    for (size_t i = 0; i < board->n_lines; i++) {
        const Remuda__Target__V1__BoardLine *line = board->lines[i];
        TABLE_ADD(&table, *line->unit_name ? line->unit_name : line->unit_code, line->product,
                  cell_integer(arena, line->year_target), cell_integer(arena, line->sold_before_month),
                  cell_percent(arena, line->year_progress_ppm), cell_integer(arena, line->same_period_last_year),
                  line->has_year_on_year ? cell_percent(arena, line->year_on_year_ppm) : NULL,
                  cell_integer(arena, line->month_target), cell_integer(arena, line->sold_today),
                  cell_integer(arena, line->sold_this_month),
                  line->month_target ? cell_percent(arena, line->attainment_ppm) : NULL,
                  line->month_target ? cell_percent(arena, line->pace_ppm) : NULL,
                  cell_integer(arena, line->month_forecast), cell_integer(arena, line->year_forecast));
    }
    printf(SAY(cli->locale, "Progress board, %s\n\n", "进度看板，%s\n\n"), board->day);
    table_print(&table, stdout);
    table_release(&table);
    if (is_wide)
        print_forecast_method(cli, board);
}

enum exit_code plan_board(struct cli *cli)
{
    Remuda__Target__V1__BoardRequest request = REMUDA__TARGET__V1__BOARD_REQUEST__INIT;
    if (cli_day(cli, "day", &request.day) != 0)
        return cli_usage(cli, &cli->error);
    request.unit_code = cli_text(cli, "unit");
    request.product_code = cli_text(cli, "product");
    Remuda__Target__V1__BoardResponse *response =
        cli_call(cli, SERVICE_TARGET_PLANNING, "remuda.target.v1.TargetPlanning/Board", &request.base,
                 &remuda__target__v1__board_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    print_board(cli, response);
    return EXIT_CODE_DONE;
}

enum exit_code plan_history(struct cli *cli)
{
    static const struct page_kind kind = {
        .file = NULL,
        .service = SERVICE_TARGET_PLANNING,
        .method = "remuda.target.v1.TargetPlanning/PutSalesHistory",
        .request_type = &remuda__target__v1__put_sales_history_request__descriptor,
        .response_type = &remuda__target__v1__put_sales_history_response__descriptor,
    };
    return pages_load(cli, &kind, cli->arguments.positionals[0]);
}
