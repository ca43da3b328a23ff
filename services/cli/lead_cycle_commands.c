/* A lead on its way (信息跟进): amended, advanced, closed, given away, claimed; its record; the public pool. */
#include "command.h"
#include "lead_details.h"
#include "output.h"
#include "words.h"

#include "base/parse.h"
#include "remuda/lead/v1/lead_intake.pb-c.h"

#define METHOD(name) "remuda.lead.v1.LeadIntake/" name
#define AMENDED_MAX 16

const struct option lead_amend_options[] = {
    {"quantity", "N", TEXT("vehicles", "台数"), false},
    {"expected-on", "DAY", TEXT("expected day of purchase", "预计采购日期"), false},
    {"information-class", "WORD", TEXT("direct sales, regional, tender, one-off volume", "直销、区域、招投标、一次性批量"), false},
    {"purchase-mode", "WORD", TEXT("tender, framework, direct", "招标采购、协议供货、直接采购"), false},
    {"source", "WORD", TEXT("where the information came from", "信息渠道"), false},
    {"contact", "NAME", TEXT("contact person", "联系人"), false},
    {"phone", "NUMBER", TEXT("the contact's phone", "联系电话"), false},
    {"remarks", "TEXT", TEXT("anything else", "备注"), false},
    {"dimension", "WORD", TEXT("height, depth, width", "高度、深度、宽度"), false},
    {"use", "WORD", TEXT("command, operation, for converter", "指挥车、作业车、改装厂用车"), false},
    {"competitor", "NAME", TEXT("who else offers", "竞争对手"), false},
    {"needs", "TEXT", TEXT("what the customer needs", "客户需求"), false},
    {"environment", "TEXT", TEXT("who decides: policy, law, competitors", "客户分析·环境：政策、法律、对手"), false},
    {"organisation", "TEXT", TEXT("who decides: goals, rules, procedures, structure", "客户分析·组织：目标、制度、流程、结构"), false},
    {"people", "TEXT", TEXT("who decides: authority, position, empathy", "客户分析·人际：权限、地位、感染力"), false},
    {"character", "TEXT", TEXT("who decides: a person's attitude, risk, interests", "客户分析·个人：态度、风险、利益"), false},
    {"attachments", "NAMES", TEXT("names of attached files, parted by ;", "附件名称，用 ; 分隔"), false},
    {"reason", "TEXT", TEXT("why", "原因"), false},
    {0},
};

const struct option lead_advance_options[] = {
    {"buying", "STAGE",
     TEXT("need found, deliberation, plan, requirements, tendering, evaluation, commitment",
          "发现需求、内部酝酿、计划准备、采购要求、招标实施、评估比较、购车承诺"),
     false},
    {"selling", "STAGE", TEXT("contact, needs analysis, positioning, bid, follow-up", "接触客户、需求分析、销售定位、投标、跟进"), false},
    {"feedback", "TEXT", TEXT("what was done or learnt", "所做的工作与所得的信息"), false},
    {0},
};

const struct option lead_close_options[] = {
    {"outcome", "WORD", TEXT("won, lost, invalid", "赢单、失单、无效"), true},
    {"order", "NUMBER", TEXT("won: the order's number", "赢单：订单号"), false},
    {"contract-until", "DAY", TEXT("won: last day of the contract", "赢单：合同到期日"), false},
    {"loss", "WORD",
     TEXT("lost: price, product, delivery time, service, relationship, tender terms, purchase cancelled, other",
          "失单原因：价格、产品、交付时间、服务、客户关系、招标条件、采购取消、其他"),
     false},
    {"competitor", "NAME", TEXT("lost: who won", "失单：中标的竞争对手"), false},
    {"reason", "TEXT", TEXT("invalid: why", "无效：原因"), false},
    {0},
};

const struct option lead_release_options[] = {{"reason", "TEXT", TEXT("why", "原因"), true}, {0}};

const struct option lead_assign_options[] = {
    {"dealer", "CODE", TEXT("who is to hold it", "新的持有者"), true}, {"reason", "TEXT", TEXT("why", "原因"), true}, {0}};

const struct option lead_claim_options[] = {{"dealer", "CODE", TEXT("for which dealer", "认领的经销商"), true}, {0}};

const struct option lead_pool_options[] = {
    {"dealer", "CODE", TEXT("what this dealer may claim", "该经销商可认领的信息"), true},
    {"limit", "N", TEXT("leads a page, 1 to 500; default 50", "每页条数，1 至 500，默认 50"), false},
    {"cursor", "CURSOR", TEXT("go on where the page before ended", "从上一页结束处继续"), false},
    {0},
};

const struct option lead_history_options[] = {
    {"limit", "N", TEXT("entries a page, 1 to 500; default 100", "每页条数，1 至 500，默认 100"), false},
    {"cursor", "CURSOR", TEXT("go on where the page before ended", "从上一页结束处继续"), false},
    {0},
};

static int read_lead_id(struct cli *cli, int64_t *lead_id)
{
    return parse_int64(cli->arguments.positionals[0], 1, INT64_MAX, "LEAD_ID", lead_id, &cli->error);
}

/* Calls a method that changes a lead, and shows where the lead stands now. */
static enum exit_code change(struct cli *cli, const char *method, const ProtobufCMessage *request)
{
    enum locale l = cli->locale;
    const Remuda__Lead__V1__LeadChangeResponse *response =
        cli_call(cli, SERVICE_LEAD_INTAKE, method, request, &remuda__lead__v1__lead_change_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    print_values(
        (const struct label_value[]){
            {SAY(l, "lead", "信息编号"), cell_integer(&cli->arena, response->lead_id)},
            {SAY(l, "state", "状态"), enum_text(&remuda__lead__v1__lead_state__descriptor, (int)response->state, l)},
            {SAY(l, "buying", "采购阶段"), enum_text(&remuda__lead__v1__buying_stage__descriptor, (int)response->buying_stage, l)},
            {SAY(l, "selling", "销售阶段"), enum_text(&remuda__lead__v1__selling_stage__descriptor, (int)response->selling_stage, l)},
            {SAY(l, "protected until", "保护期至"), cell_instant(&cli->arena, response->protected_until_unix_ms)},
            {0},
        },
        stdout);
    return EXIT_CODE_DONE;
}

/* --- lead amend ----------------------------------------------------------------------------------------------------------- */

static const char *const decider_options[DECIDER_GROUPS] = {"environment", "organisation", "people", "character"};

static bool has_deciders(struct cli *cli)
{
    bool has = false;
    for (size_t i = 0; i < DECIDER_GROUPS; i++)
        has |= arguments_has(&cli->arguments, decider_options[i]);
    return has;
}

/* The contract's fields, by the options that were given. */
static size_t name_fields(struct cli *cli, char **fields)
{
    static const struct {
        const char *option;
        char field[24];
    } names[] = {
        {"quantity", "quantity"},       {"expected-on", "expected_on"}, {"information-class", "information_class"},
        {"purchase-mode", "purchase_mode"}, {"source", "source"},       {"contact", "contact_name"},
        {"phone", "contact_phone"},     {"remarks", "remarks"},         {"dimension", "dimension"},
        {"use", "use_class"},           {"competitor", "competitor"},   {"needs", "needs"},
        {"attachments", "attachments"},
    };
    size_t count = 0;
    if (has_deciders(cli))
        fields[count++] = arena_strdup(&cli->arena, "deciders");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (arguments_has(&cli->arguments, names[i].option))
            fields[count++] = arena_strdup(&cli->arena, names[i].field);
    return count;
}

static int read_words(struct cli *cli, Remuda__Lead__V1__AmendLeadRequest *request, Remuda__Lead__V1__LeadDetails *details)
{
    int information_class = 0, purchase_mode = 0, source = 0, dimension = 0, use = 0;
    if (cli_enum(cli, "information-class", &remuda__lead__v1__information_class__descriptor, &information_class) != 0 ||
        cli_enum(cli, "purchase-mode", &remuda__lead__v1__purchase_mode__descriptor, &purchase_mode) != 0 ||
        cli_enum(cli, "source", &remuda__lead__v1__lead_source__descriptor, &source) != 0 ||
        cli_enum(cli, "dimension", &remuda__lead__v1__dimension__descriptor, &dimension) != 0 ||
        cli_enum(cli, "use", &remuda__lead__v1__vehicle_use__descriptor, &use) != 0)
        return -1;
    request->information_class = (Remuda__Lead__V1__InformationClass)information_class;
    request->purchase_mode = (Remuda__Lead__V1__PurchaseMode)purchase_mode;
    request->source = (Remuda__Lead__V1__LeadSource)source;
    details->dimension = (Remuda__Lead__V1__Dimension)dimension;
    details->use_class = (Remuda__Lead__V1__VehicleUse)use;
    return 0;
}

enum exit_code lead_amend(struct cli *cli)
{
    Remuda__Lead__V1__AmendLeadRequest request = REMUDA__LEAD__V1__AMEND_LEAD_REQUEST__INIT;
    Remuda__Lead__V1__LeadDetails details = REMUDA__LEAD__V1__LEAD_DETAILS__INIT;
    char *fields[AMENDED_MAX], *notes[DECIDER_GROUPS];
    if (read_lead_id(cli, &request.lead_id) != 0 || cli_int32(cli, "quantity", 1, 100000, &request.quantity) != 0 ||
        cli_day(cli, "expected-on", &request.expected_on) != 0 || read_words(cli, &request, &details) != 0)
        return cli_usage(cli, &cli->error);
    request.contact_name = cli_text(cli, "contact");
    request.contact_phone = cli_text(cli, "phone");
    request.remarks = cli_text(cli, "remarks");
    request.reason = cli_text(cli, "reason");
    details.competitor = cli_text(cli, "competitor");
    details.needs = cli_text(cli, "needs");
    for (size_t i = 0; i < DECIDER_GROUPS; i++)
        notes[i] = cli_text(cli, decider_options[i]);
    lead_details_add_deciders(&details, notes, &cli->arena);
    lead_details_add_attachments(&details, cli_text(cli, "attachments"), &cli->arena);
    request.details = &details;
    request.fields = fields;
    request.n_fields = name_fields(cli, fields);
    return change(cli, METHOD("AmendLead"), &request.base);
}

/* --- the other changes ---------------------------------------------------------------------------------------------------- */

enum exit_code lead_advance(struct cli *cli)
{
    Remuda__Lead__V1__AdvanceLeadRequest request = REMUDA__LEAD__V1__ADVANCE_LEAD_REQUEST__INIT;
    int buying = 0, selling = 0;
    if (read_lead_id(cli, &request.lead_id) != 0 ||
        cli_enum(cli, "buying", &remuda__lead__v1__buying_stage__descriptor, &buying) != 0 ||
        cli_enum(cli, "selling", &remuda__lead__v1__selling_stage__descriptor, &selling) != 0)
        return cli_usage(cli, &cli->error);
    request.buying_stage = (Remuda__Lead__V1__BuyingStage)buying;
    request.selling_stage = (Remuda__Lead__V1__SellingStage)selling;
    request.feedback = cli_text(cli, "feedback");
    return change(cli, METHOD("AdvanceLead"), &request.base);
}

enum exit_code lead_close(struct cli *cli)
{
    Remuda__Lead__V1__CloseLeadRequest request = REMUDA__LEAD__V1__CLOSE_LEAD_REQUEST__INIT;
    int outcome = 0, loss = 0;
    if (read_lead_id(cli, &request.lead_id) != 0 ||
        cli_enum(cli, "outcome", &remuda__lead__v1__lead_state__descriptor, &outcome) != 0 ||
        cli_enum(cli, "loss", &remuda__lead__v1__loss_reason__descriptor, &loss) != 0 ||
        cli_day(cli, "contract-until", &request.contract_until) != 0)
        return cli_usage(cli, &cli->error);
    request.outcome = (Remuda__Lead__V1__LeadState)outcome;
    request.loss_reason = (Remuda__Lead__V1__LossReason)loss;
    request.order_number = cli_text(cli, "order");
    request.competitor = cli_text(cli, "competitor");
    request.reason = cli_text(cli, "reason");
    return change(cli, METHOD("CloseLead"), &request.base);
}

enum exit_code lead_release(struct cli *cli)
{
    Remuda__Lead__V1__ReleaseLeadRequest request = REMUDA__LEAD__V1__RELEASE_LEAD_REQUEST__INIT;
    if (read_lead_id(cli, &request.lead_id) != 0)
        return cli_usage(cli, &cli->error);
    request.reason = cli_text(cli, "reason");
    return change(cli, METHOD("ReleaseLead"), &request.base);
}

enum exit_code lead_extend(struct cli *cli)
{
    Remuda__Lead__V1__ExtendProtectionRequest request = REMUDA__LEAD__V1__EXTEND_PROTECTION_REQUEST__INIT;
    if (read_lead_id(cli, &request.lead_id) != 0)
        return cli_usage(cli, &cli->error);
    return change(cli, METHOD("ExtendProtection"), &request.base);
}

enum exit_code lead_assign(struct cli *cli)
{
    Remuda__Lead__V1__AssignLeadRequest request = REMUDA__LEAD__V1__ASSIGN_LEAD_REQUEST__INIT;
    if (read_lead_id(cli, &request.lead_id) != 0)
        return cli_usage(cli, &cli->error);
    request.dealer_code = cli_text(cli, "dealer");
    request.reason = cli_text(cli, "reason");
    return change(cli, METHOD("AssignLead"), &request.base);
}

enum exit_code lead_claim(struct cli *cli)
{
    Remuda__Lead__V1__ClaimLeadRequest request = REMUDA__LEAD__V1__CLAIM_LEAD_REQUEST__INIT;
    if (read_lead_id(cli, &request.lead_id) != 0)
        return cli_usage(cli, &cli->error);
    request.dealer_code = cli_text(cli, "dealer");
    return change(cli, METHOD("ClaimLead"), &request.base);
}

/* --- lead history, lead pool ---------------------------------------------------------------------------------------------- */

/* "quantity: 5 -> 8; competitor: - -> ..." */
static char *changes_text(struct arena *arena, const Remuda__Lead__V1__HistoryEntry *entry)
{
    char *text = arena_strdup(arena, "");
    for (size_t i = 0; i < entry->n_changes; i++) {
        const Remuda__Lead__V1__HistoryChange *one = entry->changes[i];
        text = arena_printf(arena, "%s%s%s: %s -> %s", text, i ? "; " : "", one->field, *one->before ? one->before : "-",
                            *one->after ? one->after : "-");
    }
    return text;
}

static void print_history(struct cli *cli, const Remuda__Lead__V1__GetHistoryResponse *page)
{
    static const struct column_head heads[] = {{TEXT("when", "时间"), false},  {TEXT("who", "操作者"), false},
                                               {TEXT("event", "事件"), false}, {TEXT("state", "状态"), false},
                                               {TEXT("what", "变更"), false},  {TEXT("why", "原因"), false}};
    struct table table;
    table_init(&table, heads, 6, cli->locale);
    for (size_t i = 0; i < page->n_entries; i++) {
        const Remuda__Lead__V1__HistoryEntry *entry = page->entries[i];
        TABLE_ADD(&table, cell_instant(&cli->arena, entry->at_unix_ms),
                  *entry->principal ? entry->principal : SAY(cli->locale, "(time)", "（到期）"), entry->event,
                  enum_text(&remuda__lead__v1__lead_state__descriptor, (int)entry->to_state, cli->locale),
                  changes_text(&cli->arena, entry), entry->reason);
    }
    table_print(&table, stdout);
    table_release(&table);
    print_next_page(cli, page->next_cursor);
}

enum exit_code lead_history(struct cli *cli)
{
    Remuda__Lead__V1__GetHistoryRequest request = REMUDA__LEAD__V1__GET_HISTORY_REQUEST__INIT;
    if (read_lead_id(cli, &request.lead_id) != 0 || cli_int32(cli, "limit", 1, 500, &request.limit) != 0)
        return cli_usage(cli, &cli->error);
    request.cursor = cli_text(cli, "cursor");
    const Remuda__Lead__V1__GetHistoryResponse *page =
        cli_call(cli, SERVICE_LEAD_INTAKE, METHOD("GetHistory"), &request.base,
                 &remuda__lead__v1__get_history_response__descriptor, &cli->error);
    if (!page)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, page);
    print_history(cli, page);
    return EXIT_CODE_DONE;
}

static void print_pool(struct cli *cli, const Remuda__Lead__V1__ListPoolResponse *page)
{
    static const struct column_head heads[] = {{TEXT("lead", "信息编号"), true},   {TEXT("customer", "客户"), false},
                                               {TEXT("product", "产品"), false},   {TEXT("quantity", "数量"), true},
                                               {TEXT("since", "入池时间"), false}, {TEXT("claimable from", "可认领时间"), false}};
    struct table table;
    table_init(&table, heads, 6, cli->locale);
    for (size_t i = 0; i < page->n_leads; i++) {
        const Remuda__Lead__V1__PoolLead *lead = page->leads[i];
        TABLE_ADD(&table, cell_integer(&cli->arena, lead->lead_id), lead->customer_name, lead->product_code,
                  cell_integer(&cli->arena, lead->quantity), cell_instant(&cli->arena, lead->in_pool_since_unix_ms),
                  cell_instant(&cli->arena, lead->claimable_from_unix_ms));
    }
    table_print(&table, stdout);
    table_release(&table);
    print_next_page(cli, page->next_cursor);
}

enum exit_code lead_pool(struct cli *cli)
{
    Remuda__Lead__V1__ListPoolRequest request = REMUDA__LEAD__V1__LIST_POOL_REQUEST__INIT;
    if (cli_int32(cli, "limit", 1, 500, &request.limit) != 0)
        return cli_usage(cli, &cli->error);
    request.dealer_code = cli_text(cli, "dealer");
    request.cursor = cli_text(cli, "cursor");
    const Remuda__Lead__V1__ListPoolResponse *page =
        cli_call(cli, SERVICE_LEAD_INTAKE, METHOD("ListPool"), &request.base, &remuda__lead__v1__list_pool_response__descriptor,
                 &cli->error);
    if (!page)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, page);
    print_pool(cli, page);
    return EXIT_CODE_DONE;
}
