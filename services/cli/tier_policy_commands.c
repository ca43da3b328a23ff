/* Policies of tiering (分级政策), and what people say of single customers. */
#include "command.h"
#include "output.h"
#include "words.h"

#include "base/parse.h"
#include "policy_document.h"
#include "remuda/tiering/v1/customer_tiering.pb-c.h"

#define METHOD(name) "remuda.tiering.v1.CustomerTiering/" name

const struct option tier_override_options[] = {
    {"tier", "TIER", TEXT("key, secondary or potential", "重点、次重点或潜力"), true},
    {"reason", "TEXT", TEXT("why", "原因"), true},
    {"approver", "NAME", TEXT("who approved it", "批准人"), true},
    {"until", "DAY", TEXT("the last day", "最后一天"), true},
    {0},
};

const struct option tier_declare_options[] = {
    {"segment", "CODE", TEXT("its market segment", "细分市场代码"), false},
    {"fleet", "N", TEXT("vehicles that it owns", "车队规模（台）"), false},
    {"seed", NULL, TEXT("it sets an example for others", "种子客户"), false},
    {"contract-until", "DAY", TEXT("last day of a contract in force", "有效合同的最后一天"), false},
    {0},
};

static char *read_document(struct cli *cli, const char *path)
{
    size_t size;
    const char *text = cli_file(cli, path, POLICY_DOCUMENT_MAX, &size);
    return text ? arena_strndup(&cli->arena, text, size) : NULL;
}

enum exit_code tier_put(struct cli *cli)
{
    Remuda__Tiering__V1__PutPolicyRequest request = REMUDA__TIERING__V1__PUT_POLICY_REQUEST__INIT;
    request.document = read_document(cli, cli->arguments.positionals[0]);
    if (!request.document)
        return cli_fail(cli, &cli->error);
    const Remuda__Tiering__V1__PutPolicyResponse *response =
        cli_call(cli, SERVICE_CUSTOMER_TIERING, METHOD("PutPolicy"), &request.base,
                 &remuda__tiering__v1__put_policy_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    printf(
        SAY(cli->locale,
            "Version %lld is a draft: approved by a second person (remuda tier approve) it is in force from %s on.\n",
            "第 %lld 版为草案：由另一人批准（remuda tier approve）后自 %s 起生效。\n"),
        (long long)response->version, response->in_force_from);
    return EXIT_CODE_DONE;
}

enum exit_code tier_approve(struct cli *cli)
{
    Remuda__Tiering__V1__ApprovePolicyRequest request = REMUDA__TIERING__V1__APPROVE_POLICY_REQUEST__INIT;
    if (parse_int64(cli->arguments.positionals[0], 1, INT64_MAX, "VERSION", &request.version, &cli->error) != 0)
        return cli_usage(cli, &cli->error);
    const Remuda__Tiering__V1__ApprovePolicyResponse *response =
        cli_call(cli, SERVICE_CUSTOMER_TIERING, METHOD("ApprovePolicy"), &request.base,
                 &remuda__tiering__v1__approve_policy_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    printf(SAY(cli->locale, "Version %lld is in force from %s on.\n", "第 %lld 版自 %s 起生效。\n"),
           (long long)response->version, response->in_force_from);
    return EXIT_CODE_DONE;
}

enum exit_code tier_policy_show(struct cli *cli)
{
    Remuda__Tiering__V1__GetPolicyRequest request = REMUDA__TIERING__V1__GET_POLICY_REQUEST__INIT;
    if (cli->arguments.positional_count &&
        parse_int64(cli->arguments.positionals[0], 1, INT64_MAX, "VERSION", &request.version, &cli->error) != 0)
        return cli_usage(cli, &cli->error);
    const Remuda__Tiering__V1__GetPolicyResponse *response =
        cli_call(cli, SERVICE_CUSTOMER_TIERING, METHOD("GetPolicy"), &request.base,
                 &remuda__tiering__v1__get_policy_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    fprintf(stderr, SAY(cli->locale, "Version %lld, from %s on, %s.\n", "第 %lld 版，自 %s 起，%s。\n"),
            (long long)response->version, response->in_force_from,
            response->approved_at_unix_ms ? SAY(cli->locale, "approved", "已批准")
                                          : SAY(cli->locale, "a draft", "草案"));
    puts(response->document);
    return EXIT_CODE_DONE;
}

enum exit_code tier_override(struct cli *cli)
{
    Remuda__Tiering__V1__OverrideRequest request = REMUDA__TIERING__V1__OVERRIDE_REQUEST__INIT;
    int tier = 0;
    if (parse_int64(cli->arguments.positionals[0], 1, INT64_MAX, "CUSTOMER_ID", &request.customer_id, &cli->error) !=
            0 ||
        cli_enum(cli, "tier", &remuda__tiering__v1__tier__descriptor, &tier) != 0 ||
        cli_day(cli, "until", &request.until) != 0)
        return cli_usage(cli, &cli->error);
    request.tier = (Remuda__Tiering__V1__Tier)tier;
    request.reason = cli_text(cli, "reason");
    request.approver = cli_text(cli, "approver");
    const Remuda__Tiering__V1__OverrideResponse *response =
        cli_call(cli, SERVICE_CUSTOMER_TIERING, METHOD("Override"), &request.base,
                 &remuda__tiering__v1__override_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    printf("%s\n", SAY(cli->locale, "It counts from the next run on.", "自下次分级起生效。"));
    return EXIT_CODE_DONE;
}

enum exit_code tier_declare(struct cli *cli)
{
    Remuda__Tiering__V1__DeclareCustomerRequest request = REMUDA__TIERING__V1__DECLARE_CUSTOMER_REQUEST__INIT;
    if (parse_int64(cli->arguments.positionals[0], 1, INT64_MAX, "CUSTOMER_ID", &request.customer_id, &cli->error) !=
            0 ||
        cli_int64(cli, "fleet", 0, 10000000, &request.fleet_size) != 0 ||
        cli_day(cli, "contract-until", &request.contract_until) != 0)
        return cli_usage(cli, &cli->error);
    request.segment = cli_text(cli, "segment");
    request.is_seed = arguments_has(&cli->arguments, "seed");
    const void *response = cli_call(cli, SERVICE_CUSTOMER_TIERING, METHOD("DeclareCustomer"), &request.base,
                                    &remuda__tiering__v1__declare_customer_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    printf("%s\n", SAY(cli->locale, "It counts from the next run on.", "自下次分级起计入。"));
    return EXIT_CODE_DONE;
}
