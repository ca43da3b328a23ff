/*
 * FileLead: read and check -> what is known of codes, customer (by the likeness of names, too) and holder -> what the same call or
 * reference filed before -> decide -> register new customers -> file -> what lost a race is looked at once more.
 *
 * Nearly every filing is a new one. So whether call or reference came before is looked up only for those that will not be filed
 * anyhow; the others are filed, and the unique indexes find the repeated one: then the transaction is run again and looks everything
 * up. (The two look-ups were a fifth of a filing's time in the database.)
 */
#include "lead_details.h"
#include "merge_store.h"
#include "rpc_conflict.h"
#include "rpc_hold.h"
#include "rpc_look_up.h"
#include "rpc_newcomers.h"
#include "rpc_quality.h"

#define REFERENCE_MAX 64
#define REMARKS_MAX 8000 /* bytes: 2000 characters */
#define DAY_MS INT64_C(86400000)

typedef Remuda__Lead__V1__FileLeadRequest Request;
typedef Remuda__Lead__V1__FileLeadResponse Response;

/* One call on its way. */
struct filing {
    struct call *call;
    const struct protection_policy *policy;
    struct lead lead;
    int64_t lead_id; /* that it gets when it is filed */
    struct lead_knowledge knowledge;
    Remuda__Lead__V1__Warning **warnings;
    size_t warning_count;
    bool is_claim; /* another dealer holds the opportunity */
    bool rests_on_holder; /* its answer does, and no row of its own tells it */
};

/* --- reading -------------------------------------------------------------------------------------------------------------- */

static void read_numbers(struct batch *batch, struct filing *filing, const Request *request)
{
    struct lead *lead = &filing->lead;
    rpc_check_quantity(batch, filing->call, filing->policy, request->business_type, request->quantity);
    lead->quantity = request->quantity;
    lead->business_type = request->business_type;
    lead->information_class = request->information_class;
    lead->purchase_mode = request->purchase_mode;
    lead->source = request->source;
}

static void read_texts(struct batch *batch, struct call *call, const Request *request, struct lead *lead)
{
    lead->product_code = request->product_code;
    lead->person_code = request->person_code;
    lead->dealer_reference = request->dealer_reference;
    lead->remarks = request->remarks;
    lead_details_check(batch, call, request->details);
    lead->details = lead_details_document(request->details, batch->arena);
    lead->found_on = rpc_read_date(batch, call, request->found_on, "found_on");
    lead->expected_on = rpc_read_date(batch, call, request->expected_on, "expected_on");
    if (!*request->product_code)
        call_violation(batch, call, "product_code", "REQUIRED", "the product's code is missing: give one of the product list",
                       "缺少产品代码：请填写产品目录中的代码");
    if (strlen(request->dealer_reference) > REFERENCE_MAX)
        call_violation(batch, call, "dealer_reference", "OUT_OF_RANGE", "the reference has more than %d bytes: shorten it",
                       "编号超过 %d 字节：请缩短", REFERENCE_MAX);
    if (strlen(request->remarks) > REMARKS_MAX)
        call_violation(batch, call, "remarks", "OUT_OF_RANGE", "the remarks have more than %d bytes: shorten them",
                       "备注超过 %d 字节：请缩短", REMARKS_MAX);
}

/* Government direct accounts (政府直销) are headquarters' own, unless the policy says otherwise. */
static void check_whose_account(struct batch *batch, struct filing *filing)
{
    const struct lead *lead = &filing->lead;
    bool is_government_direct = lead->business_type == REMUDA__LEAD__V1__BUSINESS_TYPE__GOVERNMENT &&
                                lead->information_class == REMUDA__LEAD__V1__INFORMATION_CLASS__DIRECT_SALES;
    if (is_government_direct && !filing->policy->dealers_file_government_direct && call_ok(filing->call) &&
        !authority_may(batch->authority, filing->call->principal, ROLE_HEADQUARTERS, lead->dealer_unit_id))
        call_violation(batch, filing->call, "information_class", "NOT_PERMITTED",
                       "direct sales to government are headquarters' own accounts: hand it over, or choose another class",
                       "政府直销客户由总部直接负责：请移交总部，或改选其他信息分类");
}

static bool read_filing(struct batch *batch, struct filing *filing)
{
    struct call *call = filing->call;
    const Request *request = (const Request *)call->request;
    struct lead *lead = &filing->lead;
    struct findings findings = {.arena = batch->arena};
    lead->principal_id = call->principal->principal_id;
    lead->idempotency_key = call->idempotency_key;
    lead->request_hash = call->request_hash;
    lead->dealer_unit_id = rpc_read_dealer(batch, call, request->dealer_code, ROLE_DEALER);
    rpc_read_customer(batch, request->customer, &lead->customer, &findings);
    rpc_apply_findings(batch, call, &findings, &filing->warnings, &filing->warning_count);
    read_numbers(batch, filing, request);
    read_texts(batch, call, request, lead);
    check_whose_account(batch, filing);
    return call_ok(call);
}

/* --- answering ------------------------------------------------------------------------------------------------------------ */

static void answer(struct batch *batch, struct filing *filing, Remuda__Lead__V1__Verdict verdict, int64_t lead_id,
                   int64_t customer_id, bool customer_is_new, int64_t protected_until)
{
    Response *response = RESPONSE(batch, Response, remuda__lead__v1__file_lead_response);
    response->verdict = verdict;
    response->lead_id = lead_id;
    response->customer_id = customer_id;
    response->customer_is_new = customer_is_new;
    response->protected_until_unix_ms = protected_until;
    response->warnings = filing->warnings;
    response->n_warnings = filing->warning_count;
    filing->call->response = &response->base;
}

static void answer_filed(struct batch *batch, struct filing *filing, int64_t lead_id)
{
    const struct lead *lead = &filing->lead;
    if (lead->customer_id)
        answer(batch, filing, REMUDA__LEAD__V1__VERDICT__ACCEPTED, lead_id, lead_identity(lead), lead->customer_is_new,
               lead->protected_until);
    else
        answer(batch, filing, REMUDA__LEAD__V1__VERDICT__NEEDS_REVIEW, lead_id, 0, false, 0);
}

/* The same call was answered before: its lead tells what with. */
static void answer_again(struct batch *batch, struct filing *filing)
{
    const struct lead_knowledge *knowledge = &filing->knowledge;
    const uint8_t *hash = knowledge->known.request_hash;
    if (!hash || memcmp(hash, filing->call->request_hash, REQUEST_HASH_SIZE) != 0) {
        call_fail(filing->call, STATUS_ALREADY_EXISTS, "idempotency_key",
                  "this key was used before with another request: use a new key for a new request",
                  "该幂等键已用于另一请求：新请求请使用新的键");
        return;
    }
    filing->lead.customer_id = knowledge->known.customer_id;
    filing->lead.identity_id = 0;
    filing->lead.customer_is_new = knowledge->known.customer_was_new;
    filing->lead.protected_until = knowledge->known.protected_until;
    answer_filed(batch, filing, knowledge->known.lead_id);
}

static void answer_held(struct batch *batch, struct filing *filing)
{
    const struct lead_knowledge *knowledge = &filing->knowledge;
    filing->call->keep_reply = true; /* there is no row of its own that could tell it again */
    if (knowledge->holder.dealer_unit_id == filing->lead.dealer_unit_id)
        answer(batch, filing, REMUDA__LEAD__V1__VERDICT__KNOWN_AGAIN, knowledge->holder.lead_id, lead_identity(&filing->lead), false,
               knowledge->holder.protected_until);
    else
        answer(batch, filing, REMUDA__LEAD__V1__VERDICT__HELD_BY_OTHER, 0, 0, false, knowledge->holder.protected_until);
    filing->rests_on_holder = true;
    filing->is_claim = knowledge->holder.dealer_unit_id != filing->lead.dealer_unit_id;
}

/* --- deciding ------------------------------------------------------------------------------------------------------------- */

static void check_codes(struct batch *batch, struct filing *filing)
{
    struct lead *lead = &filing->lead;
    if (!filing->knowledge.product_line)
        call_violation(batch, filing->call, "product_code", "UNKNOWN", "there is no product '%.40s': give one of the product list",
                       "没有产品“%.40s”：请填写产品目录中的代码", lead->product_code);
    if (*lead->person_code && !filing->knowledge.person_id)
        call_violation(batch, filing->call, "person_code", "UNKNOWN", "there is no person '%.40s': check the code or leave it empty",
                       "没有代码为“%.40s”的人员：请核对或留空", lead->person_code);
    if (!filing->knowledge.industry_known)
        call_violation(batch, filing->call, "customer.industry_code", "UNKNOWN",
                       "there is no industry '%.40s': give one of the industry list or leave it empty",
                       "没有行业“%.40s”：请填写行业目录中的代码或留空", lead->customer.industry_code);
    lead->product_line = filing->knowledge.product_line;
    lead->person_id = filing->knowledge.person_id;
}

/* A dealer's own number comes again: with the lead that it filed under it, as when a mended file is imported whole, or for
 * another opportunity. */
static void answer_reference(struct batch *batch, struct filing *filing, bool review)
{
    const struct lead_knowledge *knowledge = &filing->knowledge;
    if (review && knowledge->referenced_in_review) {
        filing->call->keep_reply = true;
        answer(batch, filing, REMUDA__LEAD__V1__VERDICT__NEEDS_REVIEW, knowledge->referenced_lead_id, 0, false, 0);
        return;
    }
    if (knowledge->holder.lead_id == knowledge->referenced_lead_id && knowledge->holder.protected_until > batch->now_ms) {
        answer_held(batch, filing);
        return;
    }
    call_violation(batch, filing->call, "dealer_reference", "DUPLICATE",
                   "you filed lead %lld under this reference: use another, or the same idempotency key to repeat that call",
                   "该编号已用于商机 %lld：请换用其他编号；若要重发原调用，请使用相同的幂等键",
                   (long long)knowledge->referenced_lead_id);
}

/* Until when the former holder of an opportunity that is free now may not have it again; the others may. */
static int64_t cooling_until(const struct filing *filing)
{
    const struct lead_knowledge *knowledge = &filing->knowledge;
    if (!knowledge->holder.lead_id || knowledge->holder.dealer_unit_id != filing->lead.dealer_unit_id)
        return 0;
    return knowledge->holder.protected_until + filing->policy->cool_down_days * DAY_MS;
}

static bool refuse_while_cooling(struct batch *batch, struct filing *filing)
{
    int64_t until = cooling_until(filing);
    if (until <= batch->now_ms)
        return false;
    call_fail(filing->call, STATUS_FAILED_PRECONDITION, "customer",
              "you held this opportunity last and let it go: you may have it again from %s", "贵店为该商机的原持有者且已失去保护：%s 起可再次报备",
              rpc_instant_text(batch, until));
    return true;
}

/* True when the lead is to be filed; else it has its answer. `lead.customer_id` stays 0 for a new customer and for review. */
static bool decide(struct batch *batch, struct filing *filing, bool *customer_is_new)
{
    struct lead_knowledge *knowledge = &filing->knowledge;
    int64_t customer_id;
    *customer_is_new = false;
    if (knowledge->known.lead_id) {
        answer_again(batch, filing);
        return false;
    }
    check_codes(batch, filing);
    if (!call_ok(filing->call))
        return false;
    enum customer_identity identity = customer_identify(&knowledge->customer.evidence, &customer_id);
    if (identity == CUSTOMER_SAME) {
        filing->lead.customer_id = customer_id;
        filing->lead.identity_id = knowledge->customer.identity_id;
    }
    if (knowledge->referenced_lead_id) {
        answer_reference(batch, filing, identity == CUSTOMER_REVIEW);
        return false;
    }
    filing->lead.protected_until = protection_until(filing->policy, &knowledge->customer.protection, filing->lead.business_type,
                                                    knowledge->product_line, batch->now_ms);
    switch (identity) {
    case CUSTOMER_REVIEW:
        filing->lead.candidate_customer_id = customer_id;
        return true;
    case CUSTOMER_NEW:
        *customer_is_new = true;
        return true;
    case CUSTOMER_SAME:
        break;
    }
    if (!knowledge->holder.lead_id)
        return true;
    if (knowledge->holder.protected_until <= batch->now_ms)
        return !refuse_while_cooling(batch, filing); /* released before the leads are filed */
    answer_held(batch, filing);
    return false;
}

/* --- storing -------------------------------------------------------------------------------------------------------------- */

static struct lead *leads_of(struct arena *arena, struct filing **filings, size_t n)
{
    struct lead *leads = ARENA_ARRAY(arena, struct lead, n);
    for (size_t i = 0; i < n; i++)
        leads[i] = filings[i]->lead;
    return leads;
}

static int look_up(struct batch *batch, struct filing **filings, size_t n, look_up_leads *of_leads, struct error *error)
{
    struct lead_knowledge *knowledge = ARENA_ARRAY(batch->arena, struct lead_knowledge, n);
    const struct lead *leads = leads_of(batch->arena, filings, n);
    for (size_t i = 0; i < n; i++)
        knowledge[i] = filings[i]->knowledge;
    if (n > 0 && of_leads(batch, leads, n, knowledge, error) != 0)
        return -1;
    for (size_t i = 0; i < n; i++)
        filings[i]->knowledge = knowledge[i];
    return 0;
}

/* Nothing but an earlier filing by the same call or under the same reference could keep it from being filed. */
static bool is_ordinary(const struct filing *filing)
{
    const struct lead_knowledge *knowledge = &filing->knowledge;
    return knowledge->product_line && knowledge->industry_known && (!*filing->lead.person_code || knowledge->person_id) &&
           !knowledge->holder.lead_id;
}

/* All that decisions stand on. Merges are held off first: what is looked up afterwards is not changed by one. */
static int resolve(struct batch *batch, struct filing **filings, size_t n, struct error *error)
{
    struct filing **doubtful = ARENA_ARRAY(batch->arena, struct filing *, n);
    int64_t *lead_ids = ARENA_ARRAY(batch->arena, int64_t, n);
    struct db_result numbers;
    size_t count = 0;
    if (n == 0)
        return 0;
    if (merge_store_hold_off(batch->db, error) != 0 || lead_store_draw(batch->db, batch->arena, n, &numbers, error) != 0)
        return -1;
    int outcome = look_up(batch, filings, n, rpc_look_up, error);
    lead_store_take(&numbers, lead_ids);
    if (outcome != 0)
        return -1;
    for (size_t i = 0; i < n; i++) {
        filings[i]->lead_id = lead_ids[i];
        if (batch->is_repeated || !is_ordinary(filings[i]))
            doubtful[count++] = filings[i];
    }
    return look_up(batch, doubtful, count, rpc_look_up_earlier, error);
}

static int register_customers(struct batch *batch, struct filing **filings, size_t n, struct error *error)
{
    struct customer_entry *entries = ARENA_ARRAY(batch->arena, struct customer_entry, n);
    for (size_t i = 0; i < n; i++)
        entries[i] = (struct customer_entry){.draft = filings[i]->lead.customer, .business_type = filings[i]->lead.business_type};
    if (n == 0 || rpc_register_newcomers(batch, entries, n, error) != 0)
        return n == 0 ? 0 : -1;
    for (size_t i = 0; i < n; i++) {
        struct lead *lead = &filings[i]->lead;
        lead->customer_id = entries[i].customer_id; /* 0: it contradicts what was registered meanwhile, a person decides */
        lead->candidate_customer_id = entries[i].candidate_customer_id;
        lead->customer_is_new = entries[i].is_new;
        if (entries[i].is_new)
            rpc_emit_registered(batch, filings[i]->call, lead->customer_id, &lead->customer, (int)lead->business_type);
    }
    return 0;
}

static int release_expired(struct batch *batch, struct filing **filings, size_t n, struct error *error)
{
    int64_t *lead_ids = ARENA_ARRAY(batch->arena, int64_t, n);
    struct released_lead *released = ARENA_ARRAY(batch->arena, struct released_lead, n);
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        if (filings[i]->lead.customer_id && filings[i]->knowledge.holder.lead_id)
            lead_ids[count++] = filings[i]->knowledge.holder.lead_id;
    if (count == 0)
        return 0;
    if (lead_store_release_expired(batch->db, batch->arena, lead_ids, count, batch->now_ms, released, &count, error) != 0)
        return -1;
    size_t ended = 0;
    for (size_t i = 0; i < count; i++)
        if (!released[i].was_in_pool) { /* else it was told when it came there */
            rpc_emit_released(batch, NULL, released[i].lead_id, released[i].customer_id, "protection_expired");
            lead_ids[ended++] = released[i].lead_id;
        }
    return ended ? rpc_tell_ratings(batch, NULL, lead_ids, ended, error) : 0;
}

static void emit_filed(struct batch *batch, const struct filing *filing, int64_t lead_id)
{
    if (!filing->lead.customer_id) /* nobody holds anything yet */
        return;
    const struct lead_quality_facts facts = quality_facts_of_filing(&filing->lead, batch->now_ms, batch->now_ms);
    rpc_emit_filed(batch, filing->call, &filing->lead, lead_id, rpc_quality(filing->policy, &facts, batch->arena));
}

/* Another lead or reference of this batch came first: now it can be seen. */
static int answer_losers(struct batch *batch, struct filing **losers, size_t n, struct error *error)
{
    if (look_up(batch, losers, n, rpc_look_up, error) != 0 || look_up(batch, losers, n, rpc_look_up_earlier, error) != 0)
        return -1;
    for (size_t i = 0; i < n; i++) {
        struct filing *filing = losers[i];
        if (filing->knowledge.known.lead_id)
            answer_again(batch, filing);
        else if (filing->knowledge.referenced_lead_id)
            answer_reference(batch, filing, !filing->lead.customer_id);
        else if (filing->knowledge.holder.lead_id)
            answer_held(batch, filing);
        else /* it has gone again */
            return error_set(error, STATUS_ABORTED, NULL, "the opportunity changed hands meanwhile: ask again",
                             "该商机状态刚刚发生变化：请重试");
    }
    return 0;
}

static int file(struct batch *batch, struct filing **filings, size_t n, struct error *error)
{
    const struct lead *leads = leads_of(batch->arena, filings, n);
    struct filing **losers = ARENA_ARRAY(batch->arena, struct filing *, n);
    int64_t *lead_ids = ARENA_ARRAY(batch->arena, int64_t, n);
    size_t lost = 0;
    if (n == 0)
        return 0;
    for (size_t i = 0; i < n; i++)
        lead_ids[i] = filings[i]->lead_id;
    if (lead_store_insert(batch->db, batch->arena, leads, n, batch->now_ms, lead_ids, error) != 0)
        return -1;
    for (size_t i = 0; i < n; i++) {
        if (lead_ids[i]) {
            emit_filed(batch, filings[i], lead_ids[i]);
            answer_filed(batch, filings[i], lead_ids[i]);
        } else {
            losers[lost++] = filings[i];
        }
    }
    return answer_losers(batch, losers, lost, error);
}

/* Two copies of a call, one here and one in another worker, get one answer although only one of them finds the opportunity held:
 * what holds it stays until this transaction ends. A copy that finds it free, by whatever ended the hold (time, too: the hold is
 * released first), has waited for this one and finds the reply that was kept. */
static int keep_holders(struct batch *batch, const struct filing *filings, size_t n, struct error *error)
{
    int64_t *lead_ids = ARENA_ARRAY(batch->arena, int64_t, n);
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        if (filings[i].rests_on_holder)
            lead_ids[count++] = filings[i].knowledge.holder.lead_id;
    return count ? lead_store_keep_held(batch->db, batch->arena, lead_ids, count, batch->now_ms, error) : 0;
}

static int keep_claims(struct batch *batch, const struct filing *filings, size_t n, struct error *error)
{
    struct claim *claims = ARENA_ARRAY(batch->arena, struct claim, n);
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        if (filings[i].is_claim)
            claims[count++] = (struct claim){.lead = filings[i].lead,
                                             .lead_id = filings[i].knowledge.holder.lead_id,
                                             .holder_unit_id = filings[i].knowledge.holder.dealer_unit_id,
                                             .claimed_at = batch->now_ms};
    return rpc_keep_claims(batch, claims, count, error);
}

int rpc_file_lead(struct batch *batch, struct error *error)
{
    struct filing *all = ARENA_ARRAY(batch->arena, struct filing, batch->count);
    struct filing **filings = ARENA_ARRAY(batch->arena, struct filing *, batch->count);
    struct filing **newcomers = ARENA_ARRAY(batch->arena, struct filing *, batch->count);
    const struct protection_policy *policy = rpc_policy(batch);
    size_t read = 0, count = 0, newcomer_count = 0;
    for (size_t i = 0; i < batch->count; i++) {
        all[i].call = &batch->calls[i];
        all[i].policy = policy;
        if (read_filing(batch, &all[i]))
            filings[read++] = &all[i];
    }
    if (resolve(batch, filings, read, error) != 0)
        return -1;
    for (size_t i = 0; i < read; i++) {
        bool customer_is_new;
        if (!decide(batch, filings[i], &customer_is_new))
            continue;
        if (customer_is_new)
            newcomers[newcomer_count++] = filings[i];
        filings[count++] = filings[i];
    }
    if (register_customers(batch, newcomers, newcomer_count, error) != 0 || release_expired(batch, filings, count, error) != 0)
        return -1;
    if (file(batch, filings, count, error) != 0 || keep_holders(batch, all, batch->count, error) != 0)
        return -1;
    return keep_claims(batch, all, batch->count, error);
}

/* --- CheckLead ------------------------------------------------------------------------------------------------------------- */

static int check_one(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Lead__V1__CheckLeadRequest *request = (const Remuda__Lead__V1__CheckLeadRequest *)call->request;
    struct filing filing = {.call = call, .policy = rpc_policy(batch), .lead = {.idempotency_key = "", .person_code = "", .dealer_reference = ""}};
    struct filing *only = &filing;
    struct findings findings = {.arena = batch->arena};
    filing.lead.dealer_unit_id = rpc_read_dealer(batch, call, request->dealer_code, ROLE_DEALER);
    filing.lead.product_code = request->product_code;
    rpc_read_customer(batch, request->customer, &filing.lead.customer, &findings);
    rpc_apply_findings(batch, call, &findings, &filing.warnings, &filing.warning_count);
    if (!call_ok(call))
        return 0;
    if (look_up(batch, &only, 1, rpc_look_up, error) != 0)
        return -1;
    check_codes(batch, &filing);
    if (!call_ok(call))
        return 0;
    Remuda__Lead__V1__CheckLeadResponse *response =
        RESPONSE(batch, Remuda__Lead__V1__CheckLeadResponse, remuda__lead__v1__check_lead_response);
    int64_t held_until = filing.knowledge.holder.protected_until; /* 0: by nobody */
    if (held_until <= batch->now_ms)
        held_until = cooling_until(&filing);
    response->is_free = held_until <= batch->now_ms;
    response->held_until_unix_ms = response->is_free ? 0 : held_until;
    call->response = &response->base;
    return 0;
}

int rpc_check_lead(struct batch *batch, struct error *error)
{
    return batch_each(batch, check_one, error);
}
