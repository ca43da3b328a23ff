/*
 * Customers that this replica is registering at this moment: no recogniser knows them before their transaction has
 * committed, and a second spelling, in the same batch or in another worker's, would become a customer of its own. In:
 * descriptions of whom nobody is alike yet, before they are registered. Out: which of them are alike one that came a
 * moment earlier. Any thread. No database.
 */
#pragma once

#include "recogniser.h"

struct newcomers;

struct newcomers *newcomers_create(struct recogniser *recogniser);
void newcomers_destroy(struct newcomers *newcomers);

/* What a newcomer is to those that came before it. */
struct newcomer_claim {
    enum match_verdict verdict; /* MATCH_NEW: it is the first of its kind */
    bool is_own;                /* the one it is alike is of the same batch: drafts[place] */
    size_t place;
};

/* How many batches the recogniser has learnt so far. Noted in customer_draft.learnt before the recogniser is asked about it: those it knew. */
uint64_t newcomers_learnings(struct newcomers *newcomers);

/* Claims the names of n descriptions for `owner`, who registers one batch at a time; what it claimed before is
 * forgotten, for it is run again. Equal names are none of this one's business: constraints prove them unique. */
void newcomers_claim(struct newcomers *newcomers, const void *owner, const struct customer_draft *drafts, size_t n,
                     int64_t now_ms, struct newcomer_claim *claims);
/* The batch has committed and the recogniser knows its customers. Those who asked it before still meet the claims. One
 * that has failed and never comes back is forgotten after some seconds. */
void newcomers_learnt(struct newcomers *newcomers, const void *owner);
