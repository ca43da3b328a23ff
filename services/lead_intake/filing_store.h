/*
 * What the database knows of a filing before it is decided. The look-ups are parted by what they ask for, a statement each for the
 * whole batch: joined in one statement they cost four times as much, nearly all of it in the executor's nodes.
 */
#pragma once

#include "lead_store.h"

struct lead_knowledge {
    /* what the codes mean */
    const char *product_line; /* NULL: unknown product */
    int64_t person_id;        /* 0: none or unknown */
    bool industry_known;
    /* the customer, and who holds its opportunity */
    struct customer_knowledge customer;
    struct opportunity_holder holder;
    /* filed before */
    struct {
        int64_t lead_id; /* 0: this call is new */
        const uint8_t *request_hash;
        int64_t customer_id; /* 0: it went to review, whatever was decided since */
        int64_t protected_until;
        bool customer_was_new;
    } known;                    /* by the same call */
    int64_t referenced_lead_id; /* under the same reference of the dealer */
    bool referenced_in_review;
};

/* Codes and customers of n leads. */
int filing_store_look(struct db *db, struct arena *arena, const struct lead *leads, size_t n, struct lead_knowledge *knowledge,
                      struct error *error);
/* The holders, of those whose customer and product are known; of few leads they came with the customer. */
int filing_store_holders(struct db *db, struct arena *arena, size_t n, struct lead_knowledge *knowledge, struct error *error);
/* What was filed before by the same calls and under the same references. */
int filing_store_earlier(struct db *db, struct arena *arena, const struct lead *leads, size_t n, struct lead_knowledge *knowledge,
                         struct error *error);
