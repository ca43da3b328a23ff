/* Idempotency keys whose first request is still being answered: the same again at the same time gets 409. */
#pragma once

#include "base/banned.h"

#include <stdbool.h>

struct running_keys;

struct running_keys *running_keys_create(void);
void running_keys_destroy(struct running_keys *keys);
/* False when it runs already. `name`: principal and key. Any thread. */
bool running_keys_begin(struct running_keys *keys, const char *name);
void running_keys_end(struct running_keys *keys, const char *name);
