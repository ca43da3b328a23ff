/* The methods of remuda.incentive.v1.IncentiveCalculation. */
#pragma once

#include "service/service.h"

method_handler rpc_put_plan;
method_handler rpc_run_month;
method_handler rpc_get_statement;
method_handler rpc_get_totals;
