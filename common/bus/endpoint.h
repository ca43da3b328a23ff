/* Names of where a service listens. */
#pragma once

#include "base/error.h"

#include <stddef.h>

#define ENDPOINT_SIZE 300

/* "tcp://name:7101,tcp://10.0.0.2:7101" -> one "tcp://ADDRESS:PORT" for each address of each name (at most `max`).
 * IPv6 addresses come in brackets. 0 with *count >= 1, or -1 naming `field`. */
int endpoint_resolve(const char *list, const char *field, char (*endpoints)[ENDPOINT_SIZE], size_t max, size_t *count,
                     struct error *error);
