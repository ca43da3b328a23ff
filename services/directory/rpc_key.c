#include "person_store.h"
#include "principal_store.h"
#include "rpc.h"
#include "unit_store.h"

#define GRANTS_MAX 100

typedef Remuda__Directory__V1__GrantKeyRequest grant_request;

/* What can be said without the database. */
static void check_request(struct batch *batch, struct call *call, const grant_request *request)
{
    day_t expires_on;
    struct fault fault;

    if (principal_check_name(request->principal_name, &fault) < 0)
        rpc_refuse(batch, call, NULL, 0, &fault);
    if (principal_check_key(request->public_key, &fault) < 0)
        rpc_refuse(batch, call, NULL, 0, &fault);
    if (rpc_day(request->expires_on, DAY_OPEN, "expires_on", &expires_on, &fault) < 0 ||
        principal_check_expiry(expires_on, day_of_instant(batch->now_ms), &fault) < 0)
        rpc_refuse(batch, call, NULL, 0, &fault);
    for (size_t i = 0; i < request->n_grants; i++) {
        if (request->grants[i]->role != REMUDA__DIRECTORY__V1__ROLE__ROLE_UNSPECIFIED)
            continue;
        fault_set(&fault, "REQUIRED", "role", "It is not given: use VIEWER, DEALER_USER, MANAGER and so on.",
                  "未填写：请填 VIEWER、DEALER_USER、MANAGER 等角色。");
        rpc_refuse(batch, call, "grants", i, &fault);
    }
}

static struct grant_columns columns_of(struct batch *batch, const grant_request *request)
{
    int64_t *roles = ARENA_ARRAY(batch->arena, int64_t, request->n_grants);
    const char **codes = ARENA_ARRAY(batch->arena, const char *, request->n_grants);

    for (size_t i = 0; i < request->n_grants; i++) {
        roles[i] = request->grants[i]->role;
        codes[i] = request->grants[i]->unit_code;
    }
    return (struct grant_columns){.roles = roles, .unit_codes = codes, .count = request->n_grants};
}

static int check_units(struct batch *batch, struct call *call, const struct grant_columns *grants, struct error *error)
{
    size_t *places, unknown;
    struct fault fault;

    if (unit_store_unknown(batch->db, batch->arena, grants->unit_codes, grants->count, &places, &unknown, error) < 0)
        return -1;
    for (size_t i = 0; i < unknown; i++) {
        fault_set(&fault, "UNKNOWN", "unit_code", "Unit \"%.40s\" is not known: put it first, or correct the code.",
                  "单位“%.40s”不存在：请先建立该单位或更正代码。", grants->unit_codes[places[i]]);
        rpc_refuse(batch, call, "grants", places[i], &fault);
    }
    return 0;
}

static int check_person(struct batch *batch, struct call *call, const char *code, struct error *error)
{
    bool exists = true;

    if (code[0] != '\0' && person_store_exists(batch->db, batch->arena, code, &exists, error) < 0)
        return -1;
    if (!exists)
        call_violation(batch, call, "person_code", "UNKNOWN",
                       "Person \"%.40s\" is not known: put the person first, or correct the code.",
                       "人员“%.40s”不存在：请先建立该人员或更正代码。", code);
    return 0;
}

static int check_owner(struct batch *batch, struct call *call, const grant_request *request, struct error *error)
{
    struct known_key key;
    int64_t principal_id;
    struct fault fault;

    if (principal_store_find(batch->db, batch->arena, request->principal_name, &principal_id, error) < 0 ||
        key_store_find(batch->db, batch->arena, request->public_key, &key, error) < 0)
        return -1;
    if (principal_check_owner(&key, principal_id, &fault) < 0)
        rpc_refuse(batch, call, NULL, 0, &fault);
    return 0;
}

static int store_grant(struct batch *batch, struct call *call, const grant_request *request,
                       const struct grant_columns *grants, struct error *error)
{
    Remuda__Directory__V1__GrantKeyResponse *response =
        RESPONSE(batch, Remuda__Directory__V1__GrantKeyResponse, remuda__directory__v1__grant_key_response);

    if (principal_store_put(batch->db, batch->arena, request->principal_name, request->person_code,
                            &response->principal_id, error) < 0 ||
        key_store_put(batch->db, batch->arena, response->principal_id, request->public_key, request->expires_on,
                      &response->key_id, error) < 0)
        return -1;
    call->response = &response->base;
    if (grants->count == 0)
        return 0;
    if (grant_store_clear(batch->db, batch->arena, response->principal_id, error) < 0)
        return -1;
    return grant_store_add(batch->db, batch->arena, response->principal_id, grants, error);
}

static int grant_key(struct batch *batch, struct call *call, struct error *error)
{
    const grant_request *request = (const grant_request *)call->request;
    struct grant_columns grants;

    if (!rpc_check_count(batch, call, "grants", request->n_grants, GRANTS_MAX))
        return 0;
    check_request(batch, call, request);
    if (!call_ok(call))
        return 0;
    grants = columns_of(batch, request);
    if (check_units(batch, call, &grants, error) < 0 || check_person(batch, call, request->person_code, error) < 0 ||
        check_owner(batch, call, request, error) < 0)
        return -1;
    return call_ok(call) ? store_grant(batch, call, request, &grants, error) : 0;
}

int rpc_grant_key(struct batch *batch, struct error *error)
{
    return rpc_each_change(batch, grant_key, error);
}

static int revoke_key(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Directory__V1__RevokeKeyRequest *request =
        (const Remuda__Directory__V1__RevokeKeyRequest *)call->request;
    Remuda__Directory__V1__RevokeKeyResponse *response =
        RESPONSE(batch, Remuda__Directory__V1__RevokeKeyResponse, remuda__directory__v1__revoke_key_response);
    struct fault fault;

    if (principal_check_key(request->public_key, &fault) < 0) {
        rpc_refuse(batch, call, NULL, 0, &fault);
        return 0;
    }
    if (key_store_revoke(batch->db, batch->arena, request->public_key, &response->key_id, error) < 0)
        return -1;
    if (response->key_id == 0)
        call_fail(call, STATUS_NOT_FOUND, "public_key", "Nobody has this key: check that it is the right file.",
                  "没有主体使用该公钥：请确认文件是否正确。");
    else
        call->response = &response->base;
    return 0;
}

int rpc_revoke_key(struct batch *batch, struct error *error)
{
    return rpc_each_change(batch, revoke_key, error);
}
