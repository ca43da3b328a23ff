/* Loss analysis (失控分析): lost leads by what they have in common. */
#include "command.h"
#include "output.h"
#include "words.h"

#include "remuda/lead/v1/lead_intake.pb-c.h"

#define ASPECTS_MAX 5

typedef Remuda__Lead__V1__GetLossAnalysisRequest Request;
typedef Remuda__Lead__V1__GetLossAnalysisResponse Response;
typedef Remuda__Lead__V1__LossGroup Group;

const struct option lead_losses_options[] = {
    {"by", "WORDS", TEXT("reason, competitor, stage, buying-stage, area; several with commas; default reason",
                         "原因、竞争对手、销售阶段、采购阶段、区域；多项用逗号分隔；默认原因"), false},
    {"from", "DAY", TEXT("lost on this day or later", "起始日期"), false},
    {"to", "DAY", TEXT("lost on this day or before", "截止日期"), false},
    {"unit", "CODE", TEXT("lost below this unit; default all that you may see", "某单位之下；默认可见的全部"), false},
    {"business-type", "WORD", TEXT("government, enterprise, small batch, industry", "政府采购、大型企业采购、小批量客户、行业客户"), false},
    {"limit", "N", TEXT("groups, 1 to 500; default 100", "组数，1 至 500，默认 100"), false},
    {0},
};

/* "reason,area" */
static int read_aspects(struct cli *cli, Request *request)
{
    const char *text = arguments_has(&cli->arguments, "by") ? cli_text(cli, "by") : "reason";
    request->by = ARENA_ARRAY(&cli->arena, Remuda__Lead__V1__LossAspect, ASPECTS_MAX);
    for (;;) {
        size_t length = strcspn(text, ",");
        int aspect;
        if (request->n_by == ASPECTS_MAX)
            return error_set(&cli->error, STATUS_INVALID_ARGUMENT, "by", "give at most %d words", "最多 %d 项", ASPECTS_MAX);
        if (enum_parse(&remuda__lead__v1__loss_aspect__descriptor, arena_strndup(&cli->arena, text, length), "by", &aspect, &cli->error) != 0)
            return -1;
        request->by[request->n_by++] = (Remuda__Lead__V1__LossAspect)aspect;
        if (!text[length])
            return 0;
        text += length + 1;
    }
}

static int read_request(struct cli *cli, Request *request)
{
    int business_type = 0;
    if (read_aspects(cli, request) != 0 || cli_day(cli, "from", &request->from) != 0 || cli_day(cli, "to", &request->to) != 0 ||
        cli_enum(cli, "business-type", &remuda__lead__v1__business_type__descriptor, &business_type) != 0 ||
        cli_int32(cli, "limit", 1, 500, &request->limit) != 0)
        return -1;
    request->business_type = (Remuda__Lead__V1__BusinessType)business_type;
    request->unit_code = cli_text(cli, "unit");
    return 0;
}

static const char *aspect_text(struct cli *cli, const Group *group, Remuda__Lead__V1__LossAspect aspect)
{
    enum locale l = cli->locale;
    switch (aspect) {
    case REMUDA__LEAD__V1__LOSS_ASPECT__BY_REASON:
        return enum_text(&remuda__lead__v1__loss_reason__descriptor, (int)group->reason, l);
    case REMUDA__LEAD__V1__LOSS_ASPECT__BY_COMPETITOR:
        return group->competitor_is_unknown ? SAY(l, "(unknown)", "（不明）") : group->competitor;
    case REMUDA__LEAD__V1__LOSS_ASPECT__BY_SELLING_STAGE:
        return enum_text(&remuda__lead__v1__selling_stage__descriptor, (int)group->selling_stage, l);
    case REMUDA__LEAD__V1__LOSS_ASPECT__BY_BUYING_STAGE:
        return enum_text(&remuda__lead__v1__buying_stage__descriptor, (int)group->buying_stage, l);
    default:
        return *group->area_code ? arena_printf(&cli->arena, "%s %s", group->area_code, group->area_name)
                                 : SAY(l, "(no area)", "（无区域）");
    }
}

static void add_sum(struct cli *cli, struct table *table, const char **cells, size_t by, const int64_t numbers[static 4])
{
    cells[by] = cell_integer(&cli->arena, numbers[0]);
    cells[by + 1] = cell_percent(&cli->arena, numbers[1]);
    cells[by + 2] = cell_integer(&cli->arena, numbers[2]);
    cells[by + 3] = cell_percent(&cli->arena, numbers[3]);
    table_add(table, cells);
}

static void add_groups(struct cli *cli, const Request *request, const Response *response, struct table *table)
{
    const char *cells[ASPECTS_MAX + 4];
    for (size_t i = 0; i < response->n_groups; i++) {
        const Group *group = response->groups[i];
        for (size_t by = 0; by < request->n_by; by++)
            cells[by] = group->is_rest ? SAY(cli->locale, "(the rest)", "（其余）") : aspect_text(cli, group, request->by[by]);
        add_sum(cli, table, cells, request->n_by, (const int64_t[]){group->leads, group->leads_ppm, group->units, group->units_ppm});
    }
    for (size_t by = 0; by < request->n_by; by++)
        cells[by] = by ? "" : SAY(cli->locale, "sum", "合计");
    int64_t whole = response->leads ? 1000000 : 0;
    add_sum(cli, table, cells, request->n_by, (const int64_t[]){response->leads, whole, response->units, whole});
}

static void print_losses(struct cli *cli, const Request *request, const Response *response)
{
    static const struct column_head numbers[] = {{TEXT("leads", "条数"), true}, {TEXT("share", "占比"), true},
                                                 {TEXT("vehicles", "台数"), true}, {TEXT("share", "占比"), true}};
    struct column_head heads[ASPECTS_MAX + 4];
    struct table table;
    for (size_t by = 0; by < request->n_by; by++)
        for (int l = 0; l < LOCALE_COUNT; l++) {
            heads[by].name.in[l] = enum_text(&remuda__lead__v1__loss_aspect__descriptor, (int)request->by[by], (enum locale)l);
            heads[by].right = false;
        }
    memcpy(heads + request->n_by, numbers, sizeof numbers);
    table_init(&table, heads, request->n_by + 4, cli->locale);
    add_groups(cli, request, response, &table);
    table_print(&table, stdout);
    table_release(&table);
}

enum exit_code lead_losses(struct cli *cli)
{
    Request request = REMUDA__LEAD__V1__GET_LOSS_ANALYSIS_REQUEST__INIT;
    if (read_request(cli, &request) != 0)
        return cli_usage(cli, &cli->error);
    const Response *response = cli_call(cli, SERVICE_LEAD_INTAKE, "remuda.lead.v1.LeadIntake/GetLossAnalysis", &request.base,
                                        &remuda__lead__v1__get_loss_analysis_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    print_losses(cli, &request, response);
    return EXIT_CODE_DONE;
}
