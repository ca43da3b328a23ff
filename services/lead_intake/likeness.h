/*
 * How well one organisation's name can stand for another: 平安银行 for 平安银行股份有限公司, 金陵女大 for 金陵女子大学.
 * The shorter of the two is laid along the longer, in order: what it has and the other lacks costs much, what it leaves
 * out costs little; rare characters count more than common ones, the core more than the trade, the trade more than the
 * legal form. In: names as organisation_name reads them, regions. Out: a score and the evidence for it. Pure.
 */
#pragma once

#include "name_weights.h"

#define LIKENESS_MAX 1000000

/* A name with the place that its owner is known to be in, which may be empty. */
struct named {
    struct organisation_name name;
    struct name_place region;
};

enum likeness_evidence {
    EVIDENCE_MISSING, /* one of the two tells nothing, or neither does */
    EVIDENCE_SAME,
    EVIDENCE_PARTLY,
    EVIDENCE_DIFFERENT
};

struct likeness {
    int32_t score;                 /* at most LIKENESS_MAX; below 0 when more speaks against than for */
    enum likeness_evidence core;   /* never EVIDENCE_MISSING */
    enum likeness_evidence place;  /* in the names; where a name has none, its region */
    enum likeness_evidence branch; /* SAME when neither is a branch */
    bool same_essence;             /* core, trade and kind are the same characters: only place and legal form differ */
    bool both_full;                /* neither is a short name */
};

void likeness_measure(const struct named *a, const struct named *b, const struct name_weights *weights,
                      struct likeness *likeness);

/* Whether the cores are the same characters, or all that names no place and no legal form: what is seen without measuring. */
bool likeness_same_core(const struct organisation_name *a, const struct organisation_name *b);

/* What the characters that name no place and no legal form weigh: how much there is to recognise. */
int32_t likeness_essence_weight(const struct organisation_name *name, const struct name_weights *weights);

/* What the place, the trade and the characters of the core tell that two names of one place and trade share: the more, the fewer others
 * share it by chance. */
int32_t likeness_shared_weight(const struct organisation_name *a, const struct organisation_name *b, const struct name_weights *weights);
