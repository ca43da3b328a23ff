/* What filings and decisions have in common: placing a lead against whoever holds the opportunity, and the events of it. */
#pragma once

#include "conflict_store.h"
#include "hold_store.h"
#include "rpc.h"

/* Until when a lead of lead->customer_id is protected that is held from now on. */
int rpc_find_end(struct batch *batch, const struct lead *lead, int64_t *protected_until, struct error *error);

/* Told whenever a lead becomes the holder of its opportunity. `quality`: of a filing just made; NULL when its rating is told after. */
void rpc_emit_filed(struct batch *batch, const struct call *call, const struct lead *lead, int64_t lead_id,
                    Remuda__Lead__V1__LeadQuality *quality);
/* Told whenever a lead ceases to be the holder. */
void rpc_emit_released(struct batch *batch, const struct call *call, int64_t lead_id, int64_t customer_id, const char *reason);

/* To whom a lead is credited. */
struct sharing {
    int64_t conflict_id; /* by whose decision */
    bool is_withdrawn;   /* that conflict has lost its ground */
    struct credit_part parts[CREDIT_PARTS_MAX];
    size_t part_count;
};
/* Told whenever it changes to whom a lead is credited: reads the parts that are stored; none: its holder alone (told only when a
 * conflict is named). */
int rpc_tell_sharing(struct batch *batch, const struct call *call, const struct hold *hold, struct sharing *sharing, struct error *error);

/* What became of a lead that was to be held. */
struct placed {
    bool is_held;
    struct hold holder;  /* the lead itself, or the one that stands against it */
    int64_t conflict_id; /* another dealer's stands against it */
};

/* Opens the conflict of a lead that is set aside with the one that holds; the conflict there already is, if any. */
int rpc_open_conflict(struct batch *batch, const struct hold *holder, const struct hold *claim, int64_t *conflict_id, struct error *error);

/* Holds the lead for hold->lead.customer_id if that is free (a hold whose protection is over is ended); else puts it aside, and
 * opens a conflict when another dealer holds. */
int rpc_place_lead(struct batch *batch, const struct call *call, const struct hold *hold, struct placed *placed, struct error *error);
