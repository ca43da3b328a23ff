#include "snapshot.h"

#include "remuda/event/v1/tiering_events.pb-c.h"
#include "wire/wire.h"

static struct event tier_assigned(const struct batch *batch, const struct call *call, struct arena *page,
                                  int64_t run_id, const struct tier_move *move)
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
static int tell_moves(struct batch *batch, const struct call *call, struct arena *page, int64_t run_id,
                      const struct tier_move *moves, size_t n, struct error *error)
{
    if (n == 0)
        return 0;
    struct event *events = ARENA_ARRAY(page, struct event, n);
    for (size_t i = 0; i < n; i++)
        events[i] = tier_assigned(batch, call, page, run_id, &moves[i]);
    return event_log_append(batch->db, page, events, n, error);
}

static int write_pages(struct batch *batch, const struct call *call, struct arena *page, int64_t run_id,
                       int64_t previous_run_id, const struct unit_customer *customers, size_t n, int64_t *moved,
                       struct error *error)
{
    struct tier_move *moves = ARENA_ARRAY(batch->arena, struct tier_move, TIER_PAGE);
    *moved = 0;
    for (size_t first = 0; first < n; first += TIER_PAGE) {
        size_t count = n - first < TIER_PAGE ? n - first : TIER_PAGE, move_count;
        if (tier_store_add_assignments(batch->db, page, run_id, previous_run_id, customers + first, count, moves,
                                       &move_count, error) ||
            tell_moves(batch, call, page, run_id, moves, move_count, error))
            return -1;
        *moved += (int64_t)move_count;
        arena_reset(page);
    }
    return 0;
}

int snapshot_write(struct batch *batch, const struct call *call, struct tier_run *run,
                   const struct unit_customer *customers, size_t n, const struct unit_summary *summary, int64_t *moved,
                   struct error *error)
{
    int64_t previous_run_id;
    if (tier_store_latest_run(batch->db, &previous_run_id, error) ||
        tier_store_add_run(batch->db, batch->arena, run, call->principal->principal_id, batch->now_ms, error) ||
        tier_store_add_summary(batch->db, batch->arena, run->run_id, summary, error))
        return -1;
    struct arena page = {0};
    int result = write_pages(batch, call, &page, run->run_id, previous_run_id, customers, n, moved, error);
    arena_release(&page);
    return result;
}
