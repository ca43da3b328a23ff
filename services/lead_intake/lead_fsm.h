/*
 * The life cycle of a lead as a transition table: from, event, guards, to, action. Pure: the time is an argument.
 * README.md's diagram is printed from the same table; a test compares them.
 */
#pragma once

#include "base/buffer.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Numbers as in the contract and in the column lead.state. */
enum lead_state {
    LEAD_NOT_FILED = 0,
    LEAD_IN_REVIEW = 1, /* nobody holds it: a person decides which customer it is */
    LEAD_HELD = 2,
    LEAD_WON = 3,
    LEAD_LOST = 4,
    LEAD_RELEASED = 5, /* another lead stands for its opportunity: there is nothing left to claim */
    LEAD_INVALID = 6,
    LEAD_IN_POOL = 7, /* without a holder, free to claim */
    LEAD_STATE_COUNT
};

enum lead_event {
    LEAD_EVENT_FILE,
    LEAD_EVENT_RECOGNISE, /* the customer of a lead in review is known */
    LEAD_EVENT_AMEND,
    LEAD_EVENT_ADVANCE,
    LEAD_EVENT_EXTEND,
    LEAD_EVENT_ASSIGN,
    LEAD_EVENT_CLAIM,
    LEAD_EVENT_RELEASE,
    LEAD_EVENT_EXPIRE,
    LEAD_EVENT_SUPERSEDE, /* another dealer files what nobody holds any more */
    LEAD_EVENT_SET_ASIDE, /* another lead holds, or is to hold, its opportunity: by a decision of a review or a conflict */
    LEAD_EVENT_RESTORE,   /* a decision gives it the opportunity (again) */
    LEAD_EVENT_WIN,
    LEAD_EVENT_LOSE,
    LEAD_EVENT_INVALIDATE,
    LEAD_EVENT_COUNT
};

/* What a transition changes of a lead. Instants are unix ms; 0: not yet. */
struct lead_hold {
    enum lead_state state;
    int64_t dealer_unit_id;  /* the holder; in the pool the former one */
    int64_t protected_until; /* in the pool since then */
    int64_t held_since;      /* when the holder got it */
    int64_t progress_at;     /* the last advance or feedback */
    int64_t extended_at;     /* the last extension, or the beginning of a hold that was taken over */
    int64_t closed_at;
};

/* What guards and actions look at; what an event does not need stays 0. */
struct lead_facts {
    int64_t now;
    bool customer_known;
    int64_t dealer_unit_id; /* RECOGNISE, ASSIGN, CLAIM: who is to hold it */
    int64_t until;          /* the same and EXTEND: the end of its protection */
    bool reason_given;      /* RELEASE, LOSE, INVALIDATE, ASSIGN */
    bool order_given;       /* WIN */
    bool same_pool;         /* CLAIM: the dealer may take from the lead's pool */
    int64_t claimable_from; /* CLAIM: entries are new until then */
    int64_t cool_down_until; /* CLAIM: for its former holder */
    int64_t claims_today, claims_a_day; /* CLAIM: of this person */
};

struct lead_guard {
    const char *name; /* as the diagram says it */
    bool (*holds)(const struct lead_hold *hold, const struct lead_facts *facts);
    const char *field, *en, *zh; /* the refusal */
};

#define LEAD_GUARDS_MAX 4

struct lead_transition {
    enum lead_state from;
    enum lead_event event;
    const struct lead_guard *guards[LEAD_GUARDS_MAX]; /* all of them */
    enum lead_state to;
    void (*action)(struct lead_hold *hold, const struct lead_facts *facts); /* NULL: only the state changes */
    const char *comment;
};

extern const struct lead_transition lead_transitions[];
extern const size_t lead_transition_count;

const char *lead_state_name(enum lead_state state); /* "in_pool" */
const char *lead_event_name(enum lead_event event);

/* Takes the lead on. -1: STATUS_FAILED_PRECONDITION when its state does not know the event, or what the guard that does not
 * hold says; then the hold is as it was. */
int lead_fsm_apply(struct lead_hold *hold, enum lead_event event, const struct lead_facts *facts, struct error *error);

/* The table as a Mermaid state diagram. */
void lead_fsm_print(struct buffer *out);
