/* Pay (阶梯式激励): plan documents and people's statements. */
#include "command.h"
#include "output.h"

#include "remuda/incentive/v1/incentive_calculation.pb-c.h"

#include <errno.h>
#include <jansson.h>

#define PLAN_FILE_MAX (256 * 1024)
#define METHOD(name) "remuda.incentive.v1.IncentiveCalculation/" name

const struct option incentive_statement_options[] = {
    {"person", "CODE", TEXT("the person; default the caller", "人员代码；默认本人"), false},
    {0},
};

static int read_document(struct cli *cli, const char *path, char **text)
{
    FILE *file = fopen(path, "rbe");
    if (!file)
        return error_set(&cli->error, STATUS_NOT_FOUND, "FILE", "%s cannot be opened: %s", "无法打开 %s：%s", path,
                         strerror(errno));
    *text = arena_alloc(&cli->arena, PLAN_FILE_MAX);
    (*text)[fread(*text, 1, PLAN_FILE_MAX - 1, file)] = 0;
    fclose(file);
    return 0;
}

enum exit_code incentive_put_plan(struct cli *cli)
{
    Remuda__Incentive__V1__PutPlanRequest request = REMUDA__INCENTIVE__V1__PUT_PLAN_REQUEST__INIT;
    if (read_document(cli, cli_positional(cli, 0), &request.document) != 0)
        return cli_usage(cli, &cli->error);
    Remuda__Incentive__V1__PutPlanResponse *response =
        cli_call(cli, SERVICE_INCENTIVE_CALCULATION, METHOD("PutPlan"), &request.base,
                 &remuda__incentive__v1__put_plan_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    printf(SAY(cli->locale, "Version %d of %s is a draft; a second person approves it.\n",
               "第 %d 版（%s）为草稿；请由另一人批准。\n"),
           (int)response->version, response->plan_code);
    return EXIT_CODE_DONE;
}

/* --- a statement ------------------------------------------------------------------------------- */

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

static const char *yuan_of(struct cli *cli, const json_t *object, const char *key)
{
    return cell_yuan(&cli->arena, json_integer_value(json_object_get(object, key)));
}

static const char *formula_of(struct cli *cli, const json_t *line)
{
    return text_of(json_object_get(line, "formula"), SAY(cli->locale, "en", "zh-CN"));
}

static void add_lines(struct cli *cli, const json_t *document, struct table *table)
{
    const json_t *lines = json_object_get(document, "lines"), *adjustments = json_object_get(document, "adjustments"),
                 *forwarded = json_object_get(document, "forwarded"), *line;
    size_t i;
    json_array_foreach(lines, i, line)
        TABLE_ADD(table, text_of(line, "component"), yuan_of(cli, line, "amount_fen"), formula_of(cli, line));
    json_array_foreach(adjustments, i, line)
        TABLE_ADD(table, text_of(line, "component"), yuan_of(cli, line, "amount_fen"), formula_of(cli, line));
    json_array_foreach(forwarded, i, line)
        TABLE_ADD(table, text_of(line, "origin"), yuan_of(cli, line, "amount_fen"),
                  SAY(cli->locale, "late facts of a closed period", "已关闭周期的迟到事实"));
}

static void print_statement(struct cli *cli, const Remuda__Incentive__V1__Statement *statement)
{
    static const struct column_head heads[] = {
        {TEXT("component", "项目"), false}, {TEXT("amount", "金额（元）"), true}, {TEXT("reason", "依据"), false}};
    json_t *document = json_loads(statement->document, 0, NULL);
    const json_t *draw = json_object_get(document, "draw");
    struct table table;
    table_init(&table, heads, sizeof heads / sizeof *heads, cli->locale);
    add_lines(cli, document, &table);
    printf(SAY(cli->locale, "%s (%s), %s\n\n", "%s（%s），%s\n\n"), statement->person_name, statement->person_code,
           statement->period);
    table_print(&table, stdout);
    printf(SAY(cli->locale, "\nEarned %s yuan, advanced %s, recovered %s; balance of draws %s\n",
               "\n应计 %s 元，预支 %s，扣回 %s；预支余额 %s\n"),
           yuan_of(cli, document, "earned_fen"), yuan_of(cli, draw, "advanced_fen"),
           yuan_of(cli, draw, "recovered_fen"), yuan_of(cli, draw, "balance_fen"));
    printf(SAY(cli->locale, "Total %s yuan\n", "合计 %s 元\n"), cell_yuan(&cli->arena, statement->total_fen));
    table_release(&table);
    json_decref(document);
}

enum exit_code incentive_statement(struct cli *cli)
{
    Remuda__Incentive__V1__GetStatementRequest request = REMUDA__INCENTIVE__V1__GET_STATEMENT_REQUEST__INIT;
    request.period = cli_positional(cli, 0);
    request.person_code = cli_text(cli, "person");
    Remuda__Incentive__V1__GetStatementResponse *response =
        cli_call(cli, SERVICE_INCENTIVE_CALCULATION, METHOD("GetStatement"), &request.base,
                 &remuda__incentive__v1__get_statement_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    print_statement(cli, response->statement);
    return EXIT_CODE_DONE;
}
