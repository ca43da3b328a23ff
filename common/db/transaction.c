#include "db/connection.h"

#include "base/log.h"

#define RETRY_PAUSE_US INT64_C(2000)
#define RECONNECT_WAIT_MS 1000

static int command(struct db *db, const char *sql, struct error *error)
{
    char tag[COMMAND_TAG_SIZE];
    return statement_command(db, sql, tag, error);
}

/* The server answers COMMIT of a transaction in which a statement failed with ROLLBACK: a body that hid the failure is
 * wrong. */
static int commit(struct db *db, struct error *error)
{
    char tag[COMMAND_TAG_SIZE];
    if (statement_command(db, "COMMIT", tag, error) != 0)
        return -1;
    if (strcmp(tag, "COMMIT") == 0)
        return 0;
    log_error("commit_rolled_back");
    return error_set(
        error, STATUS_INTERNAL, NULL,
        "The change was not kept: one of its statements failed unnoticed; the service's log has the details.",
        "更改未保存:其中一条语句执行失败，详情见服务日志。");
}

static void rollback(struct db *db)
{
    char tag[COMMAND_TAG_SIZE];
    db->deferred_count = 0;
    if (!db->connection || PQtransactionStatus(db->connection) == PQTRANS_IDLE) /* it never began, or its COMMIT ended it */
        return;
    enum db_failure failure = db->failure; /* of the statement that stopped the transaction, not of this one */
    if (statement_command(db, "ROLLBACK", tag, NULL) == 0)
        db->failure = failure;
}

static int attempt(struct db *db, db_body *body, void *context, struct error *error)
{
    db->failure = DB_FAILURE_NONE;
    if (db_connect(db, RECONNECT_WAIT_MS, error) != 0)
        return -1;
    db->in_transaction = true;
    int outcome = db_defer(db, "BEGIN", NULL, NULL, error);
    if (outcome == 0)
        outcome = body(db, context, error);
    if (outcome == 0)
        outcome = commit(db, error);
    if (outcome != 0)
        rollback(db);
    db->in_transaction = false;
    return outcome;
}

int db_transaction(struct db *db, db_body *body, void *context, struct error *error)
{
    if (db->in_transaction) {
        log_error("transaction_within_transaction");
        abort();
    }
    for (int attempts = 1;; attempts++) {
        if (attempt(db, body, context, error) == 0)
            return 0;
        bool again = db->failure == DB_FAILURE_TRANSIENT || db->failure == DB_FAILURE_LOST ||
                     (error && error->status == STATUS_ABORTED);
        if (!again || attempts == DB_ATTEMPTS)
            return -1;
        log_info("transaction_repeated", LOG_NUMBER("attempts", attempts),
                 LOG_TEXT("cause", db->failure == DB_FAILURE_LOST ? "connection lost" : "conflict"));
        sleep_us(jittered_us(RETRY_PAUSE_US << attempts));
    }
}

int db_savepoint(struct db *db, db_body *body, void *context, struct error *error)
{
    if (command(db, "SAVEPOINT step", error) != 0)
        return -1;
    if (body(db, context, error) == 0 && statement_make_ready(db, error) == 0)
        return command(db, "RELEASE SAVEPOINT step", error);
    enum db_failure failure = db->failure;
    db->deferred_count = 0;
    if (db->connection && command(db, "ROLLBACK TO SAVEPOINT step; RELEASE SAVEPOINT step", NULL) == 0)
        db->failure = failure;
    return -1;
}
