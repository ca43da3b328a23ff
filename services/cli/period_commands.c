/* Pay by plan documents: plans are approved, periods calculated, reviewed, approved, paid and closed. */
#include "command.h"
#include "output.h"

#include "base/parse.h"
#include "remuda/incentive/v1/incentive_calculation.pb-c.h"

#include <errno.h>

#define FILE_TEXT_MAX (8 * 1024 * 1024)
#define METHOD(name) "remuda.incentive.v1.IncentiveCalculation/" name

const struct option incentive_approve_plan_options[] = {
    {"version", "N", TEXT("the draft's version", "草稿版本号"), true},
    {0},
};
const struct option incentive_calculate_options[] = {
    {"facts", "FILE",
     TEXT("targets, attainment, visits, quality of the year so far", "本年至今的目标、达成率、走访、质量"), false},
    {0},
};
const struct option incentive_mark_paid_options[] = {
    {"reference", "TEXT", TEXT("of the transfer", "付款凭证号"), true},
    {0},
};

const struct option incentive_simulate_options[] = {
    {"person", "CODE", TEXT("the person; default the caller", "人员代码；默认本人"), false},
    {"more", "N", TEXT("so many more vehicles, delivered on the last day", "期末日多交的台数"), false},
    {"product", "CODE", TEXT("their product", "产品代码"), false},
    {"business", "TYPE", TEXT("government, enterprise, small_batch, industry", "业务类型"), false},
    {"price", "YUAN", TEXT("of each", "单价（元）"), false},
    {"plan", "FILE", TEXT("a plan document instead of those in force of its role", "以此方案文件代替现行方案"), false},
    {"facts", "FILE",
     TEXT("targets, attainment, visits, quality of the year so far", "本年至今的目标、达成率、走访、质量"), false},
    {0},
};

enum exit_code incentive_approve_plan(struct cli *cli)
{
    Remuda__Incentive__V1__ApprovePlanRequest request = REMUDA__INCENTIVE__V1__APPROVE_PLAN_REQUEST__INIT;
    request.plan_code = cli_positional(cli, 0);
    if (cli_int32(cli, "version", 1, INT32_MAX, &request.version) != 0)
        return cli_usage(cli, &cli->error);
    void *response = cli_call(cli, SERVICE_INCENTIVE_CALCULATION, METHOD("ApprovePlan"), &request.base,
                              &remuda__incentive__v1__approve_plan_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    printf(SAY(cli->locale, "Plan %s, version %d, is approved.\n", "方案 %s 第 %d 版已批准。\n"), request.plan_code,
           (int)request.version);
    return EXIT_CODE_DONE;
}

static const char *state_text(Remuda__Incentive__V1__PeriodState state, enum locale locale)
{
    static const struct text states[] = {
        TEXT("", ""),           TEXT("calculated", "已计算"), TEXT("reviewed", "已复核"), TEXT("approved", "已批准"),
        TEXT("paid", "已支付"), TEXT("closed", "已关闭")};
    return (size_t)state < sizeof states / sizeof *states ? states[state].in[locale] : "";
}

static enum exit_code call_period(struct cli *cli, const char *method, const ProtobufCMessage *request)
{
    Remuda__Incentive__V1__PeriodResponse *response =
        cli_call(cli, SERVICE_INCENTIVE_CALCULATION, method, request,
                 &remuda__incentive__v1__period_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    printf(SAY(cli->locale, "%s: %s, %lld people, %s yuan together.\n", "%s：%s，%lld 人，合计 %s 元。\n"),
           cli_positional(cli, 0), state_text(response->state, cli->locale), (long long)response->people,
           cell_yuan(&cli->arena, response->total_fen));
    return EXIT_CODE_DONE;
}

static int read_text(struct cli *cli, const char *option, char **text)
{
    const char *path = arguments_value(&cli->arguments, option);
    if (!path)
        return 0;
    FILE *file = fopen(path, "rbe");
    if (!file)
        return error_set(&cli->error, STATUS_NOT_FOUND, option, "%s cannot be opened: %s", "无法打开 %s：%s", path,
                         strerror(errno));
    *text = arena_alloc(&cli->arena, FILE_TEXT_MAX);
    (*text)[fread(*text, 1, FILE_TEXT_MAX - 1, file)] = 0;
    fclose(file);
    return 0;
}

enum exit_code incentive_calculate(struct cli *cli)
{
    Remuda__Incentive__V1__CalculateRequest request = REMUDA__INCENTIVE__V1__CALCULATE_REQUEST__INIT;
    request.period = cli_positional(cli, 0);
    if (read_text(cli, "facts", &request.facts) != 0)
        return cli_usage(cli, &cli->error);
    return call_period(cli, METHOD("Calculate"), &request.base);
}

static enum exit_code move_period(struct cli *cli, const char *method)
{
    Remuda__Incentive__V1__PeriodRequest request = REMUDA__INCENTIVE__V1__PERIOD_REQUEST__INIT;
    request.period = cli_positional(cli, 0);
    return call_period(cli, method, &request.base);
}

enum exit_code incentive_review(struct cli *cli)
{
    return move_period(cli, METHOD("Review"));
}

enum exit_code incentive_approve(struct cli *cli)
{
    return move_period(cli, METHOD("Approve"));
}

enum exit_code incentive_close(struct cli *cli)
{
    return move_period(cli, METHOD("ClosePeriod"));
}

enum exit_code incentive_mark_paid(struct cli *cli)
{
    Remuda__Incentive__V1__MarkPaidRequest request = REMUDA__INCENTIVE__V1__MARK_PAID_REQUEST__INIT;
    request.period = cli_positional(cli, 0);
    request.payment_reference = cli_text(cli, "reference");
    return call_period(cli, METHOD("MarkPaid"), &request.base);
}

enum exit_code incentive_list(struct cli *cli)
{
    static const struct column_head heads[] = {{TEXT("person", "人员"), false},
                                               {TEXT("name", "姓名"), false},
                                               {TEXT("state", "状态"), false},
                                               {TEXT("forwarded", "前期结算（元）"), true},
                                               {TEXT("total", "合计（元）"), true}};
    Remuda__Incentive__V1__ListStatementsRequest request = REMUDA__INCENTIVE__V1__LIST_STATEMENTS_REQUEST__INIT;
    struct table table;
    request.period = cli_positional(cli, 0);
    Remuda__Incentive__V1__ListStatementsResponse *response =
        cli_call(cli, SERVICE_INCENTIVE_CALCULATION, METHOD("ListStatements"), &request.base,
                 &remuda__incentive__v1__list_statements_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    table_init(&table, heads, 5, cli->locale);
    for (size_t i = 0; i < response->n_statements; i++) {
        const Remuda__Incentive__V1__Statement *statement = response->statements[i];
        TABLE_ADD(&table, statement->person_code, statement->person_name, state_text(statement->state, cli->locale),
                  cell_yuan(&cli->arena, statement->forwarded_fen), cell_yuan(&cli->arena, statement->total_fen));
    }
    table_print(&table, stdout);
    table_release(&table);
    return EXIT_CODE_DONE;
}

enum exit_code incentive_simulate(struct cli *cli)
{
    Remuda__Incentive__V1__SimulateRequest request = REMUDA__INCENTIVE__V1__SIMULATE_REQUEST__INIT;
    const char *price = arguments_value(&cli->arguments, "price");
    request.period = cli_positional(cli, 0);
    request.person_code = cli_text(cli, "person");
    request.product_code = cli_text(cli, "product");
    request.business_type = cli_text(cli, "business");
    if (cli_int32(cli, "more", 0, INT32_MAX, &request.more_units) != 0 ||
        read_text(cli, "plan", &request.document) != 0 || read_text(cli, "facts", &request.facts) != 0 ||
        (price && parse_money(price, "price", &request.price_fen, &cli->error) != 0))
        return cli_usage(cli, &cli->error);
    Remuda__Incentive__V1__SimulateResponse *response =
        cli_call(cli, SERVICE_INCENTIVE_CALCULATION, METHOD("Simulate"), &request.base,
                 &remuda__incentive__v1__simulate_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    printf(SAY(cli->locale, "Now %s yuan, then %s yuan; %lld people, %lld with more, %lld with less.\n",
               "现为 %s 元，试算为 %s 元；%lld 人，增加 %lld 人，减少 %lld 人。\n"),
           cell_yuan(&cli->arena, response->now_fen), cell_yuan(&cli->arena, response->then_fen),
           (long long)response->people, (long long)response->winners, (long long)response->losers);
    return EXIT_CODE_DONE;
}
