/* Customers' tiers (分级开发). */
#include "command.h"
#include "output.h"
#include "words.h"

#include "base/money.h"
#include "base/parse.h"
#include "remuda/tiering/v1/customer_tiering.pb-c.h"

#define CUT_DEFAULT_KEY 800000
#define CUT_DEFAULT_SECONDARY 950000

const struct option tier_run_options[] = {
    {"as-of", "DAY", TEXT("deliveries after this day do not count; default today", "此日之后的交车不计；默认今天"),
     false},
    {"delivered-points", "N", TEXT("points of a delivered vehicle; default 10", "每辆已交车的分值，默认 10"), false},
    {"open-points", "N", TEXT("points of a vehicle on a held lead; default 3", "每辆在手意向的分值，默认 3"), false},
    {"key-cut", "SHARE",
     TEXT("cumulative share up to which a customer is key; default 80%", "重点线（累计占比），默认 80%"), false},
    {"secondary-cut", "SHARE", TEXT("the same for secondary; default 95%", "次重点线，默认 95%"), false},
    {0},
};

const struct option tier_list_options[] = {
    {"run", "RUN_ID", TEXT("of this run; default the latest", "某次计算；默认最近一次"), false},
    {"tier", "TIER", TEXT("key, secondary or potential", "重点、次重点或潜力"), false},
    {"limit", "N", TEXT("customers a page, 1 to 500; default 50", "每页条数，1 至 500，默认 50"), false},
    {"cursor", "CURSOR", TEXT("go on where the page before ended", "从上一页结束处继续"), false},
    {0},
};

static int share_option(struct cli *cli, const char *name, int64_t *ppm)
{
    const char *text = arguments_value(&cli->arguments, name);
    return text ? parse_ppm(text, name, ppm, &cli->error) : 0;
}

static int read_policy(struct cli *cli, Remuda__Tiering__V1__TieringPolicy *policy)
{
    policy->delivered_unit_points = 10;
    policy->open_unit_points = 3;
    policy->key_cut_ppm = CUT_DEFAULT_KEY;
    policy->secondary_cut_ppm = CUT_DEFAULT_SECONDARY;
    if (cli_int64(cli, "delivered-points", 0, 1000000, &policy->delivered_unit_points) != 0 ||
        cli_int64(cli, "open-points", 0, 1000000, &policy->open_unit_points) != 0 ||
        share_option(cli, "key-cut", &policy->key_cut_ppm) != 0)
        return -1;
    return share_option(cli, "secondary-cut", &policy->secondary_cut_ppm);
}

static void print_run(struct cli *cli, const Remuda__Tiering__V1__RunTieringResponse *run)
{
    static const struct column_head heads[] = {
        {TEXT("tier", "级别"), false}, {TEXT("customers", "客户数"), true}, {TEXT("value", "价值"), true}};
    struct table table;
    table_init(&table, heads, 3, cli->locale);
    for (size_t i = 0; i < run->n_tiers; i++)
        TABLE_ADD(&table, enum_text(&remuda__tiering__v1__tier__descriptor, (int)run->tiers[i]->tier, cli->locale),
                  cell_integer(&cli->arena, run->tiers[i]->customers), cell_integer(&cli->arena, run->tiers[i]->value));
    printf(SAY(cli->locale, "Run %lld as of %s: %lld customers moved.\n\n",
               "第 %lld 次计算，截至 %s：%lld 个客户级别变动。\n\n"),
           (long long)run->run_id, run->as_of, (long long)run->moved);
    table_print(&table, stdout);
    table_release(&table);
}

enum exit_code tier_run(struct cli *cli)
{
    Remuda__Tiering__V1__RunTieringRequest request = REMUDA__TIERING__V1__RUN_TIERING_REQUEST__INIT;
    Remuda__Tiering__V1__TieringPolicy policy = REMUDA__TIERING__V1__TIERING_POLICY__INIT;
    if (cli_day(cli, "as-of", &request.as_of) != 0 || read_policy(cli, &policy) != 0)
        return cli_usage(cli, &cli->error);
    request.policy = &policy;
    Remuda__Tiering__V1__RunTieringResponse *response =
        cli_call(cli, SERVICE_CUSTOMER_TIERING, "remuda.tiering.v1.CustomerTiering/RunTiering", &request.base,
                 &remuda__tiering__v1__run_tiering_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    print_run(cli, response);
    return EXIT_CODE_DONE;
}

static void print_tier(struct cli *cli, const Remuda__Tiering__V1__CustomerTier *tier)
{
    enum locale l = cli->locale;
    struct arena *arena = &cli->arena;
    print_values(
        (const struct label_value[]){
            {SAY(l, "customer", "客户"),
             arena_printf(arena, "%s (%lld)", tier->customer_name, (long long)tier->customer_id)},
            {SAY(l, "tier", "级别"), enum_text(&remuda__tiering__v1__tier__descriptor, (int)tier->tier, l)},
            {SAY(l, "rank", "名次"), cell_integer(arena, tier->rank)},
            {SAY(l, "value", "价值"), cell_integer(arena, tier->value)},
            {SAY(l, "delivered vehicles", "已交车"), cell_integer(arena, tier->delivered_units)},
            {SAY(l, "vehicles on held leads", "在手意向车数"), cell_integer(arena, tier->open_units)},
            {SAY(l, "share", "占比"), cell_percent(arena, tier->share_ppm)},
            {SAY(l, "cumulative share", "累计占比"), cell_percent(arena, tier->cumulative_share_ppm)},
            {SAY(l, "run", "计算批次"), cell_integer(arena, tier->run_id)},
            {SAY(l, "reason", "依据"), tier->reason},
            {0},
        },
        stdout);
}

enum exit_code tier_show(struct cli *cli)
{
    Remuda__Tiering__V1__GetTierRequest request = REMUDA__TIERING__V1__GET_TIER_REQUEST__INIT;
    if (parse_int64(cli->arguments.positionals[0], 1, INT64_MAX, "CUSTOMER_ID", &request.customer_id, &cli->error) != 0)
        return cli_usage(cli, &cli->error);
    Remuda__Tiering__V1__GetTierResponse *response =
        cli_call(cli, SERVICE_CUSTOMER_TIERING, "remuda.tiering.v1.CustomerTiering/GetTier", &request.base,
                 &remuda__tiering__v1__get_tier_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json || !response->tier)
        return print_json(cli, response);
    print_tier(cli, response->tier);
    return EXIT_CODE_DONE;
}

static void print_tiers(struct cli *cli, const Remuda__Tiering__V1__ListTiersResponse *page)
{
    static const struct column_head heads[] = {
        {TEXT("rank", "名次"), true},          {TEXT("customer id", "客户编号"), true},
        {TEXT("customer", "客户"), false},     {TEXT("tier", "级别"), false},
        {TEXT("value", "价值"), true},         {TEXT("delivered", "已交车"), true},
        {TEXT("open", "在手意向"), true},      {TEXT("share", "占比"), true},
        {TEXT("cumulative", "累计占比"), true}};
    struct table table;
    table_init(&table, heads, 9, cli->locale);
    for (size_t i = 0; i < page->n_tiers; i++) {
        const Remuda__Tiering__V1__CustomerTier *tier = page->tiers[i];
        TABLE_ADD(&table, cell_integer(&cli->arena, tier->rank), cell_integer(&cli->arena, tier->customer_id),
                  tier->customer_name, enum_text(&remuda__tiering__v1__tier__descriptor, (int)tier->tier, cli->locale),
                  cell_integer(&cli->arena, tier->value), cell_integer(&cli->arena, tier->delivered_units),
                  cell_integer(&cli->arena, tier->open_units), cell_percent(&cli->arena, tier->share_ppm),
                  cell_percent(&cli->arena, tier->cumulative_share_ppm));
    }
    table_print(&table, stdout);
    table_release(&table);
    print_next_page(cli, page->next_cursor);
}

enum exit_code tier_list(struct cli *cli)
{
    Remuda__Tiering__V1__ListTiersRequest request = REMUDA__TIERING__V1__LIST_TIERS_REQUEST__INIT;
    int tier = 0;
    if (cli_int64(cli, "run", 1, INT64_MAX, &request.run_id) != 0 ||
        cli_int32(cli, "limit", 1, 500, &request.limit) != 0 ||
        cli_enum(cli, "tier", &remuda__tiering__v1__tier__descriptor, &tier) != 0)
        return cli_usage(cli, &cli->error);
    request.tier = (Remuda__Tiering__V1__Tier)tier;
    request.cursor = cli_text(cli, "cursor");
    Remuda__Tiering__V1__ListTiersResponse *response =
        cli_call(cli, SERVICE_CUSTOMER_TIERING, "remuda.tiering.v1.CustomerTiering/ListTiers", &request.base,
                 &remuda__tiering__v1__list_tiers_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    print_tiers(cli, response);
    return EXIT_CODE_DONE;
}
