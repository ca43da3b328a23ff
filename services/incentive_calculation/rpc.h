/* The methods of remuda.incentive.v1.IncentiveCalculation. */
#pragma once

#include "base/date.h"
#include "service/service.h"

method_handler rpc_put_plan;
method_handler rpc_get_statement;
method_handler rpc_get_totals;
method_handler rpc_approve_plan;
method_handler rpc_calculate;
method_handler rpc_review;
method_handler rpc_approve;
method_handler rpc_mark_paid;
method_handler rpc_close_period;
method_handler rpc_list_statements;
method_handler rpc_explain_line;
method_handler rpc_export;
method_handler rpc_simulate;
method_handler rpc_dispute;
method_handler rpc_resolve_dispute;

/* May the principal manage everybody? */
bool rpc_is_over_all(const struct authority *authority, const struct principal *principal);
/* Is the period's text one, and which? Else the call's violation. */
bool rpc_read_period(struct batch *batch, struct call *call, const char *text, int64_t *kind, day_t *first);
