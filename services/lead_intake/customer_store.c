#include "customer_store.h"

#include "db/columns.h"
#include "sql/customer_alias_insert.h"
#include "sql/customer_find.h"
#include "sql/customer_insert.h"
#include "sql/customer_tier.h"
#include "sql/customers_by_name.h"
#include "sql/customers_by_uscc.h"

#include <uthash.h>

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
    DB_BIND_TEXT_COLUMN(&params, entries, n, draft.contact_phone);
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

/* --- what filings ask --------------------------------------------------------------------------------------------------- */

/* A customer as customers_by_uscc and customers_by_name give it, by its name key. */
struct looked_up {
    const char *name_key, *uscc;
    struct customer_knowledge knowledge;
    UT_hash_handle hh;
};

static struct looked_up *read_customer(const struct db_result *result, int row, struct arena *arena)
{
    struct looked_up *customer = ARENA_NEW(arena, struct looked_up);
    customer->knowledge.evidence.by_name = db_int64(result, row, 0);
    customer->knowledge.identity_id = db_int64(result, row, 1);
    customer->uscc = db_is_null(result, row, 2) ? "" : arena_strdup(arena, db_text(result, row, 2));
    customer->name_key = arena_strdup(arena, db_text(result, row, 3));
    customer->knowledge.protection = (struct protection_customer){
        .won_before = db_bool(result, row, 4),
        .contract_known = !db_is_null(result, row, 5),
        .contract_until = db_day(result, row, 5),
        .tier = db_int64(result, row, 6),
    };
    return customer;
}

static struct opportunity_holder *read_holder(const struct db_result *result, int row, struct arena *arena)
{
    struct opportunity_holder *holder = ARENA_NEW(arena, struct opportunity_holder);
    holder->lead_id = db_int64(result, row, 7);
    holder->product_line = arena_strdup(arena, db_text(result, row, 8));
    holder->dealer_unit_id = db_int64(result, row, 9);
    holder->protected_until = db_instant(result, row, 10);
    return holder;
}

/* A customer has a row for each opportunity, and all of them twice when it was asked for by name as well as by code. */
static void read_looked_up(const struct db_result *result, int row, struct arena *arena, struct looked_up **by_name)
{
    struct looked_up *customer;
    HASH_FIND_STR(*by_name, db_text(result, row, 3), customer);
    if (!customer) {
        customer = read_customer(result, row, arena);
        HASH_ADD_KEYPTR(hh, *by_name, customer->name_key, strlen(customer->name_key), customer);
    }
    if (!db_is_null(result, row, 7)) {
        struct opportunity_holder *holder = read_holder(result, row, arena);
        holder->next = customer->knowledge.holders;
        customer->knowledge.holders = holder;
    }
}

static int ask(struct db *db, const char *sql, struct db_params *params, const char *const *product_codes, size_t product_count,
               struct db_result *answer, struct error *error)
{
    db_bind_text_array(params, product_codes, product_count);
    return db_defer(db, sql, params, answer, error);
}

/* By USCC where there is one, else by name. */
int customer_store_ask(struct db *db, struct arena *arena, const struct customer_draft *drafts, size_t n, const char *const *product_codes,
                       size_t product_count, struct customer_answer *answer, struct error *error)
{
    struct db_params by_uscc = DB_PARAMS(arena), by_name = DB_PARAMS(arena);
    const char **codes = ARENA_ARRAY(arena, const char *, n), **names = ARENA_ARRAY(arena, const char *, n);
    size_t code_count = 0, name_count = 0;
    for (size_t i = 0; i < n; i++)
        if (*drafts[i].uscc)
            codes[code_count++] = drafts[i].uscc;
        else
            names[name_count++] = drafts[i].name_key;
    answer->has_holders = product_count > 0;
    db_bind_text_array(&by_uscc, codes, code_count);
    db_bind_text_array(&by_name, names, name_count);
    if (code_count && ask(db, sql_customers_by_uscc, &by_uscc, product_codes, product_count, &answer->by_uscc, error) != 0)
        return -1;
    return name_count ? ask(db, sql_customers_by_name, &by_name, product_codes, product_count, &answer->by_name, error) : 0;
}

static void take(const struct db_result *result, struct arena *arena, struct looked_up **by_name)
{
    for (int row = 0; row < result->rows; row++)
        read_looked_up(result, row, arena, by_name);
}

/* True when nothing else could be meant: the code's customer has the very name, or no code was given and the name is known. */
static bool settle(const struct looked_up *by_name, const struct customer_draft *draft, bool has_holders,
                   struct customer_knowledge *knowledge)
{
    const struct looked_up *customer;
    HASH_FIND_STR(by_name, draft->name_key, customer);
    if (!customer || (*draft->uscc && strcmp(customer->uscc, draft->uscc) != 0))
        return false;
    *knowledge = customer->knowledge;
    knowledge->holders_known = has_holders;
    if (*draft->uscc)
        knowledge->evidence.by_uscc = knowledge->evidence.by_name;
    return true;
}

static int find_unsettled(struct db *db, struct arena *arena, const struct customer_draft *drafts, const size_t *places, size_t n,
                          struct customer_knowledge *knowledge, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    DB_BIND_OPTIONAL_TEXT_COLUMN(&params, drafts, n, uscc);
    DB_BIND_TEXT_COLUMN(&params, drafts, n, name_key);
    if (n == 0)
        return 0;
    if (db_run(db, sql_customer_find, &params, &result, error) != 0)
        return -1;
    for (int row = 0; row < result.rows; row++)
        knowledge[places[db_int64(&result, row, 0)]] = (struct customer_knowledge){
            .evidence = customer_read_evidence(&result, row, 1),
            .identity_id = db_int64(&result, row, 6),
            .protection = {.won_before = db_bool(&result, row, 7),
                           .contract_known = !db_is_null(&result, row, 8),
                           .contract_until = db_day(&result, row, 8),
                           .tier = db_int64(&result, row, 9)},
        };
    db_result_clear(&result);
    return 0;
}

int customer_store_know(struct db *db, struct arena *arena, const struct customer_draft *drafts, size_t n,
                        const struct customer_answer *answer, struct customer_knowledge *knowledge, struct error *error)
{
    struct looked_up *by_name = NULL;
    struct customer_draft *unsettled = ARENA_ARRAY(arena, struct customer_draft, n);
    size_t *places = ARENA_ARRAY(arena, size_t, n), count = 0;
    take(&answer->by_uscc, arena, &by_name);
    take(&answer->by_name, arena, &by_name);
    for (size_t i = 0; i < n; i++)
        if (!settle(by_name, &drafts[i], answer->has_holders, &knowledge[i])) {
            places[count] = i;
            unsettled[count++] = drafts[i];
        }
    HASH_CLEAR(hh, by_name);
    return find_unsettled(db, arena, unsettled, places, count, knowledge, error);
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

int customer_store_put_tiers(struct db *db, struct arena *arena, const struct customer_tier *tiers, size_t n, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    if (n == 0)
        return 0;
    DB_BIND_INT64_COLUMN(&params, tiers, n, customer_id);
    DB_BIND_INT64_COLUMN(&params, tiers, n, tier);
    DB_BIND_INT64_COLUMN(&params, tiers, n, run_id);
    return db_run(db, sql_customer_tier, &params, NULL, error);
}
