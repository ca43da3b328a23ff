#include "bootstrap.h"

#include "base/log.h"
#include "principal_store.h"
#include "rpc.h"
#include "unit_store.h"

#define OPERATOR "operator"

struct bootstrap {
    struct arena arena;
    const char *public_key;
};

static int store_operator(struct db *db, struct bootstrap *bootstrap, struct error *error)
{
    static const int64_t role = ROLE_ADMINISTRATOR;
    static const char *const unit_code = HEADQUARTERS_CODE;
    const struct grant_columns grants = {.roles = &role, .unit_codes = &unit_code, .count = 1};
    int64_t principal_id, key_id;

    if (principal_store_put(db, &bootstrap->arena, OPERATOR, "", &principal_id, error) < 0 ||
        key_store_put(db, &bootstrap->arena, principal_id, bootstrap->public_key, "", &key_id, error) < 0)
        return -1;
    return grant_store_add(db, &bootstrap->arena, principal_id, &grants, error);
}

static int ensure_operator(struct db *db, void *context, struct error *error)
{
    struct bootstrap *bootstrap = context;
    struct known_key key;
    int64_t principal_id;
    struct fault fault;

    if (directory_lock(db, error) < 0 ||
        principal_store_find(db, &bootstrap->arena, OPERATOR, &principal_id, error) < 0 ||
        key_store_find(db, &bootstrap->arena, bootstrap->public_key, &key, error) < 0)
        return -1;
    if (key.exists && key.revoked) {
        log_warning("bootstrap_key_is_revoked",
                    LOG_TEXT("remedy", "name a new key or unset REMUDA_BOOTSTRAP_KEY_FILE"));
        return 0;
    }
    if (principal_check_owner(&key, principal_id, &fault) < 0) {
        *error = fault.error;
        return error_within(error, "REMUDA_BOOTSTRAP_KEY_FILE");
    }
    return store_operator(db, bootstrap, error);
}

int bootstrap_operator(struct db *db, const char *public_key, struct error *error)
{
    struct bootstrap bootstrap = {.public_key = public_key};
    struct fault fault;
    int result;

    if (public_key[0] == '\0')
        return 0;
    if (principal_check_key(public_key, &fault) < 0) {
        *error = fault.error;
        return error_within(error, "REMUDA_BOOTSTRAP_KEY_FILE");
    }
    result = db_transaction(db, ensure_operator, &bootstrap, error);
    arena_release(&bootstrap.arena);
    return result;
}
