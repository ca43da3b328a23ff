/* RegisterCustomer. */
#include "customer_store.h"
#include "identifier/identifier.h"
#include "rpc_newcomers.h"
#include "rpc_recognise.h"

#define ALIASES_MAX 20

typedef Remuda__Lead__V1__RegisterCustomerRequest Request;
typedef Remuda__Lead__V1__RegisterCustomerResponse Response;

struct registration {
    struct call *call;
    struct customer_draft draft;
    struct findings findings; /* warnings that come up on the way */
};

static bool read_registration(struct batch *batch, struct registration *registration)
{
    struct call *call = registration->call;
    const Request *request = (const Request *)call->request;
    Remuda__Lead__V1__Warning **warnings;
    size_t count;
    registration->findings.arena = batch->arena;
    rpc_read_customer(batch, request->customer, &registration->draft, &registration->findings);
    rpc_apply_findings(batch, call, &registration->findings, &warnings, &count);
    if (request->n_aliases > ALIASES_MAX)
        call_violation(batch, call, "aliases", "OUT_OF_RANGE", "%zu aliases: give at most %d", "有 %zu 个别名：最多 %d 个",
                       request->n_aliases, ALIASES_MAX);
    return call_ok(call);
}

static void answer(struct batch *batch, struct registration *registration, int64_t customer_id, bool is_new)
{
    Response *response = RESPONSE(batch, Response, remuda__lead__v1__register_customer_response);
    response->customer_id = customer_id;
    response->customer_is_new = is_new;
    rpc_apply_findings(batch, registration->call, &registration->findings, &response->warnings, &response->n_warnings);
    registration->call->response = &response->base;
    if (is_new)
        rpc_emit_registered(batch, registration->call, customer_id, &registration->draft,
                            ((const Request *)registration->call->request)->business_type);
}

/* Headquarters register whom they mean: who is alike is told, and can be merged. */
static void warn_of_likeness(struct registration *registration, int64_t customer_id)
{
    findings_warn(&registration->findings, "customer.name", "ALIKE", "the name is like that of customer %lld: merge the two if they are one",
                  "名称与客户 %lld 相近：若为同一客户，请合并", (long long)customer_id);
}

static void warn_of_newcomer(struct registration *registration)
{
    findings_warn(&registration->findings, "customer.name", "ALIKE",
                  "the name is like one that is being registered at this moment: merge the two if they are one",
                  "名称与正在登记的另一客户相近：若为同一客户，请合并");
}

static void refuse_contradiction(struct batch *batch, struct registration *registration, int64_t customer_id)
{
    call_violation(batch, registration->call, "customer.uscc", "CONTRADICTION",
                   "name and social credit code belong to two customers (one is %lld): correct one of them",
                   "名称与统一社会信用代码属于两个客户（其一为 %lld）：请更正其中一项", (long long)customer_id);
}

static int add_aliases(struct batch *batch, struct registration **done, size_t n, struct error *error)
{
    struct customer_alias *aliases = ARENA_ARRAY(batch->arena, struct customer_alias, n * ALIASES_MAX);
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        const Request *request = (const Request *)done[i]->call->request;
        const Response *response = (const Response *)done[i]->call->response;
        for (size_t a = 0; a < request->n_aliases; a++) {
            char key[NAME_KEY_SIZE];
            if (name_key(request->aliases[a], "aliases", key, NULL) != 0 || strcmp(key, done[i]->draft.name_key) == 0)
                continue; /* an alias that says nothing more is no fault */
            aliases[count++] = (struct customer_alias){
                .key = arena_strdup(batch->arena, key), .alias = request->aliases[a], .customer_id = response->customer_id};
        }
    }
    return count ? customer_store_add_aliases(batch->db, batch->arena, aliases, count, error) : 0;
}

static int register_new(struct batch *batch, struct registration **newcomers, size_t n, struct registration **done, size_t *done_count,
                        struct error *error)
{
    struct customer_entry *entries = ARENA_ARRAY(batch->arena, struct customer_entry, n);
    for (size_t i = 0; i < n; i++)
        entries[i] = (struct customer_entry){
            .draft = newcomers[i]->draft,
            .business_type = ((const Request *)newcomers[i]->call->request)->business_type,
            .even_if_alike = true,
        };
    if (n == 0)
        return 0;
    if (rpc_register_newcomers(batch, entries, n, error) != 0)
        return -1;
    for (size_t i = 0; i < n; i++) {
        if (entries[i].customer_id) {
            if (entries[i].is_new && entries[i].is_alike)
                warn_of_newcomer(newcomers[i]);
            answer(batch, newcomers[i], entries[i].customer_id, entries[i].is_new);
            done[(*done_count)++] = newcomers[i];
        } else {
            refuse_contradiction(batch, newcomers[i], 0);
        }
    }
    return 0;
}

int rpc_register_customer(struct batch *batch, struct error *error)
{
    struct registration *all = ARENA_ARRAY(batch->arena, struct registration, batch->count);
    struct registration **read = ARENA_ARRAY(batch->arena, struct registration *, batch->count);
    struct registration **newcomers = ARENA_ARRAY(batch->arena, struct registration *, batch->count);
    struct registration **done = ARENA_ARRAY(batch->arena, struct registration *, batch->count);
    struct customer_draft *drafts = ARENA_ARRAY(batch->arena, struct customer_draft, batch->count);
    struct customer_evidence *evidence = ARENA_ARRAY(batch->arena, struct customer_evidence, batch->count);
    size_t count = 0, newcomer_count = 0, done_count = 0;
    for (size_t i = 0; i < batch->count; i++) {
        all[i].call = &batch->calls[i];
        if (!read_registration(batch, &all[i]))
            continue;
        drafts[count] = all[i].draft;
        read[count++] = &all[i];
    }
    if (count && customer_store_find(batch->db, batch->arena, drafts, count, evidence, error) != 0)
        return -1;
    if (rpc_recognise_unknown(batch, drafts, evidence, count, error) != 0)
        return -1;
    for (size_t i = 0; i < count; i++) {
        int64_t customer_id;
        switch (customer_identify(&evidence[i], &customer_id)) {
        case CUSTOMER_NEW:
            newcomers[newcomer_count++] = read[i];
            break;
        case CUSTOMER_SAME:
            answer(batch, read[i], customer_id, false);
            done[done_count++] = read[i];
            break;
        case CUSTOMER_REVIEW:
            if (evidence[i].likeness_in_doubt) {
                warn_of_likeness(read[i], customer_id);
                newcomers[newcomer_count++] = read[i];
            } else {
                refuse_contradiction(batch, read[i], customer_id);
            }
        }
    }
    if (register_new(batch, newcomers, newcomer_count, done, &done_count, error) != 0)
        return -1;
    return add_aliases(batch, done, done_count, error);
}
