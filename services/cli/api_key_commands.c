/* API keys for HTTP: made here and shown once, let in and revoked by the gateway. */
#include "command.h"
#include "output.h"

#include "api_key.h"
#include "remuda/gateway/v1/gateway.pb-c.h"

#include <sodium.h>

#define SCOPES_MAX 32

const struct option api_key_new_options[] = {
    {"name", "PRINCIPAL", TEXT("on whose behalf its user calls", "代表哪个主体调用"), true},
    {"scopes", "SCOPE,...", TEXT("what it is good for, e.g. lead.read,lead.write", "权限范围，如 lead.read,lead.write"),
     true},
    {"expires", "DAY", TEXT("last day; default never", "最后有效日；默认长期"), false},
    {0},
};

const struct option api_key_list_options[] = {
    {"name", "PRINCIPAL", TEXT("only this principal's", "仅该主体的密钥"), false},
    {0},
};

static int parse_scopes(struct cli *cli, Remuda__Gateway__V1__PutApiKeyRequest *request)
{
    const char *text = cli_text(cli, "scopes");
    request->scopes = ARENA_ARRAY(&cli->arena, char *, SCOPES_MAX);
    while (*text) {
        size_t length = strcspn(text, ",");
        if (request->n_scopes == SCOPES_MAX)
            return error_set(&cli->error, STATUS_INVALID_ARGUMENT, "scopes", "At most %d scopes.",
                             "最多 %d 项权限范围。", SCOPES_MAX);
        request->scopes[request->n_scopes++] = arena_strndup(&cli->arena, text, length);
        text += length + (text[length] == ',');
    }
    return 0;
}

/* The key goes to standard output, alone on its line, and nowhere else. */
static void show_key(const struct cli *cli, const char *key, const char *prefix)
{
    if (cli->json) {
        printf("{\"key\":\"%s\",\"prefix\":\"%s\"}\n", key, prefix); /* neither has quotes or backslashes */
        return;
    }
    printf(SAY(cli->locale, "This is shown once; whoever has it may call for %s:\n%s\n",
               "以下密钥只显示一次；持有者可代表 %s 调用：\n%s\n"),
           arguments_value(&cli->arguments, "name"), key);
}

enum exit_code api_key_new(struct cli *cli)
{
    Remuda__Gateway__V1__PutApiKeyRequest request = REMUDA__GATEWAY__V1__PUT_API_KEY_REQUEST__INIT;
    char key[API_KEY_SIZE], prefix[API_KEY_PREFIX_SIZE];
    uint8_t hash[API_KEY_HASH_SIZE];
    request.principal_name = cli_text(cli, "name");
    if (parse_scopes(cli, &request) != 0 || cli_day(cli, "expires", &request.expires_on) != 0)
        return cli_usage(cli, &cli->error);
    if (sodium_init() < 0) {
        error_set(&cli->error, STATUS_INTERNAL, NULL, "The system has no random numbers.", "系统无法提供随机数。");
        return cli_fail(cli, &cli->error);
    }
    api_key_make(key);
    api_key_read(key, prefix, hash);
    request.prefix = prefix;
    request.hash = (ProtobufCBinaryData){.len = sizeof hash, .data = hash};
    if (!cli_call(cli, SERVICE_GATEWAY, "remuda.gateway.v1.Gateway/PutApiKey", &request.base,
                  &remuda__gateway__v1__put_api_key_response__descriptor, &cli->error))
        return cli_fail(cli, &cli->error);
    show_key(cli, key, prefix);
    sodium_memzero(key, sizeof key);
    return EXIT_CODE_DONE;
}

static const char *scopes_text(struct cli *cli, const Remuda__Gateway__V1__ApiKey *key)
{
    const char *text = "";
    for (size_t i = 0; i < key->n_scopes; i++)
        text = arena_printf(&cli->arena, "%s%s%s", text, i ? "," : "", key->scopes[i]);
    return text;
}

static const char *instant_or_none(struct cli *cli, int64_t at)
{
    return at ? cell_instant(&cli->arena, at) : NULL;
}

enum exit_code api_key_list(struct cli *cli)
{
    static const struct column_head heads[] = {
        {TEXT("prefix", "前缀"), false},      {TEXT("principal", "主体"), false},
        {TEXT("scopes", "权限范围"), false},  {TEXT("expires", "到期日"), false},
        {TEXT("made at", "生成时间"), false}, {TEXT("last used", "最近使用"), false},
        {TEXT("revoked", "吊销时间"), false}};
    Remuda__Gateway__V1__ListApiKeysRequest request = REMUDA__GATEWAY__V1__LIST_API_KEYS_REQUEST__INIT;
    struct table table;
    request.principal_name = cli_text(cli, "name");
    const Remuda__Gateway__V1__ListApiKeysResponse *response =
        cli_call(cli, SERVICE_GATEWAY, "remuda.gateway.v1.Gateway/ListApiKeys", &request.base,
                 &remuda__gateway__v1__list_api_keys_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    table_init(&table, heads, 7, cli->locale);
    for (size_t i = 0; i < response->n_keys; i++) {
        const Remuda__Gateway__V1__ApiKey *key = response->keys[i];
        TABLE_ADD(&table, key->prefix, key->principal_name, scopes_text(cli, key), key->expires_on,
                  instant_or_none(cli, key->put_at_unix_ms), instant_or_none(cli, key->last_used_at_unix_ms),
                  instant_or_none(cli, key->revoked_at_unix_ms));
    }
    table_print(&table, stdout);
    table_release(&table);
    return EXIT_CODE_DONE;
}

enum exit_code api_key_revoke(struct cli *cli)
{
    Remuda__Gateway__V1__RevokeApiKeyRequest request = REMUDA__GATEWAY__V1__REVOKE_API_KEY_REQUEST__INIT;
    request.prefix = cli_positional(cli, 0);
    const Remuda__Gateway__V1__RevokeApiKeyResponse *response =
        cli_call(cli, SERVICE_GATEWAY, "remuda.gateway.v1.Gateway/RevokeApiKey", &request.base,
                 &remuda__gateway__v1__revoke_api_key_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    printf(SAY(cli->locale, "Key %s is refused from now on.\n", "密钥 %s 已吊销。\n"), response->prefix);
    return EXIT_CODE_DONE;
}
