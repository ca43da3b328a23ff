/* A bare libzmq socket with CURVE. Ends the program when libzmq refuses: a benchmark has nothing to save. */
#pragma once

#include "base/banned.h"

struct curve_keys {
    const char *server_public; /* NULL: this is the server */
    const char *public_key;    /* NULL for a server */
    const char *secret_key;
};

/* A ROUTER that binds (server) or a DEALER that connects, in a context of its own. */
void *curve_socket(const char *endpoint, const struct curve_keys *keys);
void bench_fail(const char *what);
