/*
 * Which of the known customers a description means: the verdict by code, name, alias and, failing these, likeness.
 * Pure.
 */
#pragma once

#include "likeness.h"

/* A description, or one name of a customer. Texts are in normal form, "" where nothing is known, and outlive it. */
struct described {
    const char *key;  /* name_key */
    const char *uscc; /* unified social credit code */
    uint64_t phone;   /* of the contact: its digits, 0 unknown */
    struct named named;
};

struct match_candidate {
    uint64_t customer;
    bool is_alias; /* another name of the customer */
    struct described described;
};

enum match_verdict { MATCH_NEW, MATCH_REVIEW, MATCH_SAME };
enum match_reason { MATCH_BY_NOTHING, MATCH_BY_USCC, MATCH_BY_NAME, MATCH_BY_ALIAS, MATCH_BY_LIKENESS };

#define MATCH_NO_CANDIDATE SIZE_MAX

struct match {
    enum match_verdict verdict;
    enum match_reason reason;
    size_t candidate; /* the likeliest, whatever the verdict; MATCH_NO_CANDIDATE when nothing speaks for any */
    int32_t score;    /* 0 .. LIKENESS_MAX; of a code or an equal name LIKENESS_MAX */
    struct likeness likeness;
    bool same_phone, other_uscc; /* of the candidate, by likeness */
};

/* Reads `key` and `region_key` (name_key of a region, "" unknown). */
void described_read(struct described *described, const char *key, const char *region_key, const char *uscc);

/*
 * Candidates in the order in which equals are preferred. An equal phone number is no identity, for agents share theirs: it
 * lets a short name mean whom it could mean anyway, and makes a little likeness worth a person's look. Another code speaks
 * as much against as another place.
 */
void match_decide(const struct described *query, const struct match_candidate *candidates, size_t count,
                  const struct name_weights *weights, struct match *match);

#define MATCH_ALIKE_MAX 3

/* The customers that a person should see beside the query, the likest first, each once. Returns how many. */
size_t match_alike(const struct described *query, const struct match_candidate *candidates, size_t count,
                   const struct name_weights *weights, struct match alike[static MATCH_ALIKE_MAX]);

const char *match_verdict_word(enum match_verdict verdict); /* "new", "review", "same" */
const char *match_reason_word(enum match_reason reason);    /* "", "uscc", "name", "alias", "likeness" */
