#include "rpc_recognise.h"

#include "base/log.h"

static struct recogniser *recogniser_of(struct batch *batch)
{
    return ((struct lead_intake *)batch->context)->recogniser;
}

/* What the batch registers, the newest first. */
struct registered {
    struct known_name name;
    const void *claimed_by; /* in newcomers */
    struct registered *next;
};

/* --- recognising ---------------------------------------------------------------------------------------------------------- */

/* What the batch has registered itself, nobody has learnt yet. */
static void look_at_own(struct batch *batch, const struct customer_draft *draft, struct recognised *recognised)
{
    for (const struct registered *own = batch->committed_data; own && recognised->match.verdict == MATCH_NEW; own = own->next) {
        const struct customer_draft registered = {.name_key = own->name.key, .uscc = own->name.uscc, .region = own->name.region,
                                                  .contact_phone = own->name.phone};
        size_t likest;
        recognised->match.verdict = recogniser_compare(recogniser_of(batch), draft, &registered, 1, &likest);
        recognised->customer_id = own->name.customer_id;
    }
}

static void conclude(const struct recognition *recognition, enum match_verdict verdict, struct customer_knowledge *knowledge)
{
    struct customer_evidence *evidence = &knowledge->evidence;
    if (recognition->is_decided)
        evidence->by_decision = recognition->customer_id;
    else if (!recognition->is_never)
        evidence->by_likeness = recognition->customer_id;
    evidence->likeness_in_doubt = evidence->by_likeness && verdict == MATCH_REVIEW;
    if (evidence->likeness_in_doubt || recognition->is_never)
        return;
    knowledge->identity_id = recognition->identity_id;
    knowledge->protection = recognition->protection;
}

int rpc_recognise(struct batch *batch, const struct customer_draft *drafts, struct customer_knowledge *const *knowledge, size_t n,
                  struct error *error)
{
    struct recognition *recognitions = ARENA_ARRAY(batch->arena, struct recognition, n);
    enum match_verdict *verdicts = ARENA_ARRAY(batch->arena, enum match_verdict, n);
    if (n == 0)
        return 0;
    for (size_t i = 0; i < n; i++) {
        struct recognised recognised;
        recogniser_find(recogniser_of(batch), &drafts[i], &recognised);
        look_at_own(batch, &drafts[i], &recognised);
        verdicts[i] = recognised.match.verdict;
        recognitions[i] = (struct recognition){.draft = &drafts[i],
                                               .recognised_id = verdicts[i] == MATCH_NEW ? 0 : recognised.customer_id};
    }
    if (recognition_store_resolve(batch->db, batch->arena, recognitions, n, error) != 0)
        return -1;
    for (size_t i = 0; i < n; i++)
        conclude(&recognitions[i], verdicts[i], knowledge[i]);
    return 0;
}

int rpc_recognise_unknown(struct batch *batch, const struct customer_draft *drafts, struct customer_evidence *evidence, size_t n,
                          struct error *error)
{
    struct customer_draft *unknown = ARENA_ARRAY(batch->arena, struct customer_draft, n);
    struct customer_knowledge *found = ARENA_ARRAY(batch->arena, struct customer_knowledge, n);
    struct customer_knowledge **knowledge = ARENA_ARRAY(batch->arena, struct customer_knowledge *, n);
    size_t *places = ARENA_ARRAY(batch->arena, size_t, n), count = 0;
    for (size_t i = 0; i < n; i++) {
        int64_t customer_id;
        if (!*drafts[i].name_key || customer_identify(&evidence[i], &customer_id) != CUSTOMER_NEW)
            continue;
        unknown[count] = drafts[i];
        knowledge[count] = &found[count];
        places[count++] = i;
    }
    if (rpc_recognise(batch, unknown, knowledge, count, error) != 0)
        return -1;
    for (size_t i = 0; i < count; i++)
        evidence[places[i]] = found[i].evidence;
    return 0;
}

/* --- learning ------------------------------------------------------------------------------------------------------------- */

static void learn(void *context, void *data)
{
    struct lead_intake *lead_intake = context;
    for (const struct registered *registered = data; registered; registered = registered->next) {
        if (recogniser_learn(lead_intake->recogniser, &registered->name, 1) != 0)
            log_warning("recogniser_full", LOG_NUMBER("names_not_learnt", 1));
        if (!registered->next)
            newcomers_learnt(lead_intake->newcomers, registered->claimed_by);
    }
}

void rpc_learn_customer(struct batch *batch, int64_t customer_id, const struct customer_draft *draft)
{
    struct registered *registered = ARENA_NEW(batch->arena, struct registered);
    registered->name = (struct known_name){
        .number = customer_id,
        .customer_id = customer_id,
        .key = draft->name_key,
        .uscc = draft->uscc,
        .region = draft->region,
        .phone = draft->contact_phone,
    };
    registered->claimed_by = batch->arena;
    registered->next = batch->committed_data;
    batch->committed = learn;
    batch->committed_data = registered;
}
