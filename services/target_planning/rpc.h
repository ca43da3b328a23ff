/* The methods of remuda.target.v1.TargetPlanning. */
#pragma once

#include "service/service.h"

method_handler rpc_put_sales_history;
method_handler rpc_issue_month;
method_handler rpc_board;
method_handler rpc_get_totals;
/* rpc_plan.c: a plan's life to the lock */
method_handler rpc_put_drivers;
method_handler rpc_draft_plan;
method_handler rpc_show; /* rpc_phases.c */
method_handler rpc_split;
method_handler rpc_review;
method_handler rpc_lock;
method_handler rpc_amend;
/* rpc_change.c: by hand, and what if */
method_handler rpc_adjust;
method_handler rpc_compare;
method_handler rpc_explain; /* rpc_explain.c */
/* rpc_export.c: the plan as a document */
method_handler rpc_export;
/* rpc_roll.c: rolled forward by the month */
method_handler rpc_roll;
method_handler rpc_accept_roll;
/* rpc_quarter.c: evaluated by the quarter */
method_handler rpc_evaluate;
method_handler rpc_list_evaluation;
method_handler rpc_close;
