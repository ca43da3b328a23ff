#include "rpc_look_up.h"

#include "rpc_recognise.h"

static int recognise(struct batch *batch, const struct lead *leads, size_t n, struct lead_knowledge *knowledge, struct error *error)
{
    struct customer_draft *drafts = ARENA_ARRAY(batch->arena, struct customer_draft, n);
    struct customer_knowledge **unknown = ARENA_ARRAY(batch->arena, struct customer_knowledge *, n);
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        int64_t customer_id;
        if (!knowledge[i].product_line || customer_identify(&knowledge[i].customer.evidence, &customer_id) != CUSTOMER_NEW)
            continue;
        drafts[count] = leads[i].customer;
        unknown[count++] = &knowledge[i].customer;
    }
    return rpc_recognise(batch, drafts, unknown, count, error);
}

int rpc_look_up(struct batch *batch, const struct lead *leads, size_t n, struct lead_knowledge *knowledge, struct error *error)
{
    if (filing_store_look(batch->db, batch->arena, leads, n, knowledge, error) != 0 ||
        recognise(batch, leads, n, knowledge, error) != 0)
        return -1;
    return filing_store_holders(batch->db, batch->arena, n, knowledge, error);
}

int rpc_look_up_earlier(struct batch *batch, const struct lead *leads, size_t n, struct lead_knowledge *knowledge, struct error *error)
{
    return filing_store_earlier(batch->db, batch->arena, leads, n, knowledge, error);
}
