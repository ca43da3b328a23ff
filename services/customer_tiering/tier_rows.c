/* The rows of a snapshot: written by COPY, read by customer or by rank. */
#include "tier_store.h"

#include "sql/assignment_copy.h"
#include "sql/find_tiers.h"
#include "sql/list_tiers.h"

#include <endian.h>

#define COPY_COLUMNS 20

struct db_bytes tier_store_pack_numbers(struct arena *arena, const int64_t *numbers, size_t n)
{
    uint64_t *packed = ARENA_ARRAY(arena, uint64_t, n);
    for (size_t i = 0; i < n; i++)
        packed[i] = htobe64((uint64_t)numbers[i]);
    return (struct db_bytes){packed, n * sizeof *packed};
}

static void copy_numbers(struct db_copy *copy, struct arena *page, const int64_t *numbers, size_t n)
{
    struct db_bytes packed = tier_store_pack_numbers(page, numbers, n);
    db_copy_bytes(copy, packed.data, packed.size);
}

static void copy_row(struct db_copy *copy, struct arena *page, int64_t run_id, const struct tier_row *row,
                     size_t measures)
{
    const struct tier_customer *customer = &row->customer;
    db_copy_row(copy);
    db_copy_int64(copy, run_id);
    db_copy_int64(copy, customer->rank);
    db_copy_int64(copy, customer->customer_id);
    db_copy_int16(copy, (int16_t)customer->tier);
    db_copy_int16(copy, (int16_t)customer->line_tier);
    db_copy_int16(copy, (int16_t)customer->decision);
    db_copy_int16(copy, (int16_t)customer->previous);
    db_copy_int16(copy, (int16_t)row->runs_before);
    db_copy_int16(copy, (int16_t)customer->runs_outside);
    db_copy_int64(copy, customer->value);
    db_copy_int32(copy, (int32_t)customer->share_ppm);
    db_copy_int32(copy, (int32_t)customer->cumulative_share_ppm);
    copy_numbers(copy, page, customer->amounts, measures);
    copy_numbers(copy, page, customer->points, measures);
    for (enum attribute i = 0; i < ATTRIBUTE_COUNT; i++)
        db_copy_text(copy, customer->attributes.of[i]);
    db_copy_bool(copy, row->is_seed);
    db_copy_bool(copy, row->is_installed_base);
}

struct db_copy tier_store_copy(struct arena *arena)
{
    return DB_COPY(arena, COPY_COLUMNS);
}

void tier_store_pack(struct db_copy *copy, struct arena *page, const struct tier_run *run, const struct tier_row *rows,
                     size_t n)
{
    for (size_t i = 0; i < n; i++)
        copy_row(copy, page, run->run_id, &rows[i], run->policy->measure_count);
}

int tier_store_send(struct db *db, struct db_copy *packed, struct error *error)
{
    return db_copy_send(db, sql_assignment_copy, packed, error);
}

int tier_store_end_sending(struct db *db, struct db_copy *packed, struct error *error)
{
    return db_copy_run(db, sql_assignment_copy, packed, error);
}

void tier_store_unpack(const struct db_bytes *packed, int64_t numbers[static POLICY_MEASURES_MAX])
{
    size_t n = packed->size / sizeof(uint64_t);
    for (size_t i = 0; i < POLICY_MEASURES_MAX; i++) {
        uint64_t number = 0;
        if (i < n)
            memcpy(&number, (const char *)packed->data + i * sizeof number, sizeof number);
        numbers[i] = (int64_t)be64toh(number);
    }
}

static int64_t *read_numbers(const struct db_result *result, int row, int column, struct arena *arena)
{
    int64_t *numbers = ARENA_ARRAY(arena, int64_t, POLICY_MEASURES_MAX);
    struct db_bytes packed = db_bytes(result, row, column);
    tier_store_unpack(&packed, numbers);
    return numbers;
}

/* The columns that find_tiers and list_tiers share, from `column` on. */
static struct tier_row read_row(const struct db_result *result, int row, int column, struct arena *arena)
{
    struct tier_row read = {
        .run_id = db_int64(result, row, column),
        .name = arena_strdup(arena, db_text(result, row, column + 1)),
        .customer = {.customer_id = db_int64(result, row, column + 2),
                     .rank = db_int64(result, row, column + 3),
                     .tier = (enum tier)db_int64(result, row, column + 4),
                     .line_tier = (enum tier)db_int64(result, row, column + 5),
                     .decision = (enum tier_decision)db_int64(result, row, column + 6),
                     .previous = (enum tier)db_int64(result, row, column + 7),
                     .runs_outside = (int32_t)db_int64(result, row, column + 9),
                     .value = db_int64(result, row, column + 10),
                     .share_ppm = db_int64(result, row, column + 11),
                     .cumulative_share_ppm = db_int64(result, row, column + 12),
                     .amounts = read_numbers(result, row, column + 13, arena),
                     .points = read_numbers(result, row, column + 14, arena)},
        .runs_before = (int32_t)db_int64(result, row, column + 8),
        .is_seed = db_bool(result, row, column + 19),
        .is_installed_base = db_bool(result, row, column + 20),
    };
    for (enum attribute i = 0; i < ATTRIBUTE_COUNT; i++)
        read.customer.attributes.of[i] = arena_strdup(arena, db_text(result, row, column + 15 + (int)i));
    return read;
}

int tier_store_find(struct db *db, struct arena *arena, int64_t run_id, const int64_t *customer_ids, size_t n,
                    struct tier_row *rows, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, run_id);
    db_bind_int64_array(&params, customer_ids, n);
    if (db_run(db, sql_find_tiers, &params, &result, error))
        return -1;
    for (size_t i = 0; i < n; i++)
        rows[i] = (struct tier_row){0};
    for (int row = 0; row < result.rows; row++)
        rows[db_int64(&result, row, 0) - 1] = read_row(&result, row, 1, arena);
    db_result_clear(&result);
    return 0;
}

int tier_store_list(struct db *db, struct arena *arena, int64_t run_id, const struct tier_filter *filter,
                    int64_t after_rank, size_t limit, struct tier_row *rows, size_t *n, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, run_id);
    db_bind_int64(&params, after_rank);
    db_bind_int64(&params, filter->tier);
    for (enum attribute i = 0; i < ATTRIBUTE_COUNT; i++)
        db_bind_text(&params, filter->attributes.of[i]);
    db_bind_int64(&params, (int64_t)limit);
    if (db_run(db, sql_list_tiers, &params, &result, error))
        return -1;
    for (int row = 0; row < result.rows; row++)
        rows[row] = read_row(&result, row, 0, arena);
    *n = (size_t)result.rows;
    db_result_clear(&result);
    return 0;
}
