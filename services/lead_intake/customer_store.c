#include "customer_store.h"

#include "sql/customer_alias_insert.h"
#include "sql/customer_find.h"
#include "sql/customer_insert.h"

const char *text_or_null(const char *text)
{
    return *text ? text : NULL;
}

void customer_bind_keys(struct db_params *params, const struct customer_draft *const *drafts, size_t n)
{
    const char **usccs = ARENA_ARRAY(params->arena, const char *, n), **keys = ARENA_ARRAY(params->arena, const char *, n);
    for (size_t i = 0; i < n; i++) {
        usccs[i] = text_or_null(drafts[i]->uscc);
        keys[i] = drafts[i]->name_key;
    }
    db_bind_text_array(params, usccs, n);
    db_bind_text_array(params, keys, n);
}

struct customer_evidence customer_read_evidence(const struct db_result *result, int row, int column)
{
    return (struct customer_evidence){
        .by_uscc = db_int64(result, row, column),
        .by_name = db_int64(result, row, column + 1),
        .name_has_other_uscc = db_bool(result, row, column + 2),
        .by_alias = db_int64(result, row, column + 3),
    };
}

int customer_store_insert(struct db *db, struct arena *arena, struct customer_entry *entries, size_t n, int64_t now_ms,
                          struct error *error)
{
    enum { NAME, KEY, USCC, REGION, INDUSTRY, TEXTS };
    const char **texts[TEXTS];
    int64_t *types = ARENA_ARRAY(arena, int64_t, n);
    for (int t = 0; t < TEXTS; t++)
        texts[t] = ARENA_ARRAY(arena, const char *, n);
    for (size_t i = 0; i < n; i++) {
        const struct customer_draft *draft = entries[i].draft;
        texts[NAME][i] = draft->name;
        texts[KEY][i] = draft->name_key;
        texts[USCC][i] = text_or_null(draft->uscc);
        texts[REGION][i] = draft->region;
        texts[INDUSTRY][i] = draft->industry_code;
        types[i] = entries[i].business_type;
        entries[i].customer_id = 0;
        entries[i].is_new = false;
    }
    struct db_params params = DB_PARAMS(arena);
    for (int t = 0; t < TEXTS; t++)
        db_bind_text_array(&params, texts[t], n);
    db_bind_int64_array(&params, types, n);
    db_bind_instant(&params, now_ms);
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

int customer_store_find(struct db *db, struct arena *arena, const struct customer_draft *const *drafts, size_t n,
                        struct customer_evidence *evidence, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    customer_bind_keys(&params, drafts, n);
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
    }
    return 0;
}

int customer_store_add_aliases(struct db *db, struct arena *arena, const struct customer_alias *aliases, size_t n,
                               struct error *error)
{
    const char **keys = ARENA_ARRAY(arena, const char *, n), **names = ARENA_ARRAY(arena, const char *, n);
    int64_t *customers = ARENA_ARRAY(arena, int64_t, n);
    for (size_t i = 0; i < n; i++) {
        keys[i] = aliases[i].key;
        names[i] = aliases[i].alias;
        customers[i] = aliases[i].customer_id;
    }
    struct db_params params = DB_PARAMS(arena);
    db_bind_text_array(&params, keys, n);
    db_bind_int64_array(&params, customers, n);
    db_bind_text_array(&params, names, n);
    return db_run(db, sql_customer_alias_insert, &params, NULL, error);
}
