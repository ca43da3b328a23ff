#include "hold_store.h"

#include "db/columns.h"
#include "sql/hold_begin.h"
#include "sql/hold_credit.h"
#include "sql/hold_credit_former.h"
#include "sql/hold_end.h"
#include "sql/hold_holder.h"
#include "sql/hold_lead.h"
#include "sql/hold_parts.h"
#include "sql/hold_reference.h"

static const char *copy(struct arena *arena, const struct db_result *result, int column)
{
    return arena_strdup(arena, db_text(result, 0, column));
}

static void read_hold(struct arena *arena, const struct db_result *result, struct hold *hold)
{
    *hold = (struct hold){
        .lead_id = db_int64(result, 0, 0),
        .state = db_int64(result, 0, 5),
        .filed_at = db_instant(result, 0, 12),
        .lead.customer_id = db_int64(result, 0, 1),
        .lead.candidate_customer_id = db_int64(result, 0, 2),
        .lead.dealer_unit_id = db_int64(result, 0, 3),
        .lead.person_id = db_int64(result, 0, 4),
        .lead.quantity = db_int64(result, 0, 6),
        .lead.business_type = db_int64(result, 0, 7),
        .lead.information_class = db_int64(result, 0, 8),
        .lead.purchase_mode = db_int64(result, 0, 9),
        .lead.source = db_int64(result, 0, 10),
        .lead.principal_id = db_int64(result, 0, 11),
        .lead.protected_until = db_instant(result, 0, 13),
        .lead.product_code = copy(arena, result, 14),
        .lead.product_line = copy(arena, result, 15),
        .lead.customer = {.name = copy(arena, result, 16), .name_key = "", .uscc = copy(arena, result, 17),
                          .region = copy(arena, result, 18), .industry_code = "", .contact_name = copy(arena, result, 19),
                          .contact_phone = copy(arena, result, 20)},
        .lead.dealer_reference = copy(arena, result, 21),
        .lead.remarks = copy(arena, result, 22),
        .lead.found_on = copy(arena, result, 23),
        .lead.expected_on = copy(arena, result, 24),
    };
}

int hold_store_find(struct db *db, struct arena *arena, int64_t lead_id, struct hold *hold, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    *hold = (struct hold){0};
    db_bind_int64(&params, lead_id);
    if (db_run(db, sql_hold_lead, &params, &result, error) != 0)
        return -1;
    if (result.rows > 0)
        read_hold(arena, &result, hold);
    db_result_clear(&result);
    return 0;
}

int hold_store_holder(struct db *db, struct arena *arena, int64_t customer_id, const char *product_line, struct hold *hold,
                      struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    *hold = (struct hold){0};
    db_bind_int64(&params, customer_id);
    db_bind_text(&params, product_line);
    if (db_run(db, sql_hold_holder, &params, &result, error) != 0)
        return -1;
    int64_t lead_id = result.rows > 0 ? db_int64(&result, 0, 0) : 0;
    db_result_clear(&result);
    return lead_id ? hold_store_find(db, arena, lead_id, hold, error) : 0;
}

int hold_store_begin(struct db *db, struct arena *arena, const struct hold *hold, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64(&params, hold->lead_id);
    db_bind_int64(&params, hold->lead.customer_id);
    db_bind_instant(&params, hold->lead.protected_until);
    db_bind_bool(&params, hold->lead.customer_is_new);
    if (db_run(db, sql_hold_begin, &params, NULL, error) == 0)
        return 0;
    if (error->status == STATUS_ALREADY_EXISTS)
        error->status = STATUS_ABORTED; /* filed by somebody just now: looked at again, it is seen */
    return -1;
}

int hold_store_end(struct db *db, struct arena *arena, const struct hold *hold, int64_t for_customer_id, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64(&params, hold->lead_id);
    db_bind_int64(&params, hold->lead.customer_id);
    db_bind_int64(&params, for_customer_id);
    return db_run(db, sql_hold_end, &params, NULL, error);
}

int hold_store_credit(struct db *db, struct arena *arena, int64_t lead_id, int64_t conflict_id, const struct credit_part *parts, size_t n,
                      struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64(&params, lead_id);
    DB_BIND_INT64_COLUMN(&params, parts, n, unit_id);
    DB_BIND_INT64_COLUMN(&params, parts, n, credit_ppm);
    db_bind_int64(&params, conflict_id);
    return db_run(db, sql_hold_credit, &params, NULL, error);
}

int hold_store_credit_former(struct db *db, struct arena *arena, int64_t lead_id, int64_t conflict_id, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64(&params, lead_id);
    db_bind_int64(&params, conflict_id);
    return db_run(db, sql_hold_credit_former, &params, NULL, error);
}

int hold_store_parts(struct db *db, struct arena *arena, int64_t lead_id, struct credit_part *parts, size_t *n, int64_t *conflict_id,
                     struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, lead_id);
    if (db_run(db, sql_hold_parts, &params, &result, error) != 0)
        return -1;
    *n = 0;
    for (int row = 0; row < result.rows && *n < CREDIT_PARTS_MAX; row++)
        parts[(*n)++] = (struct credit_part){db_int64(&result, row, 0), db_int64(&result, row, 1), db_int64(&result, row, 2)};
    *conflict_id = result.rows > 0 ? db_int64(&result, 0, 3) : 0;
    db_result_clear(&result);
    return 0;
}

int hold_store_reference_is_used(struct db *db, struct arena *arena, const struct lead *lead, bool *is_used, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, lead->dealer_unit_id);
    db_bind_text(&params, lead->dealer_reference);
    if (db_run(db, sql_hold_reference, &params, &result, error) != 0)
        return -1;
    *is_used = db_bool(&result, 0, 0);
    db_result_clear(&result);
    return 0;
}
