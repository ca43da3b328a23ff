/*
 * How much one caller may do: requests a second, as a bucket that holds a second's worth, and connections. A caller is
 * a principal, or an address as long as it has shown no key. Any thread may ask.
 */
#pragma once

#include "base/banned.h"

#include <stdbool.h>
#include <stdint.h>

#define CALLERS_MAX 100000 /* that are remembered at a time; who comes beyond has to wait */

struct quotas;
struct limited; /* a caller with connections */

/* Each 0: no limit. */
struct quotas *quotas_create(int64_t requests_a_second, int64_t connections);
void quotas_destroy(struct quotas *quotas);
/* Takes one request out of the caller's bucket; false with a time to come back when it is empty. */
bool quotas_take(struct quotas *quotas, const char *caller, int64_t now_us, uint32_t *retry_after_ms);
/* Counts a connection; false when the caller has as many as it may. *held is what quotas_disconnect takes, NULL without
 * a limit. */
bool quotas_connect(struct quotas *quotas, const char *caller, struct limited **held);
void quotas_disconnect(struct quotas *quotas, struct limited *held);
/* Forgets callers who have no connection and a full bucket. */
void quotas_sweep(struct quotas *quotas, int64_t now_us);
