#include "database.h"

#include <limits.h>

#define PASSWORD_SIZE 128

static const char *cluster(void)
{
    const char *folder = getenv("TEST_POSTGRES");
    if (!folder)
        fail_msg("TEST_POSTGRES names no cluster: run the tests by ctest, or start one by tests/lib/postgres");
    return folder;
}

/* Without the link: a socket's path may have 107 bytes. */
const char *database_socket_folder(void)
{
    static _Thread_local char folder[PATH_MAX];
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/socket", cluster());
    if (!realpath(path, folder))
        fail_msg("there is no folder %s", path);
    return folder;
}

struct db *database_session_through(const char *socket_folder, const char *database, const char *role)
{
    char path[PATH_MAX], password[PASSWORD_SIZE] = "", conninfo[PATH_MAX + 64];
    snprintf(path, sizeof path, "%s/password/%s", cluster(), role);
    FILE *file = fopen(path, "r");
    if (!file || !fgets(password, sizeof password, file))
        fail_msg("cannot read %s", path);
    fclose(file);
    snprintf(conninfo, sizeof conninfo, "host='%s' port=5432 dbname=%s user=%s", socket_folder, database, role);
    return db_create(&(struct db_options){
        .conninfo = conninfo, .password = password, .application_name = "integration test", .prepare = true});
}

struct db *database_session(const char *role)
{
    return database_session_through(database_socket_folder(), "remuda", role);
}

void database_run(struct db *db, const char *sql)
{
    struct error error = {0};
    if (db_run(db, sql, NULL, NULL, &error) != 0)
        fail_msg("%s: %s", sql, error.message[LOCALE_EN]);
}

int64_t database_number(struct db *db, const char *sql)
{
    struct error error = {0};
    struct db_result result;
    if (db_run(db, sql, NULL, &result, &error) != 0)
        fail_msg("%s: %s", sql, error.message[LOCALE_EN]);
    int64_t number = db_int64(&result, 0, 0);
    db_result_clear(&result);
    return number;
}

enum status database_refusal(struct db *db, const char *sql)
{
    struct error error = {0};
    if (db_run(db, sql, NULL, NULL, &error) == 0)
        fail_msg("%s: was not refused", sql);
    return error.status;
}

void database_kill(struct db *superuser, int64_t backend)
{
    struct arena arena = {0};
    struct db_params params = DB_PARAMS(&arena);
    struct error error = {0};
    db_bind_int64(&params, backend);
    if (db_run(superuser, "SELECT pg_terminate_backend($1::bigint::integer, 5000)", &params, NULL, &error) != 0)
        fail_msg("%s", error.message[LOCALE_EN]);
    arena_release(&arena);
}

void database_scratch_begin(struct db *owner)
{
    database_run(owner, "DROP SCHEMA IF EXISTS scratch CASCADE");
    database_run(owner, "CREATE SCHEMA scratch");
    database_run(owner, "GRANT USAGE ON SCHEMA scratch TO remuda_service");
    database_run(owner, "ALTER DEFAULT PRIVILEGES IN SCHEMA scratch GRANT ALL ON TABLES TO remuda_service");
}

void database_scratch_end(struct db *owner)
{
    database_run(owner, "DROP SCHEMA scratch CASCADE");
}
