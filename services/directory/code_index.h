/* Finds a row by its business code. Sized once; memory is the arena's. */
#pragma once

#include "base/arena.h"

#include <stddef.h>
#include <stdint.h>

#define CODE_INDEX_NONE SIZE_MAX

struct code_index {
    const char **keys; /* open addressing; NULL is free */
    size_t *positions;
    size_t mask;
};

/* Room for `max_keys`; more are a fault of the program. */
void code_index_init(struct code_index *index, struct arena *arena, size_t max_keys);
/* The position kept for `key`; CODE_INDEX_NONE when it is not there. */
size_t code_index_find(const struct code_index *index, const char *key);
/* Keeps `position` for a key that is new and returns CODE_INDEX_NONE; for a key that is there returns its position.
 * `key` must outlive the index. */
size_t code_index_add(struct code_index *index, const char *key, size_t position);
