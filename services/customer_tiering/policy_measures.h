/* The members "measures" and "ties" of a policy's document. */
#pragma once

#include "document/document.h"
#include "tier_policy.h"

/* Without "measures" the value that comes with each customer is the only one. */
int policy_measures_read(const json_t *document, struct tier_policy *policy, struct error *error);
/* Needs the measures. */
int policy_ties_read(const json_t *document, struct tier_policy *policy, struct error *error);
