#include "principal_store.h"

#include "sql/grant_delete.h"
#include "sql/grant_insert.h"
#include "sql/key_find.h"
#include "sql/key_put.h"
#include "sql/key_revoke.h"
#include "sql/principal_find.h"
#include "sql/principal_put.h"

/* Runs a statement that gives at most one id; 0 for none. */
static int run_for_id(struct db *db, const char *sql, const struct db_params *params, int64_t *id, struct error *error)
{
    struct db_result result;

    if (db_run(db, sql, params, &result, error) < 0)
        return -1;
    *id = result.rows > 0 ? db_int64(&result, 0, 0) : 0;
    db_result_clear(&result);
    return 0;
}

int principal_store_find(struct db *db, struct arena *arena, const char *name, int64_t *principal_id,
                         struct error *error)
{
    struct db_params params = DB_PARAMS(arena);

    db_bind_text(&params, name);
    return run_for_id(db, sql_principal_find, &params, principal_id, error);
}

int principal_store_put(struct db *db, struct arena *arena, const char *name, const char *person_code,
                        int64_t *principal_id, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);

    db_bind_text(&params, name);
    db_bind_text(&params, person_code);
    return run_for_id(db, sql_principal_put, &params, principal_id, error);
}

int key_store_find(struct db *db, struct arena *arena, const char *public_key, struct known_key *key,
                   struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;

    *key = (struct known_key){0};
    db_bind_text(&params, public_key);
    if (db_run(db, sql_key_find, &params, &result, error) < 0)
        return -1;
    if (result.rows > 0)
        *key = (struct known_key){
            .exists = true, .principal_id = db_int64(&result, 0, 0), .revoked = db_bool(&result, 0, 1)};
    db_result_clear(&result);
    return 0;
}

int key_store_put(struct db *db, struct arena *arena, int64_t principal_id, const char *public_key,
                  const char *expires_on, int64_t *key_id, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);

    db_bind_int64(&params, principal_id);
    db_bind_text(&params, public_key);
    db_bind_text(&params, expires_on);
    return run_for_id(db, sql_key_put, &params, key_id, error);
}

int key_store_revoke(struct db *db, struct arena *arena, const char *public_key, int64_t *key_id, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);

    db_bind_text(&params, public_key);
    return run_for_id(db, sql_key_revoke, &params, key_id, error);
}

int grant_store_add(struct db *db, struct arena *arena, int64_t principal_id, const struct grant_columns *grants,
                    struct error *error)
{
    struct db_params params = DB_PARAMS(arena);

    db_bind_int64(&params, principal_id);
    db_bind_int64_array(&params, grants->roles, grants->count);
    db_bind_text_array(&params, grants->unit_codes, grants->count);
    return db_run(db, sql_grant_insert, &params, NULL, error);
}

int grant_store_clear(struct db *db, struct arena *arena, int64_t principal_id, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);

    db_bind_int64(&params, principal_id);
    return db_run(db, sql_grant_delete, &params, NULL, error);
}
