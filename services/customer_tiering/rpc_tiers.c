/* GetTier, ExplainTier, ListTiers. */
#include "rpc.h"

#include "base/parse.h"
#include "lift.h"
#include "tier_reason.h"
#include "tier_text.h"

static void fail_without_tier(struct call *call, int64_t customer_id, int64_t run_id)
{
    if (run_id != 0)
        call_fail(
            call, STATUS_NOT_FOUND, "customer_id",
            "customer %lld has no tier in run %lld: check the number, or run the tiering again if the customer is new",
            "客户 %lld 在第 %lld 次分级中没有级别：请核对编号；如为新客户，请重新执行分级", (long long)customer_id,
            (long long)run_id);
    else
        call_fail(
            call, STATUS_NOT_FOUND, "customer_id",
            "customer %lld has no tier in a released run: check the number, or run the tiering again if the customer is new",
            "客户 %lld 在已发布的分级中没有级别：请核对编号；如为新客户，请重新执行分级", (long long)customer_id);
}

/* The customer's row, if there is one, and its run. Without any run the caller is told that, not that the customer is
 * unknown. */
static int find_row(struct batch *batch, struct call *call, int64_t customer_id, int64_t run_id, struct tier_row *row,
                    struct tier_run *run, struct error *error)
{
    if (tier_store_find(batch->db, batch->arena, run_id, &customer_id, 1, row, error) != 0)
        return -1;
    return rpc_find_run(batch, call, row->run_id ? row->run_id : run_id, "run_id", run, error);
}

/* A customer that the run does not have, such as one registered since, may have a value now. */
static int get_tier(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Tiering__V1__GetTierRequest *request = (const Remuda__Tiering__V1__GetTierRequest *)call->request;
    struct tier_row row;
    struct tier_run run;
    if (find_row(batch, call, request->customer_id, request->run_id, &row, &run, error) != 0)
        return -1;
    if (!call_ok(call))
        return 0;
    Remuda__Tiering__V1__GetTierResponse *response =
        RESPONSE(batch, Remuda__Tiering__V1__GetTierResponse, remuda__tiering__v1__get_tier_response);
    if (row.run_id != 0 && rpc_tier_message(batch, call, &run, &row, &response->tier, error) != 0)
        return -1;
    if (request->now && rpc_current_tier(batch, call, &run, request->customer_id, &row, &response->now, error) != 0)
        return -1;
    if (call_ok(call) && !response->tier && !response->now)
        fail_without_tier(call, request->customer_id, request->run_id);
    if (call_ok(call))
        call->response = &response->base;
    return 0;
}

int rpc_get_tier(struct batch *batch, struct error *error)
{
    return batch_each(batch, get_tier, error);
}

/* --- ExplainTier ----------------------------------------------------------------------------------------------------
 */

static Remuda__Tiering__V1__Lift *lift_message(struct batch *batch, const struct call *call,
                                               const struct policy_measure *measure,
                                               const struct tier_customer *customer, int64_t before, int64_t amount)
{
    const struct measure_kind *kind = measure_kind(measure->measure);
    char from[NUMBER_TEXT_SIZE], to[NUMBER_TEXT_SIZE];
    const char *next = tier_name(customer->line_tier - 1, call->locale);
    Remuda__Tiering__V1__Lift *lift = RESPONSE(batch, Remuda__Tiering__V1__Lift, remuda__tiering__v1__lift);
    lift->key = arena_strdup(batch->arena, measure->key);
    lift->amount_micro = amount;
    lift->increase_micro = amount - before;
    micro_format(before, from);
    micro_format(amount, to);
    lift->sentence = call->locale == LOCALE_ZH_CN
                         ? arena_printf(batch->arena, "%s由 %s 增至 %s%s，即为%s。", kind->label[call->locale], from,
                                        to, kind->unit_label[call->locale], next)
                         : arena_printf(batch->arena, "%s: %s instead of %s%s would make it %s.",
                                        kind->label[call->locale], to, from, kind->unit_label[call->locale], next);
    return lift;
}

static void add_lifts(struct batch *batch, const struct call *call, const struct tier_run *run,
                      const struct ranking *ranking, const struct tier_customer *customer,
                      Remuda__Tiering__V1__ExplainTierResponse *response)
{
    int64_t value = lift_value(run->policy, ranking, customer);
    response->missing_micro = value > 0 ? value - customer->value : 0;
    response->lifts = ARENA_ARRAY(batch->arena, Remuda__Tiering__V1__Lift *, run->policy->measure_count);
    for (size_t i = 0; i < run->policy->measure_count; i++) {
        int64_t amount = lift_amount(run->policy, ranking, customer, i);
        if (amount > 0)
            response->lifts[response->n_lifts++] =
                lift_message(batch, call, &run->policy->measures[i], customer, customer->amounts[i], amount);
    }
}

static int explain_tier(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Tiering__V1__ExplainTierRequest *request =
        (const Remuda__Tiering__V1__ExplainTierRequest *)call->request;
    struct tier_row row;
    struct tier_run run;
    struct ranking ranking;
    if (find_row(batch, call, request->customer_id, request->run_id, &row, &run, error) != 0)
        return -1;
    if (call_ok(call) && row.run_id == 0)
        fail_without_tier(call, request->customer_id, request->run_id);
    if (!call_ok(call))
        return 0;
    Remuda__Tiering__V1__ExplainTierResponse *response =
        RESPONSE(batch, Remuda__Tiering__V1__ExplainTierResponse, remuda__tiering__v1__explain_tier_response);
    if (rpc_tier_message(batch, call, &run, &row, &response->tier, error) != 0 ||
        tier_store_ranking(batch->db, batch->arena, run.run_id, &ranking, error) != 0)
        return -1;
    response->policy_version = run.policy_version;
    response->as_of = rpc_day(batch, run.as_of);
    response->customers = run.summary.customers;
    response->value_of_all_micro = run.summary.value;
    if (row.customer.line_tier > TIER_KEY) {
        response->next_tier = (Remuda__Tiering__V1__Tier)(row.customer.line_tier - 1);
        add_lifts(batch, call, &run, &ranking, &row.customer, response);
    }
    call->response = &response->base;
    return 0;
}

int rpc_explain_tier(struct batch *batch, struct error *error)
{
    return batch_each(batch, explain_tier, error);
}

/* --- ListTiers ------------------------------------------------------------------------------------------------------
 */

struct tier_page {
    int64_t run_id; /* 0: the latest released */
    struct tier_filter filter;
    int64_t after_rank;
    size_t limit;
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
        .filter = {.tier = (enum tier)request->tier,
                   .attributes = {{request->region, request->segment, request->business_type, request->industry}}},
        .limit = rpc_limit(batch, call, request->limit),
    };
    if (*request->cursor)
        read_cursor(batch, call, request->cursor, page);
}

static int respond_list(struct batch *batch, struct call *call, const struct tier_run *run, struct tier_row *rows,
                        size_t n, bool more, struct error *error)
{
    Remuda__Tiering__V1__ListTiersResponse *response =
        RESPONSE(batch, Remuda__Tiering__V1__ListTiersResponse, remuda__tiering__v1__list_tiers_response);
    response->run_id = run->run_id;
    response->tiers = ARENA_ARRAY(batch->arena, Remuda__Tiering__V1__CustomerTier *, n);
    for (size_t i = 0; i < n; i++)
        if (rpc_tier_message(batch, call, run, &rows[i], &response->tiers[response->n_tiers++], error) != 0)
            return -1;
    if (more)
        response->next_cursor =
            arena_printf(batch->arena, "%lld,%lld", (long long)run->run_id, (long long)rows[n - 1].customer.rank);
    call->response = &response->base;
    return 0;
}

static int list_tiers(struct batch *batch, struct call *call, struct error *error)
{
    struct tier_page page;
    struct tier_run run;
    size_t n;
    read_page(batch, call, &page);
    if (!call_ok(call))
        return 0;
    if (rpc_find_run(batch, call, page.run_id, "run_id", &run, error) != 0)
        return -1;
    if (!call_ok(call))
        return 0;
    struct tier_row *rows = ARENA_ARRAY(batch->arena, struct tier_row, page.limit + 1);
    if (tier_store_list(batch->db, batch->arena, run.run_id, &page.filter, page.after_rank, page.limit + 1, rows, &n,
                        error) != 0)
        return -1;
    return respond_list(batch, call, &run, rows, n < page.limit ? n : page.limit, n > page.limit, error);
}

int rpc_list_tiers(struct batch *batch, struct error *error)
{
    return batch_each(batch, list_tiers, error);
}
