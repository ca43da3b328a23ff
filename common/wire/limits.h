/* What the parts of common/wire share: bounds that no contract reaches, and memory with a maximum. */
#pragma once

#include "wire/wire.h"

#define WIRE_FIELDS_MAX 128 /* fields of one message; so that counting elements needs no allocation */

/* Memory for what a stranger sent: an arena with a maximum. */
struct wire_memory {
    struct arena *arena;
    size_t left; /* bytes that may still be taken */
};

#define WIRE_MEMORY(arena_pointer) ((struct wire_memory){.arena = (arena_pointer), .left = WIRE_MEMORY_MAX})

/* NULL when the maximum would be passed. Not cleared. */
void *wire_memory_take(struct wire_memory *memory, size_t size);
/* Fills `error` with the refusal of a message that needs more than the maximum; returns -1. */
int wire_memory_refuse(struct error *error);
