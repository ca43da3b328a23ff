/* The methods by which administrators keep API keys. */
#pragma once

#include "remuda/gateway/v1/gateway.pb-c.h"
#include "service/service.h"

method_handler rpc_put_api_key, rpc_revoke_api_key, rpc_list_api_keys;
