/* PutProtectionPolicy, GetProtectionPolicy. */
#include "policy_store.h"
#include "rpc.h"

#define REASON_MAX 2000 /* bytes */

const struct protection_policy *rpc_policy(struct batch *batch)
{
    struct lead_intake *lead_intake = batch->context;
    return policy_holder_get(&lead_intake->policy, batch->arena);
}

static void check_areas(struct batch *batch, struct call *call, const struct protection_policy *policy)
{
    for (size_t i = 0; i < policy->pool_area_count; i++) {
        const char *code = policy->pool_areas[i].area_code;
        if (authority_unit_kind(batch->authority, authority_unit_by_code(batch->authority, code)) != UNIT_AREA)
            call_violation(batch, call, arena_printf(batch->arena, "policy.pool_areas[%zu].area_code", i), "UNKNOWN",
                           "there is no area '%.40s' today: check the code", "当前没有代码为“%.40s”的区域：请核对代码", code);
    }
}

static void put_in_force(void *context, void *data)
{
    struct lead_intake *lead_intake = context;
    policy_holder_put(&lead_intake->policy, data);
}

static int expect_version(struct batch *batch, struct call *call, const char *if_version, struct error *error)
{
    struct policy_version newest;
    if (policy_store_lock(batch->db, error) != 0 || policy_store_newest(batch->db, batch->arena, 0, &newest, error) != 0)
        return -1;
    if (*if_version && strcmp(arena_printf(batch->arena, "%lld", (long long)newest.version), if_version) != 0)
        call_fail(call, STATUS_ABORTED, "if_version", "another version of the policy is in force by now: read it and decide anew",
                  "政策已有新版本：请重新读取后再决定");
    return 0;
}

static int put_one(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Lead__V1__PutProtectionPolicyRequest *request = (const Remuda__Lead__V1__PutProtectionPolicyRequest *)call->request;
    struct protection_policy *policy = ARENA_NEW(batch->arena, struct protection_policy);
    struct error problem;
    int64_t version;
    if (!*request->reason || strlen(request->reason) > REASON_MAX)
        call_violation(batch, call, "reason", "REQUIRED", "say why in 1 to %d bytes", "请说明原因（1 至 %d 字节）", REASON_MAX);
    if (!request->policy)
        call_violation(batch, call, "policy", "REQUIRED", "the policy is missing: start from the one in force", "缺少政策：请以现行政策为基础");
    else if (policy_read(request->policy, policy, &problem) != 0) {
        error_within(&problem, "policy");
        call_violation_error(batch, call, "OUT_OF_RANGE", &problem);
    }
    check_areas(batch, call, policy);
    if (call_ok(call) && expect_version(batch, call, request->if_version, error) != 0)
        return -1;
    if (!call_ok(call))
        return 0;
    if (policy_store_put(batch->db, batch->arena, policy_document(policy, batch->arena), request->reason,
                         call->principal->principal_id, batch->now_ms, &version, error) != 0)
        return -1;
    Remuda__Lead__V1__PutProtectionPolicyResponse *response =
        RESPONSE(batch, Remuda__Lead__V1__PutProtectionPolicyResponse, remuda__lead__v1__put_protection_policy_response);
    response->version = version;
    call->response = &response->base;
    policy->version = version;
    batch->committed = put_in_force;
    batch->committed_data = policy;
    return 0;
}

static int get_one(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Lead__V1__GetProtectionPolicyRequest *request = (const Remuda__Lead__V1__GetProtectionPolicyRequest *)call->request;
    struct protection_policy *policy = ARENA_NEW(batch->arena, struct protection_policy);
    struct policy_version found;
    *policy = PROTECTION_POLICY_DEFAULT;
    int failed = request->version ? policy_store_find(batch->db, batch->arena, request->version, &found, error)
                                  : policy_store_newest(batch->db, batch->arena, 0, &found, error);
    if (failed || (found.version && policy_parse(&found, batch->arena, policy, error) != 0))
        return -1;
    if (request->version && !found.version) {
        call_fail(call, STATUS_NOT_FOUND, "version", "there is no version %lld of the policy: give 0 for the one in force",
                  "没有第 %lld 版政策：填 0 表示现行政策", (long long)request->version);
        return 0;
    }
    Remuda__Lead__V1__GetProtectionPolicyResponse *response =
        RESPONSE(batch, Remuda__Lead__V1__GetProtectionPolicyResponse, remuda__lead__v1__get_protection_policy_response);
    response->version = found.version;
    response->policy = policy_message(policy, batch->arena);
    response->reason = (char *)(uintptr_t)(found.version ? found.reason : "");
    response->put_at_unix_ms = found.put_at;
    call->response = &response->base;
    return 0;
}

int rpc_put_protection_policy(struct batch *batch, struct error *error)
{
    return batch_each(batch, put_one, error);
}

int rpc_get_protection_policy(struct batch *batch, struct error *error)
{
    return batch_each(batch, get_one, error);
}
