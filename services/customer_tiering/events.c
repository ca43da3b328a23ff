#include "events.h"

#include "base/parse.h"
#include "fact_store.h"
#include "remuda/event/v1/lead_events.pb-c.h"
#include "standing_store.h"
#include "wire/wire.h"

/* The facts of one batch of events; each list has room for all of them. */
struct facts {
    struct customer_fact *customers;
    size_t customer_count;
    struct lead_fact *leads;
    size_t lead_count;
    struct delivery_fact *deliveries;
    size_t delivery_count;
    struct merge_fact *merges;
    size_t merge_count;
};

typedef int event_read(struct facts *facts, const struct event *event, const ProtobufCMessage *message,
                       struct error *error);

/* As policies write it. */
static const char *business_type_word(Remuda__Lead__V1__BusinessType type)
{
    static const char *const words[] = {"", "government", "enterprise", "small_batch", "industry"};
    return (size_t)type < sizeof words / sizeof *words ? words[type] : "";
}

static int read_customer_registered(struct facts *facts, const struct event *event, const ProtobufCMessage *message,
                                    struct error *error)
{
    (void)event, (void)error;
    const Remuda__Event__V1__CustomerRegistered *registered = (const Remuda__Event__V1__CustomerRegistered *)message;
    facts->customers[facts->customer_count++] = (struct customer_fact){
        .customer_id = registered->customer_id,
        .name = registered->name,
        .region = registered->region,
        .industry = registered->industry_code,
        .business_type = business_type_word(registered->business_type),
    };
    return 0;
}

static int read_lead_filed(struct facts *facts, const struct event *event, const ProtobufCMessage *message,
                           struct error *error)
{
    (void)error;
    const Remuda__Event__V1__LeadFiled *filed = (const Remuda__Event__V1__LeadFiled *)message;
    facts->leads[facts->lead_count++] = (struct lead_fact){
        .customer_id = filed->customer_id,
        .lead_id = filed->lead_id,
        .quantity = filed->quantity,
        .is_held = true,
        .position = event->position,
    };
    return 0;
}

static int read_lead_advanced(struct facts *facts, const struct event *event, const ProtobufCMessage *message,
                              struct error *error)
{
    (void)error;
    const Remuda__Event__V1__LeadAdvanced *advanced = (const Remuda__Event__V1__LeadAdvanced *)message;
    facts->leads[facts->lead_count++] = (struct lead_fact){
        .customer_id = advanced->customer_id,
        .lead_id = advanced->lead_id,
        .stage = advanced->buying_stage,
        .is_held = true,
        .position = event->position,
    };
    return 0;
}

/* Who holds it does not matter here, only that it is held, and how many vehicles are wanted. */
static int read_lead_amended(struct facts *facts, const struct event *event, const ProtobufCMessage *message,
                             struct error *error)
{
    (void)error;
    const Remuda__Event__V1__LeadAmended *amended = (const Remuda__Event__V1__LeadAmended *)message;
    facts->leads[facts->lead_count++] = (struct lead_fact){
        .customer_id = amended->customer_id,
        .lead_id = amended->lead_id,
        .quantity = amended->quantity,
        .is_held = true,
        .position = event->position,
    };
    return 0;
}

static int read_lead_assigned(struct facts *facts, const struct event *event, const ProtobufCMessage *message,
                              struct error *error)
{
    (void)error;
    const Remuda__Event__V1__LeadAssigned *assigned = (const Remuda__Event__V1__LeadAssigned *)message;
    facts->leads[facts->lead_count++] = (struct lead_fact){.customer_id = assigned->customer_id,
                                                           .lead_id = assigned->lead_id,
                                                           .is_held = true,
                                                           .position = event->position};
    return 0;
}

static int read_lead_claimed(struct facts *facts, const struct event *event, const ProtobufCMessage *message,
                             struct error *error)
{
    (void)error;
    const Remuda__Event__V1__LeadClaimed *claimed = (const Remuda__Event__V1__LeadClaimed *)message;
    facts->leads[facts->lead_count++] = (struct lead_fact){
        .customer_id = claimed->customer_id, .lead_id = claimed->lead_id, .is_held = true, .position = event->position};
    return 0;
}

static int read_lead_closed(struct facts *facts, const struct event *event, const ProtobufCMessage *message,
                            struct error *error)
{
    (void)error;
    const Remuda__Event__V1__LeadClosed *closed = (const Remuda__Event__V1__LeadClosed *)message;
    facts->leads[facts->lead_count++] =
        (struct lead_fact){.customer_id = closed->customer_id, .lead_id = closed->lead_id, .position = event->position};
    return 0;
}

static int read_lead_released(struct facts *facts, const struct event *event, const ProtobufCMessage *message,
                              struct error *error)
{
    (void)error;
    const Remuda__Event__V1__LeadReleased *released = (const Remuda__Event__V1__LeadReleased *)message;
    facts->leads[facts->lead_count++] = (struct lead_fact){
        .customer_id = released->customer_id,
        .lead_id = released->lead_id,
        .position = event->position,
    };
    return 0;
}

static int read_delivery_reported(struct facts *facts, const struct event *event, const ProtobufCMessage *message,
                                  struct error *error)
{
    (void)event;
    const Remuda__Event__V1__DeliveryReported *reported = (const Remuda__Event__V1__DeliveryReported *)message;
    struct delivery_fact fact = {
        .customer_id = reported->customer_id,
        .delivery_id = reported->delivery_id,
        .lead_id = reported->lead_id,
        .price_fen = reported->price_fen,
    };
    if (parse_day(reported->delivered_on, "delivered_on", &fact.delivered_on, error))
        return -1;
    facts->deliveries[facts->delivery_count++] = fact;
    return 0;
}

static int read_delivery_cancelled(struct facts *facts, const struct event *event, const ProtobufCMessage *message,
                                   struct error *error)
{
    (void)event;
    const Remuda__Event__V1__DeliveryCancelled *cancelled = (const Remuda__Event__V1__DeliveryCancelled *)message;
    struct delivery_fact fact = {
        .customer_id = cancelled->customer_id,
        .delivery_id = cancelled->delivery_id,
        .price_fen = cancelled->price_fen,
        .is_cancelled = true,
    };
    if (parse_day(cancelled->delivered_on, "delivered_on", &fact.delivered_on, error))
        return -1;
    facts->deliveries[facts->delivery_count++] = fact;
    return 0;
}

static int read_delivery_returned(struct facts *facts, const struct event *event, const ProtobufCMessage *message,
                                  struct error *error)
{
    (void)event;
    const Remuda__Event__V1__DeliveryReturned *returned = (const Remuda__Event__V1__DeliveryReturned *)message;
    struct delivery_fact fact = {
        .customer_id = returned->customer_id,
        .delivery_id = returned->delivery_id,
        .price_fen = returned->price_fen,
        .is_returned = true,
    };
    if (parse_day(returned->delivered_on, "delivered_on", &fact.delivered_on, error) ||
        parse_day(returned->returned_on, "returned_on", &fact.returned_on, error))
        return -1;
    facts->deliveries[facts->delivery_count++] = fact;
    return 0;
}

static int read_customers_merged(struct facts *facts, const struct event *event, const ProtobufCMessage *message,
                                 struct error *error)
{
    (void)error;
    const Remuda__Event__V1__CustomersMerged *merged = (const Remuda__Event__V1__CustomersMerged *)message;
    facts->merges[facts->merge_count++] = (struct merge_fact){
        .customer_id = merged->customer_id, .survivor_id = merged->survivor_id, .position = event->position};
    return 0;
}

static int read_customers_unmerged(struct facts *facts, const struct event *event, const ProtobufCMessage *message,
                                   struct error *error)
{
    (void)error;
    const Remuda__Event__V1__CustomersUnmerged *unmerged = (const Remuda__Event__V1__CustomersUnmerged *)message;
    facts->merges[facts->merge_count++] =
        (struct merge_fact){.customer_id = unmerged->customer_id, .position = event->position};
    return 0;
}

static const struct {
    const ProtobufCMessageDescriptor *descriptor;
    event_read *read;
} consumed[] = {
    {&remuda__event__v1__customer_registered__descriptor, read_customer_registered},
    {&remuda__event__v1__lead_filed__descriptor, read_lead_filed},
    {&remuda__event__v1__lead_advanced__descriptor, read_lead_advanced},
    {&remuda__event__v1__lead_amended__descriptor, read_lead_amended},
    {&remuda__event__v1__lead_assigned__descriptor, read_lead_assigned},
    {&remuda__event__v1__lead_claimed__descriptor, read_lead_claimed},
    {&remuda__event__v1__lead_closed__descriptor, read_lead_closed},
    {&remuda__event__v1__lead_released__descriptor, read_lead_released},
    {&remuda__event__v1__delivery_reported__descriptor, read_delivery_reported},
    {&remuda__event__v1__delivery_cancelled__descriptor, read_delivery_cancelled},
    {&remuda__event__v1__delivery_returned__descriptor, read_delivery_returned},
    {&remuda__event__v1__customers_merged__descriptor, read_customers_merged},
    {&remuda__event__v1__customers_unmerged__descriptor, read_customers_unmerged},
};

static int read_event(struct facts *facts, struct arena *arena, const struct event *event, struct error *error)
{
    for (size_t i = 0; i < sizeof(consumed) / sizeof(consumed[0]); i++) {
        if (strcmp(event->type, consumed[i].descriptor->name) != 0)
            continue;
        const ProtobufCMessage *message =
            wire_unpack(consumed[i].descriptor, event->payload.data, event->payload.size, arena, error);
        return message ? consumed[i].read(facts, event, message, error) : -1;
    }
    return 0;
}

/* Who is to be valued anew: those that were told of, and those whose facts count for another one now. */
static const int64_t *customers_told_of(const struct facts *facts, const int64_t *moved, size_t moved_count,
                                        struct arena *arena, size_t *n)
{
    size_t room = facts->customer_count + facts->lead_count + facts->delivery_count + moved_count;
    int64_t *customer_ids = ARENA_ARRAY(arena, int64_t, room);
    *n = 0;
    for (size_t i = 0; i < facts->customer_count; i++)
        customer_ids[(*n)++] = facts->customers[i].customer_id;
    for (size_t i = 0; i < facts->lead_count; i++)
        customer_ids[(*n)++] = facts->leads[i].customer_id;
    for (size_t i = 0; i < facts->delivery_count; i++)
        customer_ids[(*n)++] = facts->deliveries[i].customer_id;
    for (size_t i = 0; i < moved_count; i++)
        customer_ids[(*n)++] = moved[i];
    return customer_ids;
}

static int store_facts(struct db *db, struct arena *arena, const struct facts *facts, struct error *error)
{
    int64_t *moved = NULL;
    size_t moved_count, n;
    if (standing_lock(db, arena, facts->merge_count > 0, error) ||
        fact_store_put_customers(db, arena, facts->customers, facts->customer_count, error) ||
        fact_store_put_leads(db, arena, facts->leads, facts->lead_count, error) ||
        fact_store_put_merges(db, arena, facts->merges, facts->merge_count, &moved, &moved_count, error) ||
        fact_store_put_deliveries(db, arena, facts->deliveries, facts->delivery_count, error))
        return -1;
    const int64_t *customer_ids = customers_told_of(facts, moved, moved_count, arena, &n);
    return standing_revalue(db, arena, customer_ids, n, error);
}

int tiering_apply_events(struct db *db, struct arena *arena, const struct event *events, size_t n, void *context,
                         struct error *error)
{
    (void)context;
    struct facts facts = {
        .customers = ARENA_ARRAY(arena, struct customer_fact, n),
        .leads = ARENA_ARRAY(arena, struct lead_fact, n),
        .deliveries = ARENA_ARRAY(arena, struct delivery_fact, n),
        .merges = ARENA_ARRAY(arena, struct merge_fact, n),
    };
    for (size_t i = 0; i < n; i++)
        if (read_event(&facts, arena, &events[i], error))
            return -1;
    return store_facts(db, arena, &facts, error);
}

int tiering_apply_event(struct db *db, struct arena *arena, const struct event *event, void *context,
                        struct error *error)
{
    return tiering_apply_events(db, arena, event, 1, context, error);
}
