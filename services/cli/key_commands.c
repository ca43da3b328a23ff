/* CURVE keys: made here, let in and revoked by directory. */
#include "command.h"
#include "output.h"
#include "words.h"

#include "remuda/directory/v1/directory.pb-c.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define GRANTS_MAX 32

const struct option key_new_options[] = {
    {"out", "PREFIX", TEXT("makes PREFIX.secret and PREFIX.public", "生成 PREFIX.secret 与 PREFIX.public"), true},
    {0},
};

const struct option key_grant_options[] = {
    {"name", "PRINCIPAL", TEXT("whose key it is; made when new", "密钥所属主体；不存在则新建"), true},
    {"public-key", "FILE", TEXT("the public key: its file, or its 40 characters", "公钥文件，或公钥的 40 个字符"),
     true},
    {"grants", "ROLE@UNIT,...",
     TEXT("roles on units, e.g. dealer@D0001; replaces what it had", "单位上的角色，如 dealer@D0001；覆盖原有"), false},
    {"person", "CODE", TEXT("the person that the principal is", "对应的人员代码"), false},
    {"expires", "DAY", TEXT("last day; default never", "最后有效日；默认长期"), false},
    {0},
};

const struct option key_revoke_options[] = {
    {"public-key", "FILE", TEXT("the public key: its file, or its 40 characters", "公钥文件，或公钥的 40 个字符"),
     true},
    {0},
};

/* A file that must not be there yet, with the key and a newline. */
static int write_key(const char *path, mode_t mode, const char *key, struct error *error)
{
    char line[CURVE_KEY_SIZE + 1];
    int length = snprintf(line, sizeof line, "%s\n", key);
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (file < 0)
        return error_set(error, errno == EEXIST ? STATUS_ALREADY_EXISTS : STATUS_INTERNAL, "out",
                         "%s cannot be made: %s", "无法创建 %s：%s", path, strerror(errno));
    bool written = write(file, line, (size_t)length) == length;
    if (close(file) == 0 && written)
        return 0;
    unlink(path);
    return error_set(error, STATUS_INTERNAL, "out", "%s cannot be written completely.", "%s 未能完整写入。", path);
}

enum exit_code key_new(struct cli *cli)
{
    struct curve_keys keys;
    const char *prefix = arguments_value(&cli->arguments, "out");
    char *secret_path = arena_printf(&cli->arena, "%s.secret", prefix);
    char *public_path = arena_printf(&cli->arena, "%s.public", prefix);
    if (curve_keys_generate(&keys, &cli->error) != 0 || write_key(secret_path, 0600, keys.secret_key, &cli->error) != 0)
        return cli_fail(cli, &cli->error);
    if (write_key(public_path, 0644, keys.public_key, &cli->error) != 0) {
        unlink(secret_path);
        return cli_fail(cli, &cli->error);
    }
    if (cli->json)
        printf("{\"publicKey\":\"%s\"}\n", keys.public_key); /* Z85 has neither quote nor backslash */
    else
        printf(SAY(cli->locale, "%s keeps the secret key; give %s to an administrator.\n",
                   "私钥保存在 %s；请将 %s 交给管理员。\n"),
               secret_path, public_path);
    return EXIT_CODE_DONE;
}

/* The option names a file, or is the key itself. */
static char *public_key_option(struct cli *cli)
{
    const char *given = arguments_value(&cli->arguments, "public-key");
    char *key = arena_alloc(&cli->arena, CURVE_KEY_SIZE);
    if (curve_key_well_formed(given))
        return arena_strdup(&cli->arena, given);
    return curve_key_read(given, "public-key", key, &cli->error) == 0 ? key : NULL;
}

/* "dealer@D0001" */
static int parse_grant(struct cli *cli, const char *text, size_t length, Remuda__Directory__V1__RoleGrant *grant)
{
    const char *at = memchr(text, '@', length);
    int role = 0;
    if (!at)
        return error_set(&cli->error, STATUS_INVALID_ARGUMENT, "grants",
                         "\"%.*s\" is no grant. Write ROLE@UNIT, several separated by commas: dealer@D0001.",
                         "“%.*s”不是有效的授权，请写成 角色@单位，用逗号分隔：dealer@D0001。", (int)length, text);
    size_t before = (size_t)(at - text);
    if (enum_parse(&remuda__directory__v1__role__descriptor, arena_strndup(&cli->arena, text, before), "grants", &role,
                   &cli->error) != 0)
        return -1;
    grant->role = (Remuda__Directory__V1__Role)role;
    grant->unit_code = arena_strndup(&cli->arena, at + 1, length - before - 1);
    return 0;
}

static int parse_grants(struct cli *cli, Remuda__Directory__V1__GrantKeyRequest *request)
{
    const char *text = cli_text(cli, "grants");
    request->grants = ARENA_ARRAY(&cli->arena, Remuda__Directory__V1__RoleGrant *, GRANTS_MAX);
    while (*text) {
        size_t length = strcspn(text, ",");
        if (request->n_grants == GRANTS_MAX)
            return error_set(&cli->error, STATUS_INVALID_ARGUMENT, "grants", "At most %d grants.", "最多 %d 项授权。",
                             GRANTS_MAX);
        Remuda__Directory__V1__RoleGrant *grant = ARENA_NEW(&cli->arena, Remuda__Directory__V1__RoleGrant);
        remuda__directory__v1__role_grant__init(grant);
        if (parse_grant(cli, text, length, grant) != 0)
            return -1;
        request->grants[request->n_grants++] = grant;
        text += length + (text[length] == ',');
    }
    return 0;
}

enum exit_code key_grant(struct cli *cli)
{
    Remuda__Directory__V1__GrantKeyRequest request = REMUDA__DIRECTORY__V1__GRANT_KEY_REQUEST__INIT;
    request.principal_name = cli_text(cli, "name");
    request.person_code = cli_text(cli, "person");
    request.public_key = public_key_option(cli);
    if (!request.public_key || parse_grants(cli, &request) != 0 || cli_day(cli, "expires", &request.expires_on) != 0)
        return cli_usage(cli, &cli->error);
    Remuda__Directory__V1__GrantKeyResponse *response =
        cli_call(cli, SERVICE_DIRECTORY, "remuda.directory.v1.Directory/GrantKey", &request.base,
                 &remuda__directory__v1__grant_key_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    printf(SAY(cli->locale, "Key %lld lets %s in.\n", "密钥 %lld 已授权给 %s。\n"), (long long)response->key_id,
           request.principal_name);
    return EXIT_CODE_DONE;
}

enum exit_code key_revoke(struct cli *cli)
{
    Remuda__Directory__V1__RevokeKeyRequest request = REMUDA__DIRECTORY__V1__REVOKE_KEY_REQUEST__INIT;
    request.public_key = public_key_option(cli);
    if (!request.public_key)
        return cli_usage(cli, &cli->error);
    Remuda__Directory__V1__RevokeKeyResponse *response =
        cli_call(cli, SERVICE_DIRECTORY, "remuda.directory.v1.Directory/RevokeKey", &request.base,
                 &remuda__directory__v1__revoke_key_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    printf(SAY(cli->locale, "Key %lld is refused from now on.\n", "密钥 %lld 已吊销。\n"), (long long)response->key_id);
    return EXIT_CODE_DONE;
}
