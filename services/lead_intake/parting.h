/*
 * What becomes of a lead that gave way to one of another customer, when the merge of the two is undone. Pure.
 *
 * What the merge and its conflicts took is given back as it was. What people or time did since stands: the lead went on from there.
 */
#pragma once

#include "lead_fsm.h"

struct parting_facts {
    enum lead_state before; /* it first gave way */
    enum lead_state now;
    bool gave_way_again; /* later, to one of a customer that is one with its own still */
    bool changed_since;  /* by anything but giving way and being given back */
    bool extended_since;
    bool end_moved;      /* its protection ends at another instant than before */
};

enum parting {
    PARTING_KEEP,          /* it is where it belongs */
    PARTING_WAIT,          /* what it was comes back when those part too */
    PARTING_RESTORE,       /* what it was, if nobody else holds its opportunity by now */
    PARTING_HOLD,          /* the same for one that was in review: held from now on */
    PARTING_END_AS_BEFORE, /* a decision gave it back with a new end of protection: the former end */
    PARTING_CHANGED        /* it has a later history of its own */
};

enum parting parting_of(const struct parting_facts *facts);
