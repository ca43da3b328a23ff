#include "pyramid_output.h"

#include "output.h"
#include "pyramid_svg.h"
#include "pyramid_xlsx.h"
#include "tier_text.h"

int pyramid_dimension(struct cli *cli, enum attribute *by)
{
    const char *word = arguments_value(&cli->arguments, "by");
    *by = ATTRIBUTE_COUNT;
    for (enum attribute i = 0; word && i < ATTRIBUTE_COUNT; i++)
        if (strcmp(word, attribute_names[i]) == 0)
            *by = i;
    if (!word || *by != ATTRIBUTE_COUNT)
        return 0;
    return error_set(&cli->error, STATUS_INVALID_ARGUMENT, "by", "must be region, segment, business_type or industry",
                     "必须是 region、segment、business_type 或 industry");
}

int pyramid_write_files(struct cli *cli, const struct pyramids *pyramids)
{
    const char *svg = arguments_value(&cli->arguments, "svg"), *xlsx = arguments_value(&cli->arguments, "xlsx");
    if (svg && pyramid_svg_write(svg, pyramids, cli->locale, &cli->error) != 0)
        return -1;
    return xlsx ? pyramid_xlsx_write(xlsx, pyramids, cli->locale, &cli->error) : 0;
}

static void add_rows(struct cli *cli, struct table *table, const struct pyramid *pyramid, const char *name)
{
    struct arena *arena = &cli->arena;
    for (enum tier tier = TIER_KEY; tier < TIER_COUNT; tier++) {
        const struct pyramid_level *level = &pyramid->levels[tier];
        TABLE_ADD(table, name, tier_name(tier, cli->locale), cell_integer(arena, level->customers),
                  cell_percent(arena, pyramid_share(level->customers, pyramid->customers)),
                  micro_format(level->value, arena_alloc(arena, NUMBER_TEXT_SIZE)),
                  cell_percent(arena, pyramid_share(level->value, pyramid->value)),
                  cell_integer(arena, level->installed_base), cell_integer(arena, level->seeds),
                  micro_format(pyramid->gini_ppm, arena_alloc(arena, NUMBER_TEXT_SIZE)));
    }
}

void pyramid_print(struct cli *cli, const struct pyramids *pyramids)
{
    static const struct column_head heads[] = {{TEXT("group", "分组"), false},
                                               {TEXT("tier", "级别"), false},
                                               {TEXT("customers", "客户数"), true},
                                               {TEXT("%", "占比"), true},
                                               {TEXT("value", "价值"), true},
                                               {TEXT("%", "占比"), true},
                                               {TEXT("installed base", "基盘客户"), true},
                                               {TEXT("seeds", "种子客户"), true},
                                               {TEXT("Gini", "基尼系数"), true}};
    struct table table;
    table_init(&table, heads, sizeof heads / sizeof *heads, cli->locale);
    add_rows(cli, &table, &pyramids->all, SAY(cli->locale, "all", "全部"));
    for (size_t i = 0; i < pyramids->group_count; i++)
        add_rows(cli, &table, &pyramids->groups[i], *pyramids->groups[i].name ? pyramids->groups[i].name : "-");
    printf("%s\n\n", pyramids->title);
    table_print(&table, stdout);
    table_release(&table);
}
