/*
 * How good the information of a lead is: a score of 0 to 100 with the points that it is made of. Pure: facts and a policy in, points
 * out. The information award and headquarters' monthly rating of the work stand on it.
 *
 * Five aspects: complete, valid, in time, not overlapping, followed by feedback; what was decided to be invalid loses all. Points of
 * an aspect are rounded down, so that only what is whole gets all of them. What is missing is neither proven valid nor in time: leaving
 * a code or a date out must not pay more than giving a wrong one.
 */
#pragma once

#include "base/buffer.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Numbers as in the contract (QualityAspect). */
enum quality_aspect {
    QUALITY_COMPLETE = 1,
    QUALITY_VALID = 2,
    QUALITY_IN_TIME = 3,
    QUALITY_NOT_OVERLAPPING = 4,
    QUALITY_FOLLOWED = 5,
    QUALITY_DECIDED_INVALID = 6,
};
#define QUALITY_ASPECTS_MAX 6

/* Numbers as in the contract (QualityFinding). */
enum quality_finding {
    QUALITY_NO_USCC = 1,
    QUALITY_NO_REGION = 2,
    QUALITY_NO_CONTACT_NAME = 3,
    QUALITY_NO_CONTACT_PHONE = 4,
    QUALITY_NO_FOUND_ON = 5,
    QUALITY_NO_EXPECTED_ON = 6,
    QUALITY_NO_INFORMATION_CLASS = 7,
    QUALITY_NO_PURCHASE_MODE = 8,
    QUALITY_NO_SOURCE = 9,
    QUALITY_NO_NOTES = 10,
    QUALITY_WRONG_USCC = 11,
    QUALITY_WRONG_PHONE = 12,
    QUALITY_FILED_LATE = 13,
    QUALITY_FOUND_AFTER_FILING = 14,
    QUALITY_OTHER_CAME_FIRST = 15,
    QUALITY_FEW_FEEDBACKS = 16,
    QUALITY_FEEDBACK_OLD = 17,
    QUALITY_INVALID_FILING = 18,
    QUALITY_FINDING_COUNT
};
#define QUALITY_FINDINGS_MAX 10 /* of one aspect */

/* The data of the rule; QualityPolicy of the contract explains each. */
struct lead_quality_policy {
    int64_t complete, valid, in_time, not_overlapping, followed; /* together 100 */
    int64_t in_time_days, late_days;
    int64_t wanted_feedbacks, feedback_days;
};

/* A complete, valid lead that came in time is worth most, the rest is for what is made of it. Three days are room for a weekend. Three
 * feedbacks are one for each month of an ordinary hold. */
#define LEAD_QUALITY_POLICY_DEFAULTS                                                                                                \
    {                                                                                                                              \
        .complete = 30, .valid = 20, .in_time = 15, .not_overlapping = 15, .followed = 20, .in_time_days = 3, .late_days = 30,     \
        .wanted_feedbacks = 3, .feedback_days = 30                                                                                 \
    }

/* -1: STATUS_INVALID_ARGUMENT naming the first number out of its range, or the weights when they do not sum to 100. */
int lead_quality_policy_check(const struct lead_quality_policy *policy, struct error *error);

/* What is known of a lead, or of a claim that is none. Texts are "" and numbers 0 where nothing was given. Instants are unix ms. */
struct lead_quality_facts {
    const char *uscc, *region, *contact_name, *contact_phone;
    const char *found_on, *expected_on; /* ISO dates */
    int64_t information_class, purchase_mode, source;
    bool has_notes; /* remarks or details */
    int64_t filed_at;
    int64_t as_of; /* the rating's own instant: now, or when the lead was closed or its hold ended */
    bool is_overlapping, is_invalid;
    int64_t feedback_count; /* advances and feedbacks */
    int64_t feedback_at;    /* the last one */
};

struct lead_quality_reason {
    enum quality_aspect aspect;
    int64_t points, out_of;
    int64_t number; /* in time: days from finding to filing; followed: how many feedbacks */
    size_t finding_count;
    enum quality_finding findings[QUALITY_FINDINGS_MAX];
};

struct lead_quality {
    int64_t score; /* the sum of the reasons' points */
    bool is_overlapping, is_invalid;
    size_t reason_count;
    struct lead_quality_reason reasons[QUALITY_ASPECTS_MAX];
};

void lead_quality_rate(const struct lead_quality_policy *policy, const struct lead_quality_facts *facts, struct lead_quality *quality);

/* The findings of a reason for people, separated; nothing when it has none. */
void lead_quality_describe(const struct lead_quality_reason *reason, enum locale locale, struct buffer *out);
