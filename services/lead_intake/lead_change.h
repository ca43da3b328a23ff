/* What all methods that change a lead do alike: lock it, check who asks, take it on by its life cycle, write it back with its
 * entry in the history, tell it. */
#pragma once

#include "lead_cycle_store.h"
#include "rpc.h"

#define CHANGE_TEXT_MAX 2000 /* bytes of a reason or feedback */
#define CHANGE_NAME_MAX 200  /* bytes of an order number, a competitor, a contact */

struct lead_change {
    struct batch *batch;
    struct call *call;
    struct lead_row row; /* as it stands; changed by the method, then by its transition */
    struct lead_facts facts;
    struct lead_entry entry;
};

/* Locks the lead. Afterwards the call is refused when there is none that the caller may see, or when it lacks `role` there. */
int lead_change_begin(struct batch *batch, struct call *call, int64_t lead_id, enum role role, struct lead_change *change,
                      struct error *error);
/* For leads that the caller need not see: refused only when there is none. */
int lead_change_begin_unseen(struct batch *batch, struct call *call, int64_t lead_id, struct lead_change *change,
                             struct error *error);
/* Refuses the call when the lead is no longer as it was when the caller read `if_version`; "" is any. */
void lead_change_expect(struct lead_change *change, const char *if_version);
/* Takes the lead on by its life cycle; false: the call is refused. */
bool lead_change_apply(struct lead_change *change, enum lead_event event);
/* Writes lead and entry, tells the rating, and answers. */
int lead_change_end(struct lead_change *change, struct error *error);

/* Texts of a request: refused when longer than `max` bytes. Returns the text. */
const char *lead_change_read_text(struct lead_change *change, const char *text, const char *field, size_t max);
/* Refuses a lead of which the caller may know nothing. */
void lead_change_refuse_unknown(struct call *call, int64_t lead_id);
