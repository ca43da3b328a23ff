/*
 * Memory that is released all at once: a batch of calls, a file row, a run.
 * An allocation never returns NULL: when the process is out of memory it logs and aborts. That loses nothing, because
 * everything that was acknowledged is in PostgreSQL. What is allocated for untrusted bytes is bounded by wire/guard.h.
 */
#pragma once

#include "base/banned.h"

#include <stddef.h>
#include <stdint.h>

struct arena_block;

struct arena {
    struct arena_block *blocks; /* the newest first */
    char *next, *end;           /* free space of the newest block */
    size_t used;                /* bytes handed out since the last reset */
};

/* A zeroed struct is an empty arena. */
void *arena_alloc(struct arena *arena, size_t size);             /* aligned for any type, not cleared */
void *arena_calloc(struct arena *arena, size_t n, size_t size);  /* cleared; n * size overflow aborts */
char *arena_strdup(struct arena *arena, const char *text);       /* NULL stays NULL */
char *arena_strndup(struct arena *arena, const char *text, size_t length); /* exactly `length` bytes and a NUL */
char *arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
void arena_reset(struct arena *arena); /* everything handed out is gone; keeps one block for the next use */
void arena_release(struct arena *arena); /* gives all memory back */

#define ARENA_NEW(arena, type) ((type *)arena_calloc((arena), 1, sizeof(type)))
#define ARENA_ARRAY(arena, type, n) ((type *)arena_calloc((arena), (n), sizeof(type)))
