#include "recogniser.h"

#include "identifier/identifier.h"
#include "name_index.h"
#include "place_table.h"

#include <ctype.h>
#include <pthread.h>

#define LEARNT_AT_ONCE 32 /* names: those who look wait so long */
#define NUMBERS_MAX (INT64_C(1) << 31)
#define WEIGH_SHIFT 5 /* when there is a 32nd more names */

/* What is known beside the name itself. */
struct entry {
    int64_t customer_id;
    uint64_t phone;
    uint32_t region; /* in `regions` */
    bool is_alias;
    char uscc[USCC_SIZE];
};

/* Which numbers were learnt, a bit each. */
struct number_set {
    uint8_t *bits;
    int64_t room;
};

/* Memory of one thread that looks. */
struct seeker {
    struct name_search *search;
    struct match_candidate candidates[NAME_CANDIDATES_MAX];
    size_t count;
    struct seeker *next;
};

struct recogniser {
    pthread_rwlock_t lock; /* of all but the seekers */
    struct name_index *index;
    struct entry *entries; /* by the index's number */
    size_t room;
    struct place_table regions;
    struct number_set customers, aliases;
    struct name_counts counts;
    struct name_weights weights;
    uint32_t weighed; /* names that the weights come from */
    pthread_mutex_t seekers_lock;
    struct seeker *seekers; /* that nobody uses */
};

static void *checked(void *memory)
{
    if (!memory)
        abort(); /* as the arena does */
    return memory;
}

/* Who adds comes before those who look: there is always somebody looking. */
struct recogniser *recogniser_create(void)
{
    struct recogniser *recogniser = checked(calloc(1, sizeof *recogniser));
    pthread_rwlockattr_t attributes;
    pthread_rwlockattr_init(&attributes);
    pthread_rwlockattr_setkind_np(&attributes, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
    pthread_rwlock_init(&recogniser->lock, &attributes);
    pthread_rwlockattr_destroy(&attributes);
    pthread_mutex_init(&recogniser->seekers_lock, NULL);
    recogniser->index = name_index_create();
    name_weights_set(&recogniser->weights, &recogniser->counts);
    return recogniser;
}

void recogniser_destroy(struct recogniser *recogniser)
{
    if (!recogniser)
        return;
    while (recogniser->seekers) {
        struct seeker *next = recogniser->seekers->next;
        name_search_destroy(recogniser->seekers->search);
        free(recogniser->seekers);
        recogniser->seekers = next;
    }
    name_index_destroy(recogniser->index);
    place_table_release(&recogniser->regions);
    free(recogniser->entries);
    free(recogniser->customers.bits);
    free(recogniser->aliases.bits);
    pthread_mutex_destroy(&recogniser->seekers_lock);
    pthread_rwlock_destroy(&recogniser->lock);
    free(recogniser);
}

/* --- reading -------------------------------------------------------------------------------------------------------------- */

/* The name in a key: a namesake's key ends in '#' and its code, if it has one. */
static const char *name_in_key(const char *key, char name[static NAME_KEY_SIZE])
{
    const char *mark = strrchr(key, '#');
    size_t after = mark ? strlen(mark + 1) : 0;
    if (!mark || (after != 0 && after != USCC_SIZE - 1))
        return key;
    snprintf(name, NAME_KEY_SIZE, "%.*s", (int)(mark - key), key);
    return name;
}

/* Its digits; 0 for what is no number in +86 form. */
static uint64_t phone_number(const char *phone)
{
    uint64_t number = 0;
    if (*phone != '+')
        return 0;
    for (const char *at = phone + 1; *at; at++) {
        if (!isdigit((unsigned char)*at) || number > UINT64_MAX / 100)
            return 0;
        number = number * 10 + (uint64_t)(*at - '0');
    }
    return number;
}

static void region_read(const char *region, struct name_place *place)
{
    char key[NAME_KEY_SIZE] = "";
    if (*region && name_key(region, "region", key, NULL) != 0)
        *key = '\0';
    name_place_read(key, place);
}

/* --- learning ------------------------------------------------------------------------------------------------------------- */

/* False when the number was there, or is none that can be kept. */
static bool number_add(struct number_set *set, int64_t number)
{
    if (number < 0 || number >= NUMBERS_MAX)
        return false;
    if (number >= set->room) {
        int64_t room = (number / 8 + 1) * 16;
        set->bits = checked(realloc(set->bits, (size_t)(room / 8)));
        memset(set->bits + set->room / 8, 0, (size_t)((room - set->room) / 8));
        set->room = room;
    }
    uint8_t bit = (uint8_t)(1U << (number & 7)), *byte = &set->bits[number / 8];
    bool is_new = !(*byte & bit);
    *byte |= bit;
    return is_new;
}

/* A name that was read before the lock was taken. */
struct lesson {
    const struct known_name *known;
    struct organisation_name name;
    struct name_place region;
};

static bool learn_one(struct recogniser *recogniser, const struct lesson *lesson)
{
    const struct known_name *known = lesson->known;
    size_t at = name_index_count(recogniser->index);
    if (!number_add(known->is_alias ? &recogniser->aliases : &recogniser->customers, known->number))
        return true;
    if (name_index_add(recogniser->index, &lesson->name, NULL) != 0)
        return false;
    if (!known->is_alias)
        name_counts_add(&recogniser->counts, &lesson->name);
    if (at == recogniser->room) {
        recogniser->room = recogniser->room ? recogniser->room + recogniser->room / 2 : 1024;
        recogniser->entries =
            checked(reallocarray(recogniser->entries, recogniser->room, sizeof recogniser->entries[0]));
    }
    struct entry *entry = &recogniser->entries[at];
    *entry = (struct entry){
        .customer_id = known->customer_id,
        .phone = phone_number(known->phone),
        .region = place_table_keep(&recogniser->regions, &lesson->region),
        .is_alias = known->is_alias,
    };
    snprintf(entry->uscc, sizeof entry->uscc, "%s", known->uscc);
    return true;
}

size_t recogniser_learn(struct recogniser *recogniser, const struct known_name *names, size_t n)
{
    struct lesson lessons[LEARNT_AT_ONCE];
    size_t refused = 0;
    for (size_t done = 0; done < n; done += LEARNT_AT_ONCE) {
        size_t count = n - done < LEARNT_AT_ONCE ? n - done : LEARNT_AT_ONCE;
        for (size_t i = 0; i < count; i++) {
            char key[NAME_KEY_SIZE];
            lessons[i].known = &names[done + i];
            organisation_name_read(name_in_key(names[done + i].key, key), &lessons[i].name);
            region_read(names[done + i].region, &lessons[i].region);
        }
        pthread_rwlock_wrlock(&recogniser->lock);
        for (size_t i = 0; i < count; i++)
            refused += !learn_one(recogniser, &lessons[i]);
        pthread_rwlock_unlock(&recogniser->lock);
    }
    return refused;
}

void recogniser_weigh(struct recogniser *recogniser)
{
    struct name_weights *weights = checked(malloc(sizeof *weights));
    pthread_rwlock_rdlock(&recogniser->lock);
    uint32_t names = recogniser->counts.names;
    bool due = names > recogniser->weighed + (recogniser->weighed >> WEIGH_SHIFT);
    if (due)
        name_weights_set(weights, &recogniser->counts);
    pthread_rwlock_unlock(&recogniser->lock);
    if (due) {
        pthread_rwlock_wrlock(&recogniser->lock);
        recogniser->weights = *weights;
        recogniser->weighed = names;
        pthread_rwlock_unlock(&recogniser->lock);
    }
    free(weights);
}

/* --- looking -------------------------------------------------------------------------------------------------------------- */

static struct seeker *take_seeker(struct recogniser *recogniser)
{
    pthread_mutex_lock(&recogniser->seekers_lock);
    struct seeker *seeker = recogniser->seekers;
    if (seeker)
        recogniser->seekers = seeker->next;
    pthread_mutex_unlock(&recogniser->seekers_lock);
    if (seeker)
        return seeker;
    seeker = checked(calloc(1, sizeof *seeker));
    seeker->search = name_search_create(recogniser->index);
    return seeker;
}

static void give_seeker(struct recogniser *recogniser, struct seeker *seeker)
{
    pthread_mutex_lock(&recogniser->seekers_lock);
    seeker->next = recogniser->seekers;
    recogniser->seekers = seeker;
    pthread_mutex_unlock(&recogniser->seekers_lock);
}

/* Texts of the query are the draft's. */
static void query_read(const struct customer_draft *draft, struct described *query)
{
    described_read(query, draft->name_key, "", draft->uscc);
    query->phone = phone_number(draft->contact_phone);
    region_read(draft->region, &query->named.region);
}

static void find_candidates(struct recogniser *recogniser, const struct described *query, struct seeker *seeker)
{
    uint32_t found[NAME_CANDIDATES_MAX];
    seeker->count = name_search_find(seeker->search, &query->named.name, found);
    for (size_t i = 0; i < seeker->count; i++) {
        __builtin_prefetch(&recogniser->entries[found[i]]);
        name_index_prefetch(recogniser->index, found[i]);
    }
    for (size_t i = 0; i < seeker->count; i++) {
        const struct entry *entry = &recogniser->entries[found[i]];
        struct match_candidate *candidate = &seeker->candidates[i];
        candidate->customer = (uint64_t)entry->customer_id;
        candidate->is_alias = entry->is_alias;
        candidate->described.key = ""; /* who has the very key was asked in the database */
        candidate->described.uscc = entry->uscc;
        candidate->described.phone = entry->phone;
        candidate->described.named.region = *place_table_get(&recogniser->regions, entry->region);
        name_index_name(recogniser->index, found[i], &candidate->described.named.name);
    }
}

static void recognised_set(const struct seeker *seeker, const struct match *match, struct recognised *recognised)
{
    recognised->match = *match;
    recognised->customer_id =
        match->candidate == MATCH_NO_CANDIDATE ? 0 : (int64_t)seeker->candidates[match->candidate].customer;
}

void recogniser_find(struct recogniser *recogniser, const struct customer_draft *draft, struct recognised *recognised)
{
    struct described query;
    struct match match;
    struct seeker *seeker = take_seeker(recogniser);
    query_read(draft, &query);
    pthread_rwlock_rdlock(&recogniser->lock);
    find_candidates(recogniser, &query, seeker);
    match_decide(&query, seeker->candidates, seeker->count, &recogniser->weights, &match);
    pthread_rwlock_unlock(&recogniser->lock);
    recognised_set(seeker, &match, recognised);
    give_seeker(recogniser, seeker);
}

size_t recogniser_alike(struct recogniser *recogniser, const struct customer_draft *draft,
                        struct recognised alike[static MATCH_ALIKE_MAX])
{
    struct described query;
    struct match matches[MATCH_ALIKE_MAX];
    struct seeker *seeker = take_seeker(recogniser);
    query_read(draft, &query);
    pthread_rwlock_rdlock(&recogniser->lock);
    find_candidates(recogniser, &query, seeker);
    size_t count = match_alike(&query, seeker->candidates, seeker->count, &recogniser->weights, matches);
    pthread_rwlock_unlock(&recogniser->lock);
    for (size_t i = 0; i < count; i++)
        recognised_set(seeker, &matches[i], &alike[i]);
    give_seeker(recogniser, seeker);
    return count;
}

enum match_verdict recogniser_compare(struct recogniser *recogniser, const struct customer_draft *draft, const struct customer_draft *others,
                                      size_t n, size_t *likest)
{
    struct described query;
    struct match match;
    struct seeker *seeker = take_seeker(recogniser);
    query_read(draft, &query);
    for (size_t i = 0; i < n; i++) {
        seeker->candidates[i] = (struct match_candidate){.customer = i};
        query_read(&others[i], &seeker->candidates[i].described);
    }
    pthread_rwlock_rdlock(&recogniser->lock);
    match_decide(&query, seeker->candidates, n, &recogniser->weights, &match);
    pthread_rwlock_unlock(&recogniser->lock);
    give_seeker(recogniser, seeker);
    *likest = match.candidate;
    return match.verdict;
}
