/* PutPolicy, ApprovePolicy, GetPolicy; what people say of single customers: DeclareCustomer, Override. */
#include "rpc.h"

#include "base/parse.h"
#include "policy_document.h"
#include "standing_store.h"

/* Only a service's own facts can be valued by it. */
static int check_learnt(const struct tier_policy *policy, struct error *error)
{
    for (size_t i = 0; i < policy->measure_count; i++)
        if (policy->measures[i].measure == MEASURE_VALUE)
            return error_set(error, STATUS_INVALID_ARGUMENT, "measures",
                             "value comes with the customers of a trial only: name measures that are learnt, such as "
                             "delivered_units",
                             "value 仅用于试算：请改用可获知的指标，如 delivered_units");
    return 0;
}

static int put_policy(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Tiering__V1__PutPolicyRequest *request = (const Remuda__Tiering__V1__PutPolicyRequest *)call->request;
    day_t today = day_of_instant(batch->now_ms);
    struct error refused = {0};
    const struct tier_policy *policy =
        policy_document_read(request->document, strlen(request->document), today, batch->arena, &refused);
    if (!policy || check_learnt(policy, &refused) != 0) {
        error_within(&refused, "document");
        return call_fail_error(call, &refused), 0;
    }
    struct policy_record record = {
        .document = request->document,
        .scope = policy_document_scope(request->document, batch->arena),
        .in_force_from = policy->has_start ? policy->in_force_from : today,
        .put_by = call->principal->principal_id,
        .put_at = batch->now_ms,
    };
    if (policy_store_add(batch->db, batch->arena, &record, error) != 0)
        return -1;
    Remuda__Tiering__V1__PutPolicyResponse *response =
        RESPONSE(batch, Remuda__Tiering__V1__PutPolicyResponse, remuda__tiering__v1__put_policy_response);
    response->version = record.version;
    response->in_force_from = rpc_day(batch, record.in_force_from);
    call->response = &response->base;
    return 0;
}

int rpc_put_policy(struct batch *batch, struct error *error)
{
    return batch_each(batch, put_policy, error);
}

static void fail_without_policy(struct call *call, const char *field, int64_t version)
{
    call_fail(call, STATUS_NOT_FOUND, field,
              "there is no version %lld of a policy: give the number that putting it gave",
              "没有第 %lld 版政策：请填写提交时得到的版本号", (long long)version);
}

/* Whether this call may approve it. */
static void check_approval(const struct batch *batch, struct call *call, const struct policy_record *record)
{
    if (record->approved_at != 0)
        call_fail(call, STATUS_FAILED_PRECONDITION, "version",
                  "version %lld was approved already: nothing is to be done", "第 %lld 版已批准：无需再次批准",
                  (long long)record->version);
    else if (record->put_by == call->principal->principal_id)
        call_fail(call, STATUS_PERMISSION_DENIED, "version",
                  "version %lld was put by you: another person must approve it", "第 %lld 版由您提交：须由另一人批准",
                  (long long)record->version);
    else if (record->in_force_from < day_of_instant(batch->now_ms))
        call_fail(call, STATUS_FAILED_PRECONDITION, "version",
                  "version %lld is to be in force from a day that has passed: put it again with a later one",
                  "第 %lld 版的生效日已过：请以较晚的日期重新提交", (long long)record->version);
}

static int approve_policy(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Tiering__V1__ApprovePolicyRequest *request =
        (const Remuda__Tiering__V1__ApprovePolicyRequest *)call->request;
    struct policy_record record = {0};
    if (request->version != 0 &&
        policy_store_find(batch->db, batch->arena, request->version, DAY_MIN, &record, error) != 0)
        return -1;
    if (record.version == 0)
        return fail_without_policy(call, "version", request->version), 0;
    check_approval(batch, call, &record);
    if (!call_ok(call))
        return 0;
    if (policy_store_approve(batch->db, batch->arena, record.version, call->principal->principal_id, batch->now_ms,
                             error) != 0)
        return -1;
    Remuda__Tiering__V1__ApprovePolicyResponse *response =
        RESPONSE(batch, Remuda__Tiering__V1__ApprovePolicyResponse, remuda__tiering__v1__approve_policy_response);
    response->version = record.version;
    response->in_force_from = rpc_day(batch, record.in_force_from);
    call->response = &response->base;
    return 0;
}

int rpc_approve_policy(struct batch *batch, struct error *error)
{
    return batch_each(batch, approve_policy, error);
}

static int get_policy(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Tiering__V1__GetPolicyRequest *request = (const Remuda__Tiering__V1__GetPolicyRequest *)call->request;
    struct policy_record record;
    if (policy_store_find(batch->db, batch->arena, request->version, day_of_instant(batch->now_ms), &record, error) !=
        0)
        return -1;
    if (record.version == 0)
        return fail_without_policy(call, "version", request->version), 0;
    Remuda__Tiering__V1__GetPolicyResponse *response =
        RESPONSE(batch, Remuda__Tiering__V1__GetPolicyResponse, remuda__tiering__v1__get_policy_response);
    response->version = record.version;
    response->document = arena_strdup(batch->arena, record.document);
    response->in_force_from = rpc_day(batch, record.in_force_from);
    response->put_at_unix_ms = record.put_at;
    response->approved_at_unix_ms = record.approved_at;
    call->response = &response->base;
    return 0;
}

int rpc_get_policy(struct batch *batch, struct error *error)
{
    return batch_each(batch, get_policy, error);
}

/* --- single customers
 * ------------------------------------------------------------------------------------------------- */

static void fail_without_customer(struct call *call, int64_t customer_id)
{
    call_fail(call, STATUS_NOT_FOUND, "customer_id", "there is no customer %lld: check the number",
              "没有编号为 %lld 的客户：请核对编号", (long long)customer_id);
}

static int declare_customer(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Tiering__V1__DeclareCustomerRequest *request =
        (const Remuda__Tiering__V1__DeclareCustomerRequest *)call->request;
    struct declaration declaration = {.customer_id = request->customer_id,
                                      .segment = request->segment,
                                      .fleet_size = request->fleet_size,
                                      .is_seed = request->is_seed,
                                      .has_contract = *request->contract_until != '\0'};
    struct error refused = {0};
    bool found = false;
    if (request->fleet_size < 0 || request->fleet_size > 10000000)
        call_violation(batch, call, "fleet_size", "OUT_OF_RANGE", "%lld vehicles: must be 0 to 10,000,000",
                       "%lld 台：必须在 0 到 10,000,000 之间", (long long)request->fleet_size);
    if (declaration.has_contract &&
        parse_day(request->contract_until, "contract_until", &declaration.contract_until, &refused) != 0)
        call_violation_error(batch, call, "FORMAT", &refused);
    if (!call_ok(call))
        return 0;
    if (standing_lock(batch->db, batch->arena, false, error) != 0 ||
        policy_store_declare(batch->db, batch->arena, &declaration, &found, error) != 0 ||
        standing_revalue(batch->db, batch->arena, &declaration.customer_id, 1, error) != 0)
        return -1;
    if (!found)
        return fail_without_customer(call, request->customer_id), 0;
    Remuda__Tiering__V1__DeclareCustomerResponse *response =
        RESPONSE(batch, Remuda__Tiering__V1__DeclareCustomerResponse, remuda__tiering__v1__declare_customer_response);
    call->response = &response->base;
    return 0;
}

int rpc_declare_customer(struct batch *batch, struct error *error)
{
    return batch_each(batch, declare_customer, error);
}

static void require_text(struct batch *batch, struct call *call, const char *field, const char *text)
{
    if (!*text)
        call_violation(batch, call, field, "REQUIRED", "is missing: state it", "缺少此项：请填写");
}

static void read_override(struct batch *batch, struct call *call, struct override_record *record)
{
    const Remuda__Tiering__V1__OverrideRequest *request = (const Remuda__Tiering__V1__OverrideRequest *)call->request;
    struct error refused = {0};
    *record = (struct override_record){
        .customer_id = request->customer_id,
        .override = {.tier = (enum tier)request->tier, .reason = request->reason, .approver = request->approver}};
    if (record->override.tier < TIER_KEY || record->override.tier > TIER_POTENTIAL)
        call_violation(batch, call, "tier", "REQUIRED", "must be KEY, SECONDARY or POTENTIAL",
                       "必须是重点、次重点或潜力");
    require_text(batch, call, "reason", request->reason);
    require_text(batch, call, "approver", request->approver);
    if (!*request->until)
        call_violation(batch, call, "until", "REQUIRED",
                       "an override needs an end: give its last day, such as 2026-12-31",
                       "人工调整必须有截止日：请填写最后一天，如 2026-12-31");
    else if (parse_day(request->until, "until", &record->override.until, &refused) != 0)
        call_violation_error(batch, call, "FORMAT", &refused);
    else if (record->override.until < day_of_instant(batch->now_ms))
        call_violation(batch, call, "until", "OUT_OF_RANGE", "%s has passed: give today or a later day",
                       "%s 已过：请填写今天或之后的日期", request->until);
}

static int override_tier(struct batch *batch, struct call *call, struct error *error)
{
    struct override_record record;
    int64_t override_id;
    read_override(batch, call, &record);
    if (!call_ok(call))
        return 0;
    if (policy_store_add_override(batch->db, batch->arena, &record, call->principal->principal_id, batch->now_ms,
                                  &override_id, error) != 0)
        return -1;
    if (override_id == 0)
        return fail_without_customer(call, record.customer_id), 0;
    Remuda__Tiering__V1__OverrideResponse *response =
        RESPONSE(batch, Remuda__Tiering__V1__OverrideResponse, remuda__tiering__v1__override_response);
    response->override_id = override_id;
    call->response = &response->base;
    return 0;
}

int rpc_override(struct batch *batch, struct error *error)
{
    return batch_each(batch, override_tier, error);
}
