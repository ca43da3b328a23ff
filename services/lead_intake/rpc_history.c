/* GetHistory: the record of a lead from the first word. */
#include "base/parse.h"
#include "lead_change.h"

#define PAGE_DEFAULT 100
#define PAGE_MAX 500

typedef Remuda__Lead__V1__HistoryEntry Entry;

static Entry *read_entry(struct batch *batch, const struct db_result *result, int row)
{
    Entry *entry = RESPONSE(batch, Entry, remuda__lead__v1__history_entry);
    entry->at_unix_ms = db_instant(result, row, 1);
    entry->principal = arena_strdup(batch->arena, db_text(result, row, 2));
    entry->event = arena_strdup(batch->arena, db_text(result, row, 3));
    entry->from_state = (Remuda__Lead__V1__LeadState)db_int64(result, row, 4);
    entry->to_state = (Remuda__Lead__V1__LeadState)db_int64(result, row, 5);
    entry->reason = arena_strdup(batch->arena, db_text(result, row, 6));
    entry->changes = ARENA_ARRAY(batch->arena, Remuda__Lead__V1__HistoryChange *, ENTRY_FIELDS_MAX);
    return entry;
}

static void add_change(struct batch *batch, const struct db_result *result, int row, Entry *entry)
{
    if (db_is_null(result, row, 7) || entry->n_changes == ENTRY_FIELDS_MAX)
        return;
    Remuda__Lead__V1__HistoryChange *change = RESPONSE(batch, Remuda__Lead__V1__HistoryChange, remuda__lead__v1__history_change);
    change->field = arena_strdup(batch->arena, db_text(result, row, 7));
    change->before = arena_strdup(batch->arena, db_text(result, row, 8));
    change->after = arena_strdup(batch->arena, db_text(result, row, 9));
    entry->changes[entry->n_changes++] = change;
}

/* A row a changed field: the rows of one entry follow one another. */
static void read_entries(struct batch *batch, const struct db_result *result, int64_t limit,
                         Remuda__Lead__V1__GetHistoryResponse *response)
{
    int64_t last = -1;
    response->entries = ARENA_ARRAY(batch->arena, Entry *, (size_t)result->rows);
    for (int row = 0; row < result->rows; row++) {
        if (row == 0 || db_int64(result, row, 0) != last)
            response->entries[response->n_entries++] = read_entry(batch, result, row);
        last = db_int64(result, row, 0);
        add_change(batch, result, row, response->entries[response->n_entries - 1]);
    }
    if ((int64_t)response->n_entries == limit)
        response->next_cursor = arena_printf(batch->arena, "%lld", (long long)last);
}

static int get_one(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Lead__V1__GetHistoryRequest *request = (const Remuda__Lead__V1__GetHistoryRequest *)call->request;
    int64_t limit = request->limit ? request->limit : PAGE_DEFAULT, after = -1;
    int64_t dealer_unit_id;
    struct db_result result;
    struct error problem;
    if (limit < 1 || limit > PAGE_MAX)
        call_violation(batch, call, "limit", "OUT_OF_RANGE", "limit is %d: give 1 to %d, or 0 for %d", "limit 为 %d：请给 1 至 %d，或 0 表示 %d",
                       request->limit, PAGE_MAX, PAGE_DEFAULT);
    if (*request->cursor && parse_int64(request->cursor, 0, INT64_MAX, "cursor", &after, &problem) != 0)
        call_violation_error(batch, call, "FORMAT", &problem);
    if (!call_ok(call))
        return 0;
    if (lead_cycle_store_dealer(batch->db, batch->arena, request->lead_id, &dealer_unit_id, error) != 0)
        return -1;
    if (dealer_unit_id && !rpc_is_own(batch, call->principal, dealer_unit_id))
        call_audit(batch, call, "lead", request->lead_id, dealer_unit_id);
    if (!authority_may(batch->authority, call->principal, ROLE_VIEWER, dealer_unit_id)) {
        lead_change_refuse_unknown(call, request->lead_id);
        return 0;
    }
    if (lead_cycle_store_history(batch->db, batch->arena, request->lead_id, after, limit, &result, error) != 0)
        return -1;
    Remuda__Lead__V1__GetHistoryResponse *response =
        RESPONSE(batch, Remuda__Lead__V1__GetHistoryResponse, remuda__lead__v1__get_history_response);
    read_entries(batch, &result, limit, response);
    db_result_clear(&result);
    call->response = &response->base;
    return 0;
}

int rpc_get_history(struct batch *batch, struct error *error)
{
    return batch_each(batch, get_one, error);
}
