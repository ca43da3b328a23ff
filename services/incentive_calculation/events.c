#include "events.h"

#include "base/parse.h"
#include "credit_store.h"
#include "remuda/event/v1/lead_events.pb-c.h"
#include "wire/wire.h"

/* The credits of one batch of events, gathered to be stored by one statement each. */
struct credits {
    struct arena *arena;
    struct delivery_credit *deliveries;
    size_t delivery_count;
    struct lead_credit *leads;
    size_t lead_count;
    struct lead_share *shares;
    size_t share_count;
};

typedef int event_read(struct credits *credits, const struct event *event, const ProtobufCMessage *message,
                       struct error *error);

static int read_lead_filed(struct credits *credits, const struct event *event, const ProtobufCMessage *message,
                           struct error *error)
{
    (void)error;
    const Remuda__Event__V1__LeadFiled *filed = (const Remuda__Event__V1__LeadFiled *)message;
    credits->leads[credits->lead_count++] = (struct lead_credit){
        .lead_id = filed->lead_id,
        .person_id = filed->person_id,
        .dealer_unit_id = filed->dealer_unit_id,
        .filed_on = day_of_instant(event->occurred_at),
    };
    return 0;
}

static int read_delivery_reported(struct credits *credits, const struct event *event, const ProtobufCMessage *message,
                                  struct error *error)
{
    const Remuda__Event__V1__DeliveryReported *reported = (const Remuda__Event__V1__DeliveryReported *)message;
    struct delivery_credit credit = {
        .delivery_id = reported->delivery_id,
        .lead_id = reported->lead_id,
        .position = event->position,
        .person_id = reported->person_id,
        .dealer_unit_id = reported->dealer_unit_id,
        .product_code = arena_strdup(credits->arena, reported->product_code),
        .business_type = reported->business_type,
        .price_fen = reported->price_fen,
    };
    if (parse_day(reported->delivered_on, "delivered_on", &credit.delivered_on, error))
        return -1;
    credits->deliveries[credits->delivery_count++] = credit;
    return 0;
}

static int read_delivery_cancelled(struct credits *credits, const struct event *event, const ProtobufCMessage *message,
                                   struct error *error)
{
    (void)event;
    const Remuda__Event__V1__DeliveryCancelled *cancelled = (const Remuda__Event__V1__DeliveryCancelled *)message;
    struct delivery_credit credit = {
        .delivery_id = cancelled->delivery_id,
        .person_id = cancelled->person_id,
        .dealer_unit_id = cancelled->dealer_unit_id,
        .product_code = arena_strdup(credits->arena, cancelled->product_code),
        .business_type = cancelled->business_type,
        .price_fen = cancelled->price_fen,
        .is_cancelled = true,
    };
    if (parse_day(cancelled->delivered_on, "delivered_on", &credit.delivered_on, error) ||
        parse_day(cancelled->cancelled_on, "cancelled_on", &credit.cancelled_on, error))
        return -1;
    credits->deliveries[credits->delivery_count++] = credit;
    return 0;
}

static int read_lead_shared(struct credits *credits, const struct event *event, const ProtobufCMessage *message,
                            struct error *error)
{
    const Remuda__Event__V1__LeadShared *shared = (const Remuda__Event__V1__LeadShared *)message;
    struct lead_share share = {
        .lead_id = shared->lead_id,
        .position = event->position,
        .conflict_id = shared->conflict_id,
        .is_withdrawn = shared->withdrawn,
    };
    if (shared->n_parts > CREDIT_PARTS_MAX)
        return error_set(error, STATUS_INVALID_ARGUMENT, "parts", "%zu parts of one lead: at most %d", "一条信息有 %zu 份：最多 %d 份",
                         shared->n_parts, CREDIT_PARTS_MAX);
    for (size_t i = 0; i < shared->n_parts; i++) {
        share.unit_ids[i] = shared->parts[i]->unit_id;
        share.person_ids[i] = shared->parts[i]->person_id;
        share.ppm[i] = shared->parts[i]->credit_ppm;
    }
    share.part_count = shared->n_parts;
    credits->shares[credits->share_count++] = share;
    return 0;
}

/* One that leaves its holder is shared with nobody any more. */
static int end_sharing(struct credits *credits, const struct event *event, int64_t lead_id)
{
    credits->shares[credits->share_count++] = (struct lead_share){.lead_id = lead_id, .position = event->position};
    return 0;
}

static int read_lead_released(struct credits *credits, const struct event *event, const ProtobufCMessage *message,
                              struct error *error)
{
    (void)error;
    return end_sharing(credits, event, ((const Remuda__Event__V1__LeadReleased *)message)->lead_id);
}

static int read_lead_assigned(struct credits *credits, const struct event *event, const ProtobufCMessage *message,
                              struct error *error)
{
    (void)error;
    return end_sharing(credits, event, ((const Remuda__Event__V1__LeadAssigned *)message)->lead_id);
}

/* For pay a vehicle that came back is one that was cancelled on that day. */
static int read_delivery_returned(struct credits *credits, const struct event *event, const ProtobufCMessage *message,
                                  struct error *error)
{
    (void)event;
    const Remuda__Event__V1__DeliveryReturned *returned = (const Remuda__Event__V1__DeliveryReturned *)message;
    struct delivery_credit credit = {
        .delivery_id = returned->delivery_id,
        .person_id = returned->person_id,
        .dealer_unit_id = returned->dealer_unit_id,
        .product_code = arena_strdup(credits->arena, returned->product_code),
        .business_type = returned->business_type,
        .price_fen = returned->price_fen,
        .is_cancelled = true,
    };
    if (parse_day(returned->delivered_on, "delivered_on", &credit.delivered_on, error) ||
        parse_day(returned->returned_on, "returned_on", &credit.cancelled_on, error))
        return -1;
    credits->deliveries[credits->delivery_count++] = credit;
    return 0;
}

static const struct {
    const ProtobufCMessageDescriptor *descriptor;
    event_read *read;
} consumed[] = {
    {&remuda__event__v1__lead_filed__descriptor, read_lead_filed},
    {&remuda__event__v1__delivery_reported__descriptor, read_delivery_reported},
    {&remuda__event__v1__delivery_cancelled__descriptor, read_delivery_cancelled},
    {&remuda__event__v1__lead_shared__descriptor, read_lead_shared},
    {&remuda__event__v1__lead_released__descriptor, read_lead_released},
    {&remuda__event__v1__lead_assigned__descriptor, read_lead_assigned},
    {&remuda__event__v1__delivery_returned__descriptor, read_delivery_returned},
};

static int read_event(struct credits *credits, const struct event *event, struct error *error)
{
    for (size_t i = 0; i < sizeof(consumed) / sizeof(consumed[0]); i++) {
        if (strcmp(event->type, consumed[i].descriptor->name) != 0)
            continue;
        const ProtobufCMessage *message =
            wire_unpack(consumed[i].descriptor, event->payload.data, event->payload.size, credits->arena, error);
        return message ? consumed[i].read(credits, event, message, error) : -1;
    }
    return 0;
}

int incentive_apply_events(struct db *db, struct arena *arena, const struct event *events, size_t n, void *context,
                           struct error *error)
{
    (void)context;
    struct credits credits = {
        .arena = arena,
        .deliveries = ARENA_ARRAY(arena, struct delivery_credit, n),
        .leads = ARENA_ARRAY(arena, struct lead_credit, n),
        .shares = ARENA_ARRAY(arena, struct lead_share, n),
    };
    for (size_t i = 0; i < n; i++)
        if (read_event(&credits, &events[i], error))
            return -1;
    if (credit_store_add_deliveries(db, arena, credits.deliveries, credits.delivery_count, error) ||
        credit_store_add_shares(db, arena, credits.shares, credits.share_count, error))
        return -1;
    return credit_store_add_leads(db, arena, credits.leads, credits.lead_count, error);
}

int incentive_apply_event(struct db *db, struct arena *arena, const struct event *event, void *context,
                          struct error *error)
{
    return incentive_apply_events(db, arena, event, 1, context, error);
}
