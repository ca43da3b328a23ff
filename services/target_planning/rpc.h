/* The methods of remuda.target.v1.TargetPlanning. */
#pragma once

#include "service/service.h"

method_handler rpc_put_sales_history;
method_handler rpc_lock_plan;
method_handler rpc_issue_month;
method_handler rpc_get_board;
method_handler rpc_get_totals;
