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
    BACKEND_GATEWAY, /* this service's own methods */
    BACKEND_COUNT
};

const char *backend_name(enum backend backend); /* "lead_intake" */
const ProtobufCServiceDescriptor *backend_descriptor(enum backend backend);
/* Of a method of its own, or of those that every service answers; NULL when it has none of the name. */
const ProtobufCServiceDescriptor *backend_descriptor_of(enum backend backend, const char *method);
