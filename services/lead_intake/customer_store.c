#include "customer_store.h"

#include "db/columns.h"
#include "sql/customer_alias_insert.h"
#include "sql/customer_find.h"
#include "sql/customer_insert.h"

struct customer_evidence customer_read_evidence(const struct db_result *result, int row, int column)
{
    return (struct customer_evidence){
        .by_uscc = db_int64(result, row, column),
        .by_name = db_int64(result, row, column + 1),
        .name_has_other_uscc = db_bool(result, row, column + 2),
        .by_alias = db_int64(result, row, column + 3),
        .by_decision = db_int64(result, row, column + 4),
    };
}

int customer_store_insert(struct db *db, struct arena *arena, struct customer_entry *entries, size_t n, int64_t now_ms,
                          struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    DB_BIND_TEXT_COLUMN(&params, entries, n, draft.name);
    DB_BIND_TEXT_COLUMN(&params, entries, n, draft.name_key);
    DB_BIND_OPTIONAL_TEXT_COLUMN(&params, entries, n, draft.uscc);
    DB_BIND_TEXT_COLUMN(&params, entries, n, draft.region);
    DB_BIND_TEXT_COLUMN(&params, entries, n, draft.industry_code);
    DB_BIND_INT64_COLUMN(&params, entries, n, business_type);
    db_bind_instant(&params, now_ms);
    for (size_t i = 0; i < n; i++) {
        entries[i].customer_id = 0;
        entries[i].is_new = false;
    }
    struct db_result result;
    if (db_run(db, sql_customer_insert, &params, &result, error) != 0)
        return -1;
    for (int row = 0; row < result.rows; row++) {
        struct customer_entry *entry = &entries[db_int64(&result, row, 0)];
        entry->customer_id = db_int64(&result, row, 1);
        entry->is_new = db_bool(&result, row, 2);
    }
    db_result_clear(&result);
    return 0;
}

int customer_store_find(struct db *db, struct arena *arena, const struct customer_draft *drafts, size_t n,
                        struct customer_evidence *evidence, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    DB_BIND_OPTIONAL_TEXT_COLUMN(&params, drafts, n, uscc);
    DB_BIND_TEXT_COLUMN(&params, drafts, n, name_key);
    struct db_result result;
    if (db_run(db, sql_customer_find, &params, &result, error) != 0)
        return -1;
    for (int row = 0; row < result.rows; row++)
        evidence[db_int64(&result, row, 0)] = customer_read_evidence(&result, row, 1);
    db_result_clear(&result);
    return 0;
}

int customer_store_ensure(struct db *db, struct arena *arena, struct customer_entry *entries, size_t n, int64_t now_ms,
                          struct error *error)
{
    if (customer_store_insert(db, arena, entries, n, now_ms, error) != 0)
        return -1;
    for (size_t i = 0; i < n; i++) {
        struct customer_evidence evidence = {0};
        int64_t customer_id;
        if (entries[i].customer_id)
            continue;
        if (customer_store_find(db, arena, &entries[i].draft, 1, &evidence, error) != 0)
            return -1;
        if (customer_identify(&evidence, &customer_id) == CUSTOMER_SAME)
            entries[i].customer_id = customer_id;
        else
            entries[i].candidate_customer_id = customer_id;
    }
    return 0;
}

int customer_store_add_aliases(struct db *db, struct arena *arena, const struct customer_alias *aliases, size_t n,
                               struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    DB_BIND_TEXT_COLUMN(&params, aliases, n, key);
    DB_BIND_INT64_COLUMN(&params, aliases, n, customer_id);
    DB_BIND_TEXT_COLUMN(&params, aliases, n, alias);
    return db_run(db, sql_customer_alias_insert, &params, NULL, error);
}
