#include "lead_store.h"

#include "db/columns.h"
#include "lead_fsm.h"
#include "service/service.h"
#include "sql/lead_insert.h"
#include "sql/lead_release_expired.h"
#include "sql/lead_resolve.h"
#include "sql/lead_select.h"

#include <uthash.h>

static struct lead_knowledge read_knowledge(const struct db_result *result, int row, struct arena *arena)
{
    struct lead_knowledge knowledge = {
        .known.lead_id = db_int64(result, row, 1),
        .known.customer_id = db_int64(result, row, 3),
        .known.protected_until = db_instant(result, row, 4),
        .known.customer_was_new = db_bool(result, row, 5),
        .referenced_lead_id = db_int64(result, row, 6),
        .referenced_in_review = db_bool(result, row, 18),
        .evidence = customer_read_evidence(result, row, 7),
        .product_line = arena_strdup(arena, db_text(result, row, 12)),
        .person_id = db_int64(result, row, 13),
        .industry_known = db_bool(result, row, 14),
        .customer.won_before = db_bool(result, row, 19),
        .customer.contract_known = !db_is_null(result, row, 20),
        .customer.contract_until = db_day(result, row, 20),
        .holder.lead_id = db_int64(result, row, 15),
        .holder.dealer_unit_id = db_int64(result, row, 16),
        .holder.protected_until = db_instant(result, row, 17),
        .identity_id = db_int64(result, row, 21),
    };
    struct db_bytes hash = db_bytes(result, row, 2);
    if (hash.size == REQUEST_HASH_SIZE)
        knowledge.known.request_hash = (const uint8_t *)arena_strndup(arena, hash.data, hash.size);
    return knowledge;
}

int lead_store_resolve(struct db *db, struct arena *arena, const struct lead *leads, size_t n,
                       struct lead_knowledge *knowledge, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    DB_BIND_INT64_COLUMN(&params, leads, n, principal_id);
    DB_BIND_TEXT_COLUMN(&params, leads, n, idempotency_key);
    DB_BIND_INT64_COLUMN(&params, leads, n, dealer_unit_id);
    DB_BIND_OPTIONAL_TEXT_COLUMN(&params, leads, n, dealer_reference);
    DB_BIND_OPTIONAL_TEXT_COLUMN(&params, leads, n, customer.uscc);
    DB_BIND_TEXT_COLUMN(&params, leads, n, customer.name_key);
    DB_BIND_TEXT_COLUMN(&params, leads, n, product_code);
    DB_BIND_OPTIONAL_TEXT_COLUMN(&params, leads, n, person_code);
    DB_BIND_OPTIONAL_TEXT_COLUMN(&params, leads, n, customer.industry_code);
    struct db_result result;
    if (db_run(db, sql_lead_resolve, &params, &result, error) != 0)
        return -1;
    bool merge_came_between = result.rows > 0 && db_bool(&result, 0, 22);
    for (int row = 0; row < result.rows; row++)
        knowledge[db_int64(&result, row, 0)] = read_knowledge(&result, row, arena);
    db_result_clear(&result);
    if (merge_came_between)
        return error_set(error, STATUS_ABORTED, NULL, "customers were merged meanwhile: ask again", "客户刚刚发生合并：请重试");
    return 0;
}

/* --- filing --------------------------------------------------------------------------------------------------------------- */

/* One lead to be put in, and where its caller keeps it. */
struct entry {
    const struct lead *lead;
    size_t place;
    bool lost; /* an earlier entry has the same opportunity or the same reference */
};

static int by_opportunity(const void *a, const void *b)
{
    const struct entry *left = a, *right = b;
    int64_t left_identity = lead_identity(left->lead), right_identity = lead_identity(right->lead);
    if (left_identity != right_identity)
        return left_identity < right_identity ? -1 : 1;
    int by_line = strcmp(left->lead->product_line, right->lead->product_line);
    return by_line ? by_line : (left->place > right->place) - (left->place < right->place);
}

static int by_reference(const void *a, const void *b)
{
    const struct entry *left = *(struct entry *const *)a, *right = *(struct entry *const *)b;
    if (left->lead->dealer_unit_id != right->lead->dealer_unit_id)
        return left->lead->dealer_unit_id < right->lead->dealer_unit_id ? -1 : 1;
    int by_text = strcmp(left->lead->dealer_reference, right->lead->dealer_reference);
    return by_text ? by_text : (left->place > right->place) - (left->place < right->place);
}

static void lose_same_reference(struct arena *arena, struct entry *entries, size_t n)
{
    struct entry **sorted = ARENA_ARRAY(arena, struct entry *, n), *first = NULL;
    for (size_t i = 0; i < n; i++)
        sorted[i] = &entries[i];
    qsort(sorted, n, sizeof *sorted, by_reference);
    for (size_t i = 0; i < n; i++) {
        const struct lead *lead = sorted[i]->lead;
        if (sorted[i]->lost || !*lead->dealer_reference)
            continue;
        if (first && first->lead->dealer_unit_id == lead->dealer_unit_id &&
            strcmp(first->lead->dealer_reference, lead->dealer_reference) == 0)
            sorted[i]->lost = true;
        else
            first = sorted[i];
    }
}

/* The leads that do not stand in each other's way, first come first served, in an order that is the same for all batches, so
 * that two do not lock each other out. `places[i]` says which of the caller's leads[] became the i-th. */
static struct lead *without_rivals(struct arena *arena, const struct lead *leads, size_t n, size_t *places, size_t *count)
{
    struct entry *entries = ARENA_ARRAY(arena, struct entry, n);
    struct lead *kept = ARENA_ARRAY(arena, struct lead, n);
    *count = 0;
    for (size_t i = 0; i < n; i++)
        entries[i] = (struct entry){.lead = &leads[i], .place = i};
    qsort(entries, n, sizeof *entries, by_opportunity);
    for (size_t i = 1; i < n; i++)
        entries[i].lost = entries[i].lead->customer_id && lead_identity(entries[i].lead) == lead_identity(entries[i - 1].lead) &&
                          strcmp(entries[i].lead->product_line, entries[i - 1].lead->product_line) == 0;
    lose_same_reference(arena, entries, n);
    for (size_t i = 0; i < n; i++)
        if (!entries[i].lost) {
            places[*count] = entries[i].place;
            kept[(*count)++] = *entries[i].lead;
        }
    return kept;
}

static void bind_hashes(struct db_params *params, const struct lead *leads, size_t n)
{
    struct db_bytes *hashes = ARENA_ARRAY(params->arena, struct db_bytes, n);
    for (size_t i = 0; i < n; i++)
        hashes[i] = (struct db_bytes){.data = leads[i].request_hash, .size = REQUEST_HASH_SIZE};
    db_bind_bytes_array(params, hashes, n);
}

static void bind_leads(struct db_params *params, const struct lead *leads, size_t n)
{
    DB_BIND_INT64_COLUMN(params, leads, n, customer_id);
    DB_BIND_INT64_COLUMN(params, leads, n, candidate_customer_id);
    DB_BIND_INT64_COLUMN(params, leads, n, dealer_unit_id);
    DB_BIND_INT64_COLUMN(params, leads, n, person_id);
    DB_BIND_INT64_COLUMN(params, leads, n, principal_id);
    DB_BIND_INSTANT_COLUMN(params, leads, n, protected_until);
    DB_BIND_INT64_COLUMN(params, leads, n, quantity);
    DB_BIND_OPTIONAL_TEXT_COLUMN(params, leads, n, found_on);
    DB_BIND_OPTIONAL_TEXT_COLUMN(params, leads, n, expected_on);
    DB_BIND_INT64_COLUMN(params, leads, n, business_type);
    DB_BIND_INT64_COLUMN(params, leads, n, information_class);
    DB_BIND_INT64_COLUMN(params, leads, n, purchase_mode);
    DB_BIND_INT64_COLUMN(params, leads, n, source);
    DB_BIND_BOOL_COLUMN(params, leads, n, customer_is_new);
    DB_BIND_TEXT_COLUMN(params, leads, n, product_code);
    DB_BIND_TEXT_COLUMN(params, leads, n, product_line);
    DB_BIND_OPTIONAL_TEXT_COLUMN(params, leads, n, dealer_reference);
    DB_BIND_TEXT_COLUMN(params, leads, n, idempotency_key);
    bind_hashes(params, leads, n);
    DB_BIND_TEXT_COLUMN(params, leads, n, customer.name);
    DB_BIND_TEXT_COLUMN(params, leads, n, customer.uscc);
    DB_BIND_TEXT_COLUMN(params, leads, n, customer.region);
    DB_BIND_TEXT_COLUMN(params, leads, n, customer.contact_name);
    DB_BIND_TEXT_COLUMN(params, leads, n, customer.contact_phone);
    DB_BIND_TEXT_COLUMN(params, leads, n, remarks);
    DB_BIND_OPTIONAL_TEXT_COLUMN(params, leads, n, details);
    DB_BIND_INT64_COLUMN(params, leads, n, identity_id);
}

/* A call is known by who makes it and its key. */
struct call_place {
    const char *name; /* "principal/key" */
    size_t place;
    UT_hash_handle hh;
};

static const char *call_name(struct arena *arena, int64_t principal_id, const char *key)
{
    return arena_printf(arena, "%lld/%s", (long long)principal_id, key);
}

static void read_ids(struct arena *arena, const struct db_result *result, const struct lead *leads, const size_t *places, size_t n,
                     int64_t *lead_ids)
{
    struct call_place *calls = ARENA_ARRAY(arena, struct call_place, n), *by_name = NULL, *found;
    for (size_t i = 0; i < n; i++) {
        calls[i] = (struct call_place){.name = call_name(arena, leads[i].principal_id, leads[i].idempotency_key), .place = places[i]};
        HASH_ADD_KEYPTR(hh, by_name, calls[i].name, strlen(calls[i].name), &calls[i]);
    }
    for (int row = 0; row < result->rows; row++) {
        const char *name = call_name(arena, db_int64(result, row, 1), db_text(result, row, 2));
        HASH_FIND_STR(by_name, name, found);
        if (found)
            lead_ids[found->place] = db_int64(result, row, 0);
    }
    HASH_CLEAR(hh, by_name);
}

int lead_store_insert(struct db *db, struct arena *arena, const struct lead *leads, size_t n, int64_t now_ms,
                      int64_t *lead_ids, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    size_t *places = ARENA_ARRAY(arena, size_t, n), count;
    const struct lead *kept = without_rivals(arena, leads, n, places, &count);
    struct db_result result;
    memset(lead_ids, 0, n * sizeof *lead_ids);
    bind_leads(&params, kept, count);
    db_bind_instant(&params, now_ms);
    if (db_run(db, sql_lead_insert, &params, &result, error) != 0) {
        if (error->status == STATUS_ALREADY_EXISTS)
            error->status = STATUS_ABORTED; /* look again: what came first can be seen now */
        return -1;
    }
    read_ids(arena, &result, kept, places, count, lead_ids);
    db_result_clear(&result);
    return 0;
}

int lead_store_release_expired(struct db *db, struct arena *arena, const int64_t *lead_ids, size_t n, int64_t now_ms,
                               struct released_lead *released, size_t *count, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64_array(&params, lead_ids, n);
    db_bind_instant(&params, now_ms);
    struct db_result result;
    if (db_run(db, sql_lead_release_expired, &params, &result, error) != 0)
        return -1;
    *count = (size_t)result.rows;
    for (int row = 0; row < result.rows; row++)
        released[row] = (struct released_lead){
            db_int64(&result, row, 0), db_int64(&result, row, 1), db_int64(&result, row, 2) == LEAD_IN_POOL};
    db_result_clear(&result);
    return 0;
}

int lead_store_select(struct db *db, struct arena *arena, const struct lead_filter *filter, struct db_result *result,
                      struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64_array(&params, filter->unit_ids, filter->unit_count);
    db_bind_int64_or_null(&params, filter->customer_id != 0, filter->customer_id);
    db_bind_int64_or_null(&params, filter->state != 0, filter->state);
    db_bind_int64_or_null(&params, filter->before_lead_id != 0, filter->before_lead_id);
    db_bind_int64_or_null(&params, filter->lead_id != 0, filter->lead_id);
    db_bind_int64(&params, filter->limit);
    db_bind_instant_or_null(&params, filter->ends_before != 0, filter->ends_before);
    return db_run(db, sql_lead_select, &params, result, error);
}
