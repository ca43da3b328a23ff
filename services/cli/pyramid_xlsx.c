#include "pyramid_xlsx.h"

#include "base/money.h"
#include "tier_text.h"

#include <xlsxwriter.h>

struct sheet {
    lxw_worksheet *worksheet;
    lxw_row_t row;
    lxw_format *percent;
};

static void write_heads(struct sheet *sheet, const struct text *heads, size_t n, enum locale locale)
{
    for (size_t i = 0; i < n; i++)
        worksheet_write_string(sheet->worksheet, 0, (lxw_col_t)i, heads[i].in[locale], NULL);
    worksheet_freeze_panes(sheet->worksheet, 1, 0);
    sheet->row = 1;
}

static void write_share(struct sheet *sheet, lxw_col_t column, int64_t ppm)
{
    worksheet_write_number(sheet->worksheet, sheet->row, column, (double)ppm / PPM, sheet->percent);
}

static void write_levels(struct sheet *sheet, const struct pyramid *pyramid, const char *name, enum locale locale)
{
    for (enum tier tier = TIER_KEY; tier < TIER_COUNT; tier++, sheet->row++) {
        const struct pyramid_level *level = &pyramid->levels[tier];
        worksheet_write_string(sheet->worksheet, sheet->row, 0, name, NULL);
        worksheet_write_string(sheet->worksheet, sheet->row, 1, tier_name(tier, locale), NULL);
        worksheet_write_number(sheet->worksheet, sheet->row, 2, (double)level->customers, NULL);
        write_share(sheet, 3, pyramid_share(level->customers, pyramid->customers));
        worksheet_write_number(sheet->worksheet, sheet->row, 4, (double)level->value / MICRO, NULL);
        write_share(sheet, 5, pyramid_share(level->value, pyramid->value));
        worksheet_write_number(sheet->worksheet, sheet->row, 6, (double)level->installed_base, NULL);
        worksheet_write_number(sheet->worksheet, sheet->row, 7, (double)level->seeds, NULL);
        worksheet_write_number(sheet->worksheet, sheet->row, 8, (double)pyramid->gini_ppm / PPM, NULL);
    }
}

static void write_lorenz(struct sheet *sheet, const struct pyramid *pyramid, const char *name)
{
    for (size_t i = 0; i < LORENZ_POINTS; i++, sheet->row++) {
        worksheet_write_string(sheet->worksheet, sheet->row, 0, name, NULL);
        write_share(sheet, 1, pyramid->lorenz_customers_ppm[i]);
        write_share(sheet, 2, pyramid->lorenz_value_ppm[i]);
    }
}

int pyramid_xlsx_write(const char *path, const struct pyramids *pyramids, enum locale locale, struct error *error)
{
    static const struct text level_heads[] = {TEXT("group", "分组"),
                                              TEXT("tier", "级别"),
                                              TEXT("customers", "客户数"),
                                              TEXT("customers %", "客户占比"),
                                              TEXT("value", "价值"),
                                              TEXT("value %", "价值占比"),
                                              TEXT("installed base", "基盘客户"),
                                              TEXT("seed customers", "种子客户"),
                                              TEXT("Gini", "基尼系数")};
    static const struct text lorenz_heads[] = {TEXT("group", "分组"), TEXT("customers %", "客户累计占比"),
                                               TEXT("value %", "价值累计占比")};
    const char *all = SAY(locale, "all", "全部");
    lxw_workbook *workbook = workbook_new(path);
    struct sheet levels = {.worksheet = workbook_add_worksheet(workbook, SAY(locale, "Pyramids", "金字塔"))};
    struct sheet lorenz = {.worksheet = workbook_add_worksheet(workbook, SAY(locale, "Lorenz", "洛伦兹曲线"))};
    levels.percent = lorenz.percent = workbook_add_format(workbook);
    format_set_num_format(levels.percent, "0.00%");
    write_heads(&levels, level_heads, sizeof level_heads / sizeof *level_heads, locale);
    write_heads(&lorenz, lorenz_heads, sizeof lorenz_heads / sizeof *lorenz_heads, locale);
    write_levels(&levels, &pyramids->all, all, locale);
    write_lorenz(&lorenz, &pyramids->all, all);
    for (size_t i = 0; i < pyramids->group_count; i++) {
        write_levels(&levels, &pyramids->groups[i], pyramids->groups[i].name, locale);
        write_lorenz(&lorenz, &pyramids->groups[i], pyramids->groups[i].name);
    }
    lxw_error outcome = workbook_close(workbook);
    return outcome == LXW_NO_ERROR ? 0
                                   : error_set(error, STATUS_UNAVAILABLE, "xlsx", "%s cannot be written: %s",
                                               "无法写入 %s：%s", path, lxw_strerror(outcome));
}
