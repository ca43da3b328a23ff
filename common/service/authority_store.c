#include "base/clock.h"
#include "base/log.h"
#include "service/authority_holder.h"
#include "service/authority_internal.h"
#include "sql/authority_grants.h"
#include "sql/authority_keys.h"
#include "sql/authority_principals.h"
#include "sql/authority_units.h"
#include "sql/authority_version.h"

#include <pthread.h>

#define REFRESH_AT_LEAST_US (INT64_C(60) * 1000000)

struct authority_holder {
    pthread_mutex_t lock; /* of `current` */
    struct authority *current;
    int64_t loaded_at_us; /* of the refreshing thread */
};

struct authority_holder *authority_holder_create(void)
{
    struct authority_holder *holder = calloc(1, sizeof *holder);
    if (holder)
        pthread_mutex_init(&holder->lock, NULL);
    return holder;
}

void authority_holder_destroy(struct authority_holder *holder)
{
    if (!holder)
        return;
    authority_release(holder->current);
    pthread_mutex_destroy(&holder->lock);
    free(holder);
}

const struct authority *authority_acquire(struct authority_holder *holder)
{
    pthread_mutex_lock(&holder->lock);
    struct authority *authority = holder->current;
    if (authority)
        atomic_fetch_add(&authority->references, 1);
    pthread_mutex_unlock(&holder->lock);
    return authority;
}

void authority_release(const struct authority *shared)
{
    struct authority *authority = (struct authority *)(uintptr_t)shared; /* the last reader frees it */
    if (!authority || atomic_fetch_sub(&authority->references, 1) > 1)
        return;
    HASH_CLEAR(hh, authority->units);
    HASH_CLEAR(by_code, authority->units_by_code);
    HASH_CLEAR(hh, authority->principals);
    HASH_CLEAR(by_name, authority->principals_by_name);
    HASH_CLEAR(hh, authority->keys);
    arena_release(&authority->arena);
    free(authority);
}

void authority_holder_replace(struct authority_holder *holder, struct authority *fresh)
{
    pthread_mutex_lock(&holder->lock);
    struct authority *old = holder->current;
    holder->current = fresh;
    pthread_mutex_unlock(&holder->lock);
    authority_release(old);
}

typedef void add_row(struct authority *authority, const struct db_result *result, int row);

static void add_unit(struct authority *authority, const struct db_result *result, int row)
{
    authority_add_unit(authority, db_int64(result, row, 0), db_int64(result, row, 1),
                       (enum unit_kind)db_int64(result, row, 2), db_text(result, row, 3));
}

static void add_principal(struct authority *authority, const struct db_result *result, int row)
{
    authority_add_principal(authority, db_int64(result, row, 0), db_text(result, row, 1), db_int64(result, row, 2));
}

static void add_grant(struct authority *authority, const struct db_result *result, int row)
{
    authority_add_grant(authority, db_int64(result, row, 0), (enum role)db_int64(result, row, 1),
                        db_int64(result, row, 2));
}

static void add_key(struct authority *authority, const struct db_result *result, int row)
{
    authority_add_key(authority, db_text(result, row, 0), db_int64(result, row, 1));
}

static int load(struct authority *authority, struct db *db, struct error *error)
{
    static const struct {
        const char *sql;
        add_row *add;
    } parts[] = {
        {sql_authority_units, add_unit},
        {sql_authority_principals, add_principal},
        {sql_authority_grants, add_grant},
        {sql_authority_keys, add_key},
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        struct db_result result;
        if (db_run(db, parts[i].sql, NULL, &result, error) != 0)
            return -1;
        for (int row = 0; row < result.rows; row++)
            parts[i].add(authority, &result, row);
        db_result_clear(&result);
    }
    return 0;
}

static int read_version(struct db *db, int64_t *version, struct error *error)
{
    struct db_result result;
    if (db_run(db, sql_authority_version, NULL, &result, error) != 0)
        return -1;
    *version = result.rows ? db_int64(&result, 0, 0) : 0;
    db_result_clear(&result);
    return 0;
}

int authority_holder_refresh(struct authority_holder *holder, struct db *db, struct error *error)
{
    int64_t version, now_us = clock_monotonic_us();
    if (read_version(db, &version, error) != 0)
        return -1;
    /* Only this thread replaces `current`, so it may look at it without the lock. */
    if (holder->current && holder->current->version == version && now_us - holder->loaded_at_us < REFRESH_AT_LEAST_US)
        return 0;
    struct authority *fresh = authority_create();
    fresh->version = version; /* read first: what changes while we load is read again next time */
    if (load(fresh, db, error) != 0) {
        authority_release(fresh);
        return -1;
    }
    log_debug("authority_loaded", LOG_NUMBER("version", version), LOG_NUMBER("keys", HASH_COUNT(fresh->keys)));
    authority_holder_replace(holder, fresh);
    holder->loaded_at_us = now_us;
    return 0;
}
