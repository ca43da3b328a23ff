/*
 * Conflicts (撞单): who decides one, what a decision does to the hold, how its life goes on. Pure.
 */
#pragma once

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Numbers as in the contract and in the tables. */
enum conflict_state { CONFLICT_OPEN = 1, CONFLICT_DECIDED = 2, CONFLICT_APPEALED = 3, CONFLICT_CLOSED = 4 };
enum conflict_outcome { CONFLICT_REJECTED = 1, CONFLICT_TRANSFERRED = 2, CONFLICT_SHARED = 3 };
enum conflict_event { CONFLICT_DECIDE, CONFLICT_APPEAL };

/* The state after the event; -1 STATUS_FAILED_PRECONDITION when the state does not allow it. */
int conflict_next(enum conflict_state state, enum conflict_event event, enum conflict_state *next, struct error *error);

/* A unit and those above it, up to headquarters. */
#define UNIT_PATH_MAX 8
struct unit_path {
    size_t count;
    int64_t unit_ids[UNIT_PATH_MAX];
};

/*
 * Whose manager decides: the lowest unit above both dealers (their area, else their region, else headquarters); after an appeal
 * the one above that. 0: the two have nothing in common (a unit that is closed today).
 */
int64_t conflict_decider(const struct unit_path *holder, const struct unit_path *claimant, enum conflict_state state);

/* What becomes of the hold. `claim_holds`: an earlier decision of this conflict gave it to the claimant. */
enum conflict_move { CONFLICT_KEEP, CONFLICT_TO_CLAIMANT, CONFLICT_BACK_TO_HOLDER };
enum conflict_move conflict_move(enum conflict_outcome outcome, bool claim_holds);

#define WHOLE_PPM 1000000
struct credit_part {
    int64_t unit_id;
    int64_t credit_ppm;
    int64_t person_id; /* when read: who filed for that dealer; 0: nobody */
};
#define CREDIT_PARTS_MAX 8

/* Both dealers are among the parts, each unit once, each more than nothing, together 1,000,000. */
int conflict_check_parts(const struct credit_part *parts, size_t n, int64_t holder_unit_id, int64_t claimant_unit_id, struct error *error);
