/* Pay (阶梯式激励): plans, the monthly run, statements. */
#include "command.h"
#include "output.h"

#include "base/parse.h"
#include "remuda/incentive/v1/incentive_calculation.pb-c.h"
#include "wire/wire.h"

#include <errno.h>
#include <jansson.h>

#define STEPS_MAX 32
#define PLAN_FILE_MAX (256 * 1024)

const struct option incentive_put_plan_options[] = {
    {"plan", "CODE", TEXT("the plan's code; putting it again makes its next version", "方案代码；再次提交产生新版本"),
     false},
    {"job", "JOB", TEXT("dealer_specialist, area_manager, region_director, key_account_manager", "适用岗位代码"),
     false},
    {"from", "YYYY-MM", TEXT("in force from this month", "自此月起施行"), false},
    {"mode", "MODE",
     TEXT("marginal: each step its own rate; whole: the highest step rates all",
          "marginal 分段累进；whole 全额按最高档"),
     false},
    {"steps", "FROM:YUAN,...", TEXT("e.g. 0:300,3:500; the first starts at 0", "如 0:300,3:500，首档从 0 起"), false},
    {"per-lead", "YUAN", TEXT("information award for an accepted lead", "每条有效信息的信息反馈奖"), false},
    {"lead-cap", "YUAN", TEXT("most of that award in a month; default no cap", "信息反馈奖每月上限；默认不限"), false},
    {0},
};

const struct option incentive_run_options[] = {
    {"month", "YYYY-MM", TEXT("the month to calculate", "计算的月份"), true},
    {0},
};

const struct option incentive_statement_options[] = {
    {"month", "YYYY-MM", TEXT("the month", "月份"), false},
    {"period", "PERIOD", TEXT("2014-09, 2014-Q3 or 2014: by plan documents, as JSON", "2014-09、2014-Q3或2014：按方案文件，JSON"), false},
    {"person", "CODE", TEXT("the person; default the caller", "人员代码；默认本人"), false},
    {0},
};

/* "3:500" */
static int parse_step(struct cli *cli, const char *text, size_t length, Remuda__Incentive__V1__Step *step)
{
    const char *colon = memchr(text, ':', length);
    if (!colon)
        return error_set(&cli->error, STATUS_INVALID_ARGUMENT, "steps",
                         "\"%.*s\" is no step. Write FROM:YUAN, several separated by commas: 0:300,3:500.",
                         "“%.*s”不是有效的档位，请写成 起点:金额，用逗号分隔：0:300,3:500。", (int)length, text);
    size_t before = (size_t)(colon - text);
    if (parse_int64(arena_strndup(&cli->arena, text, before), 0, INT32_MAX, "steps", &step->from_units, &cli->error) !=
        0)
        return -1;
    return parse_money(arena_strndup(&cli->arena, colon + 1, length - before - 1), "steps", &step->fen_per_unit,
                       &cli->error);
}

static int parse_steps(struct cli *cli, Remuda__Incentive__V1__PutPlanRequest *request)
{
    const char *text = arguments_value(&cli->arguments, "steps");
    request->steps = ARENA_ARRAY(&cli->arena, Remuda__Incentive__V1__Step *, STEPS_MAX);
    while (*text) {
        size_t length = strcspn(text, ",");
        if (request->n_steps == STEPS_MAX)
            return error_set(&cli->error, STATUS_INVALID_ARGUMENT, "steps", "At most %d steps.", "最多 %d 档。",
                             STEPS_MAX);
        Remuda__Incentive__V1__Step *step = ARENA_NEW(&cli->arena, Remuda__Incentive__V1__Step);
        remuda__incentive__v1__step__init(step);
        if (parse_step(cli, text, length, step) != 0)
            return -1;
        request->steps[request->n_steps++] = step;
        text += length + (text[length] == ',');
    }
    return 0;
}

static int yuan_option(struct cli *cli, const char *name, int64_t *fen)
{
    const char *text = arguments_value(&cli->arguments, name);
    return text ? parse_money(text, name, fen, &cli->error) : 0;
}

static int plan_from_options(struct cli *cli, Remuda__Incentive__V1__PutPlanRequest *request)
{
    static const char *const needed[] = {"plan", "job", "from", "mode", "steps"};
    int32_t year = 0, month = 0;
    int mode = 0;
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (!arguments_has(&cli->arguments, needed[i]))
            return error_set(&cli->error, STATUS_INVALID_ARGUMENT, NULL, "Give a FILE, or --%s and the other options.",
                             "请给出方案文件，或用 --%s 等选项说明方案。", needed[i]);
    if (cli_month(cli, "from", &year, &month) != 0 ||
        cli_enum(cli, "mode", &remuda__incentive__v1__step_mode__descriptor, &mode) != 0 ||
        parse_steps(cli, request) != 0 || yuan_option(cli, "per-lead", &request->fen_per_lead) != 0 ||
        yuan_option(cli, "lead-cap", &request->lead_award_cap_fen) != 0)
        return -1;
    request->plan_code = cli_text(cli, "plan");
    request->job = cli_text(cli, "job");
    request->valid_from = arena_printf(&cli->arena, "%d-%02d-01", (int)year, (int)month);
    request->mode = (Remuda__Incentive__V1__StepMode)mode;
    return 0;
}

/* A plan document has components; a text that is no JSON at all is refused by the service, line and column. */
static bool is_document(const char *text, size_t length)
{
    json_t *json = json_loadb(text, length, 0, NULL);
    bool is = json_object_get(json, "components") != NULL;
    json_decref(json);
    return is;
}

/* A plan document, or the contract's message in JSON, as --json prints messages. */
static Remuda__Incentive__V1__PutPlanRequest *plan_from_file(struct cli *cli, const char *path)
{
    char *text = arena_alloc(&cli->arena, PLAN_FILE_MAX);
    FILE *file = fopen(path, "rbe");
    if (!file) {
        error_set(&cli->error, STATUS_NOT_FOUND, "FILE", "%s cannot be opened: %s", "无法打开 %s：%s", path,
                  strerror(errno));
        return NULL;
    }
    size_t length = fread(text, 1, PLAN_FILE_MAX - 1, file);
    fclose(file);
    text[length] = 0;
    if (is_document(text, length)) {
        Remuda__Incentive__V1__PutPlanRequest *request = ARENA_NEW(&cli->arena, Remuda__Incentive__V1__PutPlanRequest);
        remuda__incentive__v1__put_plan_request__init(request);
        request->document = text;
        return request;
    }
    return (Remuda__Incentive__V1__PutPlanRequest *)wire_from_json(&remuda__incentive__v1__put_plan_request__descriptor,
                                                                   text, length, &cli->arena, &cli->error);
}

enum exit_code incentive_put_plan(struct cli *cli)
{
    Remuda__Incentive__V1__PutPlanRequest from_options = REMUDA__INCENTIVE__V1__PUT_PLAN_REQUEST__INIT;
    Remuda__Incentive__V1__PutPlanRequest *request = &from_options;
    if (cli->arguments.positional_count)
        request = plan_from_file(cli, cli->arguments.positionals[0]);
    else if (plan_from_options(cli, request) != 0)
        request = NULL;
    if (!request)
        return cli_usage(cli, &cli->error);
    Remuda__Incentive__V1__PutPlanResponse *response =
        cli_call(cli, SERVICE_INCENTIVE_CALCULATION, "remuda.incentive.v1.IncentiveCalculation/PutPlan", &request->base,
                 &remuda__incentive__v1__put_plan_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    if (*request->document) {
        printf(SAY(cli->locale, "Version %d is a draft; a second person approves it.\n", "第 %d 版为草稿；请由另一人批准。\n"), (int)response->version);
        return EXIT_CODE_DONE;
    }
    printf(SAY(cli->locale, "Plan %s, version %d, is in force from %s.\n", "方案 %s 第 %d 版自 %s 起施行。\n"),
           request->plan_code, (int)response->version, request->valid_from);
    return EXIT_CODE_DONE;
}

enum exit_code incentive_run(struct cli *cli)
{
    Remuda__Incentive__V1__RunMonthRequest request = REMUDA__INCENTIVE__V1__RUN_MONTH_REQUEST__INIT;
    if (cli_month(cli, "month", &request.year, &request.month) != 0)
        return cli_usage(cli, &cli->error);
    Remuda__Incentive__V1__RunMonthResponse *response =
        cli_call(cli, SERVICE_INCENTIVE_CALCULATION, "remuda.incentive.v1.IncentiveCalculation/RunMonth", &request.base,
                 &remuda__incentive__v1__run_month_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    printf(SAY(cli->locale, "Run %lld: %lld people, %s yuan together.\n", "第 %lld 次计算：%lld 人，合计 %s 元。\n"),
           (long long)response->run_id, (long long)response->people, cell_yuan(&cli->arena, response->total_fen));
    return EXIT_CODE_DONE;
}

static const char *component_text(const char *component, enum locale locale)
{
    if (strcmp(component, "deliveries") == 0)
        return SAY(locale, "deliveries", "交车");
    if (strcmp(component, "information_award") == 0)
        return SAY(locale, "information award", "信息反馈奖");
    return component;
}

/* Vehicles or leads; "1.6" where some are credited in part. */
static const char *credited_text(struct arena *arena, const Remuda__Incentive__V1__StatementLine *line)
{
    int64_t whole = line->credited_ppm / 1000000, part = line->credited_ppm % 1000000;
    char *text = arena_printf(arena, "%lld.%06lld", (long long)whole, (long long)part);
    if (part == 0)
        return cell_integer(arena, whole);
    for (size_t length = strlen(text); text[length - 1] == '0'; length--)
        text[length - 1] = 0;
    return text;
}

static void print_statement(struct cli *cli, const Remuda__Incentive__V1__Statement *statement)
{
    static const struct column_head heads[] = {
        {TEXT("component", "项目"), false},      {TEXT("from", "起点"), true},         {TEXT("units", "数量"), true},
        {TEXT("yuan each", "单价（元）"), true}, {TEXT("amount", "金额（元）"), true}, {TEXT("reason", "依据"), false}};
    struct table table;
    struct arena *arena = &cli->arena;
    table_init(&table, heads, 6, cli->locale);
    for (size_t i = 0; i < statement->n_lines; i++) {
        const Remuda__Incentive__V1__StatementLine *line = statement->lines[i];
        TABLE_ADD(&table, component_text(line->component, cli->locale), cell_integer(arena, line->from_units),
                  credited_text(arena, line), cell_yuan(arena, line->fen_per_unit),
                  cell_yuan(arena, line->amount_fen), line->reason);
    }
    printf(SAY(cli->locale, "%s (%s), %d-%02d, plan %s version %d, run %lld\n\n",
               "%s（%s），%d-%02d，方案 %s 第 %d 版，第 %lld 次计算\n\n"),
           statement->person_name, statement->person_code, (int)statement->year, (int)statement->month,
           statement->plan_code, (int)statement->plan_version, (long long)statement->run_id);
    table_print(&table, stdout);
    printf(SAY(cli->locale, "\nTotal %s yuan\n", "\n合计 %s 元\n"), cell_yuan(arena, statement->total_fen));
    table_release(&table);
}

enum exit_code incentive_statement(struct cli *cli)
{
    Remuda__Incentive__V1__GetStatementRequest request = REMUDA__INCENTIVE__V1__GET_STATEMENT_REQUEST__INIT;
    if (arguments_has(&cli->arguments, "month") == arguments_has(&cli->arguments, "period")) {
        error_set(&cli->error, STATUS_INVALID_ARGUMENT, "period", "Give --month or --period.", "请给出 --month 或 --period。");
        return cli_usage(cli, &cli->error);
    }
    if (cli_month(cli, "month", &request.year, &request.month) != 0)
        return cli_usage(cli, &cli->error);
    request.person_code = cli_text(cli, "person");
    request.period = cli_text(cli, "period");
    Remuda__Incentive__V1__GetStatementResponse *response =
        cli_call(cli, SERVICE_INCENTIVE_CALCULATION, "remuda.incentive.v1.IncentiveCalculation/GetStatement",
                 &request.base, &remuda__incentive__v1__get_statement_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (response->period_statement && !cli->json)
        return puts(response->period_statement->document) < 0 ? EXIT_CODE_TROUBLE : EXIT_CODE_DONE;
    if (cli->json || !response->statement)
        return print_json(cli, response);
    print_statement(cli, response->statement);
    return EXIT_CODE_DONE;
}
