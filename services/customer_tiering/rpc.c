#include "rpc.h"

#include "base/parse.h"
#include "fact_store.h"
#include "remuda/tiering/v1/customer_tiering.pb-c.h"
#include "snapshot.h"
#include "unit_tier_reason.h"

#define LIST_LIMIT_MAX 500
#define LIST_LIMIT_DEFAULT 50
#define RUN_RETRY_MS 500

/* --- RunTiering ------------------------------------------------------------------------------------------------------
 */

static void read_policy(struct call *call, const Remuda__Tiering__V1__TieringPolicy *message,
                        struct unit_policy *policy)
{
    *policy = UNIT_POLICY_DEFAULT;
    if (!message)
        return;
    *policy = (struct unit_policy){
        .delivered_unit_points = message->delivered_unit_points,
        .open_unit_points = message->open_unit_points,
        .key_cut_ppm = message->key_cut_ppm,
        .secondary_cut_ppm = message->secondary_cut_ppm,
    };
    struct error error = {0};
    if (unit_policy_check(policy, &error)) {
        error_within(&error, "policy");
        call_fail_error(call, &error);
    }
}

static void read_run(const struct batch *batch, struct call *call, struct tier_run *run)
{
    const Remuda__Tiering__V1__RunTieringRequest *request =
        (const Remuda__Tiering__V1__RunTieringRequest *)call->request;
    struct error error = {0};
    *run = (struct tier_run){.as_of = day_of_instant(batch->now_ms)};
    if (*request->as_of && parse_day(request->as_of, "as_of", &run->as_of, &error))
        call_fail_error(call, &error);
    read_policy(call, request->policy, &run->policy);
}

static Remuda__Tiering__V1__TieringPolicy *policy_message(struct batch *batch, const struct unit_policy *policy)
{
    Remuda__Tiering__V1__TieringPolicy *message =
        RESPONSE(batch, Remuda__Tiering__V1__TieringPolicy, remuda__tiering__v1__tiering_policy);
    message->delivered_unit_points = policy->delivered_unit_points;
    message->open_unit_points = policy->open_unit_points;
    message->key_cut_ppm = policy->key_cut_ppm;
    message->secondary_cut_ppm = policy->secondary_cut_ppm;
    return message;
}

static void respond_run(struct batch *batch, struct call *call, const struct tier_run *run,
                        const struct unit_summary *summary, int64_t moved)
{
    Remuda__Tiering__V1__RunTieringResponse *response =
        RESPONSE(batch, Remuda__Tiering__V1__RunTieringResponse, remuda__tiering__v1__run_tiering_response);
    response->run_id = run->run_id;
    response->as_of = day_format(run->as_of, arena_alloc(batch->arena, DATE_TEXT_SIZE));
    response->policy = policy_message(batch, &run->policy);
    response->moved = moved;
    response->tiers = ARENA_ARRAY(batch->arena, Remuda__Tiering__V1__TierCount *, TIER_COUNT);
    for (enum tier tier = TIER_KEY; tier < TIER_COUNT; tier++) {
        Remuda__Tiering__V1__TierCount *count =
            RESPONSE(batch, Remuda__Tiering__V1__TierCount, remuda__tiering__v1__tier_count);
        count->tier = (Remuda__Tiering__V1__Tier)tier;
        count->customers = summary->customers[tier];
        count->value = summary->value[tier];
        response->tiers[response->n_tiers++] = count;
    }
    call->response = &response->base;
}

/* A run may take a minute: a worker that waited for it would be missing elsewhere, and the other may be this call's own
 * first copy. */
static void fail_beside_another(struct call *call)
{
    call_fail(call, STATUS_UNAVAILABLE, NULL, "another run is under way: ask again when it has ended",
              "另一次分级正在进行：请在其结束后重试");
    call->error.retry_after_ms = RUN_RETRY_MS;
}

static int run_tiering(struct batch *batch, struct call *call, struct error *error)
{
    struct tier_run run;
    struct unit_customer *customers;
    size_t n;
    read_run(batch, call, &run);
    if (!call_ok(call))
        return 0;
    bool locked;
    if (tier_store_lock_runs(batch->db, &locked, error))
        return -1;
    if (!locked) {
        fail_beside_another(call);
        return 0;
    }
    if (tier_store_read_facts(batch->db, batch->arena, run.as_of, &customers, &n, error))
        return -1;
    struct unit_summary summary;
    struct error refused = {0};
    if (unit_tier_assign(&run.policy, customers, n, &summary, &refused)) {
        call_fail_error(call, &refused);
        return 0;
    }
    int64_t moved;
    if (snapshot_write(batch, call, &run, customers, n, &summary, &moved, error))
        return -1;
    respond_run(batch, call, &run, &summary, moved);
    return 0;
}

int rpc_run_tiering(struct batch *batch, struct error *error)
{
    for (size_t i = 0; i < batch->count; i++)
        if (run_tiering(batch, &batch->calls[i], error))
            return -1;
    return 0;
}

/* --- GetTier, ListTiers ----------------------------------------------------------------------------------------------
 */

static Remuda__Tiering__V1__CustomerTier *tier_message(struct batch *batch, const struct call *call,
                                                       const struct tier_run *run, const struct tier_row *row)
{
    Remuda__Tiering__V1__CustomerTier *message =
        RESPONSE(batch, Remuda__Tiering__V1__CustomerTier, remuda__tiering__v1__customer_tier);
    char reason[TIER_REASON_SIZE];
    message->customer_id = row->customer.customer_id;
    message->customer_name = arena_strdup(batch->arena, row->name);
    message->tier = (Remuda__Tiering__V1__Tier)row->customer.tier;
    message->run_id = run->run_id;
    message->delivered_units = row->customer.delivered_units;
    message->open_units = row->customer.open_units;
    message->value = row->customer.value;
    message->rank = row->customer.rank;
    message->share_ppm = row->customer.share_ppm;
    message->cumulative_share_ppm = row->customer.cumulative_share_ppm;
    message->reason =
        arena_strdup(batch->arena, unit_tier_reason(&run->policy, &row->customer, run->as_of, call->locale, reason));
    return message;
}

static void fail_without_run(struct call *call, int64_t run_id)
{
    if (run_id == 0)
        call_fail(call, STATUS_FAILED_PRECONDITION, "run_id", "no customer has a tier yet: run the tiering first",
                  "尚未进行过客户分级：请先执行一次分级");
    else
        call_fail(call, STATUS_NOT_FOUND, "run_id",
                  "there is no run %lld: give the number of a run, or 0 for the latest",
                  "没有编号为 %lld 的分级：请填写已有的编号，或填 0 表示最近一次", (long long)run_id);
}

static void answer_tier(struct batch *batch, struct call *call, const struct tier_run *run, const struct tier_row *row)
{
    const Remuda__Tiering__V1__GetTierRequest *request = (const Remuda__Tiering__V1__GetTierRequest *)call->request;
    if (run->run_id == 0) {
        fail_without_run(call, 0);
    } else if (row->customer.tier == TIER_NONE) {
        call_fail(
            call, STATUS_NOT_FOUND, "customer_id",
            "customer %lld has no tier in run %lld: check the number, or run the tiering again if the customer is new",
            "客户 %lld 在第 %lld 次分级中没有级别：请核对编号；如为新客户，请重新执行分级",
            (long long)request->customer_id, (long long)run->run_id);
    } else {
        Remuda__Tiering__V1__GetTierResponse *response =
            RESPONSE(batch, Remuda__Tiering__V1__GetTierResponse, remuda__tiering__v1__get_tier_response);
        response->tier = tier_message(batch, call, run, row);
        call->response = &response->base;
    }
}

int rpc_get_tier(struct batch *batch, struct error *error)
{
    int64_t *customer_ids = ARENA_ARRAY(batch->arena, int64_t, batch->count);
    struct tier_row *rows = ARENA_ARRAY(batch->arena, struct tier_row, batch->count);
    struct tier_run run;
    for (size_t i = 0; i < batch->count; i++)
        customer_ids[i] = ((const Remuda__Tiering__V1__GetTierRequest *)batch->calls[i].request)->customer_id;
    if (tier_store_find_run(batch->db, batch->arena, 0, &run, error) ||
        tier_store_find(batch->db, batch->arena, run.run_id, customer_ids, batch->count, rows, error))
        return -1;
    for (size_t i = 0; i < batch->count; i++)
        answer_tier(batch, &batch->calls[i], &run, &rows[i]);
    return 0;
}

struct tier_page {
    int64_t run_id; /* 0: the latest */
    enum tier tier;
    int64_t after_rank;
    int64_t limit;
};

/* A cursor is "RUN,RANK": pages of one list come from one run, even when another follows meanwhile. */
static void read_cursor(struct batch *batch, struct call *call, const char *cursor, struct tier_page *page)
{
    int64_t parts[2];
    size_t count;
    if (parse_int64_list(cursor, 2, "cursor", parts, &count, NULL) || count != 2 || parts[0] < 1 || parts[1] < 1)
        call_violation(batch, call, "cursor", "FORMAT",
                       "this is not a cursor: give next_cursor of the page before, unchanged",
                       "不是有效的游标：请原样填写上一页的 next_cursor");
    else if (page->run_id != 0 && page->run_id != parts[0])
        call_violation(batch, call, "cursor", "OUT_OF_RANGE", "the cursor belongs to run %lld, not to run %lld",
                       "该游标属于第 %lld 次分级，而不是第 %lld 次", (long long)parts[0], (long long)page->run_id);
    else
        page->run_id = parts[0], page->after_rank = parts[1];
}

static void read_page(struct batch *batch, struct call *call, struct tier_page *page)
{
    const Remuda__Tiering__V1__ListTiersRequest *request = (const Remuda__Tiering__V1__ListTiersRequest *)call->request;
    *page = (struct tier_page){
        .run_id = request->run_id,
        .tier = (enum tier)request->tier,
        .limit = request->limit ? request->limit : LIST_LIMIT_DEFAULT,
    };
    if (page->limit < 1 || page->limit > LIST_LIMIT_MAX)
        call_violation(batch, call, "limit", "OUT_OF_RANGE", "%d customers a page: must be 1 to %d, or 0 for %d",
                       "每页 %d 个客户：必须在 1 到 %d 之间，或填 0 表示 %d", request->limit, LIST_LIMIT_MAX,
                       LIST_LIMIT_DEFAULT);
    if (*request->cursor)
        read_cursor(batch, call, request->cursor, page);
}

static void respond_list(struct batch *batch, struct call *call, const struct tier_run *run,
                         const struct tier_row *rows, size_t n, bool more)
{
    Remuda__Tiering__V1__ListTiersResponse *response =
        RESPONSE(batch, Remuda__Tiering__V1__ListTiersResponse, remuda__tiering__v1__list_tiers_response);
    response->run_id = run->run_id;
    response->tiers = ARENA_ARRAY(batch->arena, Remuda__Tiering__V1__CustomerTier *, n);
    for (size_t i = 0; i < n; i++)
        response->tiers[response->n_tiers++] = tier_message(batch, call, run, &rows[i]);
    if (more)
        response->next_cursor =
            arena_printf(batch->arena, "%lld,%lld", (long long)run->run_id, (long long)rows[n - 1].customer.rank);
    call->response = &response->base;
}

static int list_tiers(struct batch *batch, struct call *call, struct error *error)
{
    struct tier_page page;
    struct tier_run run;
    read_page(batch, call, &page);
    if (!call_ok(call))
        return 0;
    if (tier_store_find_run(batch->db, batch->arena, page.run_id, &run, error))
        return -1;
    if (run.run_id == 0) {
        fail_without_run(call, page.run_id);
        return 0;
    }
    struct tier_row *rows = ARENA_ARRAY(batch->arena, struct tier_row, LIST_LIMIT_MAX + 1);
    size_t limit = (size_t)page.limit, n;
    if (tier_store_list(batch->db, batch->arena, run.run_id, page.tier, page.after_rank, limit + 1, rows, &n, error))
        return -1;
    respond_list(batch, call, &run, rows, n < limit ? n : limit, n > limit);
    return 0;
}

int rpc_list_tiers(struct batch *batch, struct error *error)
{
    for (size_t i = 0; i < batch->count; i++)
        if (list_tiers(batch, &batch->calls[i], error))
            return -1;
    return 0;
}

/* --- GetTotals -------------------------------------------------------------------------------------------------------
 */

int rpc_get_totals(struct batch *batch, struct error *error)
{
    struct fact_totals totals;
    if (fact_store_totals(batch->db, &totals, error))
        return -1;
    for (size_t i = 0; i < batch->count; i++) {
        Remuda__Tiering__V1__GetTotalsResponse *response =
            RESPONSE(batch, Remuda__Tiering__V1__GetTotalsResponse, remuda__tiering__v1__get_totals_response);
        response->customers = totals.customers;
        response->leads = totals.leads;
        response->open_units = totals.open_units;
        response->delivered_units = totals.delivered_units;
        response->revenue_fen = totals.revenue_fen;
        batch->calls[i].response = &response->base;
    }
    return 0;
}
