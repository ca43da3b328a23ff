/*
 * Which customers matter how much (分级开发): customers in order of value, the cumulative share of the value of all,
 * two lines. "80 % of the value comes from 20 % of the customers" (DOMAIN.md, Tiers).
 *
 * Input: what is known of every customer, a policy that passed tier_policy_check. Output: the customers in rank order,
 * each with exactly one tier and what decided it. The caller provides amounts[] and points[] of each customer.
 */
#pragma once

#include "base/arena.h"
#include "tier_policy.h"

/* What has the last word on a tier; each is stronger than those before it. */
enum tier_decision {
    DECIDED_BY_LINE,
    DECIDED_BY_HYSTERESIS, /* the line says another tier, but not for long or not clearly enough */
    DECIDED_BY_FLOOR,
    DECIDED_BY_CEILING,
    DECIDED_BY_FIXED_RULE,
    DECIDED_BY_OVERRIDE
};

struct tier_customer {
    /* what is known */
    int64_t customer_id;
    struct customer_attributes attributes;
    int64_t *amounts;                       /* micro, >= 0, one a measure of the policy */
    enum tier previous;                     /* of the run before; TIER_NONE: none */
    int32_t runs_outside;                   /* how many runs up to that one saw it outside the band of its tier */
    const struct policy_override *override; /* NULL: none in force */
    /* assigned */
    int64_t *points;                         /* micro, one a measure */
    int64_t value;                           /* micro */
    int64_t cumulative;                      /* micro: of all down to this one */
    int64_t rank;                            /* 1 is the most valuable */
    int64_t share_ppm, cumulative_share_ppm; /* rounded, to be shown: the lines are compared with the exact ones */
    enum tier line_tier, tier;
    enum tier_decision decision;
    const struct policy_rule *rule; /* of a floor, ceiling or fixed rule */
};

struct tier_summary {
    int64_t value; /* of all, micro */
    int64_t customers;
    int64_t tier_customers[TIER_COUNT], tier_value[TIER_COUNT];
};

/*
 * value = sum of weight x points (tier_value.h). Sorts customers[n] by value descending, equal ones by
 * the measures that the policy states for ties, then by customer_id ascending.
 *
 * The line: by share of value or of customers a customer belongs to a tier while the share of all down to it is within
 * the tier's line; by score while its value reaches the line. On the line itself the policy says up or down; by
 * ON_LINE_INCLUDING the most valuable customer is key even if it passes the line alone. A customer without value is
 * potential whatever the cuts are. Then hysteresis, floors, ceilings, fixed rules and overrides, in this order.
 *
 * 0, or -1 STATUS_OUT_OF_RANGE when an amount or a value of all does not fit 64 bits.
 */
int tier_assign(const struct tier_policy *policy, struct tier_customer **customers, size_t n,
                struct tier_summary *summary, struct arena *arena, struct error *error);

/* Where a customer stands: in micro of value. */
struct tier_place {
    int64_t value, before, whole; /* its own, of all above it, of all */
    int64_t rank, customers;
};
/* < 0 when `a`, whose value is known as that of `b` is, comes before it. */
int tier_order(const struct tier_policy *policy, const struct tier_customer *a, const struct tier_customer *b);
/* Assigns what follows from the place: rank, shares, the tier and what decided it. */
void tier_place_customer(const struct tier_policy *policy, struct tier_customer *customer,
                         const struct tier_place *place);
/* The tier by the lines alone, moved by `shift` (ppm of share or micro of score; positive: more customers are in). */
enum tier tier_by_line(const struct policy_cuts *cuts, int64_t shift, const struct tier_place *place);
