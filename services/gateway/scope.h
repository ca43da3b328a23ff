/* What a key is good for: reading or changing what one service keeps. "lead.read", "lead.write", "directory.read", ...
 */
#pragma once

#include "backend.h"

#include "base/error.h"

#include <stdbool.h>

typedef unsigned scope_set; /* one bit a scope */

scope_set scope_of(enum backend backend, bool writes);
/* "lead.write" for a set of one. Lives for ever. */
const char *scope_name(scope_set one);
/* 0 when there is no such scope. */
scope_set scope_by_name(const char *name, size_t length);
/* Names separated by blanks; what is no scope is passed over. */
scope_set scopes_read(const char *text);
