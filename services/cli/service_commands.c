/* What every service answers: ping, dead letters; and the sums that must agree. */
#include "command.h"
#include "output.h"

#include "base/buffer.h"
#include "base/clock.h"
#include "base/parse.h"
#include "remuda/incentive/v1/incentive_calculation.pb-c.h"
#include "remuda/lead/v1/lead_intake.pb-c.h"
#include "remuda/rpc/v1/operations.pb-c.h"
#include "remuda/target/v1/target_planning.pb-c.h"
#include "remuda/tiering/v1/customer_tiering.pb-c.h"
#include "wire/wire.h"

#define TOTALS_JSON_MAX (64 * 1024)
#define REPLAY_MAX ARGUMENTS_POSITIONALS_MAX

const struct option dead_letter_options[] = {
    {"service", "NAME", TEXT("the service that could not apply the events", "未能处理事件的服务"), true},
    {"limit", "N", TEXT("at most so many, 1 to 1000", "最多条数，1 至 1000"), false},
    {0},
};

static int service_wanted(struct cli *cli, const char *name, enum service *service)
{
    *service = service_by_name(name);
    if (*service != SERVICE_COUNT)
        return 0;
    return error_set(
        &cli->error, STATUS_INVALID_ARGUMENT, "service",
        "There is no service \"%s\". Services: directory, lead_intake, customer_tiering, target_planning, "
        "incentive_calculation, gateway.",
        "没有服务“%s”。可用：directory、lead_intake、customer_tiering、target_planning、incentive_calculation、gateway。", name);
}

static enum exit_code ping_one(struct cli *cli, enum service service, struct table *table)
{
    Remuda__Rpc__V1__PingRequest request = REMUDA__RPC__V1__PING_REQUEST__INIT;
    struct error error;
    int64_t before = clock_monotonic_us();
    Remuda__Rpc__V1__PingResponse *response = cli_call(cli, service, "remuda.rpc.v1.Operations/Ping", &request.base,
                                                       &remuda__rpc__v1__ping_response__descriptor, &error);
    int64_t took = clock_monotonic_us() - before;
    if (!response && cli->json)
        return cli_fail(cli, &error);
    if (response && cli->json)
        return print_json(cli, response);
    TABLE_ADD(table, service_name(service),
              response ? SAY(cli->locale, "answers", "正常") : SAY(cli->locale, "silent", "无应答"),
              response ? response->version : NULL,
              response ? arena_printf(&cli->arena, "%lld.%03lld", (long long)took / 1000, (long long)took % 1000)
                       : NULL,
              response       ? ""
              : *error.field ? arena_printf(&cli->arena, "%s: %s", error.field, error.message[cli->locale])
                             : error.message[cli->locale]);
    return response ? EXIT_CODE_DONE : cli->settings_refused ? EXIT_CODE_USAGE : exit_code_of(error.status);
}

enum exit_code service_ping(struct cli *cli)
{
    static const struct column_head heads[] = {{TEXT("service", "服务"), false},
                                               {TEXT("state", "状态"), false},
                                               {TEXT("version", "版本"), false},
                                               {TEXT("ms", "毫秒"), true},
                                               {TEXT("remark", "说明"), false}};
    enum service first = SERVICE_DIRECTORY, end = SERVICE_COUNT;
    if (cli->arguments.positional_count) {
        if (service_wanted(cli, cli->arguments.positionals[0], &first) != 0)
            return cli_usage(cli, &cli->error);
        end = first + 1;
    }
    struct table table;
    enum exit_code worst = EXIT_CODE_DONE;
    table_init(&table, heads, 5, cli->locale);
    for (enum service service = first; service < end; service++) {
        enum exit_code code = ping_one(cli, service, &table);
        worst = code > worst ? code : worst;
    }
    if (!cli->json)
        table_print(&table, stdout);
    table_release(&table);
    return worst;
}

/* Every GetTotals takes an empty message. */
static const struct {
    enum service service;
    const char *method;
    const ProtobufCMessageDescriptor *response;
} totals[] = {
    {SERVICE_LEAD_INTAKE, "remuda.lead.v1.LeadIntake/GetTotals", &remuda__lead__v1__get_totals_response__descriptor},
    {SERVICE_CUSTOMER_TIERING, "remuda.tiering.v1.CustomerTiering/GetTotals",
     &remuda__tiering__v1__get_totals_response__descriptor},
    {SERVICE_TARGET_PLANNING, "remuda.target.v1.TargetPlanning/GetTotals",
     &remuda__target__v1__get_totals_response__descriptor},
    {SERVICE_INCENTIVE_CALCULATION, "remuda.incentive.v1.IncentiveCalculation/GetTotals",
     &remuda__incentive__v1__get_totals_response__descriptor},
};

static void add_totals(struct cli *cli, enum service service, const ProtobufCMessage *message, struct table *table)
{
    for (unsigned i = 0; i < message->descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &message->descriptor->fields[i];
        if (field->type != PROTOBUF_C_TYPE_INT64 || field->label == PROTOBUF_C_LABEL_REPEATED)
            continue;
        int64_t value;
        memcpy(&value, (const char *)message + field->offset, sizeof value);
        TABLE_ADD(table, service_name(service), field->name, cell_integer(&cli->arena, value));
    }
}

static void add_totals_json(enum service service, const ProtobufCMessage *message, struct buffer *json)
{
    buffer_printf(json, "%s\"%s\":", json->length > 1 ? "," : "", service_name(service));
    wire_to_json(message, WIRE_JSON_COMPACT | WIRE_JSON_DEFAULTS, json);
}

enum exit_code service_totals(struct cli *cli)
{
    static const struct column_head heads[] = {
        {TEXT("service", "服务"), false}, {TEXT("sum of", "合计项"), false}, {TEXT("value", "数值"), true}};
    Remuda__Lead__V1__GetTotalsRequest request = REMUDA__LEAD__V1__GET_TOTALS_REQUEST__INIT;
    struct buffer json = BUFFER(TOTALS_JSON_MAX);
    struct table table;
    enum exit_code code = EXIT_CODE_DONE;
    table_init(&table, heads, 3, cli->locale);
    buffer_add_char(&json, '{');
    for (size_t i = 0; i < sizeof totals / sizeof *totals && code == EXIT_CODE_DONE; i++) {
        const ProtobufCMessage *response =
            cli_call(cli, totals[i].service, totals[i].method, &request.base, totals[i].response, &cli->error);
        if (!response) {
            code = cli_fail(cli, &cli->error);
            break;
        }
        add_totals(cli, totals[i].service, response, &table);
        add_totals_json(totals[i].service, response, &json);
    }
    if (code == EXIT_CODE_DONE && cli->json)
        printf("%s}\n", json.data);
    else if (code == EXIT_CODE_DONE)
        table_print(&table, stdout);
    table_release(&table);
    buffer_release(&json);
    return code;
}

static void print_dead_letters(struct cli *cli, const Remuda__Rpc__V1__ListDeadLettersResponse *response)
{
    static const struct column_head heads[] = {
        {TEXT("id", "编号"), true},       {TEXT("consumer", "消费者"), false},    {TEXT("event", "事件"), false},
        {TEXT("position", "位置"), true}, {TEXT("failed at", "失败时间"), false}, {TEXT("replaying", "待重放"), false},
        {TEXT("error", "错误"), false}};
    struct table table;
    table_init(&table, heads, 7, cli->locale);
    for (size_t i = 0; i < response->n_dead_letters; i++) {
        const Remuda__Rpc__V1__DeadLetter *letter = response->dead_letters[i];
        TABLE_ADD(&table, cell_integer(&cli->arena, letter->dead_letter_id), letter->consumer,
                  letter->event ? letter->event->type : NULL,
                  letter->event ? cell_integer(&cli->arena, letter->event->position) : NULL,
                  cell_instant(&cli->arena, letter->failed_at_unix_ms),
                  letter->replay_requested ? SAY(cli->locale, "yes", "是") : NULL, letter->error);
    }
    table_print(&table, stdout);
    table_release(&table);
}

enum exit_code dead_letter_list(struct cli *cli)
{
    Remuda__Rpc__V1__ListDeadLettersRequest request = REMUDA__RPC__V1__LIST_DEAD_LETTERS_REQUEST__INIT;
    enum service service;
    if (service_wanted(cli, arguments_value(&cli->arguments, "service"), &service) != 0 ||
        cli_int32(cli, "limit", 1, 1000, &request.limit) != 0)
        return cli_usage(cli, &cli->error);
    Remuda__Rpc__V1__ListDeadLettersResponse *response =
        cli_call(cli, service, "remuda.rpc.v1.Operations/ListDeadLetters", &request.base,
                 &remuda__rpc__v1__list_dead_letters_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    print_dead_letters(cli, response);
    return EXIT_CODE_DONE;
}

enum exit_code dead_letter_replay(struct cli *cli)
{
    Remuda__Rpc__V1__ReplayDeadLettersRequest request = REMUDA__RPC__V1__REPLAY_DEAD_LETTERS_REQUEST__INIT;
    int64_t ids[REPLAY_MAX];
    enum service service;
    if (service_wanted(cli, arguments_value(&cli->arguments, "service"), &service) != 0)
        return cli_usage(cli, &cli->error);
    for (size_t i = 0; i < cli->arguments.positional_count; i++)
        if (parse_int64(cli->arguments.positionals[i], 1, INT64_MAX, "ID", &ids[i], &cli->error) != 0)
            return cli_usage(cli, &cli->error);
    request.n_dead_letter_ids = cli->arguments.positional_count;
    request.dead_letter_ids = ids;
    Remuda__Rpc__V1__ReplayDeadLettersResponse *response =
        cli_call(cli, service, "remuda.rpc.v1.Operations/ReplayDeadLetters", &request.base,
                 &remuda__rpc__v1__replay_dead_letters_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    printf(SAY(cli->locale, "%d dead letters will be applied again.\n", "将重新处理 %d 条死信。\n"),
           (int)response->marked);
    return EXIT_CODE_DONE;
}
