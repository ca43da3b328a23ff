#include "likeness.h"

/* The constants below were set on one half of the listed organisations and of the abbreviations of ../shared/data (see
 * tests/unit/match_quality_test.py); the results hardly change when any of them is halved or doubled.
 * Thousandths of a character's weight, by part: place, core, trade, kind, form, branch. */
static const int32_t worth_of_match[NAME_PART_COUNT] = {1000, 1000, 600, 1000, 300, 1000};
static const int32_t cost_of_alien[NAME_PART_COUNT] = {1000, 1000, 600, 1000, 50, 1000}; /* the longer has it not */
static const int32_t cost_of_surplus[NAME_PART_COUNT] = {30, 500, 300, 500, 5, 200};     /* what a full name has more */
static const int32_t cost_of_omission[NAME_PART_COUNT] = {30, 130, 60, 60, 5, 200};

/* Thousandths of a nat. */
#define BONUS_NEIGHBOUR 400   /* two that stand together in both, within one part */
#define BONUS_CORE_START 1500 /* the core's first character is kept */
#define COST_INSIDE_WORD 800  /* an omission ends inside a word: short names keep how words begin */

/* Thousandths. */
#define SHARE_TRANSPOSED 250    /* in the other, but not in order: 智慧松德 for 松德智慧 */
#define SHARE_LETTER 1000       /* 沪 for a place that is Shanghai */
#define SHARE_LETTER_AROUND 600 /* 粤 for a place inside Guangdong */
#define SHARE_REGION 300        /* the place is not in the name, but where its owner is */
#define SHARE_PLACE_AROUND 600  /* 湖南 for a name that begins with 郴州 */
#define SHARE_CONTRADICTED 440  /* left of the score when the places or branches named are different ones */
#define SHARE_ELSEWHERE 700     /* when a name has no place, but its owner is elsewhere: regions are less certain */

#define PART(part) (1U << (part))
#define ESSENCE (PART(NAME_CORE) | PART(NAME_TRADE) | PART(NAME_KIND))
#define FULL_FORM 4 /* characters of the shortest legal form of a full name, 有限公司 */

enum step { STEP_ALIEN, STEP_OMIT, STEP_MATCH };

#define NO_MATCH (INT32_MIN / 2)
#define SIDE (ORGANISATION_NAME_MAX + 1)

/* Of the first i characters of the shorter and j of the longer. */
struct alignment {
    const struct organisation_name *shorter, *longer;
    const struct name_weights *weights;
    bool both_full; /* neither is a short name: what one has more, the other lacks */
    int32_t best[SIDE][SIDE];
    int32_t run[SIDE][SIDE]; /* the best that ends in a match of both last characters */
    uint8_t step[SIDE][SIDE];
    bool used[ORGANISATION_NAME_MAX];  /* characters of the longer that were matched */
    bool found[ORGANISATION_NAME_MAX]; /* characters of the shorter that were */
};

static int32_t thousandths(int64_t weight, int32_t share)
{
    return (int32_t)(weight * share / 1000);
}

static int32_t weight_in(const struct alignment *alignment, const struct organisation_name *name, size_t i)
{
    return name_weight(alignment->weights, name->characters[i]);
}

static int32_t alien_cost(const struct alignment *alignment, size_t i)
{
    const struct organisation_name *shorter = alignment->shorter;
    return thousandths(weight_in(alignment, shorter, i), cost_of_alien[shorter->parts[i]]);
}

static int32_t omission_cost(const struct alignment *alignment, size_t j)
{
    const struct organisation_name *longer = alignment->longer;
    bool telling = alignment->both_full && (ESSENCE >> longer->parts[j] & 1);
    const int32_t *costs = telling ? cost_of_surplus : cost_of_omission;
    return thousandths(weight_in(alignment, longer, j), costs[longer->parts[j]]);
}

static int32_t match_worth(const struct alignment *alignment, size_t i)
{
    const struct organisation_name *shorter = alignment->shorter;
    return thousandths(weight_in(alignment, shorter, i), worth_of_match[shorter->parts[i]]);
}

static bool begins_core(const struct organisation_name *name, size_t i)
{
    return name->parts[i] == NAME_CORE && (i == 0 || name->parts[i - 1] != NAME_CORE);
}

/* The best that ends in matching characters i - 1 and j - 1. */
static int32_t run_until(const struct alignment *alignment, size_t i, size_t j)
{
    const struct organisation_name *shorter = alignment->shorter, *longer = alignment->longer;
    if (shorter->characters[i - 1] != longer->characters[j - 1])
        return NO_MATCH;
    int32_t fresh = alignment->best[i - 1][j - 1] - (longer->starts_word[j - 1] ? 0 : COST_INSIDE_WORD);
    int32_t before = i > 1 && j > 1 ? alignment->run[i - 1][j - 1] : NO_MATCH;
    if (before != NO_MATCH && longer->parts[j - 1] == longer->parts[j - 2])
        before += BONUS_NEIGHBOUR;
    int32_t bonus = begins_core(longer, j - 1) ? BONUS_CORE_START : 0;
    return (before > fresh ? before : fresh) + match_worth(alignment, i - 1) + bonus;
}

static void align_cell(struct alignment *alignment, size_t i, size_t j)
{
    int32_t alien = alignment->best[i - 1][j] - alien_cost(alignment, i - 1);
    int32_t omit = alignment->best[i][j - 1] - omission_cost(alignment, j - 1);
    int32_t run = run_until(alignment, i, j);
    enum step step = omit > alien ? STEP_OMIT : STEP_ALIEN;
    int32_t best = omit > alien ? omit : alien;
    if (run > best) {
        best = run;
        step = STEP_MATCH;
    }
    alignment->run[i][j] = run;
    alignment->best[i][j] = best;
    alignment->step[i][j] = (uint8_t)step;
}

static void mark_matches(struct alignment *alignment)
{
    size_t i = alignment->shorter->length, j = alignment->longer->length;
    memset(alignment->used, 0, sizeof alignment->used);
    memset(alignment->found, 0, sizeof alignment->found);
    while (i > 0 && j > 0) {
        enum step step = alignment->step[i][j];
        if (step == STEP_MATCH)
            alignment->found[i - 1] = alignment->used[j - 1] = true;
        i -= step != STEP_OMIT;
        j -= step != STEP_ALIEN;
    }
}

/* What the whole alignment is worth. */
static int32_t align(struct alignment *alignment)
{
    size_t m = alignment->shorter->length, n = alignment->longer->length;
    alignment->best[0][0] = 0;
    for (size_t j = 1; j <= n; j++) {
        alignment->best[0][j] = alignment->best[0][j - 1] - omission_cost(alignment, j - 1);
        alignment->run[0][j] = NO_MATCH;
    }
    for (size_t i = 1; i <= m; i++) {
        alignment->best[i][0] = alignment->best[i - 1][0] - alien_cost(alignment, i - 1);
        alignment->run[i][0] = NO_MATCH;
        for (size_t j = 1; j <= n; j++)
            align_cell(alignment, i, j);
    }
    mark_matches(alignment);
    return alignment->best[m][n];
}

/* --- what the alignment in order could not find --- */

static bool names_place(const struct name_place *place)
{
    return place->count > 0 || place->is_nation;
}

static const struct name_place *place_known(const struct named *named)
{
    return names_place(&named->name.place) ? &named->name.place : &named->region;
}

static bool same_division(const struct name_place *a, const struct name_place *b)
{
    for (size_t i = 0; i < a->count; i++) {
        for (size_t j = 0; j < b->count; j++) {
            if (a->codes[i] == b->codes[j])
                return true;
        }
    }
    return false;
}

static bool find_transposed(struct alignment *alignment, size_t i)
{
    for (size_t j = 0; j < alignment->longer->length; j++) {
        if (!alignment->used[j] && alignment->longer->characters[j] == alignment->shorter->characters[i])
            return alignment->used[j] = true;
    }
    return false;
}

/* Thousandths of the character's weight that its standing for the longer's place is worth; 0 when it does not. */
static int32_t share_of_place(const struct alignment *alignment, const struct named *longer, size_t i)
{
    struct name_place letter;
    const struct name_place *place = place_known(longer);
    bool in_name = names_place(&longer->name.place);
    if (i == 0)
        name_place_of_letter(alignment->shorter->characters[i], &letter);
    if (i == 0 && letter.count > 0 && place->count > 0 && name_place_agree(&letter, place)) {
        int32_t share = same_division(&letter, place) ? SHARE_LETTER : SHARE_LETTER_AROUND;
        return in_name ? share : thousandths(share, SHARE_REGION);
    }
    if (alignment->shorter->parts[i] == NAME_PLACE && place->count > 0 &&
        name_place_agree(&alignment->shorter->place, place))
        return in_name ? SHARE_PLACE_AROUND : SHARE_REGION;
    return 0;
}

/* What is given back for characters that have their counterpart elsewhere. */
static int32_t amends(struct alignment *alignment, const struct named *longer)
{
    int32_t sum = 0;
    for (size_t i = 0; i < alignment->shorter->length; i++) {
        if (alignment->found[i])
            continue;
        int32_t weight = weight_in(alignment, alignment->shorter, i), cost = alien_cost(alignment, i), share;
        if (find_transposed(alignment, i))
            sum += thousandths(weight + cost, SHARE_TRANSPOSED);
        else if ((share = share_of_place(alignment, longer, i)) > 0)
            sum += cost + thousandths(weight, share);
    }
    return sum;
}

/* What a name would be worth that is found in whole, without a boundary between parts in it. */
static int32_t worth_of_all(const struct alignment *alignment)
{
    size_t length = alignment->shorter->length;
    int32_t sum = (int32_t)(length - 1) * BONUS_NEIGHBOUR + BONUS_CORE_START;
    for (size_t i = 0; i < length; i++)
        sum += match_worth(alignment, i);
    return sum;
}

/* --- evidence --- */

/* The next character at or after *i whose part is one of `parts` (bits); 0 at the end. */
static uint32_t next_in(const struct organisation_name *name, unsigned parts, size_t *i)
{
    while (*i < name->length && !(parts >> name->parts[*i] & 1))
        ++*i;
    return *i < name->length ? name->characters[(*i)++] : 0;
}

static bool same_in(const struct organisation_name *a, const struct organisation_name *b, unsigned parts)
{
    uint32_t first, second;
    size_t i = 0, j = 0;
    do {
        first = next_in(a, parts, &i);
        second = next_in(b, parts, &j);
    } while (first == second && first != 0);
    return first == second;
}

bool likeness_same_core(const struct organisation_name *a, const struct organisation_name *b)
{
    return same_in(a, b, PART(NAME_CORE)) || same_in(a, b, ESSENCE);
}

static enum likeness_evidence core_evidence(const struct alignment *alignment)
{
    if (same_in(alignment->shorter, alignment->longer, PART(NAME_CORE)))
        return EVIDENCE_SAME;
    for (size_t j = 0; j < alignment->longer->length; j++) {
        if (alignment->used[j] && alignment->longer->parts[j] == NAME_CORE)
            return EVIDENCE_PARTLY;
    }
    return EVIDENCE_DIFFERENT;
}

/* Whether all of the name's part was matched; `matched` by character. */
static bool part_is_matched(const struct organisation_name *name, enum name_part part, const bool *matched)
{
    for (size_t i = 0; i < name->length; i++) {
        if (name->parts[i] == part && !matched[i])
            return false;
    }
    return true;
}

/* 公安交警支队 names the branch of 公安局交警支队 without being one: nothing contradicts. */
static enum likeness_evidence branch_evidence(const struct alignment *alignment)
{
    if (same_in(alignment->shorter, alignment->longer, PART(NAME_BRANCH)))
        return EVIDENCE_SAME;
    bool both = alignment->shorter->part_length[NAME_BRANCH] > 0 && alignment->longer->part_length[NAME_BRANCH] > 0;
    bool matched = part_is_matched(alignment->shorter, NAME_BRANCH, alignment->found) &&
                   part_is_matched(alignment->longer, NAME_BRANCH, alignment->used);
    return !both && matched ? EVIDENCE_PARTLY : EVIDENCE_DIFFERENT;
}

/* 兴化化学 stands for 陕西兴化化学, although there is a place 兴化 elsewhere: what reads as a place may be part of a
 * core. */
static bool place_is_matched(const struct alignment *alignment, const struct name_place *shorter,
                             const struct name_place *longer)
{
    return (shorter == &alignment->shorter->place &&
            part_is_matched(alignment->shorter, NAME_PLACE, alignment->found)) ||
           (longer == &alignment->longer->place && part_is_matched(alignment->longer, NAME_PLACE, alignment->used));
}

static enum likeness_evidence place_evidence(const struct alignment *alignment, const struct named *shorter,
                                             const struct named *longer)
{
    const struct name_place *first = place_known(shorter), *second = place_known(longer);
    if (!names_place(first) || !names_place(second))
        return EVIDENCE_MISSING;
    if (!name_place_agree(first, second))
        return place_is_matched(alignment, first, second) ? EVIDENCE_PARTLY : EVIDENCE_DIFFERENT;
    return first->is_nation || same_division(first, second) ? EVIDENCE_SAME : EVIDENCE_PARTLY;
}

/* What contradictions leave of the score, in thousandths. */
static int32_t share_left(const struct likeness *likeness, const struct named *a, const struct named *b)
{
    if (likeness->branch == EVIDENCE_DIFFERENT)
        return SHARE_CONTRADICTED;
    if (likeness->place != EVIDENCE_DIFFERENT || place_known(a)->is_nation || place_known(b)->is_nation)
        return 1000;
    return names_place(&a->name.place) && names_place(&b->name.place) ? SHARE_CONTRADICTED : SHARE_ELSEWHERE;
}

void likeness_measure(const struct named *a, const struct named *b, const struct name_weights *weights,
                      struct likeness *likeness)
{
    struct alignment alignment;
    bool swap = a->name.length > b->name.length;
    const struct named *shorter = swap ? b : a, *longer = swap ? a : b;
    *likeness = (struct likeness){.core = EVIDENCE_DIFFERENT, .branch = EVIDENCE_DIFFERENT};
    if (shorter->name.length == 0)
        return;
    alignment.shorter = &shorter->name;
    alignment.longer = &longer->name;
    alignment.weights = weights;
    alignment.both_full = a->name.part_length[NAME_FORM] >= FULL_FORM && b->name.part_length[NAME_FORM] >= FULL_FORM;
    int64_t worth = align(&alignment);
    worth += amends(&alignment, longer);
    likeness->both_full = alignment.both_full;
    likeness->core = core_evidence(&alignment);
    likeness->place = place_evidence(&alignment, shorter, longer);
    likeness->branch = branch_evidence(&alignment);
    likeness->same_essence = same_in(&a->name, &b->name, ESSENCE);
    int64_t score = worth * LIKENESS_MAX / worth_of_all(&alignment);
    if (score > 0)
        score = score * share_left(likeness, a, b) / 1000;
    likeness->score = (int32_t)(score > LIKENESS_MAX ? LIKENESS_MAX : score);
}

int32_t likeness_essence_weight(const struct organisation_name *name, const struct name_weights *weights)
{
    int32_t sum = 0;
    for (size_t i = 0; i < name->length; i++) {
        if (ESSENCE >> name->parts[i] & 1)
            sum += name_weight(weights, name->characters[i]);
    }
    return sum;
}

/* A word tells as much as its rarest character: the others follow from that one. */
static int32_t word_weight(const struct organisation_name *name, size_t start, const struct name_weights *weights)
{
    int32_t rarest = 0;
    for (size_t i = start; i < name->length && (i == start || !name->starts_word[i]); i++) {
        int32_t weight = name_weight(weights, name->characters[i]);
        rarest = weight > rarest ? weight : rarest;
    }
    return rarest;
}

static bool has_in_core(const struct organisation_name *name, uint32_t character)
{
    for (size_t i = 0; i < name->length; i++)
        if (name->parts[i] == NAME_CORE && name->characters[i] == character)
            return true;
    return false;
}

int32_t likeness_shared_weight(const struct organisation_name *a, const struct organisation_name *b, const struct name_weights *weights)
{
    int32_t place = 0, sum = 0;
    for (size_t i = 0; i < a->length; i++) {
        if (a->parts[i] == NAME_CORE)
            sum += has_in_core(b, a->characters[i]) ? name_weight(weights, a->characters[i]) : 0;
        else if (a->starts_word[i] && (a->parts[i] == NAME_TRADE || a->parts[i] == NAME_KIND))
            sum += word_weight(a, i, weights);
        else if (a->starts_word[i] && a->parts[i] == NAME_PLACE && word_weight(a, i, weights) > place)
            place = word_weight(a, i, weights);
    }
    return sum + place;
}
