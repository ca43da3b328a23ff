#include "lead_cycle_store.h"

#include "sql/claims_count.h"
#include "sql/claims_lock.h"
#include "sql/customer_protection.h"
#include "sql/customer_won.h"
#include "sql/lead_change.h"
#include "sql/lead_dealer.h"
#include "sql/lead_history.h"
#include "sql/lead_lock.h"
#include "sql/pool_select.h"

#include <string.h>

static const char *text_of(const struct db_result *result, int column, struct arena *arena)
{
    return db_is_null(result, 0, column) ? "" : arena_strdup(arena, db_text(result, 0, column));
}

static const char *day_of_column(const struct db_result *result, int column, struct arena *arena)
{
    char text[DATE_TEXT_SIZE];
    return db_is_null(result, 0, column) ? "" : arena_strdup(arena, day_format(db_day(result, 0, column), text));
}

static void read_hold(const struct db_result *result, struct lead_hold *hold)
{
    *hold = (struct lead_hold){
        .state = (enum lead_state)db_int64(result, 0, 2),
        .dealer_unit_id = db_int64(result, 0, 3),
        .protected_until = db_instant(result, 0, 4),
        .held_since = db_instant(result, 0, 5),
        .progress_at = db_instant(result, 0, 6),
        .extended_at = db_instant(result, 0, 7),
        .closed_at = db_instant(result, 0, 8),
    };
}

static void read_row(const struct db_result *result, struct arena *arena, struct lead_row *row)
{
    row->lead_id = db_int64(result, 0, 0);
    row->customer_id = db_int64(result, 0, 1);
    read_hold(result, &row->hold);
    row->filed_at = db_instant(result, 0, 9);
    row->quantity = db_int64(result, 0, 10);
    row->business_type = db_int64(result, 0, 11);
    row->information_class = db_int64(result, 0, 12);
    row->purchase_mode = db_int64(result, 0, 13);
    row->source = db_int64(result, 0, 14);
    row->buying_stage = db_int64(result, 0, 15);
    row->selling_stage = db_int64(result, 0, 16);
    row->loss_reason = db_int64(result, 0, 17);
    row->product_line = text_of(result, 18, arena);
    row->expected_on = day_of_column(result, 19, arena);
    row->contract_until = day_of_column(result, 20, arena);
    row->contact_name = text_of(result, 21, arena);
    row->contact_phone = text_of(result, 22, arena);
    row->remarks = text_of(result, 23, arena);
    row->details = text_of(result, 24, arena);
    row->order_number = text_of(result, 25, arena);
    row->lost_to = text_of(result, 26, arena);
    row->customer = (struct protection_customer){
        .won_before = db_bool(result, 0, 27),
        .contract_known = !db_is_null(result, 0, 28),
        .contract_until = db_day(result, 0, 28),
        .tier = db_int64(result, 0, 29),
    };
    row->version = text_of(result, 30, arena);
}

int lead_cycle_store_lock(struct db *db, struct arena *arena, int64_t lead_id, struct lead_row *row, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    *row = (struct lead_row){0};
    db_bind_int64(&params, lead_id);
    if (db_run(db, sql_lead_lock, &params, &result, error) != 0)
        return -1;
    if (result.rows)
        read_row(&result, arena, row);
    db_result_clear(&result);
    return 0;
}

void lead_entry_add(struct lead_entry *entry, const char *field, const char *before, const char *after)
{
    if (entry->field_count == ENTRY_FIELDS_MAX || strcmp(before, after) == 0)
        return;
    entry->fields[entry->field_count] = field;
    entry->before[entry->field_count] = before;
    entry->after[entry->field_count++] = after;
}

static void bind_text_or_null(struct db_params *params, const char *text)
{
    db_bind_text(params, *text ? text : NULL);
}

static void bind_row(struct db_params *params, const struct lead_row *row)
{
    db_bind_int64(params, row->lead_id);
    db_bind_int64(params, row->hold.state);
    db_bind_int64(params, row->hold.dealer_unit_id);
    db_bind_instant_or_null(params, row->hold.protected_until != 0, row->hold.protected_until);
    db_bind_instant_or_null(params, row->hold.held_since != 0, row->hold.held_since);
    db_bind_instant_or_null(params, row->hold.progress_at != 0, row->hold.progress_at);
    db_bind_instant_or_null(params, row->hold.extended_at != 0, row->hold.extended_at);
    db_bind_instant_or_null(params, row->hold.closed_at != 0, row->hold.closed_at);
    db_bind_int64(params, row->quantity);
    db_bind_int64(params, row->information_class);
    db_bind_int64(params, row->purchase_mode);
    db_bind_int64(params, row->source);
    db_bind_int64(params, row->buying_stage);
    db_bind_int64(params, row->selling_stage);
    db_bind_int64_or_null(params, row->loss_reason != 0, row->loss_reason);
    bind_text_or_null(params, row->expected_on);
    bind_text_or_null(params, row->contract_until);
    db_bind_text(params, row->contact_name);
    db_bind_text(params, row->contact_phone);
    db_bind_text(params, row->remarks);
    bind_text_or_null(params, row->details);
    bind_text_or_null(params, row->order_number);
    bind_text_or_null(params, row->lost_to);
}

static void bind_entry(struct db_params *params, const struct lead_entry *entry)
{
    db_bind_instant(params, entry->at);
    db_bind_int64_or_null(params, entry->principal_id != 0, entry->principal_id);
    db_bind_int64(params, entry->from_state);
    db_bind_text(params, lead_event_name(entry->event));
    db_bind_text_array(params, entry->fields, entry->field_count);
    db_bind_text_array(params, entry->before, entry->field_count);
    db_bind_text_array(params, entry->after, entry->field_count);
    db_bind_text(params, entry->reason);
}

int lead_cycle_store_change(struct db *db, struct arena *arena, const struct lead_row *row, const struct lead_entry *entry,
                            struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    bind_row(&params, row);
    bind_entry(&params, entry);
    return db_run(db, sql_lead_change, &params, NULL, error);
}

int lead_cycle_store_customer_won(struct db *db, struct arena *arena, int64_t customer_id, int64_t now, const char *contract_until,
                                  struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64(&params, customer_id);
    db_bind_instant(&params, now);
    bind_text_or_null(&params, contract_until);
    return db_run(db, sql_customer_won, &params, NULL, error);
}

int lead_cycle_store_customer(struct db *db, struct arena *arena, int64_t customer_id, struct protection_customer *customer,
                              struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    *customer = (struct protection_customer){0};
    db_bind_int64(&params, customer_id);
    if (db_run(db, sql_customer_protection, &params, &result, error) != 0)
        return -1;
    if (result.rows) {
        customer->won_before = db_bool(&result, 0, 0);
        customer->contract_known = !db_is_null(&result, 0, 1);
        customer->contract_until = db_day(&result, 0, 1);
        customer->tier = db_int64(&result, 0, 2);
    }
    db_result_clear(&result);
    return 0;
}

int lead_cycle_store_count_claims(struct db *db, struct arena *arena, int64_t principal_id, int64_t since, int64_t *claims,
                                  struct error *error)
{
    struct db_params lock = DB_PARAMS(arena), params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&lock, principal_id);
    db_bind_int64(&params, principal_id);
    db_bind_instant(&params, since);
    if (db_run(db, sql_claims_lock, &lock, NULL, error) != 0 || db_run(db, sql_claims_count, &params, &result, error) != 0)
        return -1;
    *claims = db_int64(&result, 0, 0);
    db_result_clear(&result);
    return 0;
}

int lead_cycle_store_dealer(struct db *db, struct arena *arena, int64_t lead_id, int64_t *dealer_unit_id, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, lead_id);
    if (db_run(db, sql_lead_dealer, &params, &result, error) != 0)
        return -1;
    *dealer_unit_id = result.rows ? db_int64(&result, 0, 0) : 0;
    db_result_clear(&result);
    return 0;
}

int lead_cycle_store_history(struct db *db, struct arena *arena, int64_t lead_id, int64_t after_entry, int64_t limit,
                             struct db_result *result, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64(&params, lead_id);
    db_bind_int64(&params, after_entry);
    db_bind_int64(&params, limit);
    return db_run(db, sql_lead_history, &params, result, error);
}

int lead_cycle_store_pool(struct db *db, struct arena *arena, const struct pool_filter *filter, struct db_result *result,
                          struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64_array(&params, filter->area_ids, filter->area_count);
    db_bind_bool(&params, filter->below_none);
    db_bind_int64_or_null(&params, filter->before_lead_id != 0, filter->before_lead_id);
    db_bind_int64(&params, filter->limit);
    return db_run(db, sql_pool_select, &params, result, error);
}
