/*
 * Looks again and again which addresses stand behind the names of a list of endpoints: replicas come and go, and each
 * start of a container gives it another address. A thread of its own looks, since a name server may keep one waiting
 * for long.
 */
#pragma once

#include "bus/endpoint.h"

#include <stdbool.h>

#define RESOLVER_ENDPOINTS_MAX 16

struct resolver;

/* NULL when there is no memory or thread for it. */
struct resolver *resolver_start(const char *list, int every_ms);
/* True when other endpoints were found since the last call: *endpoints are those to be connected now. Never waits. */
bool resolver_take(struct resolver *resolver, char (*endpoints)[ENDPOINT_SIZE], size_t *count);
/* Does not wait for a name server that is silent: the thread ends by itself. */
void resolver_stop(struct resolver *resolver);
