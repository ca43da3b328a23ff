#include "snapshot.h"

#include "remuda/event/v1/tiering_events.pb-c.h"
#include "wire/wire.h"

#include <sodium.h>

/* The customers of the rows, to be ranked: the rows stay in order of customers. */
static struct tier_customer **customers_of(struct tier_row *rows, size_t n, struct arena *arena)
{
    struct tier_customer **customers = ARENA_ARRAY(arena, struct tier_customer *, n);
    for (size_t i = 0; i < n; i++)
        customers[i] = &rows[i].customer;
    return customers;
}

/* The snapshot's bytes, page by page in order of customers, into the digest and, if they are new, into the table, which
 * takes one page in while the next is packed. */
static int pass_rows(struct batch *batch, struct tier_run *run, const struct tier_row *rows, size_t n, bool are_new,
                     unsigned char digest[static RUN_DIGEST_SIZE], struct error *error)
{
    crypto_generichash_state state;
    struct arena page = {0};
    struct db_copy packed = tier_store_copy(batch->arena);
    int result = 0;
    crypto_generichash_init(&state, NULL, 0, RUN_DIGEST_SIZE);
    for (size_t first = 0; first < n && result == 0; first += TIER_PAGE) {
        size_t count = n - first < TIER_PAGE ? n - first : TIER_PAGE;
        tier_store_pack(&packed, &page, run, rows + first, count);
        crypto_generichash_update(&state, (const unsigned char *)packed.data, packed.size);
        result = are_new ? tier_store_send(batch->db, &packed, error) : 0;
        packed.size = 0;
        arena_reset(&page);
    }
    crypto_generichash_final(&state, digest, RUN_DIGEST_SIZE);
    arena_release(&page);
    return are_new && result == 0 ? tier_store_end_sending(batch->db, &packed, error) : result;
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
    if (tier_store_add_run(batch->db, batch->arena, run, call->principal->principal_id, batch->now_ms, error) != 0 ||
        tier_store_add_summary(batch->db, batch->arena, run->run_id, &run->summary, error) != 0 ||
        pass_rows(batch, run, rows, n, true, run->digest, error) != 0)
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

static struct event resources_set(const struct batch *batch, const struct call *call, const struct tier_run *run,
                                  enum tier tier)
{
    const struct policy_resources *resources = &run->policy->resources[tier];
    char *approvals[POLICY_APPROVALS_MAX];
    Remuda__Event__V1__TierResourcesSet message = REMUDA__EVENT__V1__TIER_RESOURCES_SET__INIT;
    for (size_t i = 0; i < resources->approval_count; i++)
        approvals[i] = arena_strdup(batch->arena, resources->approvals[i]);
    message.policy_version = run->policy_version;
    message.tier = (Remuda__Tiering__V1__Tier)tier;
    message.owner_level = arena_strdup(batch->arena, resources->owner_level);
    message.visits_per_month = resources->visits_per_month;
    message.protection_days = resources->protection_days;
    message.n_approvals = resources->approval_count;
    message.approvals = approvals;
    struct event event = {
        .type = message.base.descriptor->name,
        .subject = tier,
        .occurred_at = batch->now_ms,
        .traceparent = call->traceparent,
    };
    event.payload.data = wire_pack(&message.base, batch->arena, &event.payload.size);
    return event;
}

int snapshot_tell_resources(struct batch *batch, const struct call *call, const struct tier_run *run,
                            struct error *error)
{
    struct event events[TIER_COUNT];
    size_t n = 0;
    for (enum tier tier = TIER_KEY; tier < TIER_COUNT; tier++)
        if (run->policy->resources[tier].owner_level)
            events[n++] = resources_set(batch, call, run, tier);
    return n > 0 ? event_log_append(batch->db, batch->arena, events, n, error) : 0;
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

static int by_customer(const void *left, const void *right)
{
    const struct tier_row *a = left, *b = right;
    return (a->customer.customer_id > b->customer.customer_id) - (a->customer.customer_id < b->customer.customer_id);
}

int snapshot_reproduce(struct batch *batch, struct tier_run *run, unsigned char digest[static RUN_DIGEST_SIZE],
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
    if (n > 0)
        qsort(rows, n, sizeof *rows, by_customer);
    for (size_t i = 0; i < n; i++) {
        rows[i].customer.runs_outside = rows[i].runs_before;
        rows[i].customer.override = known_override(run, overrides, override_count, rows[i].customer.customer_id);
    }
    struct tier_customer **ranked = customers_of(rows, n, batch->arena);
    if (tier_assign(run->policy, ranked, n, &summary, batch->arena, error) != 0)
        return -1;
    return pass_rows(batch, run, rows, n, false, digest, error);
}
