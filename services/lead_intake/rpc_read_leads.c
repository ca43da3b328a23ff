/* GetLead, ListLeads, GetTotals. */
#include "base/date.h"
#include "base/parse.h"
#include "dimension.h"
#include "lead_cycle_store.h"
#include "lead_details.h"
#include "lead_store.h"
#include "rpc_quality.h"
#include "sql/totals.h"

#define PAGE_DEFAULT 50
#define PAGE_MAX 500
#define ENDS_WITHIN_MAX 3650
#define DAY_MS INT64_C(86400000)

typedef Remuda__Lead__V1__Lead Lead;

static char *date_text(struct batch *batch, const struct db_result *result, int row, int column)
{
    char text[DATE_TEXT_SIZE] = "";
    if (!db_is_null(result, row, column))
        day_format(db_day(result, row, column), text);
    return arena_strdup(batch->arena, text);
}

/* How it stands in the two flows, how it ended, what was found out. */
static int read_cycle(struct batch *batch, const struct db_result *result, int row, int column, Lead *lead, struct error *error)
{
    struct arena *arena = batch->arena;
    lead->buying_stage = (Remuda__Lead__V1__BuyingStage)db_int64(result, row, column++);
    lead->selling_stage = (Remuda__Lead__V1__SellingStage)db_int64(result, row, column++);
    lead->order_number = arena_strdup(arena, db_text(result, row, column++));
    lead->loss_reason = (Remuda__Lead__V1__LossReason)db_int64(result, row, column++);
    lead->lost_to = arena_strdup(arena, db_text(result, row, column++));
    lead->closed_at_unix_ms = db_instant(result, row, column++);
    lead->contact_name = arena_strdup(arena, db_text(result, row, column++));
    lead->contact_phone = arena_strdup(arena, db_text(result, row, column++));
    lead->details = lead_details_parse(db_text(result, row, column++), arena, error);
    if (!lead->details)
        return -1;
    lead->dimension_is_proposed = lead->details->dimension == 0;
    if (lead->dimension_is_proposed)
        lead->details->dimension = (Remuda__Lead__V1__Dimension)dimension_propose(lead->business_type, lead->customer_name,
                                                                                  db_text(result, row, column));
    if (lead->details->use_class == 0)
        lead->details->use_class = (Remuda__Lead__V1__VehicleUse)db_int64(result, row, column + 1);
    lead->version = db_int64(result, row, column + 2);
    return 0;
}

/* NULL with `error` when what is stored is damaged. */
static Lead *read_lead(struct batch *batch, const struct db_result *result, int row, struct error *error)
{
    Lead *lead = RESPONSE(batch, Lead, remuda__lead__v1__lead);
    struct arena *arena = batch->arena;
    int column = 0;
    lead->lead_id = db_int64(result, row, column++);
    lead->customer_id = db_int64(result, row, column++);
    lead->customer_name = arena_strdup(arena, db_text(result, row, column++));
    lead->dealer_unit_id = db_int64(result, row, column++);
    lead->dealer_reference = arena_strdup(arena, db_text(result, row, column++));
    lead->product_code = arena_strdup(arena, db_text(result, row, column++));
    lead->product_line = arena_strdup(arena, db_text(result, row, column++));
    lead->quantity = (int32_t)db_int64(result, row, column++);
    lead->business_type = (Remuda__Lead__V1__BusinessType)db_int64(result, row, column++);
    lead->information_class = (Remuda__Lead__V1__InformationClass)db_int64(result, row, column++);
    lead->purchase_mode = (Remuda__Lead__V1__PurchaseMode)db_int64(result, row, column++);
    lead->source = (Remuda__Lead__V1__LeadSource)db_int64(result, row, column++);
    lead->found_on = date_text(batch, result, row, column++);
    lead->expected_on = date_text(batch, result, row, column++);
    lead->remarks = arena_strdup(arena, db_text(result, row, column++));
    lead->state = (Remuda__Lead__V1__LeadState)db_int64(result, row, column++);
    lead->filed_at_unix_ms = db_instant(result, row, column++);
    lead->protected_until_unix_ms = db_instant(result, row, column++);
    lead->delivered = (int32_t)db_int64(result, row, column++);
    return read_cycle(batch, result, row, column, lead, error) == 0 ? lead : NULL;
}

/* The quality of each, with its reasons in words or score and marks alone. */
static int add_qualities(struct batch *batch, const struct call *call, Lead **leads, size_t n, bool with_reasons, struct error *error)
{
    const struct protection_policy *policy = rpc_policy(batch);
    int64_t *lead_ids = ARENA_ARRAY(batch->arena, int64_t, n);
    struct rated_lead *rated = ARENA_ARRAY(batch->arena, struct rated_lead, n);
    size_t count;
    for (size_t i = 0; i < n; i++)
        lead_ids[i] = leads[i]->lead_id;
    if (quality_store_find(batch->db, batch->arena, lead_ids, n, batch->now_ms, rated, &count, error) != 0)
        return -1;
    for (size_t i = 0; i < count; i++) /* all of them: a lead is never deleted */
        leads[i]->quality = with_reasons ? rpc_quality_told(policy, &rated[i].facts, call->locale, batch->arena)
                                         : rpc_quality_brief(policy, &rated[i].facts, batch->arena);
    return 0;
}

/* A lead that the caller may not see is as one that does not exist; but then the attempt stands in the audit. */
static int refuse_unseen(struct batch *batch, struct call *call, int64_t lead_id, struct error *error)
{
    int64_t dealer_unit_id;
    if (lead_cycle_store_dealer(batch->db, batch->arena, lead_id, &dealer_unit_id, error) != 0)
        return -1;
    if (dealer_unit_id)
        call_audit(batch, call, "lead", lead_id, dealer_unit_id);
    call_fail(call, STATUS_NOT_FOUND, "lead_id", "there is no lead %lld that you may see", "没有您可查看的商机 %lld", (long long)lead_id);
    return 0;
}

static int get_one(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Lead__V1__GetLeadRequest *request = (const Remuda__Lead__V1__GetLeadRequest *)call->request;
    struct lead_filter filter = {.lead_id = request->lead_id, .limit = 1};
    struct db_result result;
    if (request->lead_id <= 0) {
        call_violation(batch, call, "lead_id", "REQUIRED", "the lead's number is missing: give the lead_id of FileLead's answer",
                       "缺少商机编号：请填写 FileLead 应答中的 lead_id");
        return 0;
    }
    filter.unit_count = rpc_units_of(batch, call->principal, ROLE_VIEWER, &filter.unit_ids);
    if (lead_store_select(batch->db, batch->arena, &filter, &result, error) != 0)
        return -1;
    bool is_seen = result.rows > 0;
    Remuda__Lead__V1__GetLeadResponse *response =
        RESPONSE(batch, Remuda__Lead__V1__GetLeadResponse, remuda__lead__v1__get_lead_response);
    response->lead = is_seen ? read_lead(batch, &result, 0, error) : NULL;
    db_result_clear(&result);
    if (!is_seen)
        return refuse_unseen(batch, call, request->lead_id, error);
    if (!response->lead || add_qualities(batch, call, &response->lead, 1, true, error) != 0)
        return -1;
    if (!rpc_is_own(batch, call->principal, response->lead->dealer_unit_id))
        call_audit(batch, call, "lead", request->lead_id, response->lead->dealer_unit_id);
    call->response = &response->base;
    return 0;
}

static bool read_filter(struct batch *batch, struct call *call, const Remuda__Lead__V1__ListLeadsRequest *request,
                        struct lead_filter *filter)
{
    struct error error;
    filter->customer_id = request->customer_id;
    filter->state = request->state;
    filter->limit = request->limit ? request->limit : PAGE_DEFAULT;
    if (filter->limit < 1 || filter->limit > PAGE_MAX)
        call_violation(batch, call, "limit", "OUT_OF_RANGE", "limit is %d: give 1 to %d, or 0 for %d", "limit 为 %d：请给 1 至 %d，或 0 表示 %d",
                       request->limit, PAGE_MAX, PAGE_DEFAULT);
    if (request->ends_within_days < 0 || request->ends_within_days > ENDS_WITHIN_MAX)
        call_violation(batch, call, "ends_within_days", "OUT_OF_RANGE", "%d days: give 1 to %d, or 0 for any", "%d 天：请给 1 至 %d，或 0 表示不限",
                       request->ends_within_days, ENDS_WITHIN_MAX);
    if (request->ends_within_days)
        filter->ends_before = batch->now_ms + request->ends_within_days * DAY_MS;
    if (*request->cursor && parse_int64(request->cursor, 1, INT64_MAX, "cursor", &filter->before_lead_id, &error) != 0)
        call_violation_error(batch, call, "FORMAT", &error);
    filter->unit_count = rpc_read_units(batch, call, request->unit_code, &filter->unit_ids);
    return call_ok(call);
}

static int list_one(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Lead__V1__ListLeadsRequest *request = (const Remuda__Lead__V1__ListLeadsRequest *)call->request;
    struct lead_filter filter = {0};
    struct db_result result;
    if (!read_filter(batch, call, request, &filter))
        return 0;
    if (lead_store_select(batch->db, batch->arena, &filter, &result, error) != 0)
        return -1;
    rpc_audit_list(batch, call, "leads", filter.unit_ids, filter.unit_count);
    Remuda__Lead__V1__ListLeadsResponse *response =
        RESPONSE(batch, Remuda__Lead__V1__ListLeadsResponse, remuda__lead__v1__list_leads_response);
    response->leads = ARENA_ARRAY(batch->arena, Lead *, (size_t)result.rows);
    response->n_leads = (size_t)result.rows;
    bool well = true;
    for (int row = 0; row < result.rows && well; row++) {
        response->leads[row] = read_lead(batch, &result, row, error);
        well = response->leads[row];
    }
    if (well && result.rows == filter.limit)
        response->next_cursor = arena_printf(batch->arena, "%lld", (long long)response->leads[result.rows - 1]->lead_id);
    db_result_clear(&result);
    call->response = &response->base;
    return well ? add_qualities(batch, call, response->leads, response->n_leads, false, error) : -1;
}

static int totals_one(struct batch *batch, struct call *call, struct error *error)
{
    struct db_result result;
    if (db_run(batch->db, sql_totals, NULL, &result, error) != 0)
        return -1;
    Remuda__Lead__V1__GetTotalsResponse *response =
        RESPONSE(batch, Remuda__Lead__V1__GetTotalsResponse, remuda__lead__v1__get_totals_response);
    response->customers = db_int64(&result, 0, 0);
    response->leads = db_int64(&result, 0, 1);
    response->leads_held = db_int64(&result, 0, 2);
    response->leads_in_review = db_int64(&result, 0, 3);
    response->deliveries = db_int64(&result, 0, 4);
    response->deliveries_cancelled = db_int64(&result, 0, 5);
    response->revenue_fen = db_int64(&result, 0, 6);
    response->deliveries_returned = db_int64(&result, 0, 7);
    db_result_clear(&result);
    call->response = &response->base;
    return 0;
}

int rpc_get_lead(struct batch *batch, struct error *error)
{
    return batch_each(batch, get_one, error);
}

int rpc_list_leads(struct batch *batch, struct error *error)
{
    return batch_each(batch, list_one, error);
}

int rpc_get_totals(struct batch *batch, struct error *error)
{
    return batch_each(batch, totals_one, error);
}
