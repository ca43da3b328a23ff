/* Run, Release, ReproduceRun. */
#include "rpc.h"

#include "base/parse.h"
#include "policy_document.h"
#include "snapshot.h"
#include "standing_store.h"

#define RUN_RETRY_MS 500
#define DIGEST_TEXT_SIZE (2 * RUN_DIGEST_SIZE + 1)

static char *digest_text(struct batch *batch, const unsigned char *digest)
{
    char *text = arena_alloc(batch->arena, DIGEST_TEXT_SIZE);
    for (size_t i = 0; i < RUN_DIGEST_SIZE; i++)
        snprintf(text + 2 * i, 3, "%02x", digest[i]);
    return text;
}

/* A run may take a minute: a worker that waited for it would be missing elsewhere, and the other may be this call's own
 * first copy. */
static int lock_runs(struct batch *batch, struct call *call, struct error *error)
{
    bool locked;
    if (tier_store_lock_runs(batch->db, &locked, error) != 0)
        return -1;
    if (!locked) {
        call_fail(call, STATUS_UNAVAILABLE, NULL, "another run is under way: ask again when it has ended",
                  "另一次分级正在进行：请在其结束后重试");
        call->error.retry_after_ms = RUN_RETRY_MS;
    }
    return 0;
}

/* --- Run ------------------------------------------------------------------------------------------------------------
 */

static int find_policy(struct batch *batch, struct call *call, int64_t version, struct tier_run *run,
                       struct error *error)
{
    struct policy_record record;
    if (policy_store_find(batch->db, batch->arena, version, run->as_of, &record, error) != 0)
        return -1;
    if (record.version == 0 && version == 0)
        call_fail(call, STATUS_FAILED_PRECONDITION, "policy_version",
                  "no national policy is in force on %s: put and approve one, or name a version",
                  "%s 没有生效的全国政策：请提交并批准，或指定版本", rpc_day(batch, run->as_of));
    else if (record.version == 0)
        call_fail(call, STATUS_NOT_FOUND, "policy_version", "there is no version %lld of a policy: check the number",
                  "没有第 %lld 版政策：请核对版本号", (long long)version);
    else if (record.approved_at == 0)
        call_fail(call, STATUS_FAILED_PRECONDITION, "policy_version",
                  "version %lld is a draft: a second person must approve it first",
                  "第 %lld 版为草案：须先由另一人批准", (long long)version);
    if (!call_ok(call))
        return 0;
    run->policy_version = record.version;
    run->scope = record.scope;
    run->policy = policy_document_read_stored(record.document, strlen(record.document), batch->arena, error);
    return run->policy ? 0 : -1;
}

static int prepare_run(struct batch *batch, struct call *call, struct tier_run *run, struct error *error)
{
    const Remuda__Tiering__V1__RunRequest *request = (const Remuda__Tiering__V1__RunRequest *)call->request;
    struct error refused = {0};
    *run = (struct tier_run){.as_of = day_of_instant(batch->now_ms)};
    if (*request->as_of && parse_day(request->as_of, "as_of", &run->as_of, &refused) != 0)
        return call_fail_error(call, &refused), 0;
    if (find_policy(batch, call, request->policy_version, run, error) != 0)
        return -1;
    if (!call_ok(call))
        return 0;
    if (lock_runs(batch, call, error) != 0 ||
        tier_store_latest_released(batch->db, batch->arena, run->scope, &run->before_run_id, error) != 0 ||
        standing_lock(batch->db, batch->arena, false, error) != 0) /* no merge half-seen */
        return -1;
    return policy_store_last_override(batch->db, &run->last_override_id, error);
}

static void respond_run(struct batch *batch, struct call *call, const struct tier_run *run, int64_t moved)
{
    Remuda__Tiering__V1__RunResponse *response =
        RESPONSE(batch, Remuda__Tiering__V1__RunResponse, remuda__tiering__v1__run_response);
    response->run_id = run->run_id;
    response->as_of = rpc_day(batch, run->as_of);
    response->policy_version = run->policy_version;
    response->moved = moved;
    response->before_run_id = run->before_run_id;
    response->released = run->is_released;
    response->digest = digest_text(batch, run->digest);
    response->tiers = ARENA_ARRAY(batch->arena, Remuda__Tiering__V1__TierCount *, TIER_COUNT);
    for (enum tier tier = TIER_KEY; tier < TIER_COUNT; tier++) {
        Remuda__Tiering__V1__TierCount *count =
            RESPONSE(batch, Remuda__Tiering__V1__TierCount, remuda__tiering__v1__tier_count);
        count->tier = (Remuda__Tiering__V1__Tier)tier;
        count->customers = run->summary.tier_customers[tier];
        count->value_micro = run->summary.tier_value[tier];
        response->tiers[response->n_tiers++] = count;
    }
    call->response = &response->base;
}

/* What a tier is given is the national policy's to say. */
static int release(struct batch *batch, const struct call *call, const struct tier_run *run, int64_t *told,
                   struct error *error)
{
    bool is_national = strcmp(run->scope, "\"national\"") == 0;
    if (tier_store_release_run(batch->db, batch->arena, run->run_id, batch->now_ms, error) != 0 ||
        standing_begin(batch->db, batch->arena, run, error) != 0 ||
        (is_national && snapshot_tell_resources(batch, call, run, error) != 0))
        return -1;
    return snapshot_tell(batch, call, run->run_id, told, error);
}

static int run_tiering(struct batch *batch, struct call *call, struct error *error)
{
    struct tier_run run;
    struct error refused = {0};
    int64_t moved, told;
    if (prepare_run(batch, call, &run, error) != 0)
        return -1;
    if (!call_ok(call))
        return 0;
    if (snapshot_make(batch, call, &run, &moved, &refused, error) != 0)
        return -1;
    if (refused.status != STATUS_OK)
        return call_fail_error(call, &refused), 0;
    run.is_released = run.policy->release_at_once;
    if (run.is_released && release(batch, call, &run, &told, error) != 0)
        return -1;
    respond_run(batch, call, &run, moved);
    return 0;
}

int rpc_run(struct batch *batch, struct error *error)
{
    return batch_each(batch, run_tiering, error);
}

/* --- Release --------------------------------------------------------------------------------------------------------
 */

/* The moves that people have looked at are those against the run before it: they hold only while that is the latest. */
static void check_release(struct call *call, const struct tier_run *run, int64_t latest)
{
    if (run->is_released)
        call_fail(call, STATUS_FAILED_PRECONDITION, "run_id", "run %lld was released already: nothing is to be done",
                  "第 %lld 次分级已发布：无需再次发布", (long long)run->run_id);
    else if (latest != run->before_run_id)
        call_fail(call, STATUS_FAILED_PRECONDITION, "run_id",
                  "run %lld was released since: run the tiering again and release that",
                  "此后已发布第 %lld 次分级：请重新执行分级后再发布", (long long)latest);
}

static int release_run(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Tiering__V1__ReleaseRequest *request = (const Remuda__Tiering__V1__ReleaseRequest *)call->request;
    struct tier_run run;
    int64_t latest, told;
    if (request->run_id <= 0)
        return call_fail(call, STATUS_INVALID_ARGUMENT, "run_id", "is missing: give the number of a run",
                         "缺少此项：请填写分级编号"),
               0;
    if (rpc_find_run(batch, call, request->run_id, "run_id", &run, error) != 0)
        return -1;
    if (!call_ok(call))
        return 0;
    if (lock_runs(batch, call, error) != 0 ||
        tier_store_latest_released(batch->db, batch->arena, run.scope, &latest, error) != 0)
        return -1;
    check_release(call, &run, latest);
    if (!call_ok(call))
        return 0;
    if (release(batch, call, &run, &told, error) != 0)
        return -1;
    Remuda__Tiering__V1__ReleaseResponse *response =
        RESPONSE(batch, Remuda__Tiering__V1__ReleaseResponse, remuda__tiering__v1__release_response);
    response->run_id = run.run_id;
    response->told = told;
    call->response = &response->base;
    return 0;
}

int rpc_release(struct batch *batch, struct error *error)
{
    return batch_each(batch, release_run, error);
}

/* --- ReproduceRun ---------------------------------------------------------------------------------------------------
 */

static int reproduce_run(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Tiering__V1__ReproduceRunRequest *request =
        (const Remuda__Tiering__V1__ReproduceRunRequest *)call->request;
    struct tier_run run;
    unsigned char digest[RUN_DIGEST_SIZE];
    if (rpc_find_run(batch, call, request->run_id, "run_id", &run, error) != 0)
        return -1;
    if (!call_ok(call))
        return 0;
    if (snapshot_reproduce(batch, &run, digest, error) != 0)
        return -1;
    Remuda__Tiering__V1__ReproduceRunResponse *response =
        RESPONSE(batch, Remuda__Tiering__V1__ReproduceRunResponse, remuda__tiering__v1__reproduce_run_response);
    response->run_id = run.run_id;
    response->digest = digest_text(batch, digest);
    response->is_identical = run.has_digest && memcmp(digest, run.digest, RUN_DIGEST_SIZE) == 0;
    call->response = &response->base;
    return 0;
}

int rpc_reproduce_run(struct batch *batch, struct error *error)
{
    return batch_each(batch, reproduce_run, error);
}
