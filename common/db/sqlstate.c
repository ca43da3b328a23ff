#include "db/sqlstate.h"

#include "base/log.h"

#define STATEMENT_NAME_SIZE 80

/* A longer prefix stands before the shorter one that it refines. */
static const struct {
    const char *prefix;
    enum status status;
    enum db_failure failure;
} meanings[] = {
    {"08", STATUS_UNAVAILABLE, DB_FAILURE_LOST},
    {"23505", STATUS_ALREADY_EXISTS, DB_FAILURE_FINAL},
    {"23P01", STATUS_ALREADY_EXISTS, DB_FAILURE_FINAL}, /* an EXCLUDE constraint */
    {"23", STATUS_FAILED_PRECONDITION, DB_FAILURE_FINAL},
    {"25006", STATUS_UNAVAILABLE, DB_FAILURE_LOST}, /* read only: this was the primary until a moment ago */
    {"40", STATUS_ABORTED, DB_FAILURE_TRANSIENT},
    {"53", STATUS_UNAVAILABLE, DB_FAILURE_FINAL},          /* no memory, disk or connection left */
    {"55P03", STATUS_ABORTED, DB_FAILURE_TRANSIENT},       /* lock_timeout */
    {"57014", STATUS_DEADLINE_EXCEEDED, DB_FAILURE_FINAL}, /* statement_timeout */
    {"57P", STATUS_UNAVAILABLE, DB_FAILURE_LOST},
    {"25P03", STATUS_UNAVAILABLE, DB_FAILURE_LOST}, /* idle in transaction for too long */
};

static size_t meaning_of(const char *sqlstate)
{
    size_t i = 0;
    while (i < sizeof meanings / sizeof *meanings &&
           strncmp(sqlstate, meanings[i].prefix, strlen(meanings[i].prefix)) != 0)
        i++;
    return i;
}

enum status sqlstate_status(const char *sqlstate)
{
    if (!*sqlstate)
        return STATUS_UNAVAILABLE;
    size_t i = meaning_of(sqlstate);
    return i < sizeof meanings / sizeof *meanings ? meanings[i].status : STATUS_INTERNAL;
}

enum db_failure sqlstate_failure(const char *sqlstate)
{
    if (!*sqlstate)
        return DB_FAILURE_LOST;
    size_t i = meaning_of(sqlstate);
    return i < sizeof meanings / sizeof *meanings ? meanings[i].failure : DB_FAILURE_FINAL;
}

static const char *text_or_empty(const char *text)
{
    return text ? text : "";
}

static void first_line(const char *sql, char line[static STATEMENT_NAME_SIZE])
{
    snprintf(line, STATEMENT_NAME_SIZE, "%.*s", (int)strcspn(sql, "\n"), sql);
}

/* The primary text of data exceptions (class 22) and of RAISE (class P0) may quote a value; all others name objects
 * only. */
static bool may_quote_values(const char *sqlstate)
{
    return strncmp(sqlstate, "22", 2) == 0 || strncmp(sqlstate, "P0", 2) == 0;
}

static void log_answer(enum log_level level, const char *event, const struct pg_result *answer, const char *sql)
{
    const char *sqlstate = text_or_empty(PQresultErrorField(answer, PG_DIAG_SQLSTATE));
    const char *primary = PQresultErrorField(answer, PG_DIAG_MESSAGE_PRIMARY);
    if (!primary) /* not the server's word but libpq's: the connection went */
        primary = PQresultErrorMessage(answer);
    char statement[STATEMENT_NAME_SIZE];
    first_line(sql, statement);
    LOG_AT(level, event, LOG_TEXT("sqlstate", sqlstate),
           LOG_TEXT("cause", may_quote_values(sqlstate) ? "(may quote a value; see the SQLSTATE)" : primary),
           LOG_TEXT("constraint", PQresultErrorField(answer, PG_DIAG_CONSTRAINT_NAME)),
           LOG_TEXT("table", PQresultErrorField(answer, PG_DIAG_TABLE_NAME)),
           LOG_TEXT("column", PQresultErrorField(answer, PG_DIAG_COLUMN_NAME)), LOG_TEXT("statement", statement));
}

void sqlstate_log_notice(void *context, const struct pg_result *notice)
{
    (void)context;
    log_answer(LOG_LEVEL_INFO, "database_notice", notice, "");
}

static int describe(enum status status, const char *sqlstate, const char *name, struct error *error)
{
    switch (status) {
    case STATUS_ALREADY_EXISTS:
        return error_set(error, status, NULL,
                         "It exists already (%s); look up the one that exists instead of adding it again.",
                         "已存在（%s），请查询已有记录，不要重复新增。", name);
    case STATUS_FAILED_PRECONDITION:
        return error_set(error, status, NULL,
                         "The data would break the rule %s; correct the request and send it again.",
                         "数据违反约束 %s，请更正后重新提交。", name);
    case STATUS_ABORTED:
        return error_set(error, status, NULL,
                         "Another change to the same data came in between; send the request again.",
                         "同一数据正被其他请求修改，请重新提交。");
    case STATUS_DEADLINE_EXCEEDED:
        return error_set(error, status, NULL,
                         "The database took too long; send the request again, or ask for less at once.",
                         "数据库处理超时，请重新提交或减少单次处理量。");
    case STATUS_UNAVAILABLE:
        return error_set(error, status, NULL, "The database is not available at the moment; try again in a moment.",
                         "数据库暂时不可用，请稍后重试。");
    default:
        return error_set(
            error, status, NULL,
            "The database refused the service's statement (SQLSTATE %s); the service's log has the details.",
            "数据库拒绝了服务的语句（SQLSTATE %s），详情见服务日志。", sqlstate);
    }
}

int sqlstate_report(const struct pg_result *answer, const char *sql, struct error *error)
{
    const char *sqlstate = text_or_empty(PQresultErrorField(answer, PG_DIAG_SQLSTATE));
    enum status status = sqlstate_status(sqlstate);
    const char *name = PQresultErrorField(answer, PG_DIAG_CONSTRAINT_NAME);
    if (!name) /* NOT NULL constraints have no name */
        name = text_or_empty(PQresultErrorField(answer, PG_DIAG_COLUMN_NAME));
    log_answer(status == STATUS_INTERNAL ? LOG_LEVEL_ERROR : LOG_LEVEL_INFO, "statement_failed", answer, sql);
    return describe(status, sqlstate, name, error);
}
