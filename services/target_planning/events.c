#include "events.h"

#include "actual_store.h"
#include "base/parse.h"
#include "remuda/event/v1/lead_events.pb-c.h"
#include "wire/wire.h"

typedef int event_read(const ProtobufCMessage *message, struct delivery_fact *fact, struct error *error);

static int read_delivery_reported(const ProtobufCMessage *message, struct delivery_fact *fact, struct error *error)
{
    const Remuda__Event__V1__DeliveryReported *reported = (const Remuda__Event__V1__DeliveryReported *)message;
    *fact = (struct delivery_fact){
        .delivery_id = reported->delivery_id,
        .dealer_id = reported->dealer_unit_id,
        .product_code = reported->product_code,
        .person_id = reported->person_id,
        .business_type = reported->business_type,
    };
    return parse_day(reported->delivered_on, "delivered_on", &fact->delivered_on, error);
}

static int read_delivery_cancelled(const ProtobufCMessage *message, struct delivery_fact *fact, struct error *error)
{
    const Remuda__Event__V1__DeliveryCancelled *cancelled = (const Remuda__Event__V1__DeliveryCancelled *)message;
    *fact = (struct delivery_fact){
        .delivery_id = cancelled->delivery_id,
        .dealer_id = cancelled->dealer_unit_id,
        .product_code = cancelled->product_code,
        .person_id = cancelled->person_id,
        .business_type = cancelled->business_type,
        .is_cancelled = true,
    };
    return parse_day(cancelled->delivered_on, "delivered_on", &fact->delivered_on, error);
}

static int read_delivery_returned(const ProtobufCMessage *message, struct delivery_fact *fact, struct error *error)
{
    const Remuda__Event__V1__DeliveryReturned *returned = (const Remuda__Event__V1__DeliveryReturned *)message;
    *fact = (struct delivery_fact){
        .delivery_id = returned->delivery_id,
        .dealer_id = returned->dealer_unit_id,
        .product_code = returned->product_code,
        .person_id = returned->person_id,
        .business_type = returned->business_type,
        .is_returned = true,
    };
    if (parse_day(returned->delivered_on, "delivered_on", &fact->delivered_on, error))
        return -1;
    return parse_day(returned->returned_on, "returned_on", &fact->returned_on, error);
}

static const struct {
    const ProtobufCMessageDescriptor *descriptor;
    event_read *read;
} consumed[] = {
    {&remuda__event__v1__delivery_reported__descriptor, read_delivery_reported},
    {&remuda__event__v1__delivery_cancelled__descriptor, read_delivery_cancelled},
    {&remuda__event__v1__delivery_returned__descriptor, read_delivery_returned},
};

/* Adds a fact when the event is one that concerns this service. */
static int read_event(const struct event *event, struct arena *arena, struct delivery_fact *facts, size_t *n,
                      struct error *error)
{
    for (size_t i = 0; i < sizeof(consumed) / sizeof(consumed[0]); i++) {
        if (strcmp(event->type, consumed[i].descriptor->name) != 0)
            continue;
        const ProtobufCMessage *message =
            wire_unpack(consumed[i].descriptor, event->payload.data, event->payload.size, arena, error);
        return message ? consumed[i].read(message, &facts[(*n)++], error) : -1;
    }
    return 0;
}

int planning_apply_events(struct db *db, struct arena *arena, const struct event *events, size_t n, void *context,
                          struct error *error)
{
    (void)context;
    struct delivery_fact *facts = ARENA_ARRAY(arena, struct delivery_fact, n);
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        if (read_event(&events[i], arena, facts, &count, error))
            return -1;
    return actual_store_put(db, arena, facts, count, error);
}

int planning_apply_event(struct db *db, struct arena *arena, const struct event *event, void *context,
                         struct error *error)
{
    return planning_apply_events(db, arena, event, 1, context, error);
}
