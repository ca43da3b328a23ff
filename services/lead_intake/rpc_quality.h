/* Ratings as messages: in answers, and told for the information award. */
#pragma once

#include "conflict_store.h"
#include "quality_store.h"
#include "remuda/event/v1/lead_events.pb-c.h"
#include "rpc.h"

/* Score and marks, with the reasons of each point but no texts. */
Remuda__Lead__V1__LeadQuality *rpc_quality(const struct protection_policy *policy, const struct lead_quality_facts *facts,
                                           struct arena *arena);
/* The same with the reasons' texts in the caller's language. */
Remuda__Lead__V1__LeadQuality *rpc_quality_told(const struct protection_policy *policy, const struct lead_quality_facts *facts,
                                                enum locale locale, struct arena *arena);
/* Score and marks alone, for lists. */
Remuda__Lead__V1__LeadQuality *rpc_quality_brief(const struct protection_policy *policy, const struct lead_quality_facts *facts,
                                                 struct arena *arena);

Remuda__Event__V1__LeadRated *rpc_lead_rated(const struct protection_policy *policy, const struct rated_lead *lead, struct arena *arena);

/* Tells the ratings of leads as they stand now; nobody holds or held a lead in review, nothing is told of it. */
int rpc_tell_ratings(struct batch *batch, const struct call *call, const int64_t *lead_ids, size_t n, struct error *error);
/* What a claim is rated by that is no lead of its own: it overlaps unless a decision upheld it. Needs conflict_id, claim, outcome. */
struct rated_lead rpc_rated_claim(const struct conflict *conflict, int64_t now);
/* Tells the rating of a claim that is no lead of its own. */
void rpc_tell_rating_of_claim(struct batch *batch, const struct call *call, const struct rated_lead *claim);
