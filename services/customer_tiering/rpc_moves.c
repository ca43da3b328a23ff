/* ListMoves, CompareRuns. */
#include "rpc.h"

#include "base/int128.h"
#include "base/parse.h"
#include "tier_text.h"

/* The measure whose weighted points moved most; the policy's measure_count when none moved. */
static size_t moved_by(const struct tier_policy *policy, const struct tier_move *move)
{
    size_t most = policy->measure_count;
    int128_t largest = 0;
    for (size_t i = 0; i < policy->measure_count; i++) {
        int128_t change = (int128_t)(move->to_points[i] - move->from_points[i]) * policy->measures[i].weight_ppm;
        if (change < 0)
            change = -change;
        if (change > largest) {
            largest = change;
            most = i;
        }
    }
    return most;
}

static char *move_reason(struct batch *batch, enum locale locale, const struct tier_policy *policy, bool same_policy,
                         const struct tier_move *move, size_t measure)
{
    char from[NUMBER_TEXT_SIZE], to[NUMBER_TEXT_SIZE];
    bool zh = locale == LOCALE_ZH_CN;
    if (move->from == TIER_NONE)
        return arena_strdup(batch->arena, zh ? "上次分级中没有该客户。" : "The run before did not have it.");
    if (move->to == TIER_NONE)
        return arena_strdup(batch->arena, zh ? "本次分级中没有该客户。" : "The run does not have it any more.");
    if (!same_policy)
        return arena_strdup(batch->arena, zh ? "两次分级依据的政策不同。" : "The runs go by different policies.");
    if (measure == policy->measure_count)
        return arena_strdup(batch->arena, zh ? "自身各项指标未变：因其他客户的变动或规则而改变。"
                                             : "None of its own measures moved: other customers did, or a rule.");
    micro_format(move->from_points[measure], from);
    micro_format(move->to_points[measure], to);
    const char *label = measure_kind(policy->measures[measure].measure)->label[locale];
    return zh ? arena_printf(batch->arena, "主要由“%s”引起：分值由 %s 变为 %s；名次由 %lld 变为 %lld。", label, from,
                             to, (long long)move->from_rank, (long long)move->to_rank)
              : arena_printf(batch->arena, "Most by %s: its points went from %s to %s; rank %lld to %lld.", label, from,
                             to, (long long)move->from_rank, (long long)move->to_rank);
}

static Remuda__Tiering__V1__Move *move_message(struct batch *batch, const struct call *call,
                                               const struct tier_policy *policy, bool same_policy,
                                               const struct tier_move *move)
{
    Remuda__Tiering__V1__Move *message = RESPONSE(batch, Remuda__Tiering__V1__Move, remuda__tiering__v1__move);
    bool in_both = move->from != TIER_NONE && move->to != TIER_NONE;
    size_t measure = in_both && same_policy ? moved_by(policy, move) : policy->measure_count;
    message->customer_id = move->customer_id;
    message->customer_name = arena_strdup(batch->arena, move->name);
    message->from = (Remuda__Tiering__V1__Tier)move->from;
    message->to = (Remuda__Tiering__V1__Tier)move->to;
    message->from_value_micro = move->from_value;
    message->to_value_micro = move->to_value;
    message->from_rank = move->from_rank;
    message->to_rank = move->to_rank;
    if (measure < policy->measure_count)
        message->moved_by = arena_strdup(batch->arena, policy->measures[measure].key);
    message->reason = move_reason(batch, call->locale, policy, same_policy, move, measure);
    return message;
}

struct move_page {
    size_t n; /* of messages */
    Remuda__Tiering__V1__Move **messages;
    char *next_cursor; /* NULL: this was the last */
};

/* A cursor is the number of the page's last customer. */
static int list_page(struct batch *batch, struct call *call, int64_t before_run_id, const struct tier_run *run,
                     const char *cursor, size_t limit, struct move_page *page, struct error *error)
{
    int64_t after = INT64_MIN;
    struct error refused = {0};
    if (*cursor && parse_int64(cursor, 1, INT64_MAX, "cursor", &after, &refused) != 0)
        call_violation(batch, call, "cursor", "FORMAT",
                       "this is not a cursor: give next_cursor of the page before, unchanged",
                       "不是有效的游标：请原样填写上一页的 next_cursor");
    if (!call_ok(call))
        return 0;
    struct tier_move *moves = ARENA_ARRAY(batch->arena, struct tier_move, limit + 1);
    size_t n;
    struct tier_run before;
    if (tier_store_find_run(batch->db, batch->arena, before_run_id, &before, error) != 0 ||
        tier_store_list_moves(batch->db, batch->arena, before_run_id, run->run_id, after, limit + 1, moves, &n,
                              error) != 0)
        return -1;
    *page = (struct move_page){.messages = ARENA_ARRAY(batch->arena, Remuda__Tiering__V1__Move *, limit)};
    for (; page->n < n && page->n < limit; page->n++)
        page->messages[page->n] =
            move_message(batch, call, run->policy, before.policy_version == run->policy_version, &moves[page->n]);
    if (n > limit)
        page->next_cursor = arena_printf(batch->arena, "%lld", (long long)moves[limit - 1].customer_id);
    return 0;
}

static int list_moves(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Tiering__V1__ListMovesRequest *request = (const Remuda__Tiering__V1__ListMovesRequest *)call->request;
    struct tier_run run;
    struct move_page page;
    size_t limit = rpc_limit(batch, call, request->limit);
    if (call_ok(call) && rpc_find_run(batch, call, request->run_id, "run_id", &run, error) != 0)
        return -1;
    if (call_ok(call) && list_page(batch, call, run.before_run_id, &run, request->cursor, limit, &page, error) != 0)
        return -1;
    if (!call_ok(call))
        return 0;
    Remuda__Tiering__V1__ListMovesResponse *response =
        RESPONSE(batch, Remuda__Tiering__V1__ListMovesResponse, remuda__tiering__v1__list_moves_response);
    response->run_id = run.run_id;
    response->before_run_id = run.before_run_id;
    response->n_moves = page.n;
    response->moves = page.messages;
    if (page.next_cursor)
        response->next_cursor = page.next_cursor;
    call->response = &response->base;
    return 0;
}

int rpc_list_moves(struct batch *batch, struct error *error)
{
    return batch_each(batch, list_moves, error);
}

static int add_counts(struct batch *batch, Remuda__Tiering__V1__CompareRunsResponse *response, struct error *error)
{
    struct move_count counts[MOVE_COUNTS_MAX];
    size_t n;
    if (tier_store_count_moves(batch->db, batch->arena, response->before_run_id, response->run_id, counts, &n, error) !=
        0)
        return -1;
    response->counts = ARENA_ARRAY(batch->arena, Remuda__Tiering__V1__MoveCount *, n);
    for (size_t i = 0; i < n; i++) {
        Remuda__Tiering__V1__MoveCount *count =
            RESPONSE(batch, Remuda__Tiering__V1__MoveCount, remuda__tiering__v1__move_count);
        count->from = (Remuda__Tiering__V1__Tier)counts[i].from;
        count->to = (Remuda__Tiering__V1__Tier)counts[i].to;
        count->customers = counts[i].customers;
        response->counts[response->n_counts++] = count;
    }
    return 0;
}

static int compare_runs(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Tiering__V1__CompareRunsRequest *request =
        (const Remuda__Tiering__V1__CompareRunsRequest *)call->request;
    struct tier_run before, run;
    struct move_page page;
    size_t limit = rpc_limit(batch, call, request->limit);
    if (call_ok(call) && (rpc_find_run(batch, call, request->run_id, "run_id", &run, error) != 0 ||
                          rpc_find_run(batch, call, request->before_run_id, "before_run_id", &before, error) != 0))
        return -1;
    if (call_ok(call) && list_page(batch, call, before.run_id, &run, request->cursor, limit, &page, error) != 0)
        return -1;
    if (!call_ok(call))
        return 0;
    Remuda__Tiering__V1__CompareRunsResponse *response =
        RESPONSE(batch, Remuda__Tiering__V1__CompareRunsResponse, remuda__tiering__v1__compare_runs_response);
    response->before_run_id = before.run_id;
    response->run_id = run.run_id;
    response->n_moves = page.n;
    response->moves = page.messages;
    if (page.next_cursor)
        response->next_cursor = page.next_cursor;
    call->response = &response->base;
    return add_counts(batch, response, error);
}

int rpc_compare_runs(struct batch *batch, struct error *error)
{
    return batch_each(batch, compare_runs, error);
}
