#include "snapshot.h"

#include "base/buffer.h"
#include "remuda/event/v1/tiering_events.pb-c.h"
#include "wire/wire.h"

#include <sodium.h>

#define LINE_MAX_BYTES (64 * 1024)

/* --- the bytes ------------------------------------------------------------------------------------------------------
 */

static void add_numbers(struct buffer *line, const int64_t *numbers, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buffer_printf(line, "\t%lld", (long long)numbers[i]);
}

/* One customer's line of the snapshot: all that it saw and all that followed. */
static void write_line(struct buffer *line, const struct tier_row *row, size_t measures)
{
    const struct tier_customer *customer = &row->customer;
    buffer_clear(line);
    buffer_printf(line, "%lld\t%lld\t%d\t%d\t%d\t%d\t%d\t%d\t%lld\t%lld\t%lld", (long long)customer->customer_id,
                  (long long)customer->rank, customer->tier, customer->line_tier, customer->decision,
                  customer->previous, row->runs_before, customer->runs_outside, (long long)customer->value,
                  (long long)customer->share_ppm, (long long)customer->cumulative_share_ppm);
    add_numbers(line, customer->amounts, measures);
    add_numbers(line, customer->points, measures);
    for (enum attribute i = 0; i < ATTRIBUTE_COUNT; i++)
        buffer_printf(line, "\t%s", customer->attributes.of[i]);
    buffer_printf(line, "\t%d\t%d\n", row->is_seed, row->is_installed_base);
}

static void digest_rows(const struct tier_policy *policy, struct tier_customer *const *ranked, size_t n,
                        unsigned char digest[static RUN_DIGEST_SIZE])
{
    crypto_generichash_state state;
    struct buffer line = BUFFER(LINE_MAX_BYTES);
    crypto_generichash_init(&state, NULL, 0, RUN_DIGEST_SIZE);
    for (size_t i = 0; i < n; i++) {
        write_line(&line, (const struct tier_row *)ranked[i], policy->measure_count);
        crypto_generichash_update(&state, (const unsigned char *)line.data, line.length);
    }
    crypto_generichash_final(&state, digest, RUN_DIGEST_SIZE);
    buffer_release(&line);
}

/* --- making ---------------------------------------------------------------------------------------------------------
 */

/* A row begins with its customer, so the ranked customers are the ranked rows. */
static struct tier_customer **customers_of(struct tier_row *rows, size_t n, struct arena *arena)
{
    struct tier_customer **customers = ARENA_ARRAY(arena, struct tier_customer *, n);
    for (size_t i = 0; i < n; i++)
        customers[i] = &rows[i].customer;
    return customers;
}

static int write_rows(struct batch *batch, const struct tier_run *run, struct tier_customer *const *ranked, size_t n,
                      struct error *error)
{
    struct arena page = {0};
    int result = 0;
    for (size_t first = 0; first < n && result == 0; first += TIER_PAGE) {
        size_t count = n - first < TIER_PAGE ? n - first : TIER_PAGE;
        result =
            tier_store_add_rows(batch->db, &page, run, (const struct tier_row *const *)(ranked + first), count, error);
        arena_reset(&page);
    }
    arena_release(&page);
    return result;
}

int snapshot_make(struct batch *batch, struct call *call, struct tier_run *run, int64_t *moved, struct error *refused,
                  struct error *error)
{
    struct tier_row *rows;
    size_t n;
    if (tier_store_read_facts(batch->db, batch->arena, run, &rows, &n, error) != 0)
        return -1;
    struct tier_customer **ranked = customers_of(rows, n, batch->arena);
    if (tier_assign(run->policy, ranked, n, &run->summary, batch->arena, refused) != 0)
        return 0;
    *moved = 0;
    for (size_t i = 0; i < n; i++)
        *moved += ranked[i]->tier != ranked[i]->previous;
    digest_rows(run->policy, ranked, n, run->digest);
    if (tier_store_add_run(batch->db, batch->arena, run, call->principal->principal_id, batch->now_ms, error) != 0 ||
        tier_store_add_summary(batch->db, batch->arena, run->run_id, &run->summary, error) != 0 ||
        write_rows(batch, run, ranked, n, error) != 0)
        return -1;
    return tier_store_finish_run(batch->db, batch->arena, run, error);
}

/* --- telling --------------------------------------------------------------------------------------------------------
 */

static struct event tier_assigned(const struct batch *batch, const struct call *call, struct arena *page,
                                  int64_t run_id, const struct told_move *move)
{
    Remuda__Event__V1__TierAssigned message = REMUDA__EVENT__V1__TIER_ASSIGNED__INIT;
    message.customer_id = move->customer_id;
    message.run_id = run_id;
    message.tier = (Remuda__Tiering__V1__Tier)move->tier;
    message.previous = (Remuda__Tiering__V1__Tier)move->previous;
    struct event event = {
        .type = message.base.descriptor->name,
        .subject = move->customer_id,
        .occurred_at = batch->now_ms,
        .traceparent = call->traceparent,
    };
    event.payload.data = wire_pack(&message.base, page, &event.payload.size);
    return event;
}

/* The first run moves everybody: told page by page, where batch_emit would hold a million events until the end. */
static int tell_page(struct batch *batch, const struct call *call, struct arena *page, int64_t run_id,
                     const struct told_move *moves, size_t n, struct error *error)
{
    struct event *events = ARENA_ARRAY(page, struct event, n);
    for (size_t i = 0; i < n; i++)
        events[i] = tier_assigned(batch, call, page, run_id, &moves[i]);
    return event_log_append(batch->db, page, events, n, error);
}

int snapshot_tell(struct batch *batch, const struct call *call, int64_t run_id, int64_t *told, struct error *error)
{
    struct told_move *moves = ARENA_ARRAY(batch->arena, struct told_move, TIER_PAGE);
    struct arena page = {0};
    int64_t after_rank = 0;
    size_t n = 0;
    int result = 0;
    *told = 0;
    do {
        result = tier_store_released_moves(batch->db, &page, run_id, &after_rank, moves, &n, error);
        if (result == 0 && n > 0)
            result = tell_page(batch, call, &page, run_id, moves, n, error);
        *told += (int64_t)n;
        arena_reset(&page);
    } while (result == 0 && n > 0);
    arena_release(&page);
    return result;
}

/* --- making again ---------------------------------------------------------------------------------------------------
 */

static const struct policy_override *known_override(const struct tier_run *run, const struct override_record *overrides,
                                                    size_t n, int64_t customer_id)
{
    char text[24];
    for (size_t i = 0; i < n; i++)
        if (overrides[i].customer_id == customer_id)
            return &overrides[i].override;
    snprintf(text, sizeof text, "%lld", (long long)customer_id);
    return policy_override_find(run->policy, text, run->as_of);
}

static int load_rows(struct batch *batch, const struct tier_run *run, struct tier_row *rows, size_t *n,
                     struct error *error)
{
    static const struct tier_filter all = {.attributes = {{"", "", "", ""}}};
    size_t expected = (size_t)run->summary.customers, read = 0;
    *n = 0;
    do {
        size_t limit = expected - *n < TIER_PAGE ? expected - *n : TIER_PAGE;
        if (limit == 0)
            return 0;
        if (tier_store_list(batch->db, batch->arena, run->run_id, &all, *n ? rows[*n - 1].customer.rank : 0, limit,
                            rows + *n, &read, error) != 0)
            return -1;
        *n += read;
    } while (read > 0);
    return 0;
}

int snapshot_reproduce(struct batch *batch, const struct tier_run *run, unsigned char digest[static RUN_DIGEST_SIZE],
                       struct error *error)
{
    struct tier_row *rows = ARENA_ARRAY(batch->arena, struct tier_row, (size_t)run->summary.customers);
    struct override_record *overrides;
    struct tier_summary summary;
    size_t n, override_count;
    if (load_rows(batch, run, rows, &n, error) != 0 ||
        policy_store_find_overrides(batch->db, batch->arena, run->last_override_id, run->as_of, 0, &overrides,
                                    &override_count, error) != 0)
        return -1;
    for (size_t i = 0; i < n; i++) {
        rows[i].customer.runs_outside = rows[i].runs_before;
        rows[i].customer.override = known_override(run, overrides, override_count, rows[i].customer.customer_id);
    }
    struct tier_customer **ranked = customers_of(rows, n, batch->arena);
    if (tier_assign(run->policy, ranked, n, &summary, batch->arena, error) != 0)
        return -1;
    digest_rows(run->policy, ranked, n, digest);
    return 0;
}
