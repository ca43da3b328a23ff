#include "rpc_hold.h"

#include "lead_cycle_store.h"
#include "remuda/event/v1/lead_events.pb-c.h"
#include "rpc_quality.h"

int rpc_find_end(struct batch *batch, const struct lead *lead, int64_t *protected_until, struct error *error)
{
    struct protection_customer customer;
    if (lead_cycle_store_customer(batch->db, batch->arena, lead->customer_id, &customer, error) != 0)
        return -1;
    *protected_until = protection_until(rpc_policy(batch), &customer, lead->business_type, lead->product_line, batch->now_ms);
    return 0;
}

void rpc_emit_filed(struct batch *batch, const struct call *call, const struct lead *lead, int64_t lead_id,
                    Remuda__Lead__V1__LeadQuality *quality)
{
    Remuda__Event__V1__LeadFiled event = REMUDA__EVENT__V1__LEAD_FILED__INIT;
    event.lead_id = lead_id;
    event.customer_id = lead->customer_id;
    event.dealer_unit_id = lead->dealer_unit_id;
    /* protobuf-c's strings are not const; packing only reads them. */
    event.product_code = (char *)(uintptr_t)lead->product_code;
    event.product_line = (char *)(uintptr_t)lead->product_line;
    event.quantity = (int32_t)lead->quantity;
    event.business_type = (Remuda__Lead__V1__BusinessType)lead->business_type;
    event.source = (Remuda__Lead__V1__LeadSource)lead->source;
    event.person_id = lead->person_id;
    event.protected_until_unix_ms = lead->protected_until;
    event.quality = quality;
    batch_emit(batch, call, lead->customer_id, &event.base);
}

void rpc_emit_released(struct batch *batch, const struct call *call, int64_t lead_id, int64_t customer_id, const char *reason)
{
    Remuda__Event__V1__LeadReleased event = REMUDA__EVENT__V1__LEAD_RELEASED__INIT;
    event.lead_id = lead_id;
    event.customer_id = customer_id;
    event.reason = (char *)(uintptr_t)reason;
    batch_emit(batch, call, customer_id, &event.base);
}

static void emit_shared(struct batch *batch, const struct call *call, const struct hold *hold, const struct sharing *sharing)
{
    Remuda__Event__V1__LeadShared event = REMUDA__EVENT__V1__LEAD_SHARED__INIT;
    Remuda__Event__V1__LeadCredit credits[CREDIT_PARTS_MAX], *pointers[CREDIT_PARTS_MAX];
    event.conflict_id = sharing->conflict_id;
    event.withdrawn = sharing->is_withdrawn;
    event.customer_id = hold->lead.customer_id;
    event.lead_id = hold->lead_id;
    for (size_t i = 0; i < sharing->part_count; i++) {
        remuda__event__v1__lead_credit__init(&credits[i]);
        credits[i].unit_id = sharing->parts[i].unit_id;
        credits[i].credit_ppm = sharing->parts[i].credit_ppm;
        credits[i].person_id = sharing->parts[i].person_id;
        pointers[i] = &credits[i];
    }
    event.parts = pointers;
    event.n_parts = sharing->part_count;
    batch_emit(batch, call, event.customer_id, &event.base);
}

int rpc_tell_sharing(struct batch *batch, const struct call *call, const struct hold *hold, struct sharing *sharing, struct error *error)
{
    int64_t conflict_id;
    if (hold_store_parts(batch->db, batch->arena, hold->lead_id, sharing->parts, &sharing->part_count, &conflict_id, error) != 0)
        return -1;
    if (sharing->part_count == 0 && !sharing->conflict_id)
        return 0; /* nobody ever shared it */
    if (sharing->part_count == 0)
        sharing->parts[sharing->part_count++] = (struct credit_part){hold->lead.dealer_unit_id, WHOLE_PPM, hold->lead.person_id};
    else if (!sharing->is_withdrawn) /* else it is the withdrawn one that is told of, with what stands without it */
        sharing->conflict_id = conflict_id;
    emit_shared(batch, call, hold, sharing);
    return 0;
}

static int end_expired(struct batch *batch, struct hold *holder, struct error *error)
{
    if (!holder->lead_id || holder->lead.protected_until > batch->now_ms)
        return 0;
    if (hold_store_end(batch->db, batch->arena, holder, 0, error) != 0)
        return -1;
    int64_t lead_id = holder->lead_id;
    bool was_held = holder->state == LEAD_HELD; /* else it was told when it came to the pool */
    if (was_held)
        rpc_emit_released(batch, NULL, lead_id, holder->lead.customer_id, "protection_expired");
    *holder = (struct hold){0};
    return was_held ? rpc_tell_ratings(batch, NULL, &lead_id, 1, error) : 0;
}

int rpc_open_conflict(struct batch *batch, const struct hold *holder, const struct hold *claim, int64_t *conflict_id, struct error *error)
{
    const struct claim claimed = {
        .lead = claim->lead,
        .lead_id = holder->lead_id,
        .holder_unit_id = holder->lead.dealer_unit_id,
        .claim_lead_id = claim->lead_id,
        .claimed_at = claim->filed_at,
    };
    if (conflict_store_add(batch->db, batch->arena, &claimed, 1, conflict_id, error) != 0)
        return -1;
    return *conflict_id ? 0 : conflict_store_of_claim(batch->db, batch->arena, &claimed, conflict_id, error);
}

int rpc_place_lead(struct batch *batch, const struct call *call, const struct hold *hold, struct placed *placed, struct error *error)
{
    const struct lead *lead = &hold->lead;
    *placed = (struct placed){0};
    if (hold_store_holder(batch->db, batch->arena, lead->customer_id, lead->product_line, &placed->holder, error) != 0 ||
        end_expired(batch, &placed->holder, error) != 0)
        return -1;
    if (placed->holder.lead_id) {
        if (hold_store_end(batch->db, batch->arena, hold, placed->holder.lead.customer_id, error) != 0)
            return -1;
        if (placed->holder.lead.dealer_unit_id == lead->dealer_unit_id)
            return 0;
        return rpc_open_conflict(batch, &placed->holder, hold, &placed->conflict_id, error);
    }
    placed->holder = *hold;
    placed->is_held = true;
    if (rpc_find_end(batch, lead, &placed->holder.lead.protected_until, error) != 0 ||
        hold_store_begin(batch->db, batch->arena, &placed->holder, error) != 0)
        return -1;
    rpc_emit_filed(batch, call, &placed->holder.lead, hold->lead_id, NULL);
    return 0;
}
