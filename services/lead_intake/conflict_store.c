#include "conflict_store.h"

#include "db/columns.h"
#include "sql/conflict_appeal.h"
#include "sql/conflict_decide.h"
#include "sql/conflict_insert.h"
#include "sql/conflict_lock.h"
#include "sql/conflict_of_claim.h"
#include "sql/conflict_select.h"

static void bind_filed(struct db_params *params, const struct claim *claims, size_t n)
{
    DB_BIND_INT64_COLUMN(params, claims, n, lead.principal_id);
    DB_BIND_INT64_COLUMN(params, claims, n, lead.person_id);
    DB_BIND_INT64_COLUMN(params, claims, n, lead.quantity);
    DB_BIND_INT64_COLUMN(params, claims, n, lead.business_type);
    DB_BIND_INT64_COLUMN(params, claims, n, lead.information_class);
    DB_BIND_INT64_COLUMN(params, claims, n, lead.purchase_mode);
    DB_BIND_INT64_COLUMN(params, claims, n, lead.source);
    DB_BIND_OPTIONAL_TEXT_COLUMN(params, claims, n, lead.found_on);
    DB_BIND_OPTIONAL_TEXT_COLUMN(params, claims, n, lead.expected_on);
    DB_BIND_TEXT_COLUMN(params, claims, n, lead.product_code);
    DB_BIND_TEXT_COLUMN(params, claims, n, lead.product_line);
    DB_BIND_TEXT_COLUMN(params, claims, n, lead.customer.name);
    DB_BIND_TEXT_COLUMN(params, claims, n, lead.customer.uscc);
    DB_BIND_TEXT_COLUMN(params, claims, n, lead.customer.region);
    DB_BIND_TEXT_COLUMN(params, claims, n, lead.customer.contact_name);
    DB_BIND_TEXT_COLUMN(params, claims, n, lead.customer.contact_phone);
    DB_BIND_TEXT_COLUMN(params, claims, n, lead.dealer_reference);
    DB_BIND_TEXT_COLUMN(params, claims, n, lead.remarks);
}

static void note_conflict(const struct db_result *result, int row, const struct claim *claims, size_t n, int64_t *conflict_ids)
{
    for (size_t i = 0; i < n; i++)
        if (claims[i].lead_id == db_int64(result, row, 1) && claims[i].lead.dealer_unit_id == db_int64(result, row, 2)) {
            conflict_ids[i] = db_int64(result, row, 0);
            return;
        }
}

int conflict_store_add(struct db *db, struct arena *arena, const struct claim *claims, size_t n, int64_t *conflict_ids,
                       struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    memset(conflict_ids, 0, n * sizeof *conflict_ids);
    DB_BIND_INT64_COLUMN(&params, claims, n, lead_id);
    DB_BIND_INT64_COLUMN(&params, claims, n, lead.customer_id);
    DB_BIND_INT64_COLUMN(&params, claims, n, holder_unit_id);
    DB_BIND_INT64_COLUMN(&params, claims, n, lead.dealer_unit_id);
    DB_BIND_INT64_COLUMN(&params, claims, n, claim_lead_id);
    bind_filed(&params, claims, n);
    DB_BIND_INSTANT_COLUMN(&params, claims, n, claimed_at);
    if (db_run(db, sql_conflict_insert, &params, &result, error) != 0)
        return -1;
    for (int row = 0; row < result.rows; row++)
        note_conflict(&result, row, claims, n, conflict_ids);
    db_result_clear(&result);
    return 0;
}

int conflict_store_of_claim(struct db *db, struct arena *arena, const struct claim *claim, int64_t *conflict_id, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, claim->lead_id);
    db_bind_int64(&params, claim->lead.dealer_unit_id);
    if (db_run(db, sql_conflict_of_claim, &params, &result, error) != 0)
        return -1;
    *conflict_id = result.rows > 0 ? db_int64(&result, 0, 0) : 0;
    db_result_clear(&result);
    return 0;
}

static const char *copy(struct arena *arena, const struct db_result *result, int row, int column)
{
    return arena_strdup(arena, db_text(result, row, column));
}

static struct claim read_claim(struct arena *arena, const struct db_result *result, int row)
{
    return (struct claim){
        .lead_id = db_int64(result, row, 2),
        .holder_unit_id = db_int64(result, row, 4),
        .claim_lead_id = db_int64(result, row, 6),
        .claimed_at = db_instant(result, row, 8),
        .lead.customer_id = db_int64(result, row, 3),
        .lead.dealer_unit_id = db_int64(result, row, 5),
        .lead.principal_id = db_int64(result, row, 9),
        .lead.person_id = db_int64(result, row, 10),
        .lead.product_code = copy(arena, result, row, 11),
        .lead.product_line = copy(arena, result, row, 12),
        .lead.quantity = db_int64(result, row, 13),
        .lead.business_type = db_int64(result, row, 14),
        .lead.information_class = db_int64(result, row, 15),
        .lead.purchase_mode = db_int64(result, row, 16),
        .lead.source = db_int64(result, row, 17),
        .lead.customer = {.name = copy(arena, result, row, 18), .name_key = "", .uscc = copy(arena, result, row, 19),
                          .region = copy(arena, result, row, 20), .industry_code = "",
                          .contact_name = copy(arena, result, row, 21), .contact_phone = copy(arena, result, row, 22)},
        .lead.dealer_reference = copy(arena, result, row, 23),
        .lead.found_on = copy(arena, result, row, 24),
        .lead.expected_on = copy(arena, result, row, 25),
        .lead.remarks = copy(arena, result, row, 26),
    };
}

int conflict_store_select(struct db *db, struct arena *arena, const struct conflict_filter *filter, struct conflict *conflicts, size_t *count,
                          struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64_array(&params, filter->unit_ids, filter->unit_count);
    db_bind_int64_or_null(&params, filter->state != 0, filter->state);
    db_bind_int64_or_null(&params, filter->before_conflict_id != 0, filter->before_conflict_id);
    db_bind_int64_or_null(&params, filter->conflict_id != 0, filter->conflict_id);
    db_bind_int64(&params, filter->limit);
    if (db_run(db, sql_conflict_select, &params, &result, error) != 0)
        return -1;
    *count = (size_t)result.rows;
    for (int row = 0; row < result.rows; row++)
        conflicts[row] = (struct conflict){
            .conflict_id = db_int64(&result, row, 0),
            .state = db_int64(&result, row, 1),
            .claim = read_claim(arena, &result, row),
            .held_since = db_instant(&result, row, 7),
            .outcome = db_int64(&result, row, 27),
            .reason = copy(arena, &result, row, 28),
            .decided_at = db_instant(&result, row, 29),
            .appeal_reason = copy(arena, &result, row, 30),
            .appealed_at = db_instant(&result, row, 31),
            .holder_credit_ppm = db_int64(&result, row, 32),
            .claimant_credit_ppm = db_int64(&result, row, 33),
        };
    db_result_clear(&result);
    return 0;
}

int conflict_store_lock(struct db *db, struct arena *arena, int64_t conflict_id, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64(&params, conflict_id);
    return db_run(db, sql_conflict_lock, &params, NULL, error);
}

int conflict_store_decide(struct db *db, struct arena *arena, const struct conflict *conflict, const struct credit_part *parts, size_t n,
                          int64_t principal_id, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64(&params, conflict->conflict_id);
    db_bind_int64(&params, conflict->state == CONFLICT_CLOSED ? 2 : 1);
    db_bind_int64(&params, conflict->outcome);
    db_bind_text(&params, conflict->reason);
    db_bind_int64(&params, principal_id);
    db_bind_instant(&params, conflict->decided_at);
    db_bind_int64(&params, conflict->state);
    db_bind_int64(&params, conflict->claim.claim_lead_id);
    DB_BIND_INT64_COLUMN(&params, parts, n, unit_id);
    DB_BIND_INT64_COLUMN(&params, parts, n, credit_ppm);
    return db_run(db, sql_conflict_decide, &params, NULL, error);
}

int conflict_store_appeal(struct db *db, struct arena *arena, const struct conflict *conflict, int64_t principal_id, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64(&params, conflict->conflict_id);
    db_bind_int64(&params, conflict->state);
    db_bind_text(&params, conflict->appeal_reason);
    db_bind_int64(&params, principal_id);
    db_bind_instant(&params, conflict->appealed_at);
    return db_run(db, sql_conflict_appeal, &params, NULL, error);
}
