#include "events.h"

#include "customer_store.h"
#include "policy_store.h"
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

static int read_resources(const struct event *event, struct arena *arena, struct tier_protection *protection, struct error *error)
{
    const Remuda__Event__V1__TierResourcesSet *set = (const Remuda__Event__V1__TierResourcesSet *)wire_unpack(
        &remuda__event__v1__tier_resources_set__descriptor, event->payload.data, event->payload.size, arena, error);
    if (!set)
        return -1;
    *protection = (struct tier_protection){.tier = set->tier, .days = set->protection_days, .position = event->position};
    return 0;
}

int lead_intake_apply_events(struct db *db, struct arena *arena, const struct event *events, size_t n, void *context,
                             struct error *error)
{
    struct customer_tier *tiers = ARENA_ARRAY(arena, struct customer_tier, n);
    struct tier_protection *protections = ARENA_ARRAY(arena, struct tier_protection, n);
    size_t count = 0, protection_count = 0;
    (void)context;
    for (size_t i = 0; i < n; i++) {
        const char *type = events[i].type;
        int failed = 0;
        if (strcmp(type, remuda__event__v1__tier_assigned__descriptor.name) == 0)
            failed = read_tier(&events[i], arena, &tiers[count++], error);
        else if (strcmp(type, remuda__event__v1__tier_resources_set__descriptor.name) == 0)
            failed = read_resources(&events[i], arena, &protections[protection_count++], error);
        if (failed)
            return -1;
    }
    if (policy_store_put_tier_days(db, arena, protections, protection_count, error) != 0)
        return -1;
    return customer_store_put_tiers(db, arena, tiers, count, error);
}

int lead_intake_apply_event(struct db *db, struct arena *arena, const struct event *event, void *context, struct error *error)
{
    return lead_intake_apply_events(db, arena, event, 1, context, error);
}
