/* What the methods that name a customer do alike when code, name and aliases tell nobody: the name is compared with all others. */
#pragma once

#include "recognition_store.h"
#include "rpc.h"

/* Whom drafts[i] mean, of which *knowledge[i] tells nobody: it tells by_decision, or by_likeness with or without doubt, afterwards; and
 * what follows from the customer, unless that is in doubt: it is nobody's until a person has decided. */
int rpc_recognise(struct batch *batch, const struct customer_draft *drafts, struct customer_knowledge *const *knowledge, size_t n,
                  struct error *error);

/* The same for descriptions of which only the customer is wanted: of drafts[i] whose evidence[i] names nobody. */
int rpc_recognise_unknown(struct batch *batch, const struct customer_draft *drafts, struct customer_evidence *evidence, size_t n,
                          struct error *error);

/* The batch registers a customer: it is recognised from the commit on. */
void rpc_learn_customer(struct batch *batch, int64_t customer_id, const struct customer_draft *draft);
