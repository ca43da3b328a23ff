#include "match.h"

#include "name_variant.h"

/* --- thresholds; measured by tests/unit/match_quality_test.py on the half on which they were set --- */

/* From here on a person is asked; where code, place or branch contradict, only when the rest is alike all the more. */
#define REVIEW_SCORE 350000
#define REVIEW_SCORE_CONTRADICTED 450000
/* From here on when the phone number is the same. */
#define REVIEW_SCORE_SAME_PHONE 250000
/* A name that only leaves out place and legal form is the same one when it tells as much as this (thousandths of a nat)
 * and no other customer's name could be meant. */
#define SAME_ESSENCE_WEIGHT 14000
/* Whoever is so like cannot be surpassed by a name of another core. */
#define CLEAR_SCORE 950000
/* Thousandths: left of the score when the codes are different ones. */
#define SHARE_OTHER_CODE 440

void described_read(struct described *described, const char *key, const char *region_key, const char *uscc)
{
    described->key = key;
    described->uscc = uscc;
    described->phone = 0;
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

/* One candidate beside the query. */
struct comparison {
    size_t candidate;
    struct likeness likeness;
    bool could_be_same;
    bool can_be_variant; /* of one name */
    bool same_phone, other_uscc;
};

/* A slip in a short core makes another organisation's name as often as not. It comes to a person where place and trade are the same, and what
 * the two share is so rare that hardly another customer has it by chance. */
static bool is_slip(const struct described *query, const struct described *described, const struct likeness *likeness,
                    const struct name_weights *weights)
{
    const struct organisation_name *name = &query->named.name, *other = &described->named.name;
    return likeness->both_full && (likeness->place == EVIDENCE_SAME || likeness->place == EVIDENCE_MISSING) && name_slip_possible(name, other) &&
           likeness_shared_weight(name, other, weights) >= weights->rare;
}

static void compare(const struct described *query, const struct match_candidate *candidates, size_t i,
                    const struct name_weights *weights, struct comparison *comparison)
{
    const struct described *described = &candidates[i].described;
    struct likeness *likeness = &comparison->likeness;
    comparison->candidate = i;
    likeness_measure(&query->named, &described->named, weights, likeness);
    comparison->could_be_same = could_be_same(query, &candidates[i], likeness);
    comparison->can_be_variant =
        likeness->same_essence || name_variant_possible(&query->named.name, &described->named.name) ||
        is_slip(query, described, likeness, weights);
    comparison->same_phone = query->phone != 0 && query->phone == described->phone;
    comparison->other_uscc = codes_differ(query, described);
    bool only_code_differs = likeness->same_essence && likeness->place != EVIDENCE_DIFFERENT;
    if (comparison->other_uscc && !only_code_differs && likeness->score > 0)
        likeness->score = (int32_t)((int64_t)likeness->score * SHARE_OTHER_CODE / 1000);
}

static bool is_worth_a_look(const struct comparison *comparison)
{
    const struct likeness *likeness = &comparison->likeness;
    bool is_contradicted =
        comparison->other_uscc || likeness->place == EVIDENCE_DIFFERENT || likeness->branch == EVIDENCE_DIFFERENT;
    if (comparison->same_phone && !comparison->other_uscc)
        return likeness->score >= REVIEW_SCORE_SAME_PHONE;
    return comparison->can_be_variant && likeness->score >= (is_contradicted ? REVIEW_SCORE_CONTRADICTED : REVIEW_SCORE);
}

/* A short name that could mean this customer, and the phone number says that it does. Two companies of one agent have full
 * names that differ. */
static bool is_meant_by_phone(const struct comparison *comparison)
{
    const struct likeness *likeness = &comparison->likeness;
    return comparison->same_phone && !comparison->other_uscc && likeness->score >= REVIEW_SCORE &&
           likeness->place != EVIDENCE_DIFFERENT && likeness->branch != EVIDENCE_DIFFERENT &&
           (likeness->same_essence || !likeness->both_full);
}

struct contest {
    struct comparison best;
    bool rival;    /* another customer could be the same, too */
    bool namesake; /* another customer has the same core, in a place that does not contradict */
    struct comparison by_phone;
    bool phone_rival; /* the phone number speaks for two customers */
};

/* One that is not the best after all, or no better. */
static void add_rival(struct contest *contest, const struct comparison *comparison)
{
    const struct likeness *likeness = &comparison->likeness;
    contest->rival |= comparison->could_be_same;
    contest->namesake |= likeness->core == EVIDENCE_SAME && likeness->place != EVIDENCE_DIFFERENT;
}

static bool is_other(const struct match_candidate *candidates, const struct comparison *a, const struct comparison *b)
{
    return a->candidate != MATCH_NO_CANDIDATE && candidates[a->candidate].customer != candidates[b->candidate].customer;
}

static void contend_by_phone(struct contest *contest, const struct match_candidate *candidates,
                             const struct comparison *comparison)
{
    if (!is_meant_by_phone(comparison))
        return;
    contest->phone_rival |= is_other(candidates, &contest->by_phone, comparison);
    if (contest->by_phone.candidate == MATCH_NO_CANDIDATE ||
        comparison->likeness.score > contest->by_phone.likeness.score)
        contest->by_phone = *comparison;
}

static void contend(struct contest *contest, const struct match_candidate *candidates,
                    const struct comparison *comparison)
{
    bool first = contest->best.candidate == MATCH_NO_CANDIDATE;
    bool better = first || comparison->likeness.score > contest->best.likeness.score;
    if (is_other(candidates, &contest->best, comparison))
        add_rival(contest, better ? &contest->best : comparison);
    if (better)
        contest->best = *comparison;
    contend_by_phone(contest, candidates, comparison);
}

/* Measuring takes most of the time of a verdict, and most candidates share no more than place and trade. */
static bool is_out_of_contest(const struct contest *contest, const struct described *query,
                              const struct match_candidate *candidate)
{
    bool clear = contest->best.candidate != MATCH_NO_CANDIDATE && contest->best.could_be_same &&
                 contest->best.likeness.score >= CLEAR_SCORE;
    return clear && !likeness_same_core(&query->named.name, &candidate->described.named.name) &&
           (query->phone == 0 || query->phone != candidate->described.phone);
}

/* Without the same place a name must tell enough, and no namesake may be meant. */
static bool is_same(const struct contest *contest, const struct described *query, const struct name_weights *weights)
{
    if (!contest->best.could_be_same || contest->rival)
        return false;
    return contest->best.likeness.place == EVIDENCE_SAME ||
           (!contest->namesake && likeness_essence_weight(&query->named.name, weights) >= SAME_ESSENCE_WEIGHT);
}

static void conclude_by_likeness(struct match *match, enum match_verdict verdict, const struct comparison *comparison)
{
    match->verdict = verdict;
    match->reason = MATCH_BY_LIKENESS;
    match->candidate = comparison->candidate;
    match->likeness = comparison->likeness;
    match->score = comparison->likeness.score > 0 ? comparison->likeness.score : 0;
    match->same_phone = comparison->same_phone;
    match->other_uscc = comparison->other_uscc;
}

static void decide_by_likeness(const struct described *query, const struct match_candidate *candidates, size_t count,
                               const struct name_weights *weights, struct match *match)
{
    struct contest contest = {.best.candidate = MATCH_NO_CANDIDATE, .by_phone.candidate = MATCH_NO_CANDIDATE};
    struct comparison comparison;
    for (size_t i = 0; i < count; i++) {
        if (is_out_of_contest(&contest, query, &candidates[i]))
            continue;
        compare(query, candidates, i, weights, &comparison);
        contend(&contest, candidates, &comparison);
    }
    if (contest.best.candidate == MATCH_NO_CANDIDATE)
        return;
    if (is_same(&contest, query, weights))
        conclude_by_likeness(match, MATCH_SAME, &contest.best);
    else if (contest.by_phone.candidate != MATCH_NO_CANDIDATE)
        conclude_by_likeness(match, contest.phone_rival ? MATCH_REVIEW : MATCH_SAME, &contest.by_phone);
    else
        conclude_by_likeness(match, is_worth_a_look(&contest.best) ? MATCH_REVIEW : MATCH_NEW, &contest.best);
}

/* Puts the comparison at its place among the likest; of one customer's names the likest stays. */
static size_t insert(struct comparison *alike, size_t count, const struct match_candidate *candidates,
                     const struct comparison *comparison)
{
    size_t at = 0;
    while (at < count && alike[at].likeness.score >= comparison->likeness.score) {
        if (!is_other(candidates, &alike[at], comparison))
            return count;
        at++;
    }
    size_t last = at;
    while (last < count && is_other(candidates, &alike[last], comparison))
        last++;
    if (last == count && count < MATCH_ALIKE_MAX)
        count++;
    for (size_t i = last < MATCH_ALIKE_MAX ? last : MATCH_ALIKE_MAX - 1; i > at; i--)
        alike[i] = alike[i - 1];
    if (at < MATCH_ALIKE_MAX)
        alike[at] = *comparison;
    return count;
}

size_t match_alike(const struct described *query, const struct match_candidate *candidates, size_t count,
                   const struct name_weights *weights, struct match alike[static MATCH_ALIKE_MAX])
{
    struct comparison likest[MATCH_ALIKE_MAX], comparison;
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        compare(query, candidates, i, weights, &comparison);
        if (is_worth_a_look(&comparison))
            found = insert(likest, found, candidates, &comparison);
    }
    for (size_t i = 0; i < found; i++) {
        alike[i] = (struct match){0};
        conclude_by_likeness(&alike[i], MATCH_REVIEW, &likest[i]);
    }
    return found;
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
