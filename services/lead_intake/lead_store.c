#include "lead_store.h"

#include "base/parse.h"
#include "db/columns.h"
#include "db/copy.h"
#include "lead_fsm.h"
#include "service/service.h"
#include "sql/lead_copy.h"
#include "sql/lead_insert.h"
#include "sql/lead_keep_held.h"
#include "sql/lead_numbers.h"
#include "sql/lead_release_expired.h"
#include "sql/lead_select.h"

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

/* Which leads stand in each other's way, first come first served; in an order that is the same for all batches, so that two do not
 * lock each other out. */
static const struct entry *without_rivals(struct arena *arena, const struct lead *leads, size_t n)
{
    struct entry *entries = ARENA_ARRAY(arena, struct entry, n);
    for (size_t i = 0; i < n; i++)
        entries[i] = (struct entry){.lead = &leads[i], .place = i};
    qsort(entries, n, sizeof *entries, by_opportunity);
    for (size_t i = 1; i < n; i++)
        entries[i].lost = entries[i].lead->customer_id && lead_identity(entries[i].lead) == lead_identity(entries[i - 1].lead) &&
                          strcmp(entries[i].lead->product_line, entries[i - 1].lead->product_line) == 0;
    lose_same_reference(arena, entries, n);
    return entries;
}

/* "" is SQL NULL. */
static void copy_date(struct db_copy *copy, const char *date)
{
    day_t day;
    if (*date && parse_day(date, "date", &day, NULL) == 0)
        db_copy_day(copy, day);
    else
        db_copy_null(copy);
}

static void copy_who(struct db_copy *copy, const struct lead *lead, int64_t lead_id, int64_t now_ms)
{
    db_copy_int64(copy, lead_id);
    db_copy_optional_int64(copy, lead->customer_id);
    db_copy_optional_int64(copy, lead->candidate_customer_id);
    db_copy_optional_int64(copy, lead->identity_id == lead->customer_id ? 0 : lead->identity_id);
    db_copy_int64(copy, lead->dealer_unit_id);
    db_copy_optional_int64(copy, lead->person_id);
    db_copy_int64(copy, lead->principal_id);
    db_copy_instant(copy, now_ms);
    if (lead->customer_id)
        db_copy_instant(copy, lead->protected_until);
    else
        db_copy_null(copy);
}

static void copy_what(struct db_copy *copy, const struct lead *lead)
{
    db_copy_int32(copy, (int32_t)lead->quantity);
    copy_date(copy, lead->found_on);
    copy_date(copy, lead->expected_on);
    db_copy_int16(copy, lead->customer_id ? LEAD_HELD : LEAD_IN_REVIEW);
    db_copy_int16(copy, (int16_t)lead->business_type);
    db_copy_int16(copy, (int16_t)lead->information_class);
    db_copy_int16(copy, (int16_t)lead->purchase_mode);
    db_copy_int16(copy, (int16_t)lead->source);
    db_copy_bool(copy, lead->customer_is_new);
    db_copy_text(copy, lead->product_code);
    db_copy_text(copy, lead->product_line);
}

static void copy_as_filed(struct db_copy *copy, const struct lead *lead)
{
    db_copy_optional_text(copy, lead->dealer_reference);
    db_copy_text(copy, lead->idempotency_key);
    db_copy_bytes(copy, lead->request_hash, REQUEST_HASH_SIZE);
    db_copy_text(copy, lead->customer.name);
    db_copy_text(copy, lead->customer.uscc);
    db_copy_text(copy, lead->customer.region);
    db_copy_text(copy, lead->customer.contact_name);
    db_copy_text(copy, lead->customer.contact_phone);
    db_copy_text(copy, lead->remarks);
    db_copy_optional_text(copy, lead->details);
}

int lead_store_draw(struct db *db, struct arena *arena, size_t n, struct db_result *numbers, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64(&params, (int64_t)n);
    return db_defer(db, sql_lead_numbers, &params, numbers, error);
}

void lead_store_take(struct db_result *numbers, int64_t *lead_ids)
{
    for (int row = 0; row < numbers->rows; row++)
        lead_ids[row] = db_int64(numbers, row, 0);
    db_result_clear(numbers);
}

int lead_store_insert(struct db *db, struct arena *arena, const struct lead *leads, size_t n, int64_t now_ms, int64_t *lead_ids,
                      struct error *error)
{
    const struct entry *entries = without_rivals(arena, leads, n);
    struct db_copy copy = DB_COPY(arena, 30);
    for (size_t i = 0; i < n; i++) {
        const struct entry *entry = &entries[i];
        if (entry->lost) {
            lead_ids[entry->place] = 0;
            continue;
        }
        db_copy_row(&copy);
        copy_who(&copy, entry->lead, lead_ids[entry->place], now_ms);
        copy_what(&copy, entry->lead);
        copy_as_filed(&copy, entry->lead);
    }
    return db_copy_write(db, sql_lead_copy, sql_lead_insert, &copy, error);
}

static int by_number(const void *a, const void *b)
{
    const int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

static size_t count_different(int64_t *ids, size_t n)
{
    size_t different = 0;
    qsort(ids, n, sizeof *ids, by_number);
    for (size_t i = 0; i < n; i++)
        different += i == 0 || ids[i] != ids[i - 1];
    return different;
}

int lead_store_keep_held(struct db *db, struct arena *arena, int64_t *lead_ids, size_t n, int64_t now_ms, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    size_t wanted = count_different(lead_ids, n);
    db_bind_int64_array(&params, lead_ids, n);
    db_bind_instant(&params, now_ms);
    if (db_run(db, sql_lead_keep_held, &params, &result, error) != 0)
        return -1;
    size_t held = (size_t)result.rows;
    db_result_clear(&result);
    if (held < wanted)
        return error_set(error, STATUS_ABORTED, NULL, "the opportunity changed hands meanwhile: ask again", "该商机状态刚刚发生变化：请重试");
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
