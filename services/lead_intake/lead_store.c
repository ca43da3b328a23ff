#include "lead_store.h"

#include "service/service.h"
#include "sql/lead_insert.h"
#include "sql/lead_release_expired.h"
#include "sql/lead_resolve.h"
#include "sql/lead_select.h"

/* Binds one member of each lead as an array. */
#define BIND_IDS(params, leads, n, member)                                                                             \
    do {                                                                                                               \
        int64_t *values_ = ARENA_ARRAY((params)->arena, int64_t, (n));                                                 \
        for (size_t i_ = 0; i_ < (n); i_++)                                                                            \
            values_[i_] = (leads)[i_]->member;                                                                         \
        db_bind_int64_array((params), values_, (n));                                                                   \
    } while (0)

#define BIND_TEXTS(params, leads, n, member)                                                                           \
    do {                                                                                                               \
        const char **values_ = ARENA_ARRAY((params)->arena, const char *, (n));                                        \
        for (size_t i_ = 0; i_ < (n); i_++)                                                                            \
            values_[i_] = (leads)[i_]->member;                                                                         \
        db_bind_text_array((params), values_, (n));                                                                    \
    } while (0)

#define BIND_OPTIONAL_TEXTS(params, leads, n, member)                                                                  \
    do {                                                                                                               \
        const char **values_ = ARENA_ARRAY((params)->arena, const char *, (n));                                        \
        for (size_t i_ = 0; i_ < (n); i_++)                                                                            \
            values_[i_] = text_or_null((leads)[i_]->member);                                                           \
        db_bind_text_array((params), values_, (n));                                                                    \
    } while (0)

static struct lead_knowledge read_knowledge(const struct db_result *result, int row, struct arena *arena)
{
    struct lead_knowledge knowledge = {
        .known.lead_id = db_int64(result, row, 1),
        .known.customer_id = db_int64(result, row, 3),
        .known.protected_until = db_instant(result, row, 4),
        .known.customer_was_new = db_bool(result, row, 5),
        .referenced_lead_id = db_int64(result, row, 6),
        .referenced_in_review = db_bool(result, row, 17),
        .evidence = customer_read_evidence(result, row, 7),
        .product_line = arena_strdup(arena, db_text(result, row, 11)),
        .person_id = db_int64(result, row, 12),
        .industry_known = db_bool(result, row, 13),
        .holder.lead_id = db_int64(result, row, 14),
        .holder.dealer_unit_id = db_int64(result, row, 15),
        .holder.protected_until = db_instant(result, row, 16),
    };
    struct db_bytes hash = db_bytes(result, row, 2);
    if (hash.size == REQUEST_HASH_SIZE)
        knowledge.known.request_hash = (const uint8_t *)arena_strndup(arena, hash.data, hash.size);
    return knowledge;
}

int lead_store_resolve(struct db *db, struct arena *arena, const struct lead *const *leads, size_t n,
                       struct lead_knowledge *knowledge, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    BIND_IDS(&params, leads, n, principal_id);
    BIND_TEXTS(&params, leads, n, idempotency_key);
    BIND_IDS(&params, leads, n, dealer_unit_id);
    BIND_OPTIONAL_TEXTS(&params, leads, n, dealer_reference);
    BIND_OPTIONAL_TEXTS(&params, leads, n, customer.uscc);
    BIND_TEXTS(&params, leads, n, customer.name_key);
    BIND_TEXTS(&params, leads, n, product_code);
    BIND_OPTIONAL_TEXTS(&params, leads, n, person_code);
    BIND_OPTIONAL_TEXTS(&params, leads, n, customer.industry_code);
    struct db_result result;
    if (db_run(db, sql_lead_resolve, &params, &result, error) != 0)
        return -1;
    for (int row = 0; row < result.rows; row++)
        knowledge[db_int64(&result, row, 0)] = read_knowledge(&result, row, arena);
    db_result_clear(&result);
    return 0;
}

static void bind_hashes_and_ends(struct db_params *params, const struct lead *const *leads, size_t n, struct db_bytes **hashes,
                                 int64_t **ends, bool **is_new)
{
    *hashes = ARENA_ARRAY(params->arena, struct db_bytes, n);
    *ends = ARENA_ARRAY(params->arena, int64_t, n);
    *is_new = ARENA_ARRAY(params->arena, bool, n);
    for (size_t i = 0; i < n; i++) {
        (*hashes)[i] = (struct db_bytes){.data = leads[i]->request_hash, .size = REQUEST_HASH_SIZE};
        (*ends)[i] = leads[i]->protected_until;
        (*is_new)[i] = leads[i]->customer_is_new;
    }
}

int lead_store_insert(struct db *db, struct arena *arena, const struct lead *const *leads, size_t n, int64_t now_ms,
                      int64_t *lead_ids, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_bytes *hashes;
    int64_t *ends;
    bool *is_new;
    bind_hashes_and_ends(&params, leads, n, &hashes, &ends, &is_new);
    BIND_IDS(&params, leads, n, customer_id);
    BIND_IDS(&params, leads, n, candidate_customer_id);
    BIND_IDS(&params, leads, n, dealer_unit_id);
    BIND_IDS(&params, leads, n, person_id);
    BIND_IDS(&params, leads, n, principal_id);
    db_bind_instant_array(&params, ends, n);
    BIND_IDS(&params, leads, n, quantity);
    BIND_OPTIONAL_TEXTS(&params, leads, n, found_on);
    BIND_OPTIONAL_TEXTS(&params, leads, n, expected_on);
    BIND_IDS(&params, leads, n, business_type);
    BIND_IDS(&params, leads, n, information_class);
    BIND_IDS(&params, leads, n, purchase_mode);
    BIND_IDS(&params, leads, n, source);
    db_bind_bool_array(&params, is_new, n);
    BIND_TEXTS(&params, leads, n, product_code);
    BIND_TEXTS(&params, leads, n, product_line);
    BIND_OPTIONAL_TEXTS(&params, leads, n, dealer_reference);
    BIND_TEXTS(&params, leads, n, idempotency_key);
    db_bind_bytes_array(&params, hashes, n);
    BIND_TEXTS(&params, leads, n, customer.name);
    BIND_TEXTS(&params, leads, n, customer.uscc);
    BIND_TEXTS(&params, leads, n, customer.region);
    BIND_TEXTS(&params, leads, n, customer.contact_name);
    BIND_TEXTS(&params, leads, n, customer.contact_phone);
    BIND_TEXTS(&params, leads, n, remarks);
    db_bind_instant(&params, now_ms);
    struct db_result result;
    if (db_run(db, sql_lead_insert, &params, &result, error) != 0)
        return -1;
    memset(lead_ids, 0, n * sizeof *lead_ids);
    for (int row = 0; row < result.rows; row++)
        lead_ids[db_int64(&result, row, 0)] = db_int64(&result, row, 1);
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
        released[row] = (struct released_lead){db_int64(&result, row, 0), db_int64(&result, row, 1)};
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
    return db_run(db, sql_lead_select, &params, result, error);
}
