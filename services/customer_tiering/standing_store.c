#include "standing_store.h"

#include "policy_document.h"

#include "sql/begin_standing.h"
#include "sql/build_standing.h"
#include "sql/drop_standing.h"
#include "sql/find_standings.h"
#include "sql/hold_identities.h"
#include "sql/lock_standing.h"
#include "sql/next_customers.h"
#include "sql/put_standing.h"
#include "sql/read_standing.h"
#include "sql/run_amounts.h"
#include "sql/try_standing.h"

#include <endian.h>

#define BUILD_PAGE 5000 /* customers valued by one step of building: events wait so long */
_Static_assert(BUILD_PAGE <= FACT_PAGE, "the customers of a step are read at once");

/* One that is kept: the policy and day of `run`. */
struct kept_standing {
    int64_t standing_id, built_to;
    struct tier_run run;
};

int standing_lock(struct db *db, struct arena *arena, bool alone, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_bool(&params, alone);
    return db_run(db, sql_lock_standing, &params, NULL, error);
}

static int read_kept(const struct db_result *result, int row, struct arena *arena, struct kept_standing *kept,
                     struct error *error)
{
    const char *document = db_text(result, row, 4);
    *kept = (struct kept_standing){
        .standing_id = db_int64(result, row, 0),
        .built_to = db_int64(result, row, 3),
        .run = {.policy_version = db_int64(result, row, 1),
                .as_of = db_day(result, row, 2),
                .policy = policy_document_read_stored(document, strlen(document), arena, error)},
    };
    return kept->run.policy ? 0 : -1;
}

/* `undone_on` NULL: all; else those that are not valued as of that day up to the last customer. */
static int find_kept(struct db *db, struct arena *arena, const day_t *undone_on, struct kept_standing **kept, size_t *n,
                     struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    if (undone_on)
        db_bind_day(&params, *undone_on);
    else
        db_bind_text(&params, NULL);
    if (db_run(db, sql_find_standings, &params, &result, error) != 0)
        return -1;
    *n = (size_t)result.rows;
    *kept = ARENA_ARRAY(arena, struct kept_standing, *n);
    int failed = 0;
    for (int row = 0; row < result.rows && !failed; row++)
        failed = read_kept(&result, row, arena, &(*kept)[row], error);
    db_result_clear(&result);
    return failed;
}

/* --- valuing --------------------------------------------------------------------------------------------------------
 */

/* Those of `asked` that are not among the rows have no place: they were merged, or left the scope. */
static int write_amounts(struct db *db, struct arena *arena, const struct kept_standing *kept, const int64_t *asked,
                         size_t asked_count, const struct tier_row *rows, size_t n, struct error *error)
{
    struct db_params put = DB_PARAMS(arena), drop = DB_PARAMS(arena);
    int64_t *customer_ids = ARENA_ARRAY(arena, int64_t, n);
    struct db_bytes *amounts = ARENA_ARRAY(arena, struct db_bytes, n);
    for (size_t i = 0; i < n; i++) {
        customer_ids[i] = rows[i].customer.customer_id;
        amounts[i] = tier_store_pack_numbers(arena, rows[i].customer.amounts, kept->run.policy->measure_count);
    }
    db_bind_int64(&put, kept->standing_id);
    db_bind_int64_array(&put, customer_ids, n);
    db_bind_bytes_array(&put, amounts, n);
    db_bind_int64(&drop, kept->standing_id);
    db_bind_int64_array(&drop, asked, asked_count);
    db_bind_int64_array(&drop, customer_ids, n);
    if (n < asked_count && db_run(db, sql_drop_standing, &drop, NULL, error) != 0)
        return -1;
    return db_run(db, sql_put_standing, &put, NULL, error);
}

/* `asked` are those whose place may have changed; `identities` those that are valued. */
static int revalue(struct db *db, struct arena *arena, const struct kept_standing *kept, const int64_t *asked,
                   size_t asked_count, const int64_t *identities, size_t identity_count, struct error *error)
{
    struct tier_row *rows;
    size_t n;
    if (tier_store_read_amounts(db, arena, &kept->run, identities, identity_count, &rows, &n, error) != 0)
        return -1;
    return write_amounts(db, arena, kept, asked, asked_count, rows, n, error);
}

static int hold_identities(struct db *db, struct arena *arena, const int64_t *customer_ids, size_t n, int64_t **held,
                           size_t *held_count, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64_array(&params, customer_ids, n);
    if (db_run(db, sql_hold_identities, &params, &result, error) != 0)
        return -1;
    *held_count = (size_t)result.rows;
    *held = ARENA_ARRAY(arena, int64_t, *held_count);
    for (int row = 0; row < result.rows; row++)
        (*held)[row] = db_int64(&result, row, 0);
    db_result_clear(&result);
    return 0;
}

int standing_revalue(struct db *db, struct arena *arena, const int64_t *customer_ids, size_t n, struct error *error)
{
    struct kept_standing *kept;
    int64_t *identities;
    size_t kept_count, identity_count;
    if (n == 0)
        return 0;
    if (find_kept(db, arena, NULL, &kept, &kept_count, error) != 0)
        return -1;
    if (kept_count == 0)
        return 0;
    if (hold_identities(db, arena, customer_ids, n, &identities, &identity_count, error) != 0)
        return -1;
    for (size_t i = 0; i < kept_count; i++)
        if (revalue(db, arena, &kept[i], customer_ids, n, identities, identity_count, error) != 0)
            return -1;
    return 0;
}

/* --- building -------------------------------------------------------------------------------------------------------
 */

int standing_begin(struct db *db, struct arena *arena, const struct tier_run *run, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_text(&params, run->scope);
    db_bind_int64(&params, run->policy_version);
    return db_run(db, sql_begin_standing, &params, NULL, error);
}

static int next_customers(struct db *db, struct arena *arena, int64_t after, int64_t customer_ids[static BUILD_PAGE],
                          size_t *n, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, after);
    db_bind_int64(&params, BUILD_PAGE);
    if (db_run(db, sql_next_customers, &params, &result, error) != 0)
        return -1;
    *n = (size_t)result.rows;
    for (int row = 0; row < result.rows; row++)
        customer_ids[row] = db_int64(&result, row, 0);
    db_result_clear(&result);
    return 0;
}

static int build_step(struct db *db, struct arena *arena, struct kept_standing *kept, day_t today, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    int64_t *customer_ids = ARENA_ARRAY(arena, int64_t, BUILD_PAGE);
    size_t n;
    int64_t after = kept->run.as_of == today ? kept->built_to : -1;
    kept->run.as_of = today;
    if (next_customers(db, arena, after, customer_ids, &n, error) != 0 ||
        revalue(db, arena, kept, customer_ids, n, customer_ids, n, error) != 0)
        return -1;
    db_bind_int64(&params, kept->standing_id);
    db_bind_day(&params, today);
    db_bind_int64_or_null(&params, n == BUILD_PAGE, n > 0 ? customer_ids[n - 1] : 0);
    return db_run(db, sql_build_standing, &params, NULL, error);
}

static int try_alone(struct db *db, bool *alone, struct error *error)
{
    struct db_result result;
    if (db_run(db, sql_try_standing, NULL, &result, error) != 0)
        return -1;
    *alone = db_bool(&result, 0, 0);
    db_result_clear(&result);
    return 0;
}

int standing_build(struct db *db, struct arena *arena, int64_t now_ms, void *context, bool *more, struct error *error)
{
    (void)context;
    day_t today = day_of_instant(now_ms);
    struct kept_standing *kept;
    bool alone;
    size_t n;
    if (find_kept(db, arena, &today, &kept, &n, error) != 0)
        return -1;
    if (n == 0)
        return 0;
    if (try_alone(db, &alone, error) != 0 || (alone && find_kept(db, arena, &today, &kept, &n, error) != 0))
        return -1;
    *more = alone && n > 0;
    return *more ? build_step(db, arena, &kept[0], today, error) : 0;
}

/* --- reading --------------------------------------------------------------------------------------------------------
 */

/* The number of each customer and its amounts, without anything between them. */
static void unpack(const struct db_result *result, const struct tier_run *run, struct arena *arena,
                   struct standing *standing)
{
    struct db_bytes packed = db_bytes(result, 0, 0);
    size_t numbers = packed.size / sizeof(uint64_t);
    uint64_t *records = arena_alloc(arena, packed.size);
    if (packed.size > 0)
        memcpy(records, packed.data, packed.size);
    for (size_t i = 0; i < numbers; i++)
        records[i] = be64toh(records[i]);
    *standing = (struct standing){.records = (const int64_t *)records, .width = 1 + run->policy->measure_count};
    standing->n = numbers / standing->width;
}

int standing_read(struct db *db, struct arena *arena, const struct tier_run *run, struct standing *standing,
                  bool *found, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, run->policy_version);
    db_bind_day(&params, run->as_of);
    if (db_run(db, sql_read_standing, &params, &result, error) != 0)
        return -1;
    *found = result.rows > 0;
    if (*found)
        unpack(&result, run, arena, standing);
    db_result_clear(&result);
    return 0;
}

int standing_of_run(struct db *db, struct arena *arena, const struct tier_run *run, struct standing *standing,
                    struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, run->run_id);
    if (db_run(db, sql_run_amounts, &params, &result, error) != 0)
        return -1;
    unpack(&result, run, arena, standing);
    db_result_clear(&result);
    return 0;
}
