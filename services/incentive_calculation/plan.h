/*
 * An incentive plan: what one job is paid for. A plan is data with versions; the version in force in a month is the one
 * with the latest valid_from that is not after the month's first day.
 */
#pragma once

#include "base/arena.h"
#include "base/date.h"
#include "step.h"

#include <stdbool.h>

#define PLAN_CODE_MAX 64 /* characters */
#define PLAN_LEAD_AWARD_MAX STEP_RATE_MAX
#define PLAN_LEAD_CAP_MAX INT64_C(100000000000) /* fen: a thousand million yuan */

/* Which deliveries and leads count for a job. */
enum credit_scope {
    CREDIT_NONE,   /* the job is not paid by plans */
    CREDIT_PERSON, /* those that carry the person */
    CREDIT_UNIT    /* all of the dealers below the person's unit on the day itself */
};

struct plan {
    int64_t plan_id;
    int version;
    const char *code;
    const char *job;
    day_t valid_from;
    int mode; /* enum step_mode; any number before plan_check */
    const struct step *steps;
    size_t step_count;
    int64_t fen_per_lead;       /* information award (信息反馈奖) */
    int64_t lead_award_cap_fen; /* a month; 0: no cap */
};

/* One thing that is wrong with a plan. */
struct plan_finding {
    const char *field;  /* "steps[2].from_units" */
    const char *reason; /* "REQUIRED", "FORMAT", "OUT_OF_RANGE", "UNKNOWN" */
    const char *message[LOCALE_COUNT];
};

/* NULL or unknown job: CREDIT_NONE. */
enum credit_scope plan_credit_scope(const char *job);

/* All that is wrong with a plan, in the order of its fields; *findings from the arena. 0: it may be put in force. */
size_t plan_check(const struct plan *plan, struct arena *arena, const struct plan_finding **findings);
