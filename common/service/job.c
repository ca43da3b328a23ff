#include "service/job.h"

#include "wire/wire.h"

#include <sodium.h>

/* --- what the call is ------------------------------------------------------------------------------------------------------- */

static bool is_gateway(const struct principal *principal)
{
    for (size_t i = 0; i < principal->grant_count; i++)
        if (principal->grants[i].role == ROLE_GATEWAY)
            return true;
    return false;
}

/* A gateway speaks for those whose every role lies in its own subtree: none gives itself more than it was given. */
static bool may_speak_for(const struct authority *authority, const struct principal *caller, const struct principal *other)
{
    bool may = is_gateway(caller);
    for (size_t i = 0; may && i < other->grant_count; i++)
        may = authority_may(authority, caller, ROLE_GATEWAY, other->grants[i].unit_id);
    return may;
}

/* Who is refused stands in the audit: so call->principal is the caller until it may ask for another. */
static bool find_principal(struct runner *runner, const struct authority *authority, const struct request *request, struct call *call)
{
    call->principal = authority_by_key(authority, request->public_key);
    if (!call->principal) {
        call_fail(call, STATUS_UNAUTHENTICATED, NULL, "this key is no longer valid: ask an administrator for a new one",
                  "该密钥已失效：请向管理员申请新密钥");
        return false;
    }
    if (!request->is_on_behalf)
        return true;
    const struct principal *other = authority_by_name(authority, request->on_behalf_of);
    if (!other || !may_speak_for(authority, call->principal, other)) {
        atomic_fetch_add_explicit(&runner->metrics->refused[REFUSED_PRINCIPAL], 1, memory_order_relaxed);
        call_fail(call, STATUS_PERMISSION_DENIED, "call.on_behalf_of", "you may not call for this principal: leave the field empty",
                  "无权代表该主体调用：请将此字段留空");
        return false;
    }
    call->principal = other;
    return true;
}

static void hash_request(const struct request *request, uint8_t hash[REQUEST_HASH_SIZE])
{
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, REQUEST_HASH_SIZE);
    crypto_generichash_update(&state, (const uint8_t *)request->entry->name, strlen(request->entry->name) + 1);
    crypto_generichash_update(&state, zmq_msg_data((zmq_msg_t *)(uintptr_t)&request->body),
                              zmq_msg_size(&request->body));
    crypto_generichash_final(&state, hash, REQUEST_HASH_SIZE);
}

/* A gateway that speaks for nobody may see whether the service answers, and call what is made for gateways alone. */
static bool may_call(const struct method *method, const struct principal *principal)
{
    const enum role highest = principal_highest_role(principal);
    if (method->role == ROLE_GATEWAY)
        return is_gateway(principal);
    if (highest == ROLE_NONE && is_gateway(principal))
        return method->flags & METHOD_INLINE;
    return highest >= method->role;
}

static bool has_role(struct runner *runner, const struct method *method, struct call *call)
{
    if (may_call(method, call->principal))
        return true;
    atomic_fetch_add_explicit(&runner->metrics->refused[REFUSED_ROLE], 1, memory_order_relaxed);
    call_fail(call, STATUS_PERMISSION_DENIED, NULL, "your roles do not allow %s: ask an administrator for the role that it needs",
              "您的角色无权调用 %s：请向管理员申请所需角色", method->name);
    return false;
}

void job_prepare(struct job *job, struct runner *runner, const struct authority *authority, int64_t now_us)
{
    struct request *request = job->request;
    struct call *call = &job->call;
    call->locale = request->locale;
    call->idempotency_key = request->idempotency_key;
    call->traceparent = request->traceparent;
    call->request_hash = job->hash;
    if (now_us > request->deadline_us) {
        call_fail(call, STATUS_DEADLINE_EXCEEDED, "call.deadline_unix_ms",
                  "the deadline passed while the call waited: give it more time",
                  "调用在排队时已超过截止时间：请给出更长的时限");
        return;
    }
    if (!find_principal(runner, authority, request, call) || !has_role(runner, request->entry->method, call))
        return;
    struct error error;
    call->request = wire_unpack(request->entry->request_type, zmq_msg_data(&request->body),
                                zmq_msg_size(&request->body), &runner->arena, &error);
    if (!call->request)
        call_fail_error(call, &error);
    else if (request->entry->method->flags & METHOD_WRITES)
        hash_request(request, job->hash);
}

/* --- their order ------------------------------------------------------------------------------------------------------------ */

static int compare_jobs(const void *a, const void *b)
{
    const struct job *left = *(struct job *const *)a, *right = *(struct job *const *)b;
    int64_t by_principal = left->call.principal->principal_id - right->call.principal->principal_id;
    if (by_principal != 0)
        return by_principal < 0 ? -1 : 1;
    int by_key = strcmp(left->call.idempotency_key, right->call.idempotency_key);
    return by_key ? by_key : (left < right ? -1 : left > right);
}

size_t jobs_set_repeats_aside(struct arena *arena, struct job **jobs, size_t count)
{
    struct job **sorted = ARENA_ARRAY(arena, struct job *, count);
    memcpy(sorted, jobs, count * sizeof *jobs);
    qsort(sorted, count, sizeof *sorted, compare_jobs);
    size_t firsts = 0, repeats = 0;
    for (size_t i = 0; i < count; i++) {
        bool same = i > 0 && sorted[i]->call.principal->principal_id == sorted[i - 1]->call.principal->principal_id &&
                    strcmp(sorted[i]->call.idempotency_key, sorted[i - 1]->call.idempotency_key) == 0;
        if (same)
            jobs[count - ++repeats] = sorted[i];
        else
            jobs[firsts++] = sorted[i];
    }
    return firsts;
}

static int by_arrival(const void *a, const void *b)
{
    const struct job *left = *(struct job *const *)a, *right = *(struct job *const *)b;
    return left < right ? -1 : left > right;
}

void jobs_sort_by_arrival(struct job **jobs, size_t count)
{
    qsort(jobs, count, sizeof *jobs, by_arrival);
}
