/*
 * What counts for a person: a delivery or a lead, whole or in part. A vehicle of a shared lead (LeadShared) is credited
 * in parts that sum to one vehicle: to the steps it counts by its part, and its pay is split by largest remainder, so
 * that what all recipients get at one rate sums to that rate to the last fen. Pure.
 */
#pragma once

#include "base/date.h"

#include <stdbool.h>
#include <stddef.h>

#define CREDIT_SHARES_MAX 8 /* dealers that share a lead */
#define CREDIT_PARTS_MAX 64 /* parts of one vehicle: of dealers, each parted over roles */

/* Which deliveries and leads count for a role. */
enum credit_scope {
    CREDIT_NONE,   /* the role is not paid by plans */
    CREDIT_PERSON, /* those that carry the person */
    CREDIT_UNIT    /* all of the dealers below the person's unit on the day itself */
};

/* The versions of what a credit depends on: positions in the event log, and the run that gave the tier. 0: nothing. */
struct credit_versions {
    int64_t told_at, ended_at, shared_at, rated_at, tier_run;
};

struct credit {
    int64_t id;
    day_t day;         /* delivered or filed */
    bool is_cancelled; /* or returned: on cancelled_on */
    day_t cancelled_on;
    const char *product, *use, *business, *tier; /* of a delivery, as plans write them; "": not known */
    int64_t price_fen;
    const char *outcome; /* of a lead */
    int64_t quality;
    const int64_t *parts_ppm; /* of all dealers, in the same order for each recipient; together 1,000,000 */
    size_t part_count;        /* 0: whole */
    unsigned mine;            /* bit i: the i-th part is this person's */
    struct credit_versions versions;
};

enum credit_scope credit_scope_of(const char *role);
