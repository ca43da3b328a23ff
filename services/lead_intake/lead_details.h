/* What is found out about a lead on the way (remuda.lead.v1.LeadDetails), stored as JSON. */
#pragma once

#include "rpc.h"

/* Findings below `details`; NULL is nothing given. */
void lead_details_check(struct batch *batch, struct call *call, const Remuda__Lead__V1__LeadDetails *details);
/* As stored; "" when nothing is given. */
const char *lead_details_document(const Remuda__Lead__V1__LeadDetails *details, struct arena *arena);
/* NULL with `error` only when the stored text is damaged; "" gives an empty message. */
Remuda__Lead__V1__LeadDetails *lead_details_parse(const char *document, struct arena *arena, struct error *error);
