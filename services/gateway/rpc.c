#include "rpc.h"

#include "key_store.h"
#include "scope.h"

#include "base/parse.h"

#define HEADQUARTERS_UNIT_ID 1
#define SCOPES_MAX 32

/* Keys open the door for anybody: only headquarters' administrator makes them. */
static bool check_administrator(struct batch *batch, struct call *call)
{
    if (authority_may(batch->authority, call->principal, ROLE_ADMINISTRATOR, HEADQUARTERS_UNIT_ID))
        return true;
    call_fail(call, STATUS_PERMISSION_DENIED, NULL, "only an administrator of headquarters keeps API keys: ask one",
              "只有总部管理员可以管理 API 密钥：请联系管理员");
    return false;
}

static void check_prefix(struct batch *batch, struct call *call, const char *prefix)
{
    if (!api_key_is_prefix(prefix))
        call_violation(batch, call, "prefix", "FORMAT", "a prefix is 12 of a-z 0-9: it stands in the key after rmd_",
                       "前缀为 12 位 a-z 0-9：即密钥中 rmd_ 之后的部分");
}

/* Names separated by blanks; NULL when one is unknown or none is given. */
static const char *read_scopes(struct batch *batch, struct call *call, char *const *names, size_t count)
{
    const char *text = "";
    if (count == 0 || count > SCOPES_MAX) {
        call_violation(batch, call, "scopes", "REQUIRED", "give 1 to %d scopes, e.g. lead.read",
                       "请给出 1 至 %d 个权限范围，如 lead.read", SCOPES_MAX);
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        if (!scope_by_name(names[i], strlen(names[i])))
            call_violation(
                batch, call, arena_printf(batch->arena, "scopes[%zu]", i), "UNKNOWN",
                "there is no scope \"%.40s\": use AREA.read or AREA.write, the areas being directory, lead, tiering, "
                "target, incentive and key",
                "没有权限范围“%.40s”：可用 AREA.read 或 AREA.write，AREA 为 directory、lead、tiering、target、incentive、key",
                names[i]);
        text = arena_printf(batch->arena, "%s%s%s", text, i ? " " : "", names[i]);
    }
    return text;
}

static void check_expiry(struct batch *batch, struct call *call, const char *expires_on)
{
    struct error error;
    day_t day;
    if (!*expires_on)
        return;
    if (parse_day(expires_on, "expires_on", &day, &error) != 0)
        call_violation_error(batch, call, "FORMAT", &error);
    else if (day < day_of_instant(batch->now_ms))
        call_violation(batch, call, "expires_on", "OUT_OF_RANGE", "that day is over: give today or a later one",
                       "该日期已过：请填今天或以后");
}

static int check_principal(struct batch *batch, struct call *call, const char *name, struct error *error)
{
    bool exists;
    if (key_store_principal_exists(batch->db, batch->arena, name, &exists, error) != 0)
        return -1;
    if (!exists)
        call_violation(batch, call, "principal_name", "UNKNOWN",
                       "directory knows no principal \"%.40s\": make it with 'remuda key grant'",
                       "组织目录中没有主体“%.40s”：请先用 remuda key grant 建立", name);
    return 0;
}

static int put_api_key(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Gateway__V1__PutApiKeyRequest *request = (const Remuda__Gateway__V1__PutApiKeyRequest *)call->request;
    bool stored;
    if (!check_administrator(batch, call))
        return 0;
    check_prefix(batch, call, request->prefix);
    if (request->hash.len != API_KEY_HASH_SIZE)
        call_violation(batch, call, "hash", "FORMAT", "a hash has %d bytes", "散列值应为 %d 字节", API_KEY_HASH_SIZE);
    check_expiry(batch, call, request->expires_on);
    const struct kept_key key = {
        .prefix = request->prefix,
        .hash = {request->hash.data, request->hash.len},
        .principal = request->principal_name,
        .scopes = read_scopes(batch, call, request->scopes, request->n_scopes),
        .expires_on = request->expires_on,
    };
    if (check_principal(batch, call, request->principal_name, error) != 0)
        return -1;
    if (!call_ok(call))
        return 0;
    if (key_store_put(batch->db, batch->arena, &key, &stored, error) != 0)
        return -1;
    if (!stored) {
        call_fail(call, STATUS_ALREADY_EXISTS, "prefix", "another key has this prefix: make a new key",
                  "该前缀已被其他密钥使用：请重新生成");
        return 0;
    }
    Remuda__Gateway__V1__PutApiKeyResponse *response =
        RESPONSE(batch, Remuda__Gateway__V1__PutApiKeyResponse, remuda__gateway__v1__put_api_key_response);
    response->prefix = request->prefix;
    call->response = &response->base;
    return 0;
}

int rpc_put_api_key(struct batch *batch, struct error *error)
{
    return batch_each(batch, put_api_key, error);
}

static int revoke_api_key(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Gateway__V1__RevokeApiKeyRequest *request =
        (const Remuda__Gateway__V1__RevokeApiKeyRequest *)call->request;
    bool known;
    if (!check_administrator(batch, call))
        return 0;
    if (key_store_revoke(batch->db, batch->arena, request->prefix, &known, error) != 0)
        return -1;
    if (!known) {
        call_fail(call, STATUS_NOT_FOUND, "prefix", "no key has this prefix: see 'remuda api-key list'",
                  "没有该前缀的密钥：请用 remuda api-key list 查看");
        return 0;
    }
    Remuda__Gateway__V1__RevokeApiKeyResponse *response =
        RESPONSE(batch, Remuda__Gateway__V1__RevokeApiKeyResponse, remuda__gateway__v1__revoke_api_key_response);
    response->prefix = request->prefix;
    call->response = &response->base;
    return 0;
}

int rpc_revoke_api_key(struct batch *batch, struct error *error)
{
    return batch_each(batch, revoke_api_key, error);
}

/* "lead.read lead.write" -> two texts. */
static void split_scopes(struct arena *arena, const char *text, Remuda__Gateway__V1__ApiKey *key)
{
    key->scopes = ARENA_ARRAY(arena, char *, SCOPES_MAX);
    while (*text && key->n_scopes < SCOPES_MAX) {
        size_t length = strcspn(text, " ");
        key->scopes[key->n_scopes++] = arena_strndup(arena, text, length);
        text += length + (text[length] == ' ');
    }
}

static Remuda__Gateway__V1__ApiKey *to_message(struct batch *batch, const struct kept_key *kept)
{
    Remuda__Gateway__V1__ApiKey *key = RESPONSE(batch, Remuda__Gateway__V1__ApiKey, remuda__gateway__v1__api_key);
    key->prefix = arena_strdup(batch->arena, kept->prefix);
    key->principal_name = arena_strdup(batch->arena, kept->principal);
    split_scopes(batch->arena, kept->scopes, key);
    key->expires_on = arena_strdup(batch->arena, kept->expires_on);
    key->put_at_unix_ms = kept->put_at;
    key->revoked_at_unix_ms = kept->revoked_at;
    key->last_used_at_unix_ms = kept->last_used_at;
    return key;
}

static int list_api_keys(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Gateway__V1__ListApiKeysRequest *request =
        (const Remuda__Gateway__V1__ListApiKeysRequest *)call->request;
    struct kept_key *kept = ARENA_ARRAY(batch->arena, struct kept_key, KEYS_LISTED_MAX);
    Remuda__Gateway__V1__ListApiKeysResponse *response =
        RESPONSE(batch, Remuda__Gateway__V1__ListApiKeysResponse, remuda__gateway__v1__list_api_keys_response);
    if (!check_administrator(batch, call))
        return 0;
    if (key_store_list(batch->db, batch->arena, request->principal_name, kept, &response->n_keys, error) != 0)
        return -1;
    response->keys = ARENA_ARRAY(batch->arena, Remuda__Gateway__V1__ApiKey *, response->n_keys);
    for (size_t i = 0; i < response->n_keys; i++)
        response->keys[i] = to_message(batch, &kept[i]);
    call->response = &response->base;
    return 0;
}

int rpc_list_api_keys(struct batch *batch, struct error *error)
{
    return batch_each(batch, list_api_keys, error);
}
