/*
 * A person's statement of one month: credits and a plan in, lines out, each with the formula in words and figures.
 */
#pragma once

#include "credit.h"
#include "plan.h"

struct statement_line {
    const char *component; /* "deliveries", "information_award" */
    int64_t basis_units;   /* vehicles or leads, those in part included */
    int64_t credited_ppm;  /* what is credited of them: basis_units * CREDIT_WHOLE unless some are shared or lie in two steps */
    int64_t from_units;    /* of the step; 0 for the award */
    int64_t fen_per_unit;
    int64_t amount_fen;
    const char *reason[LOCALE_COUNT];
    const int64_t *source_ids; /* the credits of this line, oldest first; one that lies in two steps stands in both lines */
    size_t source_count;
};

struct statement {
    struct statement_line *lines;
    size_t line_count;
    int64_t total_fen; /* the sum of the lines */
};

/* Everything that counts for one person in one month, in any order; sorted in place. */
struct statement_credits {
    struct credit *deliveries;
    size_t delivery_count;
    struct credit *leads;
    size_t lead_count;
};

/*
 * Calculates a statement under a plan that passed plan_check. In mode marginal the earliest deliveries (by day, then
 * id) fill the first step. Lines, texts and ids come from the arena; they do not refer to `credits` afterwards. 0, or
 * -1 STATUS_OUT_OF_RANGE when an amount does not fit.
 */
int statement_calculate(const struct plan *plan, struct statement_credits *credits, struct arena *arena,
                        struct statement *statement, struct error *error);
