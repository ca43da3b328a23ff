/*
 * Inside common/db only: what a connection is, and how its files share it.
 */
#pragma once

#include "db/db.h"

#include <libpq-fe.h>

/* What the last failure means for the transaction that it stopped. */
enum db_failure {
    DB_FAILURE_NONE,
    DB_FAILURE_FINAL,     /* would fail again */
    DB_FAILURE_TRANSIENT, /* serialization failure or deadlock: run the transaction again */
    DB_FAILURE_LOST       /* the connection went, and the transaction with it unless it was just committed */
};

struct db_statement;

/* A statement that goes out with the next one. */
struct db_deferred {
    const char *sql;
    const char *name; /* prepared as this; NULL: not prepared */
    const struct db_params *params;
    struct db_result *result; /* where its rows go; NULL: nowhere */
    bool is_insert;           /* what exists already aborts the transaction */
};
#define DB_DEFERRED_MAX 16

struct db {
    struct pg_conn *connection;    /* NULL: not connected */
    struct db_statement *prepared; /* by the address of their text */
    char *conninfo, *password, *password_file, *application_name;
    bool prepare;
    uint64_t runs;    /* of prepared statements on this connection */
    unsigned replans; /* how often its plans were discarded */
    struct db_deferred deferred[DB_DEFERRED_MAX];
    int deferred_count;
    struct arena deferred_params;
    bool in_transaction;
    enum db_failure failure;
    int failed_attempts;   /* to connect, since the last success */
    int64_t not_before_us; /* next attempt, clock_monotonic_us */
};

/* The connection is of no use any more: closes it, forgets its statements. */
void connection_drop(struct db *db);

/* Half to one and a half times `mean_us`, so that clients that lost the same server do not come back at the same
 * instant. */
int64_t jittered_us(int64_t mean_us);
void sleep_us(int64_t us);

/* Forgets the statements prepared on the connection. */
void statements_forget(struct db *db);

/* Runs a statement without parameters and rows, such as COMMIT, together with what was deferred. `tag` gets the server's word for what
 * it did. */
#define COMMAND_TAG_SIZE 64
int statement_command(struct db *db, const char *sql, char tag[static COMMAND_TAG_SIZE], struct error *error);

/* Keeps `answer` when it is a success, else frees it, fills `error` and drops a connection that went. */
int statement_check(struct db *db, const char *sql, struct pg_result *answer, struct error *error);

/* What exists already is seen when the transaction is made again. */
void statement_repeat_if_there(struct error *error);

/* A connection on which nothing is deferred. A transaction does not survive its connection: what is run outside of one may open
 * another. */
int statement_make_ready(struct db *db, struct error *error);
