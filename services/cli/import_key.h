/* The idempotency keys of an import: from the content, so that importing the same file again does nothing twice. */
#pragma once

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

#define IMPORT_KEY_SIZE 96

/* The part that all rows share: kind, and a hash over content and defaults (they are part of what is asked). */
int import_key_prefix(const char *path, const char *kind, const char *const *defaults, size_t count,
                      char prefix[static IMPORT_KEY_SIZE], struct error *error);
/* The key of one row. */
char *import_key_row(const char *prefix, uint64_t line, char key[static IMPORT_KEY_SIZE]);
