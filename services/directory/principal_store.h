/* Principals, keys and grants in the database. All return 0, or -1 with `error` when the statement failed. */
#pragma once

#include "db/db.h"
#include "principal.h"

#include <stddef.h>
#include <stdint.h>

/* 0 for a name that is not there. */
int principal_store_find(struct db *db, struct arena *arena, const char *name, int64_t *principal_id,
                         struct error *error);
/* Makes the principal when it is new. `person_code` "": who it is stays as it was. */
int principal_store_put(struct db *db, struct arena *arena, const char *name, const char *person_code,
                        int64_t *principal_id, struct error *error);
int key_store_find(struct db *db, struct arena *arena, const char *public_key, struct known_key *key,
                   struct error *error);
/* `expires_on` "": never. */
int key_store_put(struct db *db, struct arena *arena, int64_t principal_id, const char *public_key,
                  const char *expires_on, int64_t *key_id, struct error *error);
/* *key_id is 0 when there is no such key. A key that was revoked stays so. */
int key_store_revoke(struct db *db, struct arena *arena, const char *public_key, int64_t *key_id, struct error *error);

struct grant_columns {
    const int64_t *roles;
    const char *const *unit_codes;
    size_t count;
};
/* Adds; what is there already stays. */
int grant_store_add(struct db *db, struct arena *arena, int64_t principal_id, const struct grant_columns *grants,
                    struct error *error);
int grant_store_clear(struct db *db, struct arena *arena, int64_t principal_id, struct error *error);
