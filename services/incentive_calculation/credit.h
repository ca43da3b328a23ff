/*
 * What counts for a person: a delivery or a lead, whole or in part. A vehicle of a shared lead (LeadShared) is credited
 * in parts that sum to one vehicle: to the steps it counts by its part, and its pay is split by largest remainder, so
 * that what all recipients get at one rate sums to that rate to the last fen. Pure.
 */
#pragma once

#include "base/date.h"

#include <stdbool.h>
#include <stddef.h>

#define CREDIT_PARTS_MAX 8

/* Which deliveries and leads count for a role. */
enum credit_scope {
    CREDIT_NONE,   /* the role is not paid by plans */
    CREDIT_PERSON, /* those that carry the person */
    CREDIT_UNIT    /* all of the dealers below the person's unit on the day itself */
};

struct credit {
    int64_t id;
    day_t day;         /* delivered or filed */
    bool is_cancelled; /* or returned: on cancelled_on */
    day_t cancelled_on;
    const char *product, *business; /* of a delivery */
    int64_t price_fen;
    const int64_t *parts_ppm; /* of all recipients, in the same order for each of them; together 1,000,000 */
    size_t part_count;        /* 0: whole */
    unsigned mine;            /* bit i: the i-th part is this person's */
};

enum credit_scope credit_scope_of(const char *role);
