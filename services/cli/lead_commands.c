/* Leads (信息报备): filing, asking, looking at them. */
#include "command.h"
#include "import.h"
#include "lead_details.h"
#include "output.h"
#include "words.h"

#include "base/parse.h"
#include "remuda/lead/v1/lead_intake.pb-c.h"

const struct option lead_file_options[] = {
    {"dealer", "CODE", TEXT("the dealer who files", "报备的经销商"), true},
    {"customer", "NAME", TEXT("the customer's full name", "客户全称"), true},
    {"product", "CODE", TEXT("the product", "产品代码"), true},
    {"quantity", "N", TEXT("vehicles, 1 to 100000", "台数，1 至 100000"), true},
    {"uscc", "CODE", TEXT("unified social credit code", "统一社会信用代码"), false},
    {"region", "PLACE", TEXT("where the customer is, e.g. 四川省成都市", "所在地，如 四川省成都市"), false},
    {"industry", "WORD", TEXT("core industry, e.g. taxi or 出租车", "核心行业，如 出租车"), false},
    {"contact", "NAME", TEXT("contact person", "联系人"), false},
    {"phone", "NUMBER", TEXT("the contact's phone", "联系电话"), false},
    {"reference", "TEXT", TEXT("the dealer's own number of the lead", "经销商自己的编号"), false},
    {"business-type", "WORD",
     TEXT("government, enterprise, small batch, industry", "政府采购、大型企业采购、小批量客户、行业客户"), false},
    {"information-class", "WORD",
     TEXT("direct sales, regional, tender, one-off volume", "直销、区域、招投标、一次性批量"), false},
    {"purchase-mode", "WORD", TEXT("tender, framework, direct", "招标采购、协议供货、直接采购"), false},
    {"source", "WORD", TEXT("where the information came from, e.g. exhibition", "信息渠道，如 展会"), false},
    {"found-on", "DAY", TEXT("when it was found", "发现日期"), false},
    {"expected-on", "DAY", TEXT("expected day of purchase", "预计采购日期"), false},
    {"person", "CODE", TEXT("the specialist who found it", "专员代码"), false},
    {"remarks", "TEXT", TEXT("anything else", "备注"), false},
    {"dimension", "WORD", TEXT("height, depth, width; default by the customer's kind", "高度、深度、宽度；默认按客户类型"), false},
    {"use", "WORD", TEXT("command, operation, for converter; default the product's", "指挥车、作业车、改装厂用车；默认按产品"), false},
    {"competitor", "NAME", TEXT("who else offers", "竞争对手"), false},
    {"needs", "TEXT", TEXT("what the customer needs", "客户需求"), false},
    {"environment", "TEXT", TEXT("who decides: policy, law, competitors", "客户分析·环境：政策、法律、对手"), false},
    {"organisation", "TEXT", TEXT("who decides: goals, rules, procedures, structure", "客户分析·组织：目标、制度、流程、结构"), false},
    {"people", "TEXT", TEXT("who decides: authority, position, empathy", "客户分析·人际：权限、地位、感染力"), false},
    {"character", "TEXT", TEXT("who decides: a person's attitude, risk, interests", "客户分析·个人：态度、风险、利益"), false},
    {"attachments", "NAMES", TEXT("names of attached files, parted by ;", "附件名称，用 ; 分隔"), false},
    {0},
};

const struct option lead_check_options[] = {
    {"dealer", "CODE", TEXT("the dealer who asks", "查询的经销商"), true},
    {"customer", "NAME", TEXT("the customer's full name", "客户全称"), true},
    {"product", "CODE", TEXT("the product", "产品代码"), true},
    {"uscc", "CODE", TEXT("unified social credit code", "统一社会信用代码"), false},
    {"region", "PLACE", TEXT("where the customer is", "所在地"), false},
    {0},
};

const struct option lead_list_options[] = {
    {"unit", "CODE", TEXT("held below this unit; default all that you may see", "某单位之下；默认可见的全部"), false},
    {"customer-id", "ID", TEXT("of this customer", "某客户"), false},
    {"state", "STATE", TEXT("in review, held, in pool, won, lost, invalid, released", "待审、报备有效、公海池、赢单、失单、无效、已释放"), false},
    {"ends-within", "DAYS", TEXT("only holds that end within so many days", "仅列出若干天内保护到期的"), false},
    {"limit", "N", TEXT("leads a page, 1 to 500; default 50", "每页条数，1 至 500，默认 50"), false},
    {"cursor", "CURSOR", TEXT("go on where the page before ended", "从上一页结束处继续"), false},
    {"all", NULL, TEXT("every page", "显示全部"), false},
    {0},
};

/* Of deliveries too. */
const struct option import_options[] = {
    {"dealer", "CODE", TEXT("dealer of rows that name none", "未写经销商的行所属的经销商"), false},
    {"rejected", "FILE", TEXT("file of rejected rows; default FILE.rejected.csv", "拒绝行文件；默认 文件.rejected.csv"),
     false},
    {"summary", NULL, TEXT("only the summary, no line a row", "只输出汇总"), false},
    {0},
};

enum exit_code lead_import(struct cli *cli)
{
    return import_run(cli, &lead_kind, cli->arguments.positionals[0]);
}

static void print_filed(struct cli *cli, const Remuda__Lead__V1__FileLeadResponse *response,
                        const struct record *record, const struct verdict *verdict)
{
    enum locale l = cli->locale;
    print_values(
        (const struct label_value[]){
            {SAY(l, "verdict", "结论"), verdict_text(verdict->kind, l)},
            {SAY(l, "lead", "信息编号"), verdict->id ? cell_integer(&cli->arena, verdict->id) : NULL},
            {SAY(l, "customer", "客户编号"),
             response->customer_id ? cell_integer(&cli->arena, response->customer_id) : NULL},
            {SAY(l, "protected until", "保护期至"), cell_instant(&cli->arena, response->protected_until_unix_ms)},
            {SAY(l, "remarks", "说明"), record_findings_text(record, NULL)},
            {0},
        },
        stdout);
}

enum exit_code lead_file(struct cli *cli)
{
    struct import_context context = {.cli = cli};
    struct record record = {.columns = lead_kind.columns, .arena = &cli->arena, .locale = cli->locale};
    struct verdict verdict = {0};
    const ProtobufCMessage *request = import_single(&context, &lead_kind);
    if (!request)
        return EXIT_CODE_USAGE;
    const Remuda__Lead__V1__FileLeadResponse *response =
        cli_call(cli, lead_kind.service, lead_kind.method, request, lead_kind.response_type, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    lead_kind.judge(&response->base, &record, &verdict);
    if (cli->json)
        print_json(cli, response);
    else
        print_filed(cli, response, &record, &verdict);
    return verdict.kind == VERDICT_HELD_BY_OTHER ? EXIT_CODE_NO : EXIT_CODE_DONE;
}

enum exit_code lead_check(struct cli *cli)
{
    Remuda__Lead__V1__CheckLeadRequest request = REMUDA__LEAD__V1__CHECK_LEAD_REQUEST__INIT;
    Remuda__Lead__V1__CustomerDescription customer = REMUDA__LEAD__V1__CUSTOMER_DESCRIPTION__INIT;
    request.dealer_code = cli_text(cli, "dealer");
    request.product_code = cli_text(cli, "product");
    request.customer = &customer;
    customer.name = cli_text(cli, "customer");
    customer.uscc = cli_text(cli, "uscc");
    customer.region = cli_text(cli, "region");
    const Remuda__Lead__V1__CheckLeadResponse *response =
        cli_call(cli, SERVICE_LEAD_INTAKE, "remuda.lead.v1.LeadIntake/CheckLead", &request.base,
                 &remuda__lead__v1__check_lead_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        print_json(cli, response);
    else if (response->is_free)
        puts(SAY(cli->locale, "free", "可报备"));
    else
        printf(SAY(cli->locale, "held until %s\n", "已被持有，至 %s\n"),
               cell_instant(&cli->arena, response->held_until_unix_ms));
    return response->is_free ? EXIT_CODE_DONE : EXIT_CODE_NO;
}

/* 重复, 无效 */
static const char *marks_of(const Remuda__Lead__V1__LeadQuality *quality, enum locale l)
{
    if (!quality || (!quality->is_overlapping && !quality->is_invalid))
        return NULL;
    if (quality->is_overlapping && quality->is_invalid)
        return SAY(l, "overlapping, invalid", "重复、无效");
    return quality->is_overlapping ? SAY(l, "overlapping", "重复") : SAY(l, "invalid", "无效");
}

static void print_quality(struct cli *cli, const Remuda__Lead__V1__LeadQuality *quality)
{
    enum locale l = cli->locale;
    struct arena *arena = &cli->arena;
    struct label_value *pairs = ARENA_ARRAY(arena, struct label_value, quality->n_reasons + 3);
    size_t count = 0;
    pairs[count++] = (struct label_value){
        SAY(l, "quality", "信息质量"), arena_printf(arena, SAY(l, "%d of 100", "%d 分（满分 100）"), (int)quality->score)};
    if (marks_of(quality, l))
        pairs[count++] = (struct label_value){SAY(l, "marked", "标记"), marks_of(quality, l)};
    for (size_t i = 0; i < quality->n_reasons; i++) {
        const Remuda__Lead__V1__QualityReason *reason = quality->reasons[i];
        pairs[count++] = (struct label_value){
            enum_text(&remuda__lead__v1__quality_aspect__descriptor, (int)reason->aspect, l),
            arena_printf(arena, "%d/%d%s%s", (int)reason->points, (int)reason->out_of, *reason->text ? "  " : "", reason->text)};
    }
    putchar('\n');
    print_values(pairs, stdout);
}

static void print_lead(struct cli *cli, const Remuda__Lead__V1__Lead *lead)
{
    enum locale l = cli->locale;
    struct arena *arena = &cli->arena;
    print_values(
        (const struct label_value[]){
            {SAY(l, "lead", "信息编号"), cell_integer(arena, lead->lead_id)},
            {SAY(l, "state", "状态"), enum_text(&remuda__lead__v1__lead_state__descriptor, (int)lead->state, l)},
            {SAY(l, "customer", "客户"),
             arena_printf(arena, "%s (%lld)", lead->customer_name, (long long)lead->customer_id)},
            {SAY(l, "dealer unit", "经销商"), cell_integer(arena, lead->dealer_unit_id)},
            {SAY(l, "dealer reference", "经销商编号"), lead->dealer_reference},
            {SAY(l, "product", "产品"), arena_printf(arena, "%s (%s)", lead->product_code, lead->product_line)},
            {SAY(l, "quantity", "数量"), cell_integer(arena, lead->quantity)},
            {SAY(l, "delivered", "已交车"), cell_integer(arena, lead->delivered)},
            {SAY(l, "business type", "业务结构"),
             enum_text(&remuda__lead__v1__business_type__descriptor, (int)lead->business_type, l)},
            {SAY(l, "information class", "信息分类"),
             enum_text(&remuda__lead__v1__information_class__descriptor, (int)lead->information_class, l)},
            {SAY(l, "purchase mode", "采购方式"),
             enum_text(&remuda__lead__v1__purchase_mode__descriptor, (int)lead->purchase_mode, l)},
            {SAY(l, "source", "信息渠道"), enum_text(&remuda__lead__v1__lead_source__descriptor, (int)lead->source, l)},
            {SAY(l, "found on", "发现日期"), lead->found_on},
            {SAY(l, "expected on", "预计采购日期"), lead->expected_on},
            {SAY(l, "buying", "采购阶段"),
             enum_text(&remuda__lead__v1__buying_stage__descriptor, (int)lead->buying_stage, l)},
            {SAY(l, "selling", "销售阶段"),
             enum_text(&remuda__lead__v1__selling_stage__descriptor, (int)lead->selling_stage, l)},
            {SAY(l, "filed at", "报备时间"), cell_instant(arena, lead->filed_at_unix_ms)},
            {SAY(l, "protected until", "保护期至"), cell_instant(arena, lead->protected_until_unix_ms)},
            {SAY(l, "remarks", "备注"), lead->remarks},
            {0},
        },
        stdout);
}

enum exit_code lead_show(struct cli *cli)
{
    Remuda__Lead__V1__GetLeadRequest request = REMUDA__LEAD__V1__GET_LEAD_REQUEST__INIT;
    if (parse_int64(cli->arguments.positionals[0], 1, INT64_MAX, "LEAD_ID", &request.lead_id, &cli->error) != 0)
        return cli_usage(cli, &cli->error);
    const Remuda__Lead__V1__GetLeadResponse *response =
        cli_call(cli, SERVICE_LEAD_INTAKE, "remuda.lead.v1.LeadIntake/GetLead", &request.base,
                 &remuda__lead__v1__get_lead_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json || !response->lead)
        return print_json(cli, response);
    print_lead(cli, response->lead);
    if (response->lead->details)
        lead_details_print(cli, response->lead->details);
    if (response->lead->quality)
        print_quality(cli, response->lead->quality);
    return EXIT_CODE_DONE;
}

static void add_leads(struct table *table, const Remuda__Lead__V1__ListLeadsResponse *page)
{
    struct arena *arena = &table->arena;
    for (size_t i = 0; i < page->n_leads; i++) {
        const Remuda__Lead__V1__Lead *lead = page->leads[i];
        TABLE_ADD(table, cell_integer(arena, lead->lead_id), lead->customer_name,
                  enum_text(&remuda__lead__v1__lead_state__descriptor, (int)lead->state, table->locale),
                  lead->product_code, cell_integer(arena, lead->quantity), cell_integer(arena, lead->delivered),
                  lead->dealer_reference, cell_instant(arena, lead->filed_at_unix_ms),
                  cell_instant(arena, lead->protected_until_unix_ms),
                  lead->quality ? cell_integer(arena, lead->quality->score) : NULL, marks_of(lead->quality, table->locale));
    }
}

static int list_request(struct cli *cli, Remuda__Lead__V1__ListLeadsRequest *request)
{
    int state = 0;
    if (cli_int64(cli, "customer-id", 1, INT64_MAX, &request->customer_id) != 0 ||
        cli_int32(cli, "limit", 1, 500, &request->limit) != 0 ||
        cli_int32(cli, "ends-within", 1, 3650, &request->ends_within_days) != 0 ||
        cli_enum(cli, "state", &remuda__lead__v1__lead_state__descriptor, &state) != 0)
        return -1;
    request->state = (Remuda__Lead__V1__LeadState)state;
    request->unit_code = cli_text(cli, "unit");
    request->cursor = cli_text(cli, "cursor");
    return 0;
}

/* One page, or with --all every page until the last; request->cursor is left at what follows. */
static enum exit_code list_pages(struct cli *cli, Remuda__Lead__V1__ListLeadsRequest *request, struct table *table)
{
    struct arena arena = {0};
    enum exit_code code = EXIT_CODE_DONE;
    do {
        const Remuda__Lead__V1__ListLeadsResponse *page =
            cli_call_into(cli, &arena, SERVICE_LEAD_INTAKE, "remuda.lead.v1.LeadIntake/ListLeads", &request->base,
                          &remuda__lead__v1__list_leads_response__descriptor, &cli->error);
        if (!page) {
            code = cli_fail(cli, &cli->error);
            break;
        }
        if (cli->json)
            code = print_json(cli, page);
        else
            add_leads(table, page);
        request->cursor = arena_strdup(&cli->arena, page->next_cursor);
        arena_reset(&arena);
    } while (code == EXIT_CODE_DONE && *request->cursor && arguments_has(&cli->arguments, "all"));
    arena_release(&arena);
    return code;
}

enum exit_code lead_list(struct cli *cli)
{
    static const struct column_head heads[] = {{TEXT("lead", "信息编号"), true},
                                               {TEXT("customer", "客户"), false},
                                               {TEXT("state", "状态"), false},
                                               {TEXT("product", "产品"), false},
                                               {TEXT("quantity", "数量"), true},
                                               {TEXT("delivered", "已交车"), true},
                                               {TEXT("reference", "经销商编号"), false},
                                               {TEXT("filed at", "报备时间"), false},
                                               {TEXT("protected until", "保护期至"), false},
                                               {TEXT("quality", "质量"), true},
                                               {TEXT("marked", "标记"), false}};
    Remuda__Lead__V1__ListLeadsRequest request = REMUDA__LEAD__V1__LIST_LEADS_REQUEST__INIT;
    if (list_request(cli, &request) != 0)
        return cli_usage(cli, &cli->error);
    struct table table;
    table_init(&table, heads, sizeof heads / sizeof *heads, cli->locale);
    enum exit_code code = list_pages(cli, &request, &table);
    if (code == EXIT_CODE_DONE && !cli->json) {
        table_print(&table, stdout);
        print_next_page(cli, request.cursor);
    }
    table_release(&table);
    return code;
}
