/* What a period pays: explained and disputed line by line, and as a payout file with control totals. */
#include "command.h"
#include "output.h"

#include "base/buffer.h"
#include "base/parse.h"
#include "csv/csv_reader.h"
#include "remuda/incentive/v1/incentive_calculation.pb-c.h"

#include <errno.h>
#include <inttypes.h>
#include <xlsxwriter.h>

#define PAYOUT_MAX (64 * 1024 * 1024)
#define COLUMN_COUNT 6
#define METHOD(name) "remuda.incentive.v1.IncentiveCalculation/" name

const struct option incentive_explain_options[] = {
    {"person", "CODE", TEXT("the person; default the caller", "人员代码；默认本人"), false},
    {"component", "CODE", TEXT("the component's code in the plan", "方案中的项目代码"), true},
    {0},
};
const struct option incentive_export_options[] = {
    {"out", "FILE", TEXT("FILE.csv or FILE.xlsx", "FILE.csv或FILE.xlsx"), true},
    {0},
};

const struct option incentive_dispute_options[] = {
    {"component", "CODE", TEXT("the component's code", "项目代码"), true},
    {"reason", "TEXT", TEXT("what is wrong", "异议理由"), true},
    {0},
};
const struct option incentive_resolve_dispute_options[] = {
    {"answer", "TEXT", TEXT("the reason", "答复"), true},
    {"correction", "YUAN", TEXT("so much more, or less with a minus; default none", "更正金额（元，可为负）；默认无"),
     false},
    {0},
};

static const char *const heads[COLUMN_COUNT] = {"period",        "person_code", "person_name",
                                                "forwarded_fen", "total_fen",   "total_yuan"};

enum exit_code incentive_explain(struct cli *cli)
{
    Remuda__Incentive__V1__ExplainLineRequest request = REMUDA__INCENTIVE__V1__EXPLAIN_LINE_REQUEST__INIT;
    request.period = cli_positional(cli, 0);
    request.person_code = cli_text(cli, "person");
    request.component = cli_text(cli, "component");
    Remuda__Incentive__V1__ExplainLineResponse *response =
        cli_call(cli, SERVICE_INCENTIVE_CALCULATION, METHOD("ExplainLine"), &request.base,
                 &remuda__incentive__v1__explain_line_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    puts(response->formula);
    for (size_t i = 0; i < response->n_sources; i++)
        printf("  %s\n", response->sources[i]);
    return EXIT_CODE_DONE;
}

/* One payment, or with NULL the row of control totals. */
static void row_texts(struct cli *cli, const Remuda__Incentive__V1__ExportResponse *payout,
                      const Remuda__Incentive__V1__Statement *payment, const char *texts[COLUMN_COUNT])
{
    int64_t total = payment ? payment->total_fen : payout->total_fen, forwarded = 0;
    for (size_t i = 0; i < payout->n_payments; i++)
        forwarded += payout->payments[i]->forwarded_fen;
    texts[0] = payout->period;
    texts[1] = payment ? payment->person_code : "TOTAL";
    texts[2] = payment ? payment->person_name : arena_printf(&cli->arena, "%" PRId64, payout->people);
    texts[3] = arena_printf(&cli->arena, "%" PRId64, payment ? payment->forwarded_fen : forwarded);
    texts[4] = arena_printf(&cli->arena, "%" PRId64, total);
    texts[5] = cell_yuan(&cli->arena, total);
}

static int refuse_file(struct cli *cli, const char *path, const char *why)
{
    return error_set(&cli->error, STATUS_INTERNAL, "out", "%s cannot be written: %s", "无法写入%s：%s", path, why);
}

static int write_csv(struct cli *cli, const Remuda__Incentive__V1__ExportResponse *payout, const char *path)
{
    struct buffer text = BUFFER(PAYOUT_MAX);
    const char *texts[COLUMN_COUNT];
    buffer_add_text(&text, CSV_BOM);
    csv_row_write(&text, heads, COLUMN_COUNT);
    for (size_t i = 0; i <= payout->n_payments; i++) {
        row_texts(cli, payout, i < payout->n_payments ? payout->payments[i] : NULL, texts);
        csv_row_write(&text, texts, COLUMN_COUNT);
    }
    FILE *file = text.overflowed ? NULL : fopen(path, "wbe");
    int failed = !file || fwrite(text.data, 1, text.length, file) != text.length;
    if (file && fclose(file) != 0)
        failed = 1;
    buffer_release(&text);
    return failed ? refuse_file(cli, path, strerror(errno)) : 0;
}

/* Amounts are numbers there, exact up to 2^53 fen. */
static int write_xlsx(struct cli *cli, const Remuda__Incentive__V1__ExportResponse *payout, const char *path)
{
    lxw_workbook *book = workbook_new(path);
    lxw_worksheet *sheet = workbook_add_worksheet(book, NULL);
    const char *texts[COLUMN_COUNT];
    for (lxw_col_t column = 0; column < COLUMN_COUNT; column++)
        worksheet_write_string(sheet, 0, column, heads[column], NULL);
    for (size_t i = 0; i <= payout->n_payments; i++) {
        const Remuda__Incentive__V1__Statement *payment = i < payout->n_payments ? payout->payments[i] : NULL;
        row_texts(cli, payout, payment, texts);
        for (lxw_col_t column = 0; column < COLUMN_COUNT; column++)
            if (column == 4)
                worksheet_write_number(sheet, (lxw_row_t)i + 1, column,
                                       (double)(payment ? payment->total_fen : payout->total_fen), NULL);
            else
                worksheet_write_string(sheet, (lxw_row_t)i + 1, column, texts[column], NULL);
    }
    lxw_error result = workbook_close(book);
    return result == LXW_NO_ERROR ? 0 : refuse_file(cli, path, lxw_strerror(result));
}

static bool ends_in(const char *path, const char *end)
{
    size_t length = strlen(path), tail = strlen(end);
    return length >= tail && strcmp(path + length - tail, end) == 0;
}

enum exit_code incentive_export(struct cli *cli)
{
    Remuda__Incentive__V1__PeriodRequest request = REMUDA__INCENTIVE__V1__PERIOD_REQUEST__INIT;
    const char *path = cli_text(cli, "out");
    request.period = cli_positional(cli, 0);
    if (!ends_in(path, ".csv") && !ends_in(path, ".xlsx")) {
        error_set(&cli->error, STATUS_INVALID_ARGUMENT, "out", "\"%s\" ends neither in .csv nor in .xlsx.",
                  "“%s”须以.csv或.xlsx结尾。", path);
        return cli_usage(cli, &cli->error);
    }
    Remuda__Incentive__V1__ExportResponse *response =
        cli_call(cli, SERVICE_INCENTIVE_CALCULATION, METHOD("Export"), &request.base,
                 &remuda__incentive__v1__export_response__descriptor, &cli->error);
    if (!response || (ends_in(path, ".csv") ? write_csv : write_xlsx)(cli, response, path) != 0)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    printf(SAY(cli->locale, "%s: %lld people, %s yuan together.\n", "%s：%lld 人，合计 %s 元。\n"), path,
           (long long)response->people, cell_yuan(&cli->arena, response->total_fen));
    return EXIT_CODE_DONE;
}

enum exit_code incentive_dispute(struct cli *cli)
{
    Remuda__Incentive__V1__DisputeRequest request = REMUDA__INCENTIVE__V1__DISPUTE_REQUEST__INIT;
    request.period = cli_positional(cli, 0);
    request.component = cli_text(cli, "component");
    request.reason = cli_text(cli, "reason");
    Remuda__Incentive__V1__DisputeResponse *response =
        cli_call(cli, SERVICE_INCENTIVE_CALCULATION, METHOD("Dispute"), &request.base,
                 &remuda__incentive__v1__dispute_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    printf(SAY(cli->locale, "Dispute %lld is answered by %s.\n", "异议 %lld 将于 %s 前答复。\n"),
           (long long)response->dispute_id, response->due_on);
    return EXIT_CODE_DONE;
}

enum exit_code incentive_resolve_dispute(struct cli *cli)
{
    Remuda__Incentive__V1__ResolveDisputeRequest request = REMUDA__INCENTIVE__V1__RESOLVE_DISPUTE_REQUEST__INIT;
    const char *correction = arguments_value(&cli->arguments, "correction");
    request.answer = cli_text(cli, "answer");
    if (parse_int64(cli_positional(cli, 0), 1, INT64_MAX, "ID", &request.dispute_id, &cli->error) != 0 ||
        (correction && parse_money(correction, "correction", &request.correction_fen, &cli->error) != 0))
        return cli_usage(cli, &cli->error);
    void *response = cli_call(cli, SERVICE_INCENTIVE_CALCULATION, METHOD("ResolveDispute"), &request.base,
                              &remuda__incentive__v1__resolve_dispute_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    puts(SAY(cli->locale, "The dispute is answered.", "异议已答复。"));
    return EXIT_CODE_DONE;
}
