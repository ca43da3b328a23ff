#include "quality_store.h"

#include "lead_fsm.h"
#include "sql/quality_facts.h"

/* A lead that is closed, or that nobody holds any more, is rated as it was then: what nobody could do is no fault. */
static int64_t rated_at(const struct db_result *result, int row, int64_t now)
{
    int64_t state = db_int64(result, row, 4), protected_until = db_instant(result, row, 6);
    if (!db_is_null(result, row, 7))
        return db_instant(result, row, 7);
    return state != LEAD_HELD && protected_until && protected_until < now ? protected_until : now;
}

static struct rated_lead read_lead(const struct db_result *result, int row, int64_t now, struct arena *arena)
{
    return (struct rated_lead){
        .lead_id = db_int64(result, row, 0),
        .customer_id = db_int64(result, row, 1),
        .dealer_unit_id = db_int64(result, row, 2),
        .person_id = db_int64(result, row, 3),
        .state = db_int64(result, row, 4),
        .facts = {
            .filed_at = db_instant(result, row, 5),
            .as_of = rated_at(result, row, now),
            .uscc = arena_strdup(arena, db_text(result, row, 8)),
            .region = arena_strdup(arena, db_text(result, row, 9)),
            .contact_name = arena_strdup(arena, db_text(result, row, 10)),
            .contact_phone = arena_strdup(arena, db_text(result, row, 11)),
            .found_on = arena_strdup(arena, db_text(result, row, 12)),
            .expected_on = arena_strdup(arena, db_text(result, row, 13)),
            .information_class = db_int64(result, row, 14),
            .purchase_mode = db_int64(result, row, 15),
            .source = db_int64(result, row, 16),
            .has_notes = db_bool(result, row, 17),
            .feedback_count = db_int64(result, row, 18),
            .feedback_at = db_instant(result, row, 19),
            .is_overlapping = db_bool(result, row, 20),
            .is_invalid = db_int64(result, row, 4) == LEAD_INVALID,
        },
    };
}

int quality_store_find(struct db *db, struct arena *arena, const int64_t *lead_ids, size_t n, int64_t now, struct rated_lead *leads,
                       size_t *count, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64_array(&params, lead_ids, n);
    if (db_run(db, sql_quality_facts, &params, &result, error) != 0)
        return -1;
    *count = (size_t)result.rows;
    for (int row = 0; row < result.rows; row++)
        leads[row] = read_lead(&result, row, now, arena);
    db_result_clear(&result);
    return 0;
}

struct lead_quality_facts quality_facts_of_filing(const struct lead *lead, int64_t filed_at, int64_t as_of)
{
    return (struct lead_quality_facts){
        .uscc = lead->customer.uscc,
        .region = lead->customer.region,
        .contact_name = lead->customer.contact_name,
        .contact_phone = lead->customer.contact_phone,
        .found_on = lead->found_on,
        .expected_on = lead->expected_on,
        .information_class = lead->information_class,
        .purchase_mode = lead->purchase_mode,
        .source = lead->source,
        .has_notes = *lead->remarks || (lead->details && *lead->details),
        .filed_at = filed_at,
        .as_of = as_of,
    };
}
