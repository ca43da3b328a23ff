/*
 * How long a lead is protected, what the public pool allows, how information is rated: policies are data with a version. Pure.
 *
 * The "defaults: 90; a customer won before: contract end + 90; never won: 180" is read so: a hold lasts 90 days. For a
 * customer that was won before it lasts until 90 days after its contract ends (a contract whose end is not known: 90 days from
 * now), so that whoever won it is first to hear of the next purchase. For a customer never won, extensions reach 180 days from the
 * hold's beginning at most: a lead that has not become an order by then is worked by somebody else.
 */
#pragma once

#include "base/date.h"
#include "base/error.h"
#include "lead_quality.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PROTECTION_RULES_MAX 64
#define PROTECTION_POOL_AREAS_MAX 200
#define PROTECTION_DAYS_MAX 3650
#define PROTECTION_CODE_SIZE 41 /* bytes of a product line, an area's code or a pool's name, with the closing NUL */

/* How much the customer matters; numbers as in the contract of customer_tiering. */
enum protection_tier { TIER_NOT_RATED = 0, TIER_KEY = 1, TIER_SECONDARY = 2, TIER_POTENTIAL = 3 };

/* Days for what matches; 0 and "" match anything. The rule that names most wins, of equals the first. */
struct protection_rule {
    int64_t tier; /* enum protection_tier */
    int64_t business_type;
    char product_line[PROTECTION_CODE_SIZE];
    int64_t days;
};

/* The areas of one pool; areas that are not named share the default pool, whose name is "". */
struct protection_pool_area {
    char area_code[PROTECTION_CODE_SIZE];
    char pool[PROTECTION_CODE_SIZE];
};

struct protection_policy {
    int64_t version; /* 0: the defaults below, before a first version was put */
    int64_t default_days;
    int64_t tier_days[TIER_POTENTIAL + 1]; /* by enum protection_tier, as the tiering policy gives them; 0: default_days. No part of a version */
    int64_t won_before_days; /* after the end of the contract */
    int64_t extension_days;  /* what one extension adds */
    int64_t longest_days;    /* of a hold with its extensions, for a customer never won */
    int64_t warning_days;    /* before the end of a hold, its end is told */
    int64_t least_small_batch; /* vehicles that make a small batch */
    bool dealers_file_government_direct; /* else headquarters alone */
    int64_t claims_a_day;    /* of one person */
    int64_t cool_down_days;  /* for the former holder */
    int64_t pool_delay_hours; /* before a new entry can be claimed */
    struct lead_quality_policy quality; /* what the information of a lead is rated by */
    size_t rule_count, pool_area_count;
    struct protection_rule rules[PROTECTION_RULES_MAX];
    struct protection_pool_area pool_areas[PROTECTION_POOL_AREAS_MAX];
};

extern const struct protection_policy PROTECTION_POLICY_DEFAULT;

/* -1: STATUS_INVALID_ARGUMENT naming the first number out of its range. */
int protection_policy_check(const struct protection_policy *policy, struct error *error);

/* What is known of the customer of a hold. */
struct protection_customer {
    int64_t tier; /* enum protection_tier */
    bool won_before;
    bool contract_known;
    day_t contract_until;
};

/* The end (unix ms) of a hold that begins now. */
int64_t protection_until(const struct protection_policy *policy, const struct protection_customer *customer, int64_t business_type,
                         const char *product_line, int64_t now);
/* The end after an extension of a hold that began at `since`; not later than `until` when the limit is reached. */
int64_t protection_extended(const struct protection_policy *policy, bool won_before, int64_t since, int64_t until);
