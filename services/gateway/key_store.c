#include "key_store.h"

#include "sql/key_list.h"
#include "sql/key_put.h"
#include "sql/key_revoke.h"
#include "sql/key_used.h"
#include "sql/keys_in_force.h"
#include "sql/principal_exists.h"

int key_store_principal_exists(struct db *db, struct arena *arena, const char *name, bool *exists, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_text(&params, name);
    if (db_run(db, sql_principal_exists, &params, &result, error) != 0)
        return -1;
    *exists = db_bool(&result, 0, 0);
    db_result_clear(&result);
    return 0;
}

static int run_for_row(struct db *db, const char *sql, const struct db_params *params, bool *there, struct error *error)
{
    struct db_result result;
    if (db_run(db, sql, params, &result, error) != 0)
        return -1;
    *there = result.rows > 0;
    db_result_clear(&result);
    return 0;
}

int key_store_put(struct db *db, struct arena *arena, const struct kept_key *key, bool *stored, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_text(&params, key->prefix);
    db_bind_bytes(&params, key->hash.data, key->hash.size);
    db_bind_text(&params, key->principal);
    db_bind_text(&params, key->scopes);
    db_bind_text(&params, key->expires_on);
    return run_for_row(db, sql_key_put, &params, stored, error);
}

int key_store_revoke(struct db *db, struct arena *arena, const char *prefix, bool *known, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_text(&params, prefix);
    return run_for_row(db, sql_key_revoke, &params, known, error);
}

int key_store_list(struct db *db, struct arena *arena, const char *principal, struct kept_key *keys, size_t *count,
                   struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_text(&params, principal);
    db_bind_int64(&params, KEYS_LISTED_MAX);
    if (db_run(db, sql_key_list, &params, &result, error) != 0)
        return -1;
    *count = (size_t)result.rows;
    for (int row = 0; row < result.rows; row++)
        keys[row] = (struct kept_key){
            .prefix = arena_strdup(arena, db_text(&result, row, 0)),
            .principal = arena_strdup(arena, db_text(&result, row, 1)),
            .scopes = arena_strdup(arena, db_text(&result, row, 2)),
            .expires_on = arena_strdup(arena, db_text(&result, row, 3)),
            .put_at = db_instant(&result, row, 4),
            .revoked_at = db_is_null(&result, row, 5) ? 0 : db_instant(&result, row, 5),
            .last_used_at = db_is_null(&result, row, 6) ? 0 : db_instant(&result, row, 6),
        };
    db_result_clear(&result);
    return 0;
}

int key_store_in_force(struct db *db, struct arena *arena, struct kept_key **keys, size_t *count, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, KEYS_MAX);
    if (db_run(db, sql_keys_in_force, &params, &result, error) != 0)
        return -1;
    *count = (size_t)result.rows;
    *keys = ARENA_ARRAY(arena, struct kept_key, *count);
    for (int row = 0; row < result.rows; row++) {
        struct db_bytes hash = db_bytes(&result, row, 1);
        (*keys)[row] = (struct kept_key){
            .prefix = arena_strdup(arena, db_text(&result, row, 0)),
            .hash = {arena_strndup(arena, hash.data, hash.size), hash.size},
            .principal = arena_strdup(arena, db_text(&result, row, 2)),
            .scopes = arena_strdup(arena, db_text(&result, row, 3)),
        };
    }
    db_result_clear(&result);
    return 0;
}

int key_store_used(struct db *db, struct arena *arena, const char *const *prefixes, const int64_t *at, size_t count,
                   struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_text_array(&params, prefixes, count);
    db_bind_instant_array(&params, at, count);
    return db_run(db, sql_key_used, &params, NULL, error);
}
