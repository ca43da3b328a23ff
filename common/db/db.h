/*
 * PostgreSQL through libpq: one connection per thread, bound parameters, binary results, one transaction helper.
 * Statements are static text (sql/NAME.sql embedded as sql_NAME) and are prepared once a connection.
 */
#pragma once

#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct pg_result;

struct db_options {
    const char *conninfo;         /* libpq keywords without the password */
    const char *password;         /* may be NULL */
    const char *password_file;    /* read at each connect, so that a password changes without a restart; may be NULL */
    const char *application_name; /* shown in pg_stat_activity */
    bool prepare;                 /* named prepared statements; false behind PgBouncer's transaction mode */
};

/* Never fails: the connection is made at first use and made again when it is lost. The options are copied. */
struct db *db_create(const struct db_options *options);
void db_destroy(struct db *db);
/* Connects if need be (waits its back-off with jitter, at most `timeout_ms`). 0, or -1 STATUS_UNAVAILABLE. */
int db_connect(struct db *db, int timeout_ms, struct error *error);

/* --- parameters --------------------------------------------------------------------------------------------------- */

#define DB_PARAMS_MAX 40

struct db_params {
    struct arena *arena; /* holds the encoded values until the statement has run */
    int count;
    uint32_t types[DB_PARAMS_MAX];
    const char *values[DB_PARAMS_MAX];
    int lengths[DB_PARAMS_MAX];
};

#define DB_PARAMS(arena_pointer) ((struct db_params){.arena = (arena_pointer)})

/* Each adds the next of $1, $2, ... in order. Text NULL and bytes NULL are SQL NULL. */
void db_bind_int64(struct db_params *, int64_t value);
void db_bind_int64_or_null(struct db_params *, bool present, int64_t value);
void db_bind_bool(struct db_params *, bool value);
void db_bind_text(struct db_params *, const char *value);
void db_bind_bytes(struct db_params *, const void *data, size_t size);
void db_bind_day(struct db_params *, day_t day);                /* date */
void db_bind_instant(struct db_params *, int64_t unix_ms);      /* timestamptz */
void db_bind_instant_or_null(struct db_params *, bool present, int64_t unix_ms);
/* Arrays for set-based statements: unnest($1::bigint[], $2::text[], ...). */
void db_bind_int64_array(struct db_params *, const int64_t *values, size_t n);
void db_bind_bool_array(struct db_params *, const bool *values, size_t n);
void db_bind_text_array(struct db_params *, const char *const *values, size_t n); /* NULL elements are SQL NULL */
struct db_bytes {
    const void *data; /* NULL: SQL NULL */
    size_t size;
};
void db_bind_bytes_array(struct db_params *, const struct db_bytes *values, size_t n);
void db_bind_day_array(struct db_params *, const day_t *values, size_t n);
void db_bind_instant_array(struct db_params *, const int64_t *unix_ms, size_t n);

/* --- statements ---------------------------------------------------------------------------------------------------- */

struct db_result {
    struct pg_result *handle;
    int rows;
};

/* Runs one static statement. `params` may be NULL, `result` may be NULL when nothing is to be read.
 * 0, or -1 with the SQLSTATE mapped to a status (the table is in README.md). Clear the result with db_result_clear. */
int db_run(struct db *db, const char *sql, const struct db_params *params, struct db_result *result, struct error *error);
/* For statements whose result nobody waits for: inside a transaction it goes out with the next one, whatever that is, which saves a
 * round trip; `result` (NULL: it has none) is filled and its failure comes back when that has run. Outside of a transaction it is run
 * at once. `params` may be NULL; they are copied. */
int db_defer(struct db *db, const char *sql, const struct db_params *params, struct db_result *result, struct error *error);
/* The same for an INSERT. What is there already (a unique constraint) is STATUS_ABORTED: the transaction is made again, and its body can
 * see it. */
int db_defer_insert(struct db *db, const char *sql, const struct db_params *params, struct error *error);
void db_result_clear(struct db_result *result);

/* Getters by row and column number. The column's type must be the one named (bigint/int/smallint, text, bytea, date,
 * timestamptz, bool): another is a fault of the program and aborts. NULL gives 0/NULL/false; ask db_is_null first where it matters. */
bool db_is_null(const struct db_result *, int row, int column);
int64_t db_int64(const struct db_result *, int row, int column);
bool db_bool(const struct db_result *, int row, int column);
const char *db_text(const struct db_result *, int row, int column); /* valid until the result is cleared */
struct db_bytes db_bytes(const struct db_result *, int row, int column);
day_t db_day(const struct db_result *, int row, int column);
int64_t db_instant(const struct db_result *, int row, int column); /* unix ms */

/* --- transactions --------------------------------------------------------------------------------------------------- */

typedef int db_body(struct db *db, void *context, struct error *error);

/*
 * BEGIN, body, COMMIT (READ COMMITTED). When the body returns -1: ROLLBACK and -1.
 * Serialization failures, deadlocks, lost connections and a body's own STATUS_ABORTED run the body again (at most
 * DB_ATTEMPTS times, with back-off and jitter): so the body must take all it remembers from its context afresh, and what it
 * did must be recognisable when its COMMIT was applied but not confirmed (an idempotency key, a cursor).
 */
#define DB_ATTEMPTS 6
int db_transaction(struct db *db, db_body *body, void *context, struct error *error);

/* Inside a body: runs `body` under a savepoint, undone when it returns -1. */
int db_savepoint(struct db *db, db_body *body, void *context, struct error *error);

/* The server's settings and schema that this program stands on: UTF8, LC_CTYPE C.UTF-8, and the sqitch change
 * `change` deployed. 0, or -1 STATUS_FAILED_PRECONDITION with the remedy. */
int db_check_schema(struct db *db, const char *change, struct error *error);
