#include "rpc_quality.h"

#define TEXT_MAX 2000 /* bytes of one reason's findings */

typedef Remuda__Lead__V1__LeadQuality Quality;
typedef Remuda__Lead__V1__QualityReason Reason;

static Quality *brief(const struct lead_quality *quality, int64_t policy_version, struct arena *arena)
{
    Quality *message = ARENA_NEW(arena, Quality);
    remuda__lead__v1__lead_quality__init(message);
    message->score = (int32_t)quality->score;
    message->is_overlapping = quality->is_overlapping;
    message->is_invalid = quality->is_invalid;
    message->policy_version = policy_version;
    return message;
}

static Reason *reason_message(const struct lead_quality_reason *reason, struct arena *arena)
{
    Reason *message = ARENA_NEW(arena, Reason);
    remuda__lead__v1__quality_reason__init(message);
    message->aspect = (Remuda__Lead__V1__QualityAspect)reason->aspect;
    message->points = (int32_t)reason->points;
    message->out_of = (int32_t)reason->out_of;
    message->number = (int32_t)reason->number;
    message->findings = ARENA_ARRAY(arena, Remuda__Lead__V1__QualityFinding, reason->finding_count);
    for (size_t i = 0; i < reason->finding_count; i++)
        message->findings[message->n_findings++] = (Remuda__Lead__V1__QualityFinding)reason->findings[i];
    return message;
}

static Quality *full(const struct lead_quality *quality, int64_t policy_version, struct arena *arena)
{
    Quality *message = brief(quality, policy_version, arena);
    message->reasons = ARENA_ARRAY(arena, Reason *, quality->reason_count);
    for (size_t i = 0; i < quality->reason_count; i++)
        message->reasons[message->n_reasons++] = reason_message(&quality->reasons[i], arena);
    return message;
}

Quality *rpc_quality(const struct protection_policy *policy, const struct lead_quality_facts *facts, struct arena *arena)
{
    struct lead_quality quality;
    lead_quality_rate(&policy->quality, facts, &quality);
    return full(&quality, policy->version, arena);
}

Quality *rpc_quality_brief(const struct protection_policy *policy, const struct lead_quality_facts *facts, struct arena *arena)
{
    struct lead_quality quality;
    lead_quality_rate(&policy->quality, facts, &quality);
    return brief(&quality, policy->version, arena);
}

Quality *rpc_quality_told(const struct protection_policy *policy, const struct lead_quality_facts *facts, enum locale locale,
                          struct arena *arena)
{
    struct lead_quality quality;
    lead_quality_rate(&policy->quality, facts, &quality);
    Quality *message = full(&quality, policy->version, arena);
    for (size_t i = 0; i < quality.reason_count; i++) {
        struct buffer text = BUFFER(TEXT_MAX);
        lead_quality_describe(&quality.reasons[i], locale, &text);
        message->reasons[i]->text = arena_strdup(arena, text.length ? text.data : "");
        buffer_release(&text);
    }
    return message;
}

Remuda__Event__V1__LeadRated *rpc_lead_rated(const struct protection_policy *policy, const struct rated_lead *lead, struct arena *arena)
{
    Remuda__Event__V1__LeadRated *event = ARENA_NEW(arena, Remuda__Event__V1__LeadRated);
    remuda__event__v1__lead_rated__init(event);
    event->lead_id = lead->lead_id;
    event->conflict_id = lead->conflict_id;
    event->customer_id = lead->customer_id;
    event->dealer_unit_id = lead->dealer_unit_id;
    event->person_id = lead->person_id;
    event->state = (Remuda__Lead__V1__LeadState)lead->state;
    event->filed_at_unix_ms = lead->facts.filed_at;
    event->quality = rpc_quality(policy, &lead->facts, arena);
    return event;
}

int rpc_tell_ratings(struct batch *batch, const struct call *call, const int64_t *lead_ids, size_t n, struct error *error)
{
    const struct protection_policy *policy = rpc_policy(batch);
    struct rated_lead *leads = ARENA_ARRAY(batch->arena, struct rated_lead, n);
    size_t count;
    if (n == 0)
        return 0;
    if (quality_store_find(batch->db, batch->arena, lead_ids, n, batch->now_ms, leads, &count, error) != 0)
        return -1;
    for (size_t i = 0; i < count; i++)
        if (leads[i].customer_id)
            batch_emit(batch, call, leads[i].customer_id, &rpc_lead_rated(policy, &leads[i], batch->arena)->base);
    return 0;
}

struct rated_lead rpc_rated_claim(const struct conflict *conflict, int64_t now)
{
    const struct lead *lead = &conflict->claim.lead;
    struct rated_lead rated = {
        .conflict_id = conflict->conflict_id,
        .customer_id = lead->customer_id,
        .dealer_unit_id = lead->dealer_unit_id,
        .person_id = lead->person_id,
        .facts = quality_facts_of_filing(lead, conflict->claim.claimed_at, now),
    };
    rated.facts.is_overlapping = conflict->outcome != CONFLICT_TRANSFERRED && conflict->outcome != CONFLICT_SHARED;
    return rated;
}

void rpc_tell_rating_of_claim(struct batch *batch, const struct call *call, const struct rated_lead *claim)
{
    batch_emit(batch, call, claim->customer_id, &rpc_lead_rated(rpc_policy(batch), claim, batch->arena)->base);
}
