/* ListReviews, DecideReview: which customer a lead is whose description contradicts itself, or is only like a customer's. */
#include "base/parse.h"
#include "identifier/identifier.h"
#include "merge_store.h"
#include "review_store.h"
#include "rpc_hold.h"
#include "rpc_quality.h"
#include "rpc_recognise.h"

#define PAGE_DEFAULT 20
#define PAGE_MAX 100
#define REASON_MAX 1000 /* bytes */
#define EVIDENCE_MAX 10

/* Texts of the database into messages: protobuf-c's strings are not const; packing only reads them. */
#define TEXT_OF(text) ((char *)(uintptr_t)(text))

typedef Remuda__Lead__V1__CustomerRecord Record;
typedef Remuda__Lead__V1__ReviewCandidate Candidate;

/* --- whom a lead may mean --------------------------------------------------------------------------------------------------- */

static void add_alike(struct batch *batch, const struct customer_draft *filed, struct customer_candidate *candidates, size_t *count)
{
    struct recognised alike[MATCH_ALIKE_MAX];
    const struct lead_intake *lead_intake = batch->context;
    size_t found = recogniser_alike(lead_intake->recogniser, filed, alike);
    for (size_t i = 0; i < found; i++) {
        const struct likeness *likeness = &alike[i].match.likeness;
        struct customer_candidate *candidate = customer_candidate_of(candidates, count, alike[i].customer_id);
        if (!candidate || candidate->same_name || candidate->same_alias)
            continue;
        candidate->like_name = true;
        candidate->other_uscc |= alike[i].match.other_uscc;
        candidate->likeness = (struct customer_likeness){
            .score = alike[i].match.score,
            .same_core = likeness->core == EVIDENCE_SAME,
            .same_place = likeness->place == EVIDENCE_SAME,
            .other_place = likeness->place == EVIDENCE_DIFFERENT,
            .other_branch = likeness->branch == EVIDENCE_DIFFERENT,
            .same_phone = alike[i].match.same_phone,
        };
    }
}

/* Code, name and aliases first; then, where these tell nobody, who is alike; then who was the likeliest when it was filed. */
static size_t find_candidates(struct batch *batch, const struct customer_draft *filed, const struct customer_evidence *evidence,
                              int64_t candidate_customer_id, struct customer_candidate candidates[static CUSTOMER_CANDIDATES_MAX])
{
    size_t count = customer_candidates(evidence, candidates);
    if (count == 0)
        add_alike(batch, filed, candidates, &count);
    if (candidate_customer_id)
        customer_candidate_of(candidates, &count, candidate_customer_id);
    return count;
}

/* --- ListReviews ------------------------------------------------------------------------------------------------------------ */

static int find_evidence(struct batch *batch, struct review *reviews, size_t n, struct customer_evidence *evidence, struct error *error)
{
    struct customer_draft *drafts = ARENA_ARRAY(batch->arena, struct customer_draft, n);
    for (size_t i = 0; i < n; i++) {
        char key[NAME_KEY_SIZE] = "";
        name_key(reviews[i].filed.name, "name", key, NULL);
        reviews[i].filed.name_key = arena_strdup(batch->arena, key);
        drafts[i] = reviews[i].filed;
    }
    return n ? customer_store_find(batch->db, batch->arena, drafts, n, evidence, error) : 0;
}

static Record *filed_record(struct batch *batch, const struct review *review)
{
    Record *record = RESPONSE(batch, Record, remuda__lead__v1__customer_record);
    record->name = TEXT_OF(review->filed.name);
    record->uscc = TEXT_OF(review->filed.uscc);
    record->region = TEXT_OF(review->filed.region);
    record->contact_name = TEXT_OF(review->filed.contact_name);
    record->contact_phone = TEXT_OF(review->filed.contact_phone);
    record->since_unix_ms = review->filed_at;
    return record;
}

static Candidate *candidate_message(struct batch *batch, const struct customer_candidate *known, const struct customer_record *stored)
{
    Candidate *candidate = RESPONSE(batch, Candidate, remuda__lead__v1__review_candidate);
    Record *record = RESPONSE(batch, Record, remuda__lead__v1__customer_record);
    record->customer_id = stored->customer_id;
    record->name = TEXT_OF(stored->name);
    record->uscc = TEXT_OF(stored->uscc);
    record->region = TEXT_OF(stored->region);
    record->industry_code = TEXT_OF(stored->industry_code);
    record->since_unix_ms = stored->registered_at;
    candidate->record = record;
    candidate->evidence = ARENA_ARRAY(batch->arena, char *, EVIDENCE_MAX);
    candidate->likeness_ppm = known->likeness.score;
    const struct {
        bool holds;
        const char *word;
    } evidence[EVIDENCE_MAX] = {
        {known->same_uscc, "SAME_USCC"},
        {known->same_name, "SAME_NAME"},
        {known->like_name, "LIKE_NAME"},
        {known->likeness.same_core, "SAME_CORE"},
        {known->likeness.same_place, "SAME_PLACE"},
        {known->likeness.other_place, "OTHER_PLACE"},
        {known->likeness.other_branch, "OTHER_BRANCH"},
        {known->likeness.same_phone, "SAME_PHONE"},
        {known->other_uscc, "OTHER_USCC"},
        {known->same_alias, "SAME_ALIAS"},
    };
    for (size_t i = 0; i < EVIDENCE_MAX; i++)
        if (evidence[i].holds)
            candidate->evidence[candidate->n_evidence++] = TEXT_OF(evidence[i].word);
    return candidate;
}

static Remuda__Lead__V1__Review *review_message(struct batch *batch, const struct review *review, const struct customer_candidate *known,
                                                size_t n, const struct customer_record *stored)
{
    Remuda__Lead__V1__Review *message = RESPONSE(batch, Remuda__Lead__V1__Review, remuda__lead__v1__review);
    message->lead_id = review->lead_id;
    message->dealer_unit_id = review->dealer_unit_id;
    message->product_code = TEXT_OF(review->product_code);
    message->quantity = (int32_t)review->quantity;
    message->filed = filed_record(batch, review);
    message->candidates = ARENA_ARRAY(batch->arena, Candidate *, n);
    for (size_t i = 0; i < n; i++)
        if (stored[i].customer_id)
            message->candidates[message->n_candidates++] = candidate_message(batch, &known[i], &stored[i]);
    return message;
}

/* Both records of each review side by side: two statements for the page. */
static int fill_page(struct batch *batch, struct review *reviews, size_t n, Remuda__Lead__V1__ListReviewsResponse *response,
                     struct error *error)
{
    struct customer_evidence *evidence = ARENA_ARRAY(batch->arena, struct customer_evidence, n);
    struct customer_candidate(*known)[CUSTOMER_CANDIDATES_MAX] =
        arena_alloc(batch->arena, (n ? n : 1) * sizeof *known);
    size_t *counts = ARENA_ARRAY(batch->arena, size_t, n);
    int64_t *ids = ARENA_ARRAY(batch->arena, int64_t, n * CUSTOMER_CANDIDATES_MAX);
    struct customer_record *stored = ARENA_ARRAY(batch->arena, struct customer_record, n * CUSTOMER_CANDIDATES_MAX);
    if (find_evidence(batch, reviews, n, evidence, error) != 0)
        return -1;
    for (size_t i = 0; i < n; i++) {
        counts[i] = find_candidates(batch, &reviews[i].filed, &evidence[i], reviews[i].candidate_customer_id, known[i]);
        for (size_t c = 0; c < counts[i]; c++)
            ids[i * CUSTOMER_CANDIDATES_MAX + c] = known[i][c].customer_id;
    }
    if (n && review_store_records(batch->db, batch->arena, ids, n * CUSTOMER_CANDIDATES_MAX, stored, error) != 0)
        return -1;
    response->reviews = ARENA_ARRAY(batch->arena, Remuda__Lead__V1__Review *, n);
    for (size_t i = 0; i < n; i++)
        response->reviews[response->n_reviews++] =
            review_message(batch, &reviews[i], known[i], counts[i], &stored[i * CUSTOMER_CANDIDATES_MAX]);
    return 0;
}

static int list_one(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Lead__V1__ListReviewsRequest *request = (const Remuda__Lead__V1__ListReviewsRequest *)call->request;
    struct error refusal;
    int64_t after = 0;
    size_t limit = request->limit ? (size_t)request->limit : PAGE_DEFAULT, count;
    const int64_t *units;
    if (request->limit < 0 || request->limit > PAGE_MAX)
        call_violation(batch, call, "limit", "OUT_OF_RANGE", "limit is %d: give 1 to %d, or 0 for %d", "limit 为 %d：请给 1 至 %d，或 0 表示 %d",
                       request->limit, PAGE_MAX, PAGE_DEFAULT);
    if (*request->cursor && parse_int64(request->cursor, 1, INT64_MAX, "cursor", &after, &refusal) != 0)
        call_violation_error(batch, call, "FORMAT", &refusal);
    if (!call_ok(call))
        return 0;
    struct review *reviews = ARENA_ARRAY(batch->arena, struct review, limit);
    size_t unit_count = rpc_units_of(batch, call->principal, ROLE_MANAGER, &units);
    Remuda__Lead__V1__ListReviewsResponse *response =
        RESPONSE(batch, Remuda__Lead__V1__ListReviewsResponse, remuda__lead__v1__list_reviews_response);
    if (review_store_select(batch->db, batch->arena, units, unit_count, after, limit, reviews, &count, error) != 0 ||
        fill_page(batch, reviews, count, response, error) != 0)
        return -1;
    rpc_audit_list(batch, call, "reviews", units, unit_count);
    if (count == limit)
        response->next_cursor = arena_printf(batch->arena, "%lld", (long long)reviews[count - 1].lead_id);
    call->response = &response->base;
    return 0;
}

int rpc_list_reviews(struct batch *batch, struct error *error)
{
    return batch_each(batch, list_one, error);
}

/* --- DecideReview ----------------------------------------------------------------------------------------------------------- */

typedef Remuda__Lead__V1__DecideReviewRequest Request;
typedef Remuda__Lead__V1__DecideReviewResponse Response;

/* One decision on its way. */
struct decision {
    struct call *call;
    const Request *request;
    struct hold hold;
    struct customer_evidence evidence;
    struct customer_candidate candidates[CUSTOMER_CANDIDATES_MAX];
    size_t candidate_count;
};

static bool read_decision(struct batch *batch, struct call *call, const Request *request)
{
    if (request->lead_id <= 0)
        call_violation(batch, call, "lead_id", "REQUIRED", "the lead's number is missing: give one of the review list",
                       "缺少商机编号：请填写待审列表中的编号");
    if (!request->outcome)
        call_violation(batch, call, "outcome", "REQUIRED", "the outcome is missing: give SAME or DIFFERENT", "缺少结论：请填写 SAME（同一客户）或 DIFFERENT（不同客户）");
    if (request->outcome == REMUDA__LEAD__V1__REVIEW_OUTCOME__DIFFERENT && request->customer_id)
        call_violation(batch, call, "customer_id", "CONTRADICTION", "DIFFERENT makes a new customer: leave customer_id empty",
                       "DIFFERENT 会登记新客户：请勿填写 customer_id");
    if (!*request->reason || strlen(request->reason) > REASON_MAX)
        call_violation(batch, call, "reason", "REQUIRED", "say why in 1 to %d bytes", "请说明原因（1 至 %d 字节）", REASON_MAX);
    return call_ok(call);
}

/* True when the caller may decide the lead and nobody has. NOT_FOUND also for what the caller may not see. */
static bool may_decide(struct batch *batch, struct call *call, int64_t lead_id, const struct hold *hold)
{
    if (!hold->lead_id || !authority_may(batch->authority, call->principal, ROLE_MANAGER, hold->lead.dealer_unit_id))
        call_fail(call, STATUS_NOT_FOUND, "lead_id", "there is no lead %lld in review that you may decide", "没有您可审核的待审商机 %lld",
                  (long long)lead_id);
    else if (hold->state != LEAD_IN_REVIEW)
        call_fail(call, STATUS_FAILED_PRECONDITION, "lead_id", "lead %lld is not in review any more: list the reviews again",
                  "商机 %lld 已不在待审状态：请重新查看待审列表", (long long)lead_id);
    if (!call_ok(call) && hold->lead_id)
        call_audit(batch, call, "lead", lead_id, hold->lead.dealer_unit_id);
    return call_ok(call);
}

static int find_known(struct batch *batch, struct decision *decision, struct error *error)
{
    struct customer_draft *filed = &decision->hold.lead.customer;
    char key[NAME_KEY_SIZE] = "";
    name_key(filed->name, "name", key, NULL);
    filed->name_key = arena_strdup(batch->arena, key);
    if (customer_store_find(batch->db, batch->arena, filed, 1, &decision->evidence, error) != 0)
        return -1;
    decision->candidate_count = find_candidates(batch, filed, &decision->evidence, decision->hold.lead.candidate_customer_id,
                                                decision->candidates);
    return 0;
}

/* 0: the call is refused. */
static int64_t chosen_customer(struct batch *batch, struct decision *decision)
{
    int64_t wanted = decision->request->customer_id;
    for (size_t i = 0; i < decision->candidate_count; i++)
        if (!wanted || decision->candidates[i].customer_id == wanted)
            return decision->candidates[i].customer_id;
    call_violation(batch, decision->call, "customer_id", "UNKNOWN", "customer %lld is none of the candidates: give one of the review list",
                   "客户 %lld 不在候选之列：请从待审列表中选择", (long long)wanted);
    return 0;
}

/* A namesake is a customer of its own: its key carries its code, under which alone it is found. A code that belongs to another
 * customer is left out. */
static int register_customer(struct batch *batch, struct decision *decision, struct error *error)
{
    struct lead *lead = &decision->hold.lead;
    struct customer_entry entry = {.draft = lead->customer, .business_type = lead->business_type};
    if (decision->evidence.by_uscc)
        entry.draft.uscc = "";
    if (decision->evidence.by_name)
        entry.draft.name_key = arena_printf(batch->arena, "%s#%s", lead->customer.name_key, lead->customer.uscc);
    if (customer_store_insert(batch->db, batch->arena, &entry, 1, batch->now_ms, error) != 0)
        return -1;
    if (!entry.customer_id)
        return error_set(error, STATUS_ABORTED, NULL, "the customer was registered meanwhile: ask again", "该客户刚刚被登记：请重试");
    lead->customer_id = entry.customer_id;
    lead->customer_is_new = true;
    rpc_emit_registered(batch, decision->call, entry.customer_id, &entry.draft, (int)lead->business_type);
    return 0;
}

static int keep_decision(struct batch *batch, const struct decision *decision, struct error *error)
{
    const struct lead *lead = &decision->hold.lead;
    bool is_new = decision->request->outcome == REMUDA__LEAD__V1__REVIEW_OUTCOME__DIFFERENT;
    int64_t never[CUSTOMER_CANDIDATES_MAX];
    for (size_t i = 0; i < decision->candidate_count; i++)
        never[i] = decision->candidates[i].customer_id;
    const struct review_decision kept = {
        .lead_id = decision->hold.lead_id,
        .customer_id = lead->customer_id,
        .never_customer_ids = never,
        .never_count = is_new ? decision->candidate_count : 0,
        .principal_id = decision->call->principal->principal_id,
        .decided_at = batch->now_ms,
        .name_key = lead->customer.name_key,
        .uscc = lead->customer.uscc,
        .reason = decision->request->reason,
    };
    return review_store_decide(batch->db, batch->arena, &kept, error);
}

static int settle(struct batch *batch, struct decision *decision, struct error *error)
{
    struct placed placed;
    if (keep_decision(batch, decision, error) != 0 ||
        rpc_place_lead(batch, decision->call, &decision->hold, &placed, error) != 0 ||
        rpc_tell_ratings(batch, decision->call, &decision->hold.lead_id, 1, error) != 0)
        return -1;
    Response *response = RESPONSE(batch, Response, remuda__lead__v1__decide_review_response);
    response->lead_id = decision->hold.lead_id;
    response->customer_id = decision->hold.lead.customer_id;
    response->customer_is_new = decision->hold.lead.customer_is_new;
    response->is_held = placed.is_held;
    response->protected_until_unix_ms = placed.holder.lead.protected_until;
    response->conflict_id = placed.conflict_id;
    decision->call->response = &response->base;
    return 0;
}

static int decide_one(struct batch *batch, struct call *call, struct error *error)
{
    struct decision decision = {.call = call, .request = (const Request *)call->request};
    if (!read_decision(batch, call, decision.request))
        return 0;
    if (merge_store_hold_off(batch->db, error) != 0 ||
        hold_store_find(batch->db, batch->arena, decision.request->lead_id, &decision.hold, error) != 0)
        return -1;
    if (!may_decide(batch, call, decision.request->lead_id, &decision.hold))
        return 0;
    if (find_known(batch, &decision, error) != 0)
        return -1;
    if (decision.request->outcome == REMUDA__LEAD__V1__REVIEW_OUTCOME__DIFFERENT) {
        if (register_customer(batch, &decision, error) != 0)
            return -1;
    } else {
        decision.hold.lead.customer_id = chosen_customer(batch, &decision);
    }
    return call_ok(call) ? settle(batch, &decision, error) : 0;
}

int rpc_decide_review(struct batch *batch, struct error *error)
{
    return batch_each(batch, decide_one, error);
}
