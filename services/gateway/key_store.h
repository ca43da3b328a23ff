/* API keys in the database. */
#pragma once

#include "api_key.h"

#include "db/db.h"

#define KEYS_MAX 100000
#define KEYS_LISTED_MAX 1000

/* An API key as it is kept. Texts live in the arena. */
struct kept_key {
    const char *prefix;
    struct db_bytes hash;
    const char *principal, *scopes;           /* names separated by blanks */
    const char *expires_on;                   /* "" is never */
    int64_t put_at, revoked_at, last_used_at; /* 0: not */
};

int key_store_principal_exists(struct db *db, struct arena *arena, const char *name, bool *exists, struct error *error);
/* *stored is false when another key has the prefix. */
int key_store_put(struct db *db, struct arena *arena, const struct kept_key *key, bool *stored, struct error *error);
/* *known is false when there is no such key. */
int key_store_revoke(struct db *db, struct arena *arena, const char *prefix, bool *known, struct error *error);
/* keys[KEYS_LISTED_MAX]; without their hashes. principal "": of all. */
int key_store_list(struct db *db, struct arena *arena, const char *principal, struct kept_key *keys, size_t *count,
                   struct error *error);
/* What opens the door today: prefix, hash, principal, scopes. */
int key_store_in_force(struct db *db, struct arena *arena, struct kept_key **keys, size_t *count, struct error *error);
int key_store_used(struct db *db, struct arena *arena, const char *const *prefixes, const int64_t *at, size_t count,
                   struct error *error);
