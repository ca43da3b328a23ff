/*
 * The keys that open the door, in memory: read again once a second, so that a key is known or refused a second after
 * the database says so, and the door answers while the database is away. Any thread may ask.
 */
#pragma once

#include "key_store.h"
#include "scope.h"

#define KEY_PRINCIPAL_SIZE 129

struct key_ring;

/* For whom a call is made. */
struct key_owner {
    char prefix[API_KEY_PREFIX_SIZE];
    char principal[KEY_PRINCIPAL_SIZE];
    scope_set scopes;
};

struct key_ring *key_ring_create(void);
void key_ring_destroy(struct key_ring *ring);
/* Writes down when keys were last used and reads all keys. */
int key_ring_refresh(struct key_ring *ring, struct db *db, struct arena *arena, struct error *error);
/* Whose key `text` is. False for everything else, in the same time: nothing tells a stranger why. */
bool key_ring_find(struct key_ring *ring, const char *text, int64_t now_ms, struct key_owner *owner);
