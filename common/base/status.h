/*
 * The outcome of a call, as it goes over the wire: gRPC's canonical codes
 * (https://grpc.github.io/grpc/core/md_doc_statuscodes.html), same numbers, same meanings.
 */
#pragma once

#include "base/banned.h"

enum status {
    STATUS_OK = 0,
    STATUS_CANCELLED = 1,
    STATUS_UNKNOWN = 2,
    STATUS_INVALID_ARGUMENT = 3,
    STATUS_DEADLINE_EXCEEDED = 4,
    STATUS_NOT_FOUND = 5,
    STATUS_ALREADY_EXISTS = 6,
    STATUS_PERMISSION_DENIED = 7,
    STATUS_RESOURCE_EXHAUSTED = 8,
    STATUS_FAILED_PRECONDITION = 9,
    STATUS_ABORTED = 10,
    STATUS_OUT_OF_RANGE = 11,
    STATUS_UNIMPLEMENTED = 12,
    STATUS_INTERNAL = 13,
    STATUS_UNAVAILABLE = 14,
    STATUS_DATA_LOSS = 15,
    STATUS_UNAUTHENTICATED = 16,
    STATUS_COUNT
};

/* "INVALID_ARGUMENT" and so on; "UNKNOWN" for a number outside the range. Never NULL. */
const char *status_name(enum status status);
