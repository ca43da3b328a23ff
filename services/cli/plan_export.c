/* A plan in the department's form: units in rows, each followed by its own; months, quarters and the year in columns.
 */
#include "command.h"
#include "output.h"

#include "base/buffer.h"
#include "csv/csv_reader.h"
#include "remuda/target/v1/target_planning.pb-c.h"

#include <errno.h>
#include <xlsxwriter.h>

#define YEAR_MIN 2001
#define YEAR_MAX 2099
#define MONTHS 12
#define QUARTER_MONTHS 3
#define ROWS_MAX 100000
#define FORM_MAX (64 * 1024 * 1024)
#define TEXT_COLUMNS 3
#define NUMBER_COLUMNS (MONTHS + MONTHS / QUARTER_MONTHS + 1)
#define COLUMN_COUNT (TEXT_COLUMNS + NUMBER_COLUMNS)

const struct option plan_export_options[] = {
    {"year", "YEAR", TEXT("the year whose plan is in force", "计划年度"), true},
    {"unit", "CODE", TEXT("this unit and all below it; default headquarters", "某单位及其所有下级；默认总部"), false},
    {"csv", "FILE", TEXT("write it as CSV", "写成 CSV"), false},
    {"xlsx", "FILE", TEXT("write it as a spreadsheet", "写成 XLSX"), false},
    {0},
};

static const struct text heads[COLUMN_COUNT] = {
    TEXT("code", "代码"), TEXT("unit", "区域"), TEXT("level", "层级"), TEXT("1", "1月"),     TEXT("2", "2月"),
    TEXT("3", "3月"),     TEXT("Q1", "一季度"), TEXT("4", "4月"),      TEXT("5", "5月"),     TEXT("6", "6月"),
    TEXT("Q2", "二季度"), TEXT("7", "7月"),     TEXT("8", "8月"),      TEXT("9", "9月"),     TEXT("Q3", "三季度"),
    TEXT("10", "10月"),   TEXT("11", "11月"),   TEXT("12", "12月"),    TEXT("Q4", "四季度"), TEXT("year", "年度")};

struct form {
    int64_t plan_id;
    int version;
    size_t count;
    const Remuda__Target__V1__PlanTarget **rows;
};

static const char *level_word(int level, enum locale locale)
{
    static const struct text words[] = {TEXT("", ""),         TEXT("headquarters", "总部"), TEXT("region", "大区"),
                                        TEXT("area", "区域"), TEXT("dealer", "经销商"),     TEXT("person", "人员")};
    return level > 0 && level < (int)(sizeof words / sizeof *words) ? words[level].in[locale] : "";
}

/* Months with their quarter after every third; the year last. Quarters and year are sums of the months. */
static void form_numbers(const Remuda__Target__V1__PlanTarget *target, int64_t numbers[NUMBER_COLUMNS])
{
    int64_t quarter = 0, year = 0;
    size_t column = 0;
    for (size_t month = 0; month < MONTHS; month++) {
        numbers[column++] = target->month_units[month];
        quarter += target->month_units[month];
        if (month % QUARTER_MONTHS != QUARTER_MONTHS - 1)
            continue;
        numbers[column++] = quarter;
        year += quarter;
        quarter = 0;
    }
    numbers[column] = year;
}

static int refuse_file(struct cli *cli, const char *option, const char *path, const char *why)
{
    return error_set(&cli->error, STATUS_INTERNAL, option, "%s cannot be written: %s", "无法写入 %s：%s", path, why);
}

static void add_csv_row(struct cli *cli, struct buffer *text, const Remuda__Target__V1__PlanTarget *target)
{
    const char *cells[COLUMN_COUNT] = {target->unit_code, target->unit_name, level_word(target->level, cli->locale)};
    int64_t numbers[NUMBER_COLUMNS];
    form_numbers(target, numbers);
    for (size_t i = 0; i < NUMBER_COLUMNS; i++)
        cells[TEXT_COLUMNS + i] = cell_integer(&cli->arena, numbers[i]);
    csv_row_write(text, cells, COLUMN_COUNT);
}

static int write_csv(struct cli *cli, const struct form *form, const char *path)
{
    struct buffer text = BUFFER(FORM_MAX);
    const char *names[COLUMN_COUNT];
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        names[i] = heads[i].in[cli->locale];
    buffer_add_text(&text, CSV_BOM);
    csv_row_write(&text, names, COLUMN_COUNT);
    for (size_t i = 0; i < form->count; i++)
        add_csv_row(cli, &text, form->rows[i]);
    FILE *file = text.overflowed ? NULL : fopen(path, "wbe");
    bool failed = !file || fwrite(text.data, 1, text.length, file) != text.length;
    if (file && fclose(file) != 0)
        failed = true;
    buffer_release(&text);
    return failed ? refuse_file(cli, "csv", path, strerror(errno)) : 0;
}

static void add_sheet_row(struct cli *cli, lxw_worksheet *sheet, lxw_row_t row,
                          const Remuda__Target__V1__PlanTarget *target)
{
    int64_t numbers[NUMBER_COLUMNS];
    form_numbers(target, numbers);
    worksheet_write_string(sheet, row, 0, target->unit_code, NULL);
    worksheet_write_string(sheet, row, 1, target->unit_name, NULL);
    worksheet_write_string(sheet, row, 2, level_word(target->level, cli->locale), NULL);
    for (lxw_col_t i = 0; i < NUMBER_COLUMNS; i++)
        worksheet_write_number(sheet, row, TEXT_COLUMNS + i, (double)numbers[i], NULL);
}

static int write_xlsx(struct cli *cli, const struct form *form, const char *path)
{
    lxw_workbook *book = workbook_new(path);
    lxw_worksheet *sheet = workbook_add_worksheet(book, SAY(cli->locale, "Plan", "年度计划"));
    for (lxw_col_t i = 0; i < COLUMN_COUNT; i++)
        worksheet_write_string(sheet, 0, i, heads[i].in[cli->locale], NULL);
    worksheet_freeze_panes(sheet, 1, TEXT_COLUMNS - 1);
    for (size_t i = 0; i < form->count; i++)
        add_sheet_row(cli, sheet, (lxw_row_t)i + 1, form->rows[i]);
    lxw_error result = workbook_close(book);
    return result == LXW_NO_ERROR ? 0 : refuse_file(cli, "xlsx", path, lxw_strerror(result));
}

static int keep_page(struct cli *cli, const Remuda__Target__V1__ExportResponse *page, struct form *form)
{
    if (form->plan_id && form->plan_id != page->plan_id)
        return error_set(&cli->error, STATUS_UNAVAILABLE, "year", "the plan was amended meanwhile: export it again",
                         "导出期间计划已修订：请重新导出");
    if (form->count + page->n_targets > ROWS_MAX)
        return error_set(&cli->error, STATUS_OUT_OF_RANGE, "unit", "more than %d rows: export one region at a time",
                         "超过 %d 行：请按大区导出", ROWS_MAX);
    form->plan_id = page->plan_id;
    form->version = page->version;
    for (size_t i = 0; i < page->n_targets; i++)
        form->rows[form->count++] = page->targets[i];
    return 0;
}

static int read_form(struct cli *cli, Remuda__Target__V1__ExportRequest *request, struct form *form)
{
    form->rows = ARENA_ARRAY(&cli->arena, const Remuda__Target__V1__PlanTarget *, ROWS_MAX);
    do {
        const Remuda__Target__V1__ExportResponse *page =
            cli_call(cli, SERVICE_TARGET_PLANNING, "remuda.target.v1.TargetPlanning/Export", &request->base,
                     &remuda__target__v1__export_response__descriptor, &cli->error);
        if (!page || keep_page(cli, page, form))
            return -1;
        request->cursor = page->next_cursor;
    } while (*request->cursor);
    return 0;
}

enum exit_code plan_export(struct cli *cli)
{
    Remuda__Target__V1__ExportRequest request = REMUDA__TARGET__V1__EXPORT_REQUEST__INIT;
    const char *csv = arguments_value(&cli->arguments, "csv"), *xlsx = arguments_value(&cli->arguments, "xlsx");
    struct form form = {0};
    if (!csv && !xlsx)
        error_set(&cli->error, STATUS_INVALID_ARGUMENT, "csv", "give --csv FILE, --xlsx FILE or both",
                  "请填写 --csv 文件、--xlsx 文件，或两者");
    if ((!csv && !xlsx) || cli_int32(cli, "year", YEAR_MIN, YEAR_MAX, &request.year))
        return cli_usage(cli, &cli->error);
    request.unit_code = cli_text(cli, "unit");
    if (read_form(cli, &request, &form) || (csv && write_csv(cli, &form, csv)) ||
        (xlsx && write_xlsx(cli, &form, xlsx)))
        return cli_fail(cli, &cli->error);
    if (cli->json)
        printf("{\"planId\":\"%lld\",\"version\":%d,\"rows\":%zu}\n", (long long)form.plan_id, form.version,
               form.count);
    else
        printf(SAY(cli->locale, "Plan %lld, version %d: %zu rows.\n", "计划 %lld，第 %d 版：%zu 行。\n"),
               (long long)form.plan_id, form.version, form.count);
    return EXIT_CODE_DONE;
}
