#include "events.h"

#include "base/parse.h"
#include "credit_store.h"
#include "remuda/event/v1/lead_events.pb-c.h"
#include "remuda/event/v1/target_events.pb-c.h"
#include "remuda/event/v1/tiering_events.pb-c.h"
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
    struct lead_standing *standings;
    size_t standing_count;
    struct customer_tier *tiers;
    size_t tier_count;
    struct customer_merge *merges;
    size_t merge_count;
    struct unit_target *targets;
    size_t target_count;
    struct evaluation *evaluations;
    size_t evaluation_count;
};

typedef int event_read(struct credits *credits, const struct event *event, const ProtobufCMessage *message,
                       struct error *error);

static void add_standing(struct credits *credits, const struct event *event, int64_t lead_id,
                         const Remuda__Lead__V1__LeadQuality *quality, int64_t outcome)
{
    credits->standings[credits->standing_count++] =
        (struct lead_standing){lead_id, event->position, quality ? quality->score : -1, outcome};
}

/* What became of it; 0: a state that says nothing of that. */
static int64_t outcome_of(Remuda__Lead__V1__LeadState state)
{
    switch (state) {
    case REMUDA__LEAD__V1__LEAD_STATE__WON:
        return 3;
    case REMUDA__LEAD__V1__LEAD_STATE__LOST:
        return 4;
    case REMUDA__LEAD__V1__LEAD_STATE__INVALID:
        return 5;
    default:
        return 0;
    }
}

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
    if (filed->quality)
        add_standing(credits, event, filed->lead_id, filed->quality, 0);
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
        .customer_id = reported->customer_id,
    };
    if (parse_day(reported->delivered_on, "delivered_on", &credit.delivered_on, error))
        return -1;
    credits->deliveries[credits->delivery_count++] = credit;
    return 0;
}

static int read_delivery_cancelled(struct credits *credits, const struct event *event, const ProtobufCMessage *message,
                                   struct error *error)
{
    const Remuda__Event__V1__DeliveryCancelled *cancelled = (const Remuda__Event__V1__DeliveryCancelled *)message;
    struct delivery_credit credit = {
        .delivery_id = cancelled->delivery_id,
        .person_id = cancelled->person_id,
        .dealer_unit_id = cancelled->dealer_unit_id,
        .product_code = arena_strdup(credits->arena, cancelled->product_code),
        .business_type = cancelled->business_type,
        .price_fen = cancelled->price_fen,
        .customer_id = cancelled->customer_id,
        .ended_position = event->position,
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
    if (shared->n_parts > CREDIT_SHARES_MAX)
        return error_set(error, STATUS_INVALID_ARGUMENT, "parts", "%zu parts of one lead: at most %d",
                         "一条信息有 %zu 份：最多 %d 份", shared->n_parts, CREDIT_SHARES_MAX);
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
    const Remuda__Event__V1__DeliveryReturned *returned = (const Remuda__Event__V1__DeliveryReturned *)message;
    struct delivery_credit credit = {
        .delivery_id = returned->delivery_id,
        .person_id = returned->person_id,
        .dealer_unit_id = returned->dealer_unit_id,
        .product_code = arena_strdup(credits->arena, returned->product_code),
        .business_type = returned->business_type,
        .price_fen = returned->price_fen,
        .customer_id = returned->customer_id,
        .ended_position = event->position,
        .is_cancelled = true,
    };
    if (parse_day(returned->delivered_on, "delivered_on", &credit.delivered_on, error) ||
        parse_day(returned->returned_on, "returned_on", &credit.cancelled_on, error))
        return -1;
    credits->deliveries[credits->delivery_count++] = credit;
    return 0;
}

/* A claim that is no lead of its own is no lead that counts. */
static int read_lead_rated(struct credits *credits, const struct event *event, const ProtobufCMessage *message,
                           struct error *error)
{
    (void)error;
    const Remuda__Event__V1__LeadRated *rated = (const Remuda__Event__V1__LeadRated *)message;
    if (rated->lead_id)
        add_standing(credits, event, rated->lead_id, rated->quality, outcome_of(rated->state));
    return 0;
}

static int read_lead_advanced(struct credits *credits, const struct event *event, const ProtobufCMessage *message,
                              struct error *error)
{
    (void)error;
    add_standing(credits, event, ((const Remuda__Event__V1__LeadAdvanced *)message)->lead_id, NULL, 2);
    return 0;
}

static int read_lead_closed(struct credits *credits, const struct event *event, const ProtobufCMessage *message,
                            struct error *error)
{
    (void)error;
    const Remuda__Event__V1__LeadClosed *closed = (const Remuda__Event__V1__LeadClosed *)message;
    add_standing(credits, event, closed->lead_id, NULL, outcome_of(closed->outcome));
    return 0;
}

static int read_tier_assigned(struct credits *credits, const struct event *event, const ProtobufCMessage *message,
                              struct error *error)
{
    (void)error;
    const Remuda__Event__V1__TierAssigned *assigned = (const Remuda__Event__V1__TierAssigned *)message;
    credits->tiers[credits->tier_count++] = (struct customer_tier){
        assigned->customer_id, event->position, day_of_instant(event->occurred_at), assigned->tier, assigned->run_id};
    return 0;
}

static int read_customers_merged(struct credits *credits, const struct event *event, const ProtobufCMessage *message,
                                 struct error *error)
{
    (void)error;
    const Remuda__Event__V1__CustomersMerged *merged = (const Remuda__Event__V1__CustomersMerged *)message;
    credits->merges[credits->merge_count++] =
        (struct customer_merge){merged->customer_id, event->position, merged->survivor_id};
    return 0;
}

static int read_customers_unmerged(struct credits *credits, const struct event *event, const ProtobufCMessage *message,
                                   struct error *error)
{
    (void)error;
    const Remuda__Event__V1__CustomersUnmerged *unmerged = (const Remuda__Event__V1__CustomersUnmerged *)message;
    credits->merges[credits->merge_count++] = (struct customer_merge){unmerged->customer_id, event->position, 0};
    return 0;
}

static int read_target_issued(struct credits *credits, const struct event *event, const ProtobufCMessage *message,
                              struct error *error)
{
    (void)error;
    const Remuda__Event__V1__TargetIssued *issued = (const Remuda__Event__V1__TargetIssued *)message;
    credits->targets[credits->target_count++] = (struct unit_target){
        issued->unit_id, month_first_day(issued->year, issued->month), issued->units, event->position};
    return 0;
}

static int read_quarter_evaluated(struct credits *credits, const struct event *event, const ProtobufCMessage *message,
                                  struct error *error)
{
    (void)error;
    const Remuda__Event__V1__QuarterEvaluated *evaluated = (const Remuda__Event__V1__QuarterEvaluated *)message;
    credits->evaluations[credits->evaluation_count++] = (struct evaluation){
        evaluated->unit_id,        evaluated->person_id,   month_first_day(evaluated->year, 3 * evaluated->quarter - 2),
        evaluated->attainment_ppm, evaluated->quality_ppm, event->position};
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
    {&remuda__event__v1__lead_rated__descriptor, read_lead_rated},
    {&remuda__event__v1__lead_advanced__descriptor, read_lead_advanced},
    {&remuda__event__v1__lead_closed__descriptor, read_lead_closed},
    {&remuda__event__v1__tier_assigned__descriptor, read_tier_assigned},
    {&remuda__event__v1__customers_merged__descriptor, read_customers_merged},
    {&remuda__event__v1__customers_unmerged__descriptor, read_customers_unmerged},
    {&remuda__event__v1__target_issued__descriptor, read_target_issued},
    {&remuda__event__v1__quarter_evaluated__descriptor, read_quarter_evaluated},
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
        .standings = ARENA_ARRAY(arena, struct lead_standing, n),
        .tiers = ARENA_ARRAY(arena, struct customer_tier, n),
        .merges = ARENA_ARRAY(arena, struct customer_merge, n),
        .targets = ARENA_ARRAY(arena, struct unit_target, n),
        .evaluations = ARENA_ARRAY(arena, struct evaluation, n),
    };
    for (size_t i = 0; i < n; i++)
        if (read_event(&credits, &events[i], error))
            return -1;
    if (credit_store_add_deliveries(db, arena, credits.deliveries, credits.delivery_count, error) ||
        credit_store_add_shares(db, arena, credits.shares, credits.share_count, error) ||
        credit_store_add_leads(db, arena, credits.leads, credits.lead_count, error) ||
        credit_store_add_standings(db, arena, credits.standings, credits.standing_count, error) ||
        credit_store_add_tiers(db, arena, credits.tiers, credits.tier_count, error) ||
        credit_store_add_merges(db, arena, credits.merges, credits.merge_count, error) ||
        credit_store_add_targets(db, arena, credits.targets, credits.target_count, error))
        return -1;
    return credit_store_add_evaluations(db, arena, credits.evaluations, credits.evaluation_count, error);
}

int incentive_apply_event(struct db *db, struct arena *arena, const struct event *event, void *context,
                          struct error *error)
{
    return incentive_apply_events(db, arena, event, 1, context, error);
}
