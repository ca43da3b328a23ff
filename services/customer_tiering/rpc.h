/* The methods of remuda.tiering.v1.CustomerTiering. */
#pragma once

#include "service/service.h"

method_handler rpc_run_tiering;
method_handler rpc_get_tier;
method_handler rpc_list_tiers;
method_handler rpc_get_totals;
