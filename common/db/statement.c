#include "db/connection.h"

#include "base/log.h"
#include "db/sqlstate.h"

#include <uthash.h>

#define STATEMENTS_MAX 512 /* prepared on one connection; what comes after is sent with its text each time */
#define STATEMENT_NAME_SIZE 16
#define BINARY 1
#define RECONNECT_WAIT_MS 1000
#define FIRST_REPLAN 32

struct db_statement {
    const char *sql; /* the key: the address of a static text */
    char name[STATEMENT_NAME_SIZE];
    UT_hash_handle hh;
};

static const struct db_params no_params;

void statements_forget(struct db *db)
{
    struct db_statement *statement, *next;
    HASH_ITER(hh, db->prepared, statement, next)
    {
        HASH_DEL(db->prepared, statement);
        free(statement);
    }
    db->runs = 0;
    db->replans = 0;
}

int statement_check(struct db *db, const char *sql, struct pg_result *answer, struct error *error)
{
    ExecStatusType status = PQresultStatus(answer);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
        db->failure = DB_FAILURE_NONE;
        return 0;
    }
    const char *sqlstate = PQresultErrorField(answer, PG_DIAG_SQLSTATE);
    db->failure = sqlstate_failure(sqlstate ? sqlstate : "");
    sqlstate_report(answer, sql, error);
    PQclear(answer);
    if (PQstatus(db->connection) == CONNECTION_BAD || db->failure == DB_FAILURE_LOST) {
        db->failure = DB_FAILURE_LOST;
        connection_drop(db);
    }
    return -1;
}

/* `*name` stays NULL when there are STATEMENTS_MAX already. */
static int prepare(struct db *db, const char *sql, const struct db_params *params, const char **name,
                   struct error *error)
{
    struct db_statement *statement;
    HASH_FIND_PTR(db->prepared, &sql, statement);
    if (!statement) {
        if (HASH_COUNT(db->prepared) == STATEMENTS_MAX)
            return 0;
        statement = calloc(1, sizeof *statement);
        if (!statement)
            abort();
        statement->sql = sql;
        snprintf(statement->name, sizeof statement->name, "s%u", HASH_COUNT(db->prepared));
        struct pg_result *answer = PQprepare(db->connection, statement->name, sql, params->count, params->types);
        if (statement_check(db, sql, answer, error) != 0) {
            free(statement);
            return -1;
        }
        PQclear(answer);
        HASH_ADD_PTR(db->prepared, sql, statement);
    }
    *name = statement->name;
    return 0;
}

static int need_connection(struct db *db, struct error *error)
{
    if (db->connection)
        return 0;
    if (!db->in_transaction)
        return db_connect(db, RECONNECT_WAIT_MS, error);
    db->failure = DB_FAILURE_LOST;
    return error_set(error, STATUS_UNAVAILABLE, NULL,
                     "The connection to the database was lost; send the request again.",
                     "数据库连接中断，请重新提交。");
}

static void set_binary(int formats[static DB_PARAMS_MAX], int n)
{
    for (int i = 0; i < n; i++)
        formats[i] = BINARY;
}

static struct pg_result *run_alone(struct db *db, const char *sql, const char *name, const struct db_params *params)
{
    int formats[DB_PARAMS_MAX];
    set_binary(formats, params->count);
    if (name)
        return PQexecPrepared(db->connection, name, params->count, params->values, params->lengths, formats, BINARY);
    return PQexecParams(db->connection, sql, params->count, params->types, params->values, params->lengths, formats, BINARY);
}

/* --- deferred statements: a pipeline of a few, sent at once ----------------------------------------------------------------- */

/* When it fails the connection is gone, which the answers tell. */
static void send(struct db *db, const char *sql, const char *name, const struct db_params *params)
{
    int formats[DB_PARAMS_MAX];
    set_binary(formats, params->count);
    if (name)
        PQsendQueryPrepared(db->connection, name, params->count, params->values, params->lengths, formats, BINARY);
    else
        PQsendQueryParams(db->connection, sql, params->count, params->types, params->values, params->lengths, formats, BINARY);
}

/* The answer to the next statement of a pipeline, behind which libpq puts a NULL, or the pipeline's end, which stands alone. */
static struct pg_result *next_answer(struct db *db)
{
    struct pg_result *answer = PQgetResult(db->connection);
    if (answer && PQresultStatus(answer) != PGRES_PIPELINE_SYNC)
        PQclear(PQgetResult(db->connection));
    return answer;
}

/* What is left of a pipeline: statements after one that failed were not run. */
static void end_pipeline(struct db *db)
{
    bool is_end = false;
    while (db->connection && !is_end) {
        struct pg_result *rest = next_answer(db);
        is_end = !rest || PQresultStatus(rest) == PGRES_PIPELINE_SYNC;
        PQclear(rest);
    }
    if (db->connection)
        PQexitPipelineMode(db->connection);
}

void statement_repeat_if_there(struct error *error)
{
    if (error && error->status == STATUS_ALREADY_EXISTS)
        error->status = STATUS_ABORTED;
}

/* What the deferred statements came to. */
static int read_deferred(struct db *db, int count, struct error *error)
{
    for (int i = 0; i < count; i++) {
        const struct db_deferred *deferred = &db->deferred[i];
        struct pg_result *answer = next_answer(db);
        if (statement_check(db, deferred->sql, answer, error) != 0) {
            if (deferred->is_insert)
                statement_repeat_if_there(error);
            return -1;
        }
        if (deferred->result)
            *deferred->result = (struct db_result){.handle = answer, .rows = PQntuples(answer)};
        else
            PQclear(answer);
    }
    return 0;
}

static void clear_deferred_results(struct db *db, int count)
{
    for (int i = 0; i < count; i++)
        if (db->deferred[i].result)
            db_result_clear(db->deferred[i].result);
}

/*
 * Sends what was deferred, and `sql` behind it (NULL: nothing more), whose answer is `*answer`. When one of them fails none has rows to
 * read. Neither side waits for the other with full buffers: while libpq cannot send it takes in what comes.
 */
static int run_pipeline(struct db *db, const char *sql, const char *name, const struct db_params *params, struct pg_result **answer,
                        struct error *error)
{
    const int count = db->deferred_count;
    db->deferred_count = 0; /* whatever becomes of them */
    *answer = NULL;
    PQenterPipelineMode(db->connection);
    for (int i = 0; i < count; i++)
        send(db, db->deferred[i].sql, db->deferred[i].name, db->deferred[i].params);
    if (sql)
        send(db, sql, name, params);
    PQpipelineSync(db->connection);
    int outcome = read_deferred(db, count, error);
    if (outcome == 0 && sql) {
        *answer = next_answer(db);
        outcome = statement_check(db, sql, *answer, error);
    }
    if (outcome != 0)
        clear_deferred_results(db, count);
    end_pipeline(db);
    return outcome;
}

/* A copy that lives until the connection's next deferred statement after it was sent. */
static const struct db_params *copy_params(struct db *db, const struct db_params *params)
{
    if (db->deferred_count == 0)
        arena_reset(&db->deferred_params);
    struct db_params *copy = ARENA_NEW(&db->deferred_params, struct db_params);
    *copy = *params;
    for (int i = 0; i < params->count; i++)
        if (params->values[i])
            copy->values[i] = arena_strndup(&db->deferred_params, params->values[i], (size_t)params->lengths[i]);
    return copy;
}

static int defer(struct db *db, struct db_deferred deferred, struct error *error)
{
    if (db->deferred_count == DB_DEFERRED_MAX && statement_make_ready(db, error) != 0)
        return -1;
    if (need_connection(db, error) != 0 || (db->prepare && prepare(db, deferred.sql, deferred.params, &deferred.name, error) != 0))
        return -1;
    deferred.params = copy_params(db, deferred.params);
    db->deferred[db->deferred_count++] = deferred;
    return 0;
}

int db_defer(struct db *db, const char *sql, const struct db_params *params, struct db_result *result, struct error *error)
{
    if (!params)
        params = &no_params;
    if (!db->in_transaction)
        return db_run(db, sql, params, result, error);
    if (result)
        *result = (struct db_result){0};
    return defer(db, (struct db_deferred){.sql = sql, .params = params, .result = result}, error);
}

int db_defer_insert(struct db *db, const char *sql, const struct db_params *params, struct error *error)
{
    if (db->in_transaction)
        return defer(db, (struct db_deferred){.sql = sql, .params = params, .is_insert = true}, error);
    int outcome = db_run(db, sql, params, NULL, error);
    if (outcome != 0)
        statement_repeat_if_there(error);
    return outcome;
}

int statement_make_ready(struct db *db, struct error *error)
{
    struct pg_result *nothing;
    if (need_connection(db, error) != 0)
        return -1;
    return db->deferred_count ? run_pipeline(db, NULL, NULL, NULL, &nothing, error) : 0;
}

/* --- running ---------------------------------------------------------------------------------------------------------------- */

/*
 * Plans are kept for a connection's life, but tables grow: a plan made while a table was empty may read all of it for each row
 * (measured: filing leads fell from ten thousand a second to five hundred). So plans are made anew after 32, 64, 128, ...
 * statements: soon while things grow fast, and hardly ever afterwards.
 */
static int replan_now_and_then(struct db *db, struct error *error)
{
    char tag[COMMAND_TAG_SIZE];
    if (++db->runs < (uint64_t)FIRST_REPLAN << db->replans)
        return 0;
    db->replans++;
    return statement_command(db, "DISCARD PLANS", tag, error);
}

int db_run(struct db *db, const char *sql, const struct db_params *params, struct db_result *result, struct error *error)
{
    const char *name = NULL;
    if (!params)
        params = &no_params;
    if (result)
        *result = (struct db_result){0};
    if (need_connection(db, error) != 0)
        return -1;
    if (db->prepare && (replan_now_and_then(db, error) != 0 || prepare(db, sql, params, &name, error) != 0))
        return -1;
    struct pg_result *answer;
    if (db->deferred_count > 0) {
        if (run_pipeline(db, sql, name, params, &answer, error) != 0)
            return -1;
    } else {
        answer = run_alone(db, sql, name, params);
        if (statement_check(db, sql, answer, error) != 0)
            return -1;
    }
    if (result)
        *result = (struct db_result){.handle = answer, .rows = PQntuples(answer)};
    else
        PQclear(answer);
    return 0;
}

int statement_command(struct db *db, const char *sql, char tag[static COMMAND_TAG_SIZE], struct error *error)
{
    struct pg_result *answer;
    if (need_connection(db, error) != 0)
        return -1;
    if (db->deferred_count > 0) {
        if (run_pipeline(db, sql, NULL, &no_params, &answer, error) != 0)
            return -1;
    } else {
        answer = PQexec(db->connection, sql);
        if (statement_check(db, sql, answer, error) != 0)
            return -1;
    }
    snprintf(tag, COMMAND_TAG_SIZE, "%s", PQcmdStatus(answer));
    PQclear(answer);
    return 0;
}
