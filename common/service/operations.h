/* The methods of remuda.rpc.v1.Operations, which every service answers besides its own. */
#pragma once

#include "service/service.h"

extern const struct method operations_methods[];
