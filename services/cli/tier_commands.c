/* Customers' tiers (分级开发): runs, and each customer's tier with what led to it. The policies are in
 * tier_policy_commands.c. */
#include "command.h"
#include "output.h"
#include "words.h"

#include "base/parse.h"
#include "remuda/tiering/v1/customer_tiering.pb-c.h"
#include "tier_text.h"

#define METHOD(name) "remuda.tiering.v1.CustomerTiering/" name
#define TIER_TEXT(tier, locale) enum_text(&remuda__tiering__v1__tier__descriptor, (int)(tier), (locale))

const struct option tier_run_options[] = {
    {"as-of", "DAY", TEXT("deliveries after this day do not count; default today", "此日之后的交车不计；默认今天"),
     false},
    {"policy", "VERSION",
     TEXT("an approved policy; default the national one in force on that day",
          "已批准的政策版本；默认当日生效的全国政策"),
     false},
    {0},
};

const struct option tier_show_options[] = {
    {"run", "RUN_ID",
     TEXT("in this run; default the latest released that has it", "某次分级；默认最近发布且含该客户的一次"), false},
    {0},
};

const struct option tier_moves_options[] = {
    {"run", "RUN_ID", TEXT("of this run; default the latest released", "某次分级；默认最近发布的一次"), false},
    {"limit", "N", TEXT("moves a page, 1 to 500; default 50", "每页条数，1 至 500，默认 50"), false},
    {"cursor", "CURSOR", TEXT("go on where the page before ended", "从上一页结束处继续"), false},
    {0},
};

const struct option tier_compare_options[] = {
    {"limit", "N", TEXT("moves a page, 1 to 500; default 50", "每页条数，1 至 500，默认 50"), false},
    {"cursor", "CURSOR", TEXT("go on where the page before ended", "从上一页结束处继续"), false},
    {0},
};

const struct option tier_list_options[] = {
    {"run", "RUN_ID", TEXT("of this run; default the latest released", "某次分级；默认最近发布的一次"), false},
    {"tier", "TIER", TEXT("key, secondary or potential", "重点、次重点或潜力"), false},
    {"limit", "N", TEXT("customers a page, 1 to 500; default 50", "每页条数，1 至 500，默认 50"), false},
    {"cursor", "CURSOR", TEXT("go on where the page before ended", "从上一页结束处继续"), false},
    {"region", "REGION", TEXT("of this region", "所在区域"), false},
    {"segment", "CODE", TEXT("of this segment", "细分市场"), false},
    {"business-type", "TYPE", TEXT("government, enterprise, small_batch or industry", "业务类型代码"), false},
    {"industry", "CODE", TEXT("of this industry", "行业代码"), false},
    {0},
};

/* 12500000 -> "12.5" */
static char *cell_micro(struct arena *arena, int64_t micro)
{
    return micro_format(micro, arena_alloc(arena, NUMBER_TEXT_SIZE));
}

static int read_run_id(struct cli *cli, size_t index, const char *name, int64_t *run_id)
{
    return parse_int64(cli->arguments.positionals[index], 1, INT64_MAX, name, run_id, &cli->error);
}

static void print_run(struct cli *cli, const Remuda__Tiering__V1__RunResponse *run)
{
    static const struct column_head heads[] = {
        {TEXT("tier", "级别"), false}, {TEXT("customers", "客户数"), true}, {TEXT("value", "价值"), true}};
    struct table table;
    table_init(&table, heads, 3, cli->locale);
    for (size_t i = 0; i < run->n_tiers; i++)
        TABLE_ADD(&table, TIER_TEXT(run->tiers[i]->tier, cli->locale),
                  cell_integer(&cli->arena, run->tiers[i]->customers),
                  cell_micro(&cli->arena, run->tiers[i]->value_micro));
    printf(SAY(cli->locale, "Run %lld as of %s by policy %lld: %lld customers moved.\n",
               "第 %lld 次分级，截至 %s，政策第 %lld 版：%lld 个客户级别变动。\n"),
           (long long)run->run_id, run->as_of, (long long)run->policy_version, (long long)run->moved);
    printf("%s\n\n", run->released ? SAY(cli->locale, "The other services have been told.", "已通知其他服务。")
                                   : SAY(cli->locale, "Not released: remuda tier release tells the other services.",
                                         "尚未发布：请用 remuda tier release 通知其他服务。"));
    table_print(&table, stdout);
    table_release(&table);
}

enum exit_code tier_run(struct cli *cli)
{
    Remuda__Tiering__V1__RunRequest request = REMUDA__TIERING__V1__RUN_REQUEST__INIT;
    if (cli_day(cli, "as-of", &request.as_of) != 0 ||
        cli_int64(cli, "policy", 1, INT64_MAX, &request.policy_version) != 0)
        return cli_usage(cli, &cli->error);
    Remuda__Tiering__V1__RunResponse *response = cli_call(cli, SERVICE_CUSTOMER_TIERING, METHOD("Run"), &request.base,
                                                          &remuda__tiering__v1__run_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    print_run(cli, response);
    return EXIT_CODE_DONE;
}

enum exit_code tier_release(struct cli *cli)
{
    Remuda__Tiering__V1__ReleaseRequest request = REMUDA__TIERING__V1__RELEASE_REQUEST__INIT;
    if (read_run_id(cli, 0, "RUN_ID", &request.run_id) != 0)
        return cli_usage(cli, &cli->error);
    const Remuda__Tiering__V1__ReleaseResponse *response =
        cli_call(cli, SERVICE_CUSTOMER_TIERING, METHOD("Release"), &request.base,
                 &remuda__tiering__v1__release_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    printf(SAY(cli->locale, "Run %lld is released: %lld customers' tiers were told.\n",
               "第 %lld 次分级已发布：已通知 %lld 个客户的级别。\n"),
           (long long)response->run_id, (long long)response->told);
    return EXIT_CODE_DONE;
}

enum exit_code tier_reproduce(struct cli *cli)
{
    Remuda__Tiering__V1__ReproduceRunRequest request = REMUDA__TIERING__V1__REPRODUCE_RUN_REQUEST__INIT;
    if (read_run_id(cli, 0, "RUN_ID", &request.run_id) != 0)
        return cli_usage(cli, &cli->error);
    const Remuda__Tiering__V1__ReproduceRunResponse *response =
        cli_call(cli, SERVICE_CUSTOMER_TIERING, METHOD("ReproduceRun"), &request.base,
                 &remuda__tiering__v1__reproduce_run_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        print_json(cli, response);
    else
        printf("%s  %s\n", response->digest,
               response->is_identical ? SAY(cli->locale, "identical", "一致") : SAY(cli->locale, "differs", "不一致"));
    return response->is_identical ? EXIT_CODE_DONE : EXIT_CODE_NO;
}

/* --- one customer ---------------------------------------------------------------------------------------------------
 */

static void print_tier(struct cli *cli, const Remuda__Tiering__V1__CustomerTier *tier)
{
    enum locale l = cli->locale;
    struct arena *arena = &cli->arena;
    print_values(
        (const struct label_value[]){
            {SAY(l, "customer", "客户"),
             arena_printf(arena, "%s (%lld)", tier->customer_name, (long long)tier->customer_id)},
            {SAY(l, "tier", "级别"), TIER_TEXT(tier->tier, l)},
            {SAY(l, "by the lines alone", "仅按分级线"), TIER_TEXT(tier->line_tier, l)},
            {SAY(l, "rank", "名次"), cell_integer(arena, tier->rank)},
            {SAY(l, "value", "价值"), cell_micro(arena, tier->value_micro)},
            {SAY(l, "share", "占比"), cell_percent(arena, tier->share_ppm)},
            {SAY(l, "cumulative share", "累计占比"), cell_percent(arena, tier->cumulative_share_ppm)},
            {SAY(l, "run", "分级批次"), cell_integer(arena, tier->run_id)},
            {SAY(l, "reason", "依据"), tier->reason},
            {0},
        },
        stdout);
}

static void print_current(struct cli *cli, const Remuda__Tiering__V1__CurrentTier *now)
{
    enum locale l = cli->locale;
    printf(SAY(l, "\nBy all that was learnt since the run, a run of today (%s) would say:\n",
               "\n按分级之后获知的全部信息，若今天（%s）分级：\n"),
           now->as_of);
    print_values(
        (const struct label_value[]){
            {SAY(l, "tier", "级别"), TIER_TEXT(now->tier->tier, l)},
            {SAY(l, "by the lines alone", "仅按分级线"), TIER_TEXT(now->tier->line_tier, l)},
            {SAY(l, "rank", "名次"), cell_integer(&cli->arena, now->tier->rank)},
            {SAY(l, "value", "价值"), cell_micro(&cli->arena, now->tier->value_micro)},
            {SAY(l, "share", "占比"), cell_percent(&cli->arena, now->tier->share_ppm)},
            {SAY(l, "cumulative share", "累计占比"), cell_percent(&cli->arena, now->tier->cumulative_share_ppm)},
            {SAY(l, "reason", "依据"), now->tier->reason},
            {0},
        },
        stdout);
}

enum exit_code tier_show(struct cli *cli)
{
    Remuda__Tiering__V1__GetTierRequest request = REMUDA__TIERING__V1__GET_TIER_REQUEST__INIT;
    if (read_run_id(cli, 0, "CUSTOMER_ID", &request.customer_id) != 0 ||
        cli_int64(cli, "run", 1, INT64_MAX, &request.run_id) != 0)
        return cli_usage(cli, &cli->error);
    request.now = request.run_id == 0;
    Remuda__Tiering__V1__GetTierResponse *response =
        cli_call(cli, SERVICE_CUSTOMER_TIERING, METHOD("GetTier"), &request.base,
                 &remuda__tiering__v1__get_tier_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    if (response->tier)
        print_tier(cli, response->tier);
    if (response->now)
        print_current(cli, response->now);
    return EXIT_CODE_DONE;
}

static void print_measures(struct cli *cli, const Remuda__Tiering__V1__CustomerTier *tier)
{
    static const struct column_head heads[] = {{TEXT("measure", "指标"), false},
                                               {TEXT("amount", "数量"), true},
                                               {TEXT("points", "分值"), true},
                                               {TEXT("weight", "权重"), true},
                                               {TEXT("how", "计算"), false}};
    struct table table;
    table_init(&table, heads, 5, cli->locale);
    for (size_t i = 0; i < tier->n_measures; i++) {
        const Remuda__Tiering__V1__MeasureValue *measure = tier->measures[i];
        TABLE_ADD(&table, measure->key, cell_micro(&cli->arena, measure->amount_micro),
                  cell_micro(&cli->arena, measure->points_micro), cell_percent(&cli->arena, measure->weight_ppm),
                  measure->calculation);
    }
    putchar('\n');
    table_print(&table, stdout);
    table_release(&table);
}

static void print_lifts(struct cli *cli, const Remuda__Tiering__V1__ExplainTierResponse *explained)
{
    if (explained->next_tier == REMUDA__TIERING__V1__TIER__TIER_UNSPECIFIED)
        return;
    if (explained->missing_micro > 0)
        printf(SAY(cli->locale, "\nTo %s %s of value are missing. Each alone would do:\n",
                   "\n距“%s”尚差价值 %s。以下任一项单独即可：\n"),
               TIER_TEXT(explained->next_tier, cli->locale), cell_micro(&cli->arena, explained->missing_micro));
    for (size_t i = 0; i < explained->n_lifts; i++)
        printf("  %s\n", explained->lifts[i]->sentence);
}

enum exit_code tier_explain(struct cli *cli)
{
    Remuda__Tiering__V1__ExplainTierRequest request = REMUDA__TIERING__V1__EXPLAIN_TIER_REQUEST__INIT;
    if (read_run_id(cli, 0, "CUSTOMER_ID", &request.customer_id) != 0 ||
        cli_int64(cli, "run", 1, INT64_MAX, &request.run_id) != 0)
        return cli_usage(cli, &cli->error);
    const Remuda__Tiering__V1__ExplainTierResponse *response =
        cli_call(cli, SERVICE_CUSTOMER_TIERING, METHOD("ExplainTier"), &request.base,
                 &remuda__tiering__v1__explain_tier_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json || !response->tier)
        return print_json(cli, response);
    print_tier(cli, response->tier);
    print_measures(cli, response->tier);
    print_lifts(cli, response);
    return EXIT_CODE_DONE;
}

/* --- moves ----------------------------------------------------------------------------------------------------------
 */

static void print_moves(struct cli *cli, Remuda__Tiering__V1__Move *const *moves, size_t n, const char *next_cursor)
{
    static const struct column_head heads[] = {
        {TEXT("customer id", "客户编号"), true}, {TEXT("customer", "客户"), false}, {TEXT("from", "原级别"), false},
        {TEXT("to", "新级别"), false},           {TEXT("value", "价值"), true},     {TEXT("why", "原因"), false}};
    struct table table;
    table_init(&table, heads, 6, cli->locale);
    for (size_t i = 0; i < n; i++)
        TABLE_ADD(&table, cell_integer(&cli->arena, moves[i]->customer_id), moves[i]->customer_name,
                  TIER_TEXT(moves[i]->from, cli->locale), TIER_TEXT(moves[i]->to, cli->locale),
                  cell_micro(&cli->arena, moves[i]->to_value_micro), moves[i]->reason);
    table_print(&table, stdout);
    table_release(&table);
    print_next_page(cli, next_cursor);
}

enum exit_code tier_moves(struct cli *cli)
{
    Remuda__Tiering__V1__ListMovesRequest request = REMUDA__TIERING__V1__LIST_MOVES_REQUEST__INIT;
    if (cli_int64(cli, "run", 1, INT64_MAX, &request.run_id) != 0 ||
        cli_int32(cli, "limit", 1, 500, &request.limit) != 0)
        return cli_usage(cli, &cli->error);
    request.cursor = cli_text(cli, "cursor");
    const Remuda__Tiering__V1__ListMovesResponse *response =
        cli_call(cli, SERVICE_CUSTOMER_TIERING, METHOD("ListMoves"), &request.base,
                 &remuda__tiering__v1__list_moves_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    print_moves(cli, response->moves, response->n_moves, response->next_cursor);
    return EXIT_CODE_DONE;
}

static void print_counts(struct cli *cli, const Remuda__Tiering__V1__CompareRunsResponse *compared)
{
    static const struct column_head heads[] = {
        {TEXT("from", "原级别"), false}, {TEXT("to", "新级别"), false}, {TEXT("customers", "客户数"), true}};
    struct table table;
    table_init(&table, heads, 3, cli->locale);
    for (size_t i = 0; i < compared->n_counts; i++)
        TABLE_ADD(&table, TIER_TEXT(compared->counts[i]->from, cli->locale),
                  TIER_TEXT(compared->counts[i]->to, cli->locale),
                  cell_integer(&cli->arena, compared->counts[i]->customers));
    table_print(&table, stdout);
    table_release(&table);
    putchar('\n');
}

enum exit_code tier_compare(struct cli *cli)
{
    Remuda__Tiering__V1__CompareRunsRequest request = REMUDA__TIERING__V1__COMPARE_RUNS_REQUEST__INIT;
    if (read_run_id(cli, 0, "BEFORE_RUN_ID", &request.before_run_id) != 0 ||
        read_run_id(cli, 1, "RUN_ID", &request.run_id) != 0 || cli_int32(cli, "limit", 1, 500, &request.limit) != 0)
        return cli_usage(cli, &cli->error);
    request.cursor = cli_text(cli, "cursor");
    const Remuda__Tiering__V1__CompareRunsResponse *response =
        cli_call(cli, SERVICE_CUSTOMER_TIERING, METHOD("CompareRuns"), &request.base,
                 &remuda__tiering__v1__compare_runs_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    print_counts(cli, response);
    print_moves(cli, response->moves, response->n_moves, response->next_cursor);
    return EXIT_CODE_DONE;
}

/* --- all customers --------------------------------------------------------------------------------------------------
 */

static void print_tiers(struct cli *cli, const Remuda__Tiering__V1__ListTiersResponse *page)
{
    static const struct column_head heads[] = {
        {TEXT("rank", "名次"), true},          {TEXT("customer id", "客户编号"), true},
        {TEXT("customer", "客户"), false},     {TEXT("tier", "级别"), false},
        {TEXT("value", "价值"), true},         {TEXT("share", "占比"), true},
        {TEXT("cumulative", "累计占比"), true}};
    struct table table;
    table_init(&table, heads, 7, cli->locale);
    for (size_t i = 0; i < page->n_tiers; i++) {
        const Remuda__Tiering__V1__CustomerTier *tier = page->tiers[i];
        TABLE_ADD(&table, cell_integer(&cli->arena, tier->rank), cell_integer(&cli->arena, tier->customer_id),
                  tier->customer_name, TIER_TEXT(tier->tier, cli->locale), cell_micro(&cli->arena, tier->value_micro),
                  cell_percent(&cli->arena, tier->share_ppm), cell_percent(&cli->arena, tier->cumulative_share_ppm));
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
    request.region = cli_text(cli, "region");
    request.segment = cli_text(cli, "segment");
    request.business_type = cli_text(cli, "business-type");
    request.industry = cli_text(cli, "industry");
    Remuda__Tiering__V1__ListTiersResponse *response =
        cli_call(cli, SERVICE_CUSTOMER_TIERING, METHOD("ListTiers"), &request.base,
                 &remuda__tiering__v1__list_tiers_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    print_tiers(cli, response);
    return EXIT_CODE_DONE;
}
