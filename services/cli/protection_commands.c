/* The protection policy (保护期与公海规则): shown, and put as a new version. Both as the contract's message in JSON, so that what is
 * shown can be edited and put. */
#include "command.h"
#include "output.h"

#include "base/parse.h"
#include "remuda/lead/v1/lead_intake.pb-c.h"
#include "wire/wire.h"

#include <errno.h>

#define POLICY_FILE_MAX (64 * 1024)

const struct option protection_put_options[] = {{"reason", "TEXT", TEXT("why it changes", "变更原因"), true}, {0}};

enum exit_code protection_show(struct cli *cli)
{
    Remuda__Lead__V1__GetProtectionPolicyRequest request = REMUDA__LEAD__V1__GET_PROTECTION_POLICY_REQUEST__INIT;
    if (cli->arguments.positional_count &&
        parse_int64(cli->arguments.positionals[0], 0, INT64_MAX, "VERSION", &request.version, &cli->error) != 0)
        return cli_usage(cli, &cli->error);
    const Remuda__Lead__V1__GetProtectionPolicyResponse *response =
        cli_call(cli, SERVICE_LEAD_INTAKE, "remuda.lead.v1.LeadIntake/GetProtectionPolicy", &request.base,
                 &remuda__lead__v1__get_protection_policy_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json || !response->policy)
        return print_json(cli, response);
    fprintf(stderr, SAY(cli->locale, "Version %lld, in force since %s. %s\n", "第 %lld 版，自 %s 起施行。%s\n"), (long long)response->version,
            cell_instant(&cli->arena, response->put_at_unix_ms), response->reason);
    return print_json(cli, response->policy);
}

static Remuda__Lead__V1__ProtectionPolicy *policy_from_file(struct cli *cli, const char *path)
{
    char *text = arena_alloc(&cli->arena, POLICY_FILE_MAX);
    FILE *file = fopen(path, "rbe");
    if (!file) {
        error_set(&cli->error, STATUS_NOT_FOUND, "FILE", "%s cannot be opened: %s", "无法打开 %s：%s", path, strerror(errno));
        return NULL;
    }
    size_t length = fread(text, 1, POLICY_FILE_MAX, file);
    fclose(file);
    return (Remuda__Lead__V1__ProtectionPolicy *)wire_from_json(&remuda__lead__v1__protection_policy__descriptor, text, length,
                                                                &cli->arena, &cli->error);
}

enum exit_code protection_put(struct cli *cli)
{
    Remuda__Lead__V1__PutProtectionPolicyRequest request = REMUDA__LEAD__V1__PUT_PROTECTION_POLICY_REQUEST__INIT;
    request.policy = policy_from_file(cli, cli->arguments.positionals[0]);
    if (!request.policy)
        return cli_usage(cli, &cli->error);
    request.reason = cli_text(cli, "reason");
    const Remuda__Lead__V1__PutProtectionPolicyResponse *response =
        cli_call(cli, SERVICE_LEAD_INTAKE, "remuda.lead.v1.LeadIntake/PutProtectionPolicy", &request.base,
                 &remuda__lead__v1__put_protection_policy_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    printf(SAY(cli->locale, "Version %lld is in force.\n", "第 %lld 版已施行。\n"), (long long)response->version);
    return EXIT_CODE_DONE;
}
