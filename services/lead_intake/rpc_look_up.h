/* What is known of filings before they are decided. */
#pragma once

#include "filing_store.h"
#include "rpc.h"

typedef int look_up_leads(struct batch *batch, const struct lead *leads, size_t n, struct lead_knowledge *knowledge, struct error *error);

/* Codes; customers, by the likeness of names where code, name and aliases tell nobody; holders. */
look_up_leads rpc_look_up;
/* What was filed before by the same calls and under the same references. */
look_up_leads rpc_look_up_earlier;
