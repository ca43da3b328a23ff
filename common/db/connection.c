#include "db/connection.h"

#include "base/clock.h"
#include "base/log.h"
#include "config/secret_file.h"
#include "db/sqlstate.h"

#define BACK_OFF_FIRST_US INT64_C(20000)
#define BACK_OFF_MAX_US INT64_C(2000000)
#define BACK_OFF_DOUBLINGS_MAX 7

struct db *db_create(const struct db_options *options)
{
    struct db *db = calloc(1, sizeof *db);
    if (!db)
        abort();
    db->conninfo = strdup(options->conninfo);
    db->password = options->password ? strdup(options->password) : NULL;
    db->password_file = options->password_file ? strdup(options->password_file) : NULL;
    db->application_name = strdup(options->application_name ? options->application_name : "");
    db->prepare = options->prepare;
    return db;
}

void db_destroy(struct db *db)
{
    if (!db)
        return;
    connection_drop(db);
    free(db->conninfo);
    free(db->password);
    free(db->password_file);
    free(db->application_name);
    arena_release(&db->deferred_params);
    free(db);
}

void connection_drop(struct db *db)
{
    statements_forget(db);
    db->deferred_count = 0;
    PQfinish(db->connection);
    db->connection = NULL;
}

int64_t jittered_us(int64_t mean_us)
{
    return mean_us / 2 + (int64_t)arc4random_uniform((uint32_t)mean_us);
}

void sleep_us(int64_t us)
{
    if (us <= 0)
        return;
    struct timespec rest = {.tv_sec = us / 1000000, .tv_nsec = us % 1000000 * 1000};
    while (nanosleep(&rest, &rest) != 0)
        continue;
}

static void put_off_next_attempt(struct db *db)
{
    int doublings = db->failed_attempts < BACK_OFF_DOUBLINGS_MAX ? db->failed_attempts : BACK_OFF_DOUBLINGS_MAX;
    int64_t pause = BACK_OFF_FIRST_US << doublings;
    db->failed_attempts++;
    db->not_before_us = clock_monotonic_us() + jittered_us(pause < BACK_OFF_MAX_US ? pause : BACK_OFF_MAX_US);
}

/* While the file cannot be read, in the middle of its replacement, the last password is tried. */
static void refresh_password(struct db *db)
{
    char *password = db->password_file ? secret_file_read(db->password_file, NULL, NULL) : NULL;
    if (!password)
        return;
    free(db->password);
    db->password = password;
}

static struct pg_conn *open_connection(const struct db *db)
{
    /* Before "dbname": defaults that the operator's conninfo may override. After it: what it may not. */
    const char *keywords[] = {"connect_timeout",
                              "keepalives_idle",
                              "keepalives_interval",
                              "keepalives_count",
                              "tcp_user_timeout",
                              "dbname",
                              "client_encoding",
                              "application_name",
                              db->password ? "password" : NULL,
                              NULL};
    /* A server that went without a word, with its host or the network, is given up after ten seconds. */
    const char *values[] = {"5",          "5", "2", "2", "10000", db->conninfo, "UTF8", db->application_name,
                            db->password, NULL};
    return PQconnectdbParams(keywords, values, 1);
}

/*
 * Set-based statements get their values as arrays: one plan fits all, and planning each time costs more than it finds.
 * Not behind PgBouncer's transaction mode, where a session's settings would be those of another client.
 */
static bool settle_connection(struct pg_conn *connection, bool prepare)
{
    if (!prepare)
        return true;
    struct pg_result *set = PQexec(connection, "SET plan_cache_mode = force_generic_plan");
    bool done = PQresultStatus(set) == PGRES_COMMAND_OK;
    PQclear(set);
    return done;
}

static void try_to_connect(struct db *db)
{
    refresh_password(db);
    struct pg_conn *connection = open_connection(db);
    if (PQstatus(connection) == CONNECTION_OK && settle_connection(connection, db->prepare)) {
        PQsetNoticeReceiver(connection, sqlstate_log_notice, NULL);
        db->connection = connection;
        db->failed_attempts = 0;
        db->not_before_us = 0;
        return;
    }
    /* libpq's own text names hosts, roles and causes, never a password or a value. */
    log_warning("database_unreachable", LOG_TEXT("cause", PQerrorMessage(connection)),
                LOG_NUMBER("attempts", db->failed_attempts + 1));
    PQfinish(connection);
    put_off_next_attempt(db);
}

static int unreachable(struct error *error)
{
    return error_set(error, STATUS_UNAVAILABLE, NULL, "The database cannot be reached; try again in a moment.",
                     "数据库暂时无法连接，请稍后重试。");
}

int db_connect(struct db *db, int timeout_ms, struct error *error)
{
    int64_t end = clock_monotonic_us() + (int64_t)timeout_ms * 1000;
    while (!db->connection) {
        int64_t now = clock_monotonic_us();
        if (db->not_before_us > end) {
            sleep_us(end - now);
            return unreachable(error);
        }
        sleep_us(db->not_before_us - now);
        try_to_connect(db);
    }
    return 0;
}
