/* The year under way (目标管理): rolled forward by the month, evaluated by the quarter, closed. */
#include "command.h"
#include "output.h"
#include "plan_call.h"

#include "base/parse.h"
#include "remuda/target/v1/target_planning.pb-c.h"

#define YEAR_MIN 2001
#define YEAR_MAX 2099
#define MONTHS 12
#define LIST_MAX 10000

const struct option plan_roll_options[] = {
    {"after", "YYYY-MM", TEXT("the last month that is over", "已结束的最后一个月"), true},
    {"carry", "SHARE", TEXT("of what was missed or exceeded; default 100%", "差额结转比例；默认 100%"), false},
    {"within-quarter", NULL, TEXT("over the quarter, not the year", "仅在本季度内结转"), false},
    {"accept", NULL, TEXT("make it a new version of the plan", "采纳为计划的新版本"), false},
    {"reason", "TEXT", TEXT("why, with --accept", "原因（采纳时）"), false},
    {"approver", "NAME", TEXT("who approved it, with --accept", "批准人（采纳时）"), false},
    {0},
};

const struct option plan_evaluate_options[] = {
    {"year", "YEAR", TEXT("the year", "年度"), true},
    {"quarter", "1-4", TEXT("the quarter", "季度"), true},
    {"quality", "CODE:PPM,...", TEXT("what others rated, in parts per million", "他方质量评分（百万分之一）"), false},
    {0},
};

const struct option plan_evaluation_options[] = {
    {"year", "YEAR", TEXT("the year", "年度"), true},
    {"quarter", "1-4", TEXT("the quarter", "季度"), true},
    {"unit", "CODE", TEXT("this unit and all below it; default headquarters", "某单位及其所有下级；默认总部"), false},
    {0},
};

const struct option plan_close_options[] = {
    {"year", "YEAR", TEXT("the year", "年度"), true},
    {0},
};

/* --- months
 * ------------------------------------------------------------------------------------------------------------------ */

static const struct column_head month_heads[] = {
    {TEXT("code", "代码"), false}, {TEXT("unit", "区域"), false}, {TEXT("year", "年度"), true},
    {TEXT("1", "1月"), true},      {TEXT("2", "2月"), true},      {TEXT("3", "3月"), true},
    {TEXT("4", "4月"), true},      {TEXT("5", "5月"), true},      {TEXT("6", "6月"), true},
    {TEXT("7", "7月"), true},      {TEXT("8", "8月"), true},      {TEXT("9", "9月"), true},
    {TEXT("10", "10月"), true},    {TEXT("11", "11月"), true},    {TEXT("12", "12月"), true}};

static void add_months(struct cli *cli, struct table *table, const char *code, const char *name, const int64_t *months,
                       size_t n)
{
    const char *cells[3 + MONTHS] = {code, name};
    int64_t year = 0;
    for (size_t month = 0; month < MONTHS && month < n; month++) {
        cells[3 + month] = cell_integer(&cli->arena, months[month]);
        year += months[month];
    }
    cells[2] = cell_integer(&cli->arena, year);
    table_add(table, cells);
}

void plan_print_targets(struct cli *cli, const void *answer)
{
    const Remuda__Target__V1__PlanTargets *plan = answer;
    struct table table;
    table_init(&table, month_heads, 3 + MONTHS, cli->locale);
    for (size_t i = 0; i < plan->n_targets; i++)
        add_months(cli, &table, plan->targets[i]->unit_code, plan->targets[i]->unit_name, plan->targets[i]->month_units,
                   plan->targets[i]->n_month_units);
    printf(SAY(cli->locale, "Plan %lld, version %d.\n\n", "计划 %lld，第 %d 版。\n\n"), (long long)plan->plan_id,
           (int)plan->version);
    table_print(&table, stdout);
    table_release(&table);
}

static void print_rolled(struct cli *cli, const void *answer)
{
    const Remuda__Target__V1__RollResponse *response = answer;
    struct table table;
    table_init(&table, month_heads, 3 + MONTHS, cli->locale);
    for (size_t i = 0; i < response->n_lines; i++)
        add_months(cli, &table, response->lines[i]->unit_code, response->lines[i]->unit_name,
                   response->lines[i]->proposed_units, response->lines[i]->n_proposed_units);
    table_print(&table, stdout);
    table_release(&table);
}

static enum exit_code accept_roll(struct cli *cli, Remuda__Target__V1__RollRequest *roll)
{
    Remuda__Target__V1__AcceptRollRequest request = REMUDA__TARGET__V1__ACCEPT_ROLL_REQUEST__INIT;
    request.roll = roll;
    request.reason = cli_text(cli, "reason");
    request.approver = cli_text(cli, "approver");
    return plan_call(cli, "AcceptRoll", &request.base, &remuda__target__v1__plan_targets__descriptor,
                     plan_print_targets);
}

enum exit_code plan_roll(struct cli *cli)
{
    Remuda__Target__V1__RollRequest request = REMUDA__TARGET__V1__ROLL_REQUEST__INIT;
    const char *carry = arguments_value(&cli->arguments, "carry");
    request.carry_ppm = 1000000;
    if (cli_month(cli, "after", &request.year, &request.after_month) ||
        (carry && parse_ppm(carry, "carry", &request.carry_ppm, &cli->error)))
        return cli_usage(cli, &cli->error);
    request.within_quarter = arguments_has(&cli->arguments, "within-quarter");
    if (arguments_has(&cli->arguments, "accept"))
        return accept_roll(cli, &request);
    return plan_call(cli, "Roll", &request.base, &remuda__target__v1__roll_response__descriptor, print_rolled);
}

/* --- quarters
 * ---------------------------------------------------------------------------------------------------------------- */

static void print_evaluation(struct cli *cli, const void *answer)
{
    static const struct column_head heads[] = {{TEXT("code", "代码"), false},  {TEXT("unit", "区域"), false},
                                               {TEXT("target", "目标"), true}, {TEXT("sold", "销量"), true},
                                               {TEXT("rank", "名次"), true},   {TEXT("attainment", "达成率"), true},
                                               {TEXT("share", "占比"), true},  {TEXT("quality", "质量"), true}};
    const Remuda__Target__V1__EvaluateResponse *response = answer;
    struct table table;
    struct arena *arena = &cli->arena;
    table_init(&table, heads, 8, cli->locale);
    for (size_t i = 0; i < response->n_lines; i++) {
        const Remuda__Target__V1__EvaluationLine *line = response->lines[i];
        TABLE_ADD(&table, line->unit_code, line->unit_name, cell_integer(arena, line->target_units),
                  cell_integer(arena, line->sold_units), cell_integer(arena, line->rank),
                  cell_percent(arena, line->attainment_ppm), cell_percent(arena, line->share_ppm),
                  cell_percent(arena, line->quality_ppm));
    }
    table_print(&table, stdout);
    table_release(&table);
}

static int read_quality(struct cli *cli, Remuda__Target__V1__EvaluateRequest *request)
{
    char *list = cli_text(cli, "quality"), *key, *value;
    request->quality = ARENA_ARRAY(&cli->arena, Remuda__Target__V1__QualityInput *, LIST_MAX);
    while (*list && request->n_quality < LIST_MAX) {
        Remuda__Target__V1__QualityInput *row = ARENA_NEW(&cli->arena, Remuda__Target__V1__QualityInput);
        remuda__target__v1__quality_input__init(row);
        if (plan_next_pair(cli, "quality", &list, &key, &value) ||
            parse_int64(value, 0, INT64_MAX, "quality", &row->quality_ppm, &cli->error))
            return -1;
        row->unit_code = key;
        request->quality[request->n_quality++] = row;
    }
    return 0;
}

enum exit_code plan_evaluate(struct cli *cli)
{
    Remuda__Target__V1__EvaluateRequest request = REMUDA__TARGET__V1__EVALUATE_REQUEST__INIT;
    if (cli_int32(cli, "year", YEAR_MIN, YEAR_MAX, &request.year) ||
        cli_int32(cli, "quarter", 1, 4, &request.quarter) || read_quality(cli, &request))
        return cli_usage(cli, &cli->error);
    return plan_call(cli, "Evaluate", &request.base, &remuda__target__v1__evaluate_response__descriptor,
                     print_evaluation);
}

enum exit_code plan_evaluation(struct cli *cli)
{
    Remuda__Target__V1__ListEvaluationRequest request = REMUDA__TARGET__V1__LIST_EVALUATION_REQUEST__INIT;
    const Remuda__Target__V1__EvaluateResponse *page;
    if (cli_int32(cli, "year", YEAR_MIN, YEAR_MAX, &request.year) || cli_int32(cli, "quarter", 1, 4, &request.quarter))
        return cli_usage(cli, &cli->error);
    request.unit_code = cli_text(cli, "unit");
    do {
        page = cli_call(cli, SERVICE_TARGET_PLANNING, "remuda.target.v1.TargetPlanning/ListEvaluation", &request.base,
                        &remuda__target__v1__evaluate_response__descriptor, &cli->error);
        if (!page)
            return cli_fail(cli, &cli->error);
        if (cli->json)
            print_json(cli, page);
        else
            print_evaluation(cli, page);
        request.cursor = page->next_cursor;
    } while (*request.cursor);
    return EXIT_CODE_DONE;
}

enum exit_code plan_close(struct cli *cli)
{
    Remuda__Target__V1__CloseRequest request = REMUDA__TARGET__V1__CLOSE_REQUEST__INIT;
    if (cli_int32(cli, "year", YEAR_MIN, YEAR_MAX, &request.year))
        return cli_usage(cli, &cli->error);
    return plan_call(cli, "Close", &request.base, &remuda__target__v1__plan_document__descriptor, plan_print_document);
}
