/*
 * Who a customer is: a description as a dealer typed it, brought to its normal form, and the decision which customer it means.
 * Pure: no database, no clock.
 */
#pragma once

#include "base/arena.h"
#include "findings.h"

#include <stdint.h>

#define CUSTOMER_NAME_MIN 2 /* characters */
#define CUSTOMER_NAME_MAX 120
#define CUSTOMER_TEXT_MAX 200 /* bytes of region and contact name */

/* As given. Texts may be empty, never NULL. */
struct customer_text {
    const char *name, *uscc, *region, *industry_code, *contact_name, *contact_phone;
};

/* In normal form; texts live in the arena. "" where nothing was given. */
struct customer_draft {
    const char *name;
    const char *name_key; /* what names are compared by */
    const char *uscc;
    const char *region, *industry_code, *contact_name;
    const char *contact_phone; /* +86... */
    uint64_t learnt; /* see newcomers.h */
};

/* Reads a description; findings name fields below "customer", as all requests have it. A USCC that fails a check digit, and a phone number that
 * is none, only warn: such codes were really issued, and a lead is worth more than its phone number. */
void customer_read(const struct customer_text *text, struct arena *arena, struct customer_draft *draft,
                   struct findings *findings);

/* What is known of a description: customer ids, 0 for none. */
struct customer_evidence {
    int64_t by_uscc;
    int64_t by_name;
    int64_t by_alias;
    int64_t by_likeness;      /* asked for where all of these tell nobody */
    bool likeness_in_doubt;   /* alike, but it may be another */
    int64_t by_decision;      /* a person said so of the same name and USCC when they contradicted each other, or were in doubt */
    bool name_has_other_uscc; /* the customer of that name has a USCC, and it is not the one given */
};

enum customer_identity {
    CUSTOMER_NEW,
    CUSTOMER_SAME,
    CUSTOMER_REVIEW /* the evidence contradicts itself or is not enough: a person decides */
};

/* `*customer_id`: the customer (SAME), the likeliest one (REVIEW), or 0. A decision outweighs the USCC, that the name, the name
 * an alias, the alias likeness. */
enum customer_identity customer_identify(const struct customer_evidence *evidence, int64_t *customer_id);

/* One customer that a description may mean, and why. */
struct customer_candidate {
    int64_t customer_id;
    bool same_uscc, same_name, other_uscc /* the same or a like name under another code */, same_alias;
    bool like_name;
    struct customer_likeness {
        int32_t score; /* 0 .. 1,000,000 */
        bool same_core, same_place, other_place, other_branch, same_phone;
    } likeness; /* where like_name */
};
#define CUSTOMER_CANDIDATES_MAX 6

/* All customers that the evidence names, the likeliest first, each once. Returns how many. */
size_t customer_candidates(const struct customer_evidence *evidence, struct customer_candidate candidates[static CUSTOMER_CANDIDATES_MAX]);
/* The candidate of the customer, behind the `*count` others if it is none of them yet. NULL when there are as many as there may be. */
struct customer_candidate *customer_candidate_of(struct customer_candidate candidates[static CUSTOMER_CANDIDATES_MAX], size_t *count,
                                                 int64_t customer_id);
