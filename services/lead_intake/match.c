#include "match.h"

/* --- thresholds; measured by tests/unit/match_quality_test.py on the half on which they were set --- */

/* From here on a person is asked. */
#define REVIEW_SCORE 450000
/* A name that only leaves out place and legal form is the same one when it tells as much as this (thousandths of a nat)
 * and no other customer's name could be meant. */
#define SAME_ESSENCE_WEIGHT 14000

void described_read(struct described *described, const char *key, const char *region_key, const char *uscc)
{
    described->key = key;
    described->uscc = uscc;
    organisation_name_read(key, &described->named.name);
    name_place_read(region_key, &described->named.region);
}

static bool codes_differ(const struct described *a, const struct described *b)
{
    return *a->uscc && *b->uscc && strcmp(a->uscc, b->uscc) != 0;
}

static bool codes_equal(const struct described *a, const struct described *b)
{
    return *a->uscc && strcmp(a->uscc, b->uscc) == 0;
}

static bool keys_equal(const struct described *a, const struct described *b)
{
    return strcmp(a->key, b->key) == 0;
}

static void conclude(struct match *match, enum match_verdict verdict, enum match_reason reason, size_t candidate)
{
    match->verdict = verdict;
    match->reason = reason;
    match->candidate = candidate;
    match->score = LIKENESS_MAX;
}

/* The code outweighs the name; that the name is another customer's is for a person to see. */
static bool decide_by_code(const struct described *query, const struct match_candidate *candidates, size_t count,
                           struct match *match)
{
    size_t owner = MATCH_NO_CANDIDATE;
    bool name_of_other = false;
    for (size_t i = 0; i < count && owner == MATCH_NO_CANDIDATE; i++) {
        if (codes_equal(query, &candidates[i].described))
            owner = i;
    }
    if (owner == MATCH_NO_CANDIDATE)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (keys_equal(query, &candidates[i].described) && !candidates[i].is_alias)
            name_of_other |= candidates[i].customer != candidates[owner].customer;
    }
    conclude(match, name_of_other ? MATCH_REVIEW : MATCH_SAME, MATCH_BY_USCC, owner);
    return true;
}

static bool place_contradicts(const struct described *a, const struct described *b)
{
    return !name_place_agree(&a->named.region, &b->named.region);
}

/* An equal name or alias. Of several customers who have it the region decides, else a person. */
static bool decide_by_name(const struct described *query, const struct match_candidate *candidates, size_t count,
                           bool aliases, struct match *match)
{
    size_t first = MATCH_NO_CANDIDATE, near = MATCH_NO_CANDIDATE;
    bool several = false, several_near = false;
    for (size_t i = 0; i < count; i++) {
        const struct match_candidate *candidate = &candidates[i];
        if (candidate->is_alias != aliases || !keys_equal(query, &candidate->described))
            continue;
        several |= first != MATCH_NO_CANDIDATE && candidates[first].customer != candidate->customer;
        first = first == MATCH_NO_CANDIDATE ? i : first;
        if (place_contradicts(query, &candidate->described))
            continue;
        several_near |= near != MATCH_NO_CANDIDATE && candidates[near].customer != candidate->customer;
        near = near == MATCH_NO_CANDIDATE ? i : near;
    }
    if (first == MATCH_NO_CANDIDATE)
        return false;
    size_t chosen = near == MATCH_NO_CANDIDATE ? first : near;
    bool open = several && (several_near || near == MATCH_NO_CANDIDATE);
    bool same = !open && !codes_differ(query, &candidates[chosen].described);
    conclude(match, same ? MATCH_SAME : MATCH_REVIEW, aliases ? MATCH_BY_ALIAS : MATCH_BY_NAME, chosen);
    return true;
}

/* Whether the names differ in no more than place and legal form, and nothing contradicts. */
static bool could_be_same(const struct described *query, const struct match_candidate *candidate,
                          const struct likeness *likeness)
{
    return likeness->same_essence && likeness->branch == EVIDENCE_SAME && likeness->place != EVIDENCE_DIFFERENT &&
           !codes_differ(query, &candidate->described) &&
           query->named.name.mark == candidate->described.named.name.mark;
}

struct contest {
    size_t best;
    struct likeness likeness; /* of the best */
    bool could_be_same;       /* the best */
    bool rival;               /* so could another customer */
    bool namesake;            /* another customer has the same core, in a place that does not contradict */
};

/* One that is not the best after all, or no better. */
static void add_rival(struct contest *contest, const struct likeness *likeness, bool could_be_same)
{
    contest->rival |= could_be_same;
    contest->namesake |= likeness->core == EVIDENCE_SAME && likeness->place != EVIDENCE_DIFFERENT;
}

static void contend(struct contest *contest, const struct described *query, const struct match_candidate *candidates,
                    size_t i, const struct name_weights *weights)
{
    struct likeness likeness;
    likeness_measure(&query->named, &candidates[i].described.named, weights, &likeness);
    bool could = could_be_same(query, &candidates[i], &likeness);
    bool first = contest->best == MATCH_NO_CANDIDATE;
    bool other = !first && candidates[contest->best].customer != candidates[i].customer;
    bool better = first || likeness.score > contest->likeness.score;
    if (other)
        add_rival(contest, better ? &contest->likeness : &likeness, better ? contest->could_be_same : could);
    if (!better)
        return;
    contest->best = i;
    contest->likeness = likeness;
    contest->could_be_same = could;
}

/* Without the same place a name must tell enough, and no namesake may be meant. */
static bool is_same(const struct contest *contest, const struct described *query, const struct name_weights *weights)
{
    if (!contest->could_be_same || contest->rival)
        return false;
    return contest->likeness.place == EVIDENCE_SAME ||
           (!contest->namesake && likeness_essence_weight(&query->named.name, weights) >= SAME_ESSENCE_WEIGHT);
}

static void decide_by_likeness(const struct described *query, const struct match_candidate *candidates, size_t count,
                               const struct name_weights *weights, struct match *match)
{
    struct contest contest = {.best = MATCH_NO_CANDIDATE};
    for (size_t i = 0; i < count; i++)
        contend(&contest, query, candidates, i, weights);
    if (contest.best == MATCH_NO_CANDIDATE)
        return;
    match->candidate = contest.best;
    match->likeness = contest.likeness;
    match->score = contest.likeness.score > 0 ? contest.likeness.score : 0;
    match->reason = MATCH_BY_LIKENESS;
    if (is_same(&contest, query, weights))
        match->verdict = MATCH_SAME;
    else if (match->score >= REVIEW_SCORE)
        match->verdict = MATCH_REVIEW;
}

void match_decide(const struct described *query, const struct match_candidate *candidates, size_t count,
                  const struct name_weights *weights, struct match *match)
{
    *match = (struct match){.candidate = MATCH_NO_CANDIDATE};
    if (!decide_by_code(query, candidates, count, match) && !decide_by_name(query, candidates, count, false, match) &&
        !decide_by_name(query, candidates, count, true, match))
        decide_by_likeness(query, candidates, count, weights, match);
}

const char *match_verdict_word(enum match_verdict verdict)
{
    static const char *const words[] = {[MATCH_NEW] = "new", [MATCH_REVIEW] = "review", [MATCH_SAME] = "same"};
    return words[verdict];
}

const char *match_reason_word(enum match_reason reason)
{
    static const char *const words[] = {"", "uscc", "name", "alias", "likeness"};
    return words[reason];
}
