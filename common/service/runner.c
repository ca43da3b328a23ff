#include "service/runner.h"

#include "base/clock.h"
#include "base/log.h"
#include "service/audit.h"
#include "service/job.h"
#include "service/kept_replies.h"
#include "wire/wire.h"

#define READ_ATTEMPTS 3
#define RETRY_AFTER_MS 200

struct run {
    struct runner *runner;
    const struct method *method;
    const struct authority *authority;
    struct job **jobs; /* those that are still without an answer */
    size_t count;
    int64_t now_ms;
    bool is_repeated;
    void (*committed)(void *context, void *data); /* of the last run of the handler */
    void *committed_data;
};

/* --- before the transaction
 * ---------------------------------------------------------------------------------------------- */

/* Calls that were refused before a handler saw them. Their answer tells nothing: it does not wait for a database that is away. */
static void audit_refused(struct runner *runner, const struct job *jobs, size_t n, int64_t now_ms)
{
    struct audited *calls = ARENA_ARRAY(&runner->arena, struct audited, n);
    struct error error;
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        if (jobs[i].call.error.status == STATUS_PERMISSION_DENIED)
            calls[count++] = (struct audited){jobs[i].request->entry->name, &jobs[i].call};
    if (audit_write(runner->db, &runner->arena, calls, count, now_ms, &error) != 0)
        log_error("audit_failed", LOG_NUMBER("calls", (int64_t)count), LOG_TEXT("reason", error.message[LOCALE_EN]));
}

/* --- inside the transaction
 * ----------------------------------------------------------------------------------------------- */

static void clear_results(struct run *run)
{
    run->committed = NULL;
    for (size_t i = 0; i < run->count; i++) {
        struct job *job = run->jobs[i];
        job->call.error = (struct error){.status = STATUS_OK};
        job->call.violations = NULL;
        job->call.audit = NULL;
        job->call.response = NULL;
        job->call.keep_reply = false;
        job->response = (struct db_bytes){0};
        job->answered_before = false;
    }
}

static bool is_open(const struct job *job)
{
    return !job->answered_before;
}

static bool is_refused(const struct job *job)
{
    return !job->answered_before && !call_ok(&job->call);
}

static bool took_effect(const struct job *job)
{
    return !job->answered_before && call_ok(&job->call);
}

static void answer_again(struct job *job, const struct kept_reply *kept)
{
    job->answered_before = true;
    job->call.error = (struct error){.status = STATUS_OK};
    job->call.violations = NULL;
    job->response = kept->response;
    if (memcmp(kept->request_hash, job->hash, REQUEST_HASH_SIZE) != 0)
        call_fail(&job->call, STATUS_ALREADY_EXISTS, "call.idempotency_key",
                  "this key was used before with another request: use a new key for a new request",
                  "该幂等键已用于另一请求：新请求请使用新的键");
}

/* The jobs that are `wanted`, and under what keys their replies would have been kept. */
static size_t keys_of(const struct run *run, bool (*wanted)(const struct job *job), struct job **jobs, struct kept_reply *kept)
{
    size_t count = 0;
    for (size_t i = 0; i < run->count; i++) {
        struct job *job = run->jobs[i];
        if (!wanted(job))
            continue;
        kept[count] = (struct kept_reply){.principal_id = job->call.principal->principal_id, .idempotency_key = job->call.idempotency_key};
        jobs[count++] = job;
    }
    return count;
}

/* Gives the jobs that are `wanted` the replies that were kept for their keys. */
static int find_kept(struct run *run, bool (*wanted)(const struct job *job), struct error *error)
{
    struct arena *arena = &run->runner->arena;
    struct kept_reply *kept = ARENA_ARRAY(arena, struct kept_reply, run->count);
    struct job **asking = ARENA_ARRAY(arena, struct job *, run->count);
    size_t count = keys_of(run, wanted, asking, kept);
    if (count == 0)
        return 0;
    if (kept_replies_find(run->runner->db, arena, kept, count, error) != 0)
        return -1;
    for (size_t i = 0; i < count; i++)
        if (kept[i].found)
            answer_again(asking[i], &kept[i]);
    return 0;
}

static int pack_response(struct run *run, struct job *job, struct error *error)
{
    if (!job->call.response) {
        log_error("handler_gave_no_answer", LOG_TEXT("method", run->method->name));
        return error_set(error, STATUS_INTERNAL, NULL,
                         "the service has no answer: report this with the time of the call",
                         "服务没有给出结果：请连同调用时间一并报告");
    }
    size_t size = protobuf_c_message_get_packed_size(job->call.response);
    if (size > WIRE_MESSAGE_MAX)
        return error_set(error, STATUS_OUT_OF_RANGE, NULL,
                         "the answer has %zu bytes, more than the %d of one reply: ask for less at a time",
                         "结果有 %zu 字节，超过一次应答的 %d 字节：请缩小查询范围", size, WIRE_MESSAGE_MAX);
    job->response.data = wire_pack(job->call.response, &run->runner->arena, &job->response.size);
    return 0;
}

/* A call whose reply cannot be given must not take effect, or it would be made again: then the transaction fails. */
static int pack_responses(struct run *run, struct error *error)
{
    for (size_t i = 0; i < run->count; i++) {
        struct job *job = run->jobs[i];
        if (job->answered_before || !call_ok(&job->call) || pack_response(run, job, error) == 0)
            continue;
        if (run->method->flags & METHOD_WRITES)
            return -1;
        call_fail_error(&job->call, error);
    }
    return 0;
}

static int keep_replies(struct run *run, struct error *error)
{
    struct arena *arena = &run->runner->arena;
    struct kept_reply *kept = ARENA_ARRAY(arena, struct kept_reply, run->count);
    size_t count = 0;
    for (size_t i = 0; i < run->count; i++) {
        const struct job *job = run->jobs[i];
        bool keep = !(run->method->flags & METHOD_NATURAL_KEY) || job->call.keep_reply;
        if (job->answered_before || !call_ok(&job->call) || !keep)
            continue;
        kept[count++] = (struct kept_reply){
            .principal_id = job->call.principal->principal_id,
            .idempotency_key = job->call.idempotency_key,
            .request_hash = job->hash,
            .response = job->response,
        };
    }
    return count ? kept_replies_store(run->runner->db, arena, kept, count, error) : 0;
}

static int call_handler(struct run *run, struct db *db, struct error *error)
{
    struct runner *runner = run->runner;
    struct call *calls = ARENA_ARRAY(&runner->arena, struct call, run->count);
    struct job **origin = ARENA_ARRAY(&runner->arena, struct job *, run->count);
    struct batch batch = {
        .calls = calls,
        .arena = &runner->arena,
        .db = db,
        .authority = run->authority,
        .now_ms = run->now_ms,
        .is_repeated = run->is_repeated,
        .context = runner->definition->context,
        .definition = runner->definition,
    };
    for (size_t i = 0; i < run->count; i++)
        if (!run->jobs[i]->answered_before) {
            origin[batch.count] = run->jobs[i];
            calls[batch.count++] = run->jobs[i]->call;
        }
    if (batch.count == 0)
        return 0;
    run->is_repeated = true;
    if (run->method->handle(&batch, error) != 0)
        return -1;
    for (size_t i = 0; i < batch.count; i++)
        origin[i]->call = calls[i];
    run->committed = batch.committed;
    run->committed_data = batch.committed_data;
    return batch.event_count ? event_log_append(db, &runner->arena, batch.events, batch.event_count, error) : 0;
}

/* Answers given before were audited then. */
static int audit(struct run *run, struct error *error)
{
    struct arena *arena = &run->runner->arena;
    struct audited *calls = ARENA_ARRAY(arena, struct audited, run->count);
    size_t count = 0;
    for (size_t i = 0; i < run->count; i++)
        if (!run->jobs[i]->answered_before)
            calls[count++] = (struct audited){run->jobs[i]->request->entry->name, &run->jobs[i]->call};
    return audit_write(run->runner->db, arena, calls, count, run->now_ms, error);
}

/* A row that a handler stored under a natural key does not exclude a reply that a copy of the call has kept under it meanwhile: so that
 * is asked when the rows are there, and found it makes the transaction run again. What a handler answers without a row rests on something
 * that nobody changes until its transaction ends (a lock of the handler's); who finds that changed has waited for that transaction, and
 * finds its reply here. */
static int refuse_kept(struct run *run, struct error *error)
{
    struct arena *arena = &run->runner->arena;
    struct kept_reply *kept = ARENA_ARRAY(arena, struct kept_reply, run->count);
    struct job **jobs = ARENA_ARRAY(arena, struct job *, run->count);
    size_t count = keys_of(run, took_effect, jobs, kept);
    return count ? kept_replies_refuse(run->runner->db, arena, kept, count, error) : 0;
}

static int write_body(struct db *db, void *context, struct error *error)
{
    struct run *run = context;
    const bool is_natural = run->method->flags & METHOD_NATURAL_KEY;
    clear_results(run);
    if ((!is_natural || run->is_repeated) && find_kept(run, is_open, error) != 0)
        return -1;
    if (call_handler(run, db, error) != 0)
        return -1;
    if (is_natural && refuse_kept(run, error) != 0)
        return -1;
    /* What a call is refused for may be what its own first copy did, committed since the keys were looked up. */
    if (find_kept(run, is_refused, error) != 0)
        return -1;
    return pack_responses(run, error) == 0 && audit(run, error) == 0 ? keep_replies(run, error) : -1;
}

/* Statements of a method that only reads need no transaction: each is one already, and two round trips are saved. */
static int read_once(struct run *run, struct error *error)
{
    clear_results(run);
    return call_handler(run, run->runner->db, error) == 0 && pack_responses(run, error) == 0 ? audit(run, error) : -1;
}

static int execute(struct run *run, struct error *error)
{
    struct db *db = run->runner->db;
    if (run->method->flags & METHOD_WRITES) {
        int result = db_transaction(db, write_body, run, error);
        if (result == 0 && run->committed)
            run->committed(run->runner->definition->context, run->committed_data);
        return result;
    }
    for (int attempt = 1;; attempt++) {
        if (read_once(run, error) == 0)
            return 0;
        if (!db || error->status != STATUS_UNAVAILABLE || attempt == READ_ATTEMPTS)
            return -1;
    }
}

/* A failure always says what it was. */
static int try_run(struct run *run, struct error *error)
{
    *error = (struct error){.status = STATUS_OK};
    if (execute(run, error) == 0)
        return 0;
    if (error->status == STATUS_OK) {
        log_error("handler_gave_no_reason", LOG_TEXT("method", run->method->name));
        error_set(error, STATUS_INTERNAL, NULL, "the service failed: report this with the time of the call",
                  "服务内部错误：请连同调用时间一并报告");
    }
    return -1;
}

static void fail_all(struct run *run, const struct error *error)
{
    clear_results(run);
    for (size_t i = 0; i < run->count; i++) {
        call_fail_error(&run->jobs[i]->call, error);
        if (error->status == STATUS_UNAVAILABLE || error->status == STATUS_ABORTED) {
            run->jobs[i]->call.error.status = STATUS_UNAVAILABLE;
            run->jobs[i]->call.error.retry_after_ms = RETRY_AFTER_MS;
        }
    }
}

/* What a lone call fails for may have been committed in the meantime: a row that exists already, written by its own
 * copy in another worker even. A second look finds it, or the reply that was kept. */
static void look_again(struct run *run, struct error *error)
{
    bool worth_it = (run->method->flags & METHOD_WRITES) && error->status != STATUS_UNAVAILABLE;
    if (!worth_it || try_run(run, error) != 0)
        fail_all(run, error);
}

/* A batch that fails as a whole is run again call by call, so that the call at fault harms no neighbour.
 * Where the database is away nothing is gained by that. */
static void execute_or_split(struct run *run)
{
    struct error error;
    if (try_run(run, &error) == 0)
        return;
    log_warning("batch_failed", LOG_TEXT("method", run->method->name), LOG_NUMBER("calls", (int64_t)run->count),
                LOG_TEXT("status", status_name(error.status)), LOG_TEXT("reason", error.message[LOCALE_EN]));
    if (run->count == 1) {
        look_again(run, &error);
        return;
    }
    if (error.status == STATUS_UNAVAILABLE) {
        fail_all(run, &error);
        return;
    }
    atomic_fetch_add_explicit(&run->runner->metrics->transactions_repeated, 1, memory_order_relaxed);
    bool away = false; /* the database, in the meantime: the rest need not wait for it one by one */
    for (size_t i = 0; i < run->count; i++) {
        struct run one = *run;
        one.jobs = &run->jobs[i];
        one.count = 1;
        if (away || try_run(&one, &error) != 0)
            look_again(&one, &error);
        away = error.status == STATUS_UNAVAILABLE;
    }
}

/* --- the whole
 * ------------------------------------------------------------------------------------------------------------ */

static void execute_rounds(struct run *run)
{
    struct job **jobs = run->jobs;
    size_t left = run->count;
    while (left > 0) {
        run->jobs = jobs;
        run->count = run->method->flags & METHOD_WRITES ? jobs_set_repeats_aside(&run->runner->arena, jobs, left) : left;
        jobs_sort_by_arrival(run->jobs, run->count); /* first come, first served */
        int64_t begin_us = clock_monotonic_us();
        execute_or_split(run);
        atomic_fetch_add_explicit(&run->runner->metrics->database_us, (uint64_t)(clock_monotonic_us() - begin_us),
                                  memory_order_relaxed);
        jobs += run->count;
        left -= run->count;
    }
}

/* "00-<32 hex digits>-..." : the trace id stands in the log lines of its call, in those of a whole batch when it has
 * one call. */
static void set_trace(const struct request *request)
{
    char trace[33] = "";
    if (*request->traceparent)
        memcpy(trace, request->traceparent + 3, 32);
    log_set_trace(trace);
}

static void log_outcome(const struct job *job, int64_t took_us)
{
    const struct call *call = &job->call;
    set_trace(job->request);
    LOG_AT(call_ok(call) ? LOG_LEVEL_DEBUG : LOG_LEVEL_INFO, call_ok(call) ? "call_answered" : "call_refused",
           LOG_TEXT("method", job->request->entry->name), LOG_TEXT("code", status_name(call->error.status)),
           LOG_TEXT("field", call->error.field),
           LOG_NUMBER("principal", call->principal ? call->principal->principal_id : 0), LOG_NUMBER("us", took_us));
}

static struct reply *finish(struct runner *runner, struct job *jobs, size_t count)
{
    struct reply *replies = NULL;
    const int64_t now_us = clock_monotonic_us();
    for (size_t i = count; i-- > 0;) {
        struct request *request = jobs[i].request;
        struct method_metrics *metrics = &runner->metrics->methods[request->entry->index];
        struct reply *reply = reply_make(request->routing_id, request->routing_id_size, request->call_id,
                                         request->locale, &jobs[i].call, &jobs[i].response);
        metrics_count_call(metrics, jobs[i].call.error.status, now_us - request->arrived_us);
        log_outcome(&jobs[i], now_us - request->arrived_us);
        reply->next = replies;
        replies = reply;
        request_free(request);
    }
    return replies;
}

struct reply *runner_run(struct runner *runner, struct request *requests)
{
    const struct method_entry *entry = requests->entry;
    size_t count = 0, active = 0;
    for (const struct request *r = requests; r; r = r->next)
        count++;
    if (!requests->next)
        set_trace(requests);
    arena_reset(&runner->arena);
    const struct authority *authority = authority_acquire(runner->authority);
    struct job *jobs = ARENA_ARRAY(&runner->arena, struct job, count);
    struct run run = {
        .runner = runner,
        .method = entry->method,
        .authority = authority,
        .jobs = ARENA_ARRAY(&runner->arena, struct job *, count),
        .now_ms = clock_unix_ms(),
    };
    const int64_t now_us = clock_monotonic_us();
    for (size_t i = 0; i < count; i++, requests = requests->next) {
        jobs[i].request = requests;
        job_prepare(&jobs[i], runner, authority, now_us);
        if (call_ok(&jobs[i].call))
            run.jobs[active++] = &jobs[i];
    }
    run.count = active;
    if (active < count)
        audit_refused(runner, jobs, count, run.now_ms);
    metrics_count_batch(&runner->metrics->methods[entry->index], count);
    execute_rounds(&run);
    struct reply *replies = finish(runner, jobs, count);
    authority_release(authority);
    log_set_trace(NULL);
    return replies;
}
