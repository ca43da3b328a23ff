#include "events.h"

#include "customer_store.h"
#include "remuda/event/v1/tiering_events.pb-c.h"
#include "wire/wire.h"

#include <string.h>

static int read_tier(const struct event *event, struct arena *arena, struct customer_tier *tier, struct error *error)
{
    const Remuda__Event__V1__TierAssigned *assigned = (const Remuda__Event__V1__TierAssigned *)wire_unpack(
        &remuda__event__v1__tier_assigned__descriptor, event->payload.data, event->payload.size, arena, error);
    if (!assigned)
        return -1;
    *tier = (struct customer_tier){.customer_id = assigned->customer_id, .tier = assigned->tier, .run_id = assigned->run_id};
    return 0;
}

int lead_intake_apply_events(struct db *db, struct arena *arena, const struct event *events, size_t n, void *context,
                             struct error *error)
{
    struct customer_tier *tiers = ARENA_ARRAY(arena, struct customer_tier, n);
    size_t count = 0;
    (void)context;
    for (size_t i = 0; i < n; i++)
        if (strcmp(events[i].type, remuda__event__v1__tier_assigned__descriptor.name) == 0 && read_tier(&events[i], arena, &tiers[count++], error) != 0)
            return -1;
    return customer_store_put_tiers(db, arena, tiers, count, error);
}

int lead_intake_apply_event(struct db *db, struct arena *arena, const struct event *event, void *context, struct error *error)
{
    return lead_intake_apply_events(db, arena, event, 1, context, error);
}
