#include "newcomers.h"

#include "identifier/identifier.h"

#include <pthread.h>
#include <stdatomic.h>

#define CLAIMS_MAX 1024  /* registered at once: the oldest is forgotten first */
#define CLAIM_MS 10000   /* no transaction that registers customers takes so long */
#define SAME_CORE_MAX 16 /* newcomers of one core that one is compared with */

/* Who registers it. */
struct claimant {
    const void *owner; /* NULL: its customer was learnt */
    size_t place;
    int64_t at_ms;
    uint64_t learnt; /* how many batches had been learnt with it */
};

/* A description that is being registered; its texts are its own. */
struct claim {
    struct claimant by;
    char name_key[NAME_KEY_SIZE], uscc[USCC_SIZE], region[CUSTOMER_TEXT_MAX + 1], contact_phone[CUSTOMER_TEXT_MAX + 1];
};

struct newcomers {
    struct recogniser *recogniser;
    atomic_uint_fast64_t learnings;
    pthread_mutex_t lock; /* of all below */
    /* Apart from the claims, for all are looked through for each newcomer and each batch. */
    uint64_t cores[CLAIMS_MAX];
    const void *owners[CLAIMS_MAX]; /* NULL: a free claim */
    struct claim claims[CLAIMS_MAX];
    size_t next;
};

struct newcomers *newcomers_create(struct recogniser *recogniser)
{
    struct newcomers *newcomers = calloc(1, sizeof *newcomers);
    if (!newcomers)
        abort(); /* as the arena does */
    newcomers->recogniser = recogniser;
    pthread_mutex_init(&newcomers->lock, NULL);
    return newcomers;
}

void newcomers_destroy(struct newcomers *newcomers)
{
    if (!newcomers)
        return;
    pthread_mutex_destroy(&newcomers->lock);
    free(newcomers);
}

/* Owner of the claims that were learnt. */
static const char learnt;

/* FNV-1a over the core's characters: names of different cores are not compared. */
static uint64_t core_of(const char *name_key)
{
    struct organisation_name name;
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    organisation_name_read(name_key, &name);
    for (size_t i = 0; i < name.length; i++)
        if (name.parts[i] == NAME_CORE)
            hash = (hash ^ name.characters[i]) * UINT64_C(0x100000001B3);
    return hash;
}

static void release(struct newcomers *newcomers, const void *owner)
{
    for (size_t i = 0; i < CLAIMS_MAX; i++)
        if (newcomers->owners[i] == owner)
            newcomers->owners[i] = NULL;
}

static void keep(struct newcomers *newcomers, uint64_t core, const struct customer_draft *draft,
                 const struct claimant *claimant)
{
    struct claim *kept = &newcomers->claims[newcomers->next];
    newcomers->cores[newcomers->next] = core;
    newcomers->owners[newcomers->next] = claimant->owner;
    newcomers->next = (newcomers->next + 1) % CLAIMS_MAX;
    kept->by = *claimant;
    snprintf(kept->name_key, sizeof kept->name_key, "%s", draft->name_key);
    snprintf(kept->uscc, sizeof kept->uscc, "%s", draft->uscc);
    snprintf(kept->region, sizeof kept->region, "%s", draft->region);
    snprintf(kept->contact_phone, sizeof kept->contact_phone, "%s", draft->contact_phone);
}

static struct customer_draft draft_of(const struct claim *claim)
{
    return (struct customer_draft){.name = claim->name_key,
                                   .name_key = claim->name_key,
                                   .uscc = claim->uscc,
                                   .region = claim->region,
                                   .industry_code = "",
                                   .contact_name = "",
                                   .contact_phone = claim->contact_phone};
}

/* Those of its core that still count. False when one of the very name is among them. */
static bool find_rivals(const struct newcomers *newcomers, uint64_t core, const struct customer_draft *draft,
                        int64_t now_ms, const struct claim *rivals[static SAME_CORE_MAX], size_t *count)
{
    *count = 0;
    for (size_t i = 0; i < CLAIMS_MAX; i++) {
        const struct claim *claim = &newcomers->claims[i];
        if (newcomers->cores[i] != core || !newcomers->owners[i] || claim->by.at_ms + CLAIM_MS < now_ms)
            continue;
        if (newcomers->owners[i] == &learnt && claim->by.learnt <= draft->learnt)
            continue; /* the recogniser was asked afterwards */
        if (strcmp(claim->name_key, draft->name_key) == 0)
            return false;
        if (*count < SAME_CORE_MAX)
            rivals[(*count)++] = claim;
    }
    return true;
}

static struct newcomer_claim claim_one(struct newcomers *newcomers, const struct customer_draft *draft,
                                       const struct claimant *claimant)
{
    const struct claim *rivals[SAME_CORE_MAX];
    struct customer_draft known[SAME_CORE_MAX];
    uint64_t core = core_of(draft->name_key);
    size_t count, likest = 0;
    enum match_verdict verdict = MATCH_NEW;
    if (!find_rivals(newcomers, core, draft, claimant->at_ms, rivals, &count))
        return (struct newcomer_claim){.verdict = MATCH_NEW};
    for (size_t i = 0; i < count; i++)
        known[i] = draft_of(rivals[i]);
    if (count > 0)
        verdict = recogniser_compare(newcomers->recogniser, draft, known, count, &likest);
    if (verdict != MATCH_NEW)
        return (struct newcomer_claim){verdict, rivals[likest]->by.owner == claimant->owner, rivals[likest]->by.place};
    keep(newcomers, core, draft, claimant);
    return (struct newcomer_claim){.verdict = MATCH_NEW};
}

uint64_t newcomers_learnings(struct newcomers *newcomers)
{
    return atomic_load(&newcomers->learnings);
}

void newcomers_claim(struct newcomers *newcomers, const void *owner, const struct customer_draft *drafts, size_t n,
                     int64_t now_ms, struct newcomer_claim *claims)
{
    pthread_mutex_lock(&newcomers->lock);
    release(newcomers, owner);
    for (size_t i = 0; i < n; i++) {
        const struct claimant claimant = {.owner = owner, .place = i, .at_ms = now_ms};
        claims[i] = claim_one(newcomers, &drafts[i], &claimant);
    }
    pthread_mutex_unlock(&newcomers->lock);
}

void newcomers_learnt(struct newcomers *newcomers, const void *owner)
{
    pthread_mutex_lock(&newcomers->lock);
    const uint64_t learnings = atomic_fetch_add(&newcomers->learnings, 1) + 1;
    for (size_t i = 0; i < CLAIMS_MAX; i++) {
        if (newcomers->owners[i] != owner)
            continue;
        newcomers->owners[i] = &learnt;
        newcomers->claims[i].by.owner = NULL;
        newcomers->claims[i].by.learnt = learnings;
    }
    pthread_mutex_unlock(&newcomers->lock);
}
