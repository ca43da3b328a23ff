#include "policy_store.h"

#include "sql/add_override.h"
#include "sql/add_policy.h"
#include "sql/approve_policy.h"
#include "sql/declare_customer.h"
#include "sql/find_overrides.h"
#include "sql/find_policy.h"
#include "sql/last_override.h"

/* Runs a statement whose answer is one number, or nothing (then 0). */
static int read_number(struct db *db, const char *sql, const struct db_params *params, int64_t *number,
                       struct error *error)
{
    struct db_result result;
    if (db_run(db, sql, params, &result, error))
        return -1;
    *number = result.rows > 0 ? db_int64(&result, 0, 0) : 0;
    db_result_clear(&result);
    return 0;
}

int policy_store_add(struct db *db, struct arena *arena, struct policy_record *record, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_text(&params, record->document);
    db_bind_text(&params, record->scope);
    db_bind_day(&params, record->in_force_from);
    db_bind_int64(&params, record->put_by);
    db_bind_instant(&params, record->put_at);
    return read_number(db, sql_add_policy, &params, &record->version, error);
}

int policy_store_approve(struct db *db, struct arena *arena, int64_t version, int64_t principal_id, int64_t now_ms,
                         struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64(&params, version);
    db_bind_int64(&params, principal_id);
    db_bind_instant(&params, now_ms);
    return db_run(db, sql_approve_policy, &params, NULL, error);
}

int policy_store_find(struct db *db, struct arena *arena, int64_t version, day_t day, struct policy_record *record,
                      struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, version);
    db_bind_day(&params, day);
    if (db_run(db, sql_find_policy, &params, &result, error))
        return -1;
    *record = (struct policy_record){0};
    if (result.rows > 0)
        *record = (struct policy_record){
            .version = db_int64(&result, 0, 0),
            .document = arena_strdup(arena, db_text(&result, 0, 1)),
            .scope = arena_strdup(arena, db_text(&result, 0, 2)),
            .in_force_from = db_day(&result, 0, 3),
            .put_by = db_int64(&result, 0, 4),
            .put_at = db_instant(&result, 0, 5),
            .approved_at = db_instant(&result, 0, 6),
        };
    db_result_clear(&result);
    return 0;
}

int policy_store_add_override(struct db *db, struct arena *arena, const struct override_record *record,
                              int64_t principal_id, int64_t now_ms, int64_t *override_id, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64(&params, record->customer_id);
    db_bind_int64(&params, record->override.tier);
    db_bind_text(&params, record->override.reason);
    db_bind_text(&params, record->override.approver);
    db_bind_day(&params, record->override.until);
    db_bind_int64(&params, principal_id);
    db_bind_instant(&params, now_ms);
    return read_number(db, sql_add_override, &params, override_id, error);
}

int policy_store_last_override(struct db *db, int64_t *override_id, struct error *error)
{
    return read_number(db, sql_last_override, NULL, override_id, error);
}

int policy_store_find_overrides(struct db *db, struct arena *arena, int64_t last_override_id, day_t day,
                                int64_t customer_id, struct override_record **records, size_t *n, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, last_override_id);
    db_bind_day(&params, day);
    db_bind_int64(&params, customer_id);
    if (db_run(db, sql_find_overrides, &params, &result, error))
        return -1;
    *n = (size_t)result.rows;
    *records = ARENA_ARRAY(arena, struct override_record, *n);
    for (int row = 0; row < result.rows; row++)
        (*records)[row] = (struct override_record){
            .customer_id = db_int64(&result, row, 0),
            .override = {.tier = (enum tier)db_int64(&result, row, 1),
                         .reason = arena_strdup(arena, db_text(&result, row, 2)),
                         .approver = arena_strdup(arena, db_text(&result, row, 3)),
                         .until = db_day(&result, row, 4)},
        };
    db_result_clear(&result);
    return 0;
}

int policy_store_declare(struct db *db, struct arena *arena, const struct declaration *declaration, bool *found,
                         struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    int64_t customer_id;
    db_bind_int64(&params, declaration->customer_id);
    db_bind_text(&params, declaration->segment);
    db_bind_int64(&params, declaration->fleet_size);
    db_bind_bool(&params, declaration->is_seed);
    db_bind_day(&params, declaration->has_contract ? declaration->contract_until : DAY_MIN);
    if (read_number(db, sql_declare_customer, &params, &customer_id, error) != 0)
        return -1;
    *found = customer_id != 0;
    return 0;
}
