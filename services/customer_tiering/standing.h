/*
 * Where one customer stands among all: what a run would say of it, without ranking the others. One pass for what points
 * depend on, one for the values.
 */
#pragma once

#include "tier.h"

/* The amounts of all customers in scope, one record each: its number, then an amount a measure of the policy. */
struct standing {
    const int64_t *records;
    size_t n, width; /* customers; numbers of a record */
};

/*
 * Assigns to `customer`, by its own amounts, previous tier, attributes and override, what tier_assign would assign to
 * it among the others of `standing`; its own record is passed over. *summary has the value and number of all, with it.
 * -1 STATUS_OUT_OF_RANGE as tier_assign.
 */
int standing_place(const struct tier_policy *policy, const struct standing *standing, struct tier_customer *customer,
                   struct tier_summary *summary, struct error *error);
