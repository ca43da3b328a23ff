#include "conflict_store.h"

#include "db/columns.h"
#include "sql/conflict_insert.h"
#include "sql/conflict_of_claim.h"

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

int conflict_store_add(struct db *db, struct arena *arena, const struct claim *claims, size_t n, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    DB_BIND_INT64_COLUMN(&params, claims, n, lead_id);
    DB_BIND_INT64_COLUMN(&params, claims, n, lead.customer_id);
    DB_BIND_INT64_COLUMN(&params, claims, n, holder_unit_id);
    DB_BIND_INT64_COLUMN(&params, claims, n, lead.dealer_unit_id);
    DB_BIND_INT64_COLUMN(&params, claims, n, claim_lead_id);
    bind_filed(&params, claims, n);
    DB_BIND_INSTANT_COLUMN(&params, claims, n, claimed_at);
    return db_run(db, sql_conflict_insert, &params, NULL, error);
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
