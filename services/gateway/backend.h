/* The services behind the door. */
#pragma once

#include "base/banned.h"

#include <protobuf-c/protobuf-c.h>

enum backend {
    BACKEND_DIRECTORY,
    BACKEND_LEAD_INTAKE,
    BACKEND_CUSTOMER_TIERING,
    BACKEND_TARGET_PLANNING,
    BACKEND_INCENTIVE_CALCULATION,
    BACKEND_COUNT
};

const char *backend_name(enum backend backend); /* "lead_intake" */
const ProtobufCServiceDescriptor *backend_descriptor(enum backend backend);
