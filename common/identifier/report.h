/* How the examiners of this folder write their findings. */
#pragma once

#include "identifier/identifier.h"

static inline void report_add(struct identifier_report *report, const struct identifier_problem *problem)
{
    if (report->problem_count < IDENTIFIER_PROBLEMS_MAX)
        report->problems[report->problem_count++] = *problem;
}
