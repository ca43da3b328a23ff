/* Registers the customers that a batch brings, one for each that is described in several ways at once. */
#include "rpc_newcomers.h"

#include "rpc_recognise.h"

/* Nobody registers it: it is the customer of an earlier entry, or for a person to decide. */
static bool is_left_out(const struct customer_entry *entry, const struct newcomer_claim *claim)
{
    bool is_sure = claim->verdict == MATCH_SAME && claim->is_own;
    return claim->verdict != MATCH_NEW && (is_sure || !entry->even_if_alike);
}

static void follow(struct customer_entry *entries, struct customer_entry *entry, const struct newcomer_claim *claim)
{
    const struct customer_entry *first =
        claim->is_own ? &entries[claim->place] : NULL; /* another worker's has no number yet */
    entry->customer_id = first && claim->verdict == MATCH_SAME ? first->customer_id : 0;
    entry->candidate_customer_id = !first ? 0 : first->customer_id ? first->customer_id : first->candidate_customer_id;
    entry->is_new = false;
}

static int ensure(struct batch *batch, struct customer_entry *entries, const size_t *places, size_t n,
                  struct error *error)
{
    struct customer_entry *ensured = ARENA_ARRAY(batch->arena, struct customer_entry, n);
    for (size_t i = 0; i < n; i++)
        ensured[i] = entries[places[i]];
    if (n > 0 && customer_store_ensure(batch->db, batch->arena, ensured, n, batch->now_ms, error) != 0)
        return -1;
    for (size_t i = 0; i < n; i++)
        entries[places[i]] = ensured[i];
    return 0;
}

int rpc_register_newcomers(struct batch *batch, struct customer_entry *entries, size_t n, struct error *error)
{
    struct lead_intake *lead_intake = batch->context;
    struct customer_draft *drafts = ARENA_ARRAY(batch->arena, struct customer_draft, n);
    struct newcomer_claim *claims = ARENA_ARRAY(batch->arena, struct newcomer_claim, n);
    size_t *places = ARENA_ARRAY(batch->arena, size_t, n), count = 0;
    for (size_t i = 0; i < n; i++)
        drafts[i] = entries[i].draft;
    newcomers_claim(lead_intake->newcomers, batch->arena, drafts, n, batch->now_ms, claims);
    for (size_t i = 0; i < n; i++)
        if (!is_left_out(&entries[i], &claims[i]))
            places[count++] = i;
    if (ensure(batch, entries, places, count, error) != 0)
        return -1;
    for (size_t i = 0; i < n; i++) {
        entries[i].is_alike = claims[i].verdict != MATCH_NEW;
        if (is_left_out(&entries[i], &claims[i]))
            follow(entries, &entries[i], &claims[i]);
    }
    return 0;
}
