/* What the door's files share. */
#pragma once

#include "door.h"
#include "guest.h"

#include <stdatomic.h>

#define STATUS_CLASSES 6

struct door {
    struct door_options options;
    struct network_list trusted; /* proxies whose X-Forwarded-For is believed */
    struct guests *guests;
    struct MHD_Daemon *daemon;
    _Atomic int64_t body_bytes;               /* of all bodies that are coming in */
    _Atomic uint64_t answers[STATUS_CLASSES]; /* by hundreds of the status */
    _Atomic uint64_t broken;                  /* connections that ended before their request did */
    _Atomic uint64_t latency_us;              /* sum over all answers */
};
