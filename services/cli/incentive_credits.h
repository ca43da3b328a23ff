/*
 * A file of credits for `try incentive`: deliveries, leads, returns and cancellations, each with its person. Rows of
 * one id belong to one vehicle: they share it by part_ppm, or by the roles' parts of the plan, or each person has it
 * whole.
 */
#pragma once

#include "cli.h"
#include "pay_known.h"

struct incentive_credits {
    struct pay_credit *list; /* by person: one person's follow each other */
    const char **people;     /* of each credit */
    const char **roles;      /* of each credit; "" not said */
    const char **paths;      /* of each credit: "credits[3]", the row */
    size_t count;
};

/* What is wrong is found at "credits[ROW].column"; the rows count from 1, the head apart. */
void incentive_credits_read(const char *path, const struct pay_plan *plans, size_t plan_count,
                            struct pay_findings *findings, struct incentive_credits *credits);
