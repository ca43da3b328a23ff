/*
 * Inside common/db only: PostgreSQL's SQLSTATE -> status and a message for the caller. Neither messages nor the log
 * hold values of rows: only names of constraints, tables and columns.
 */
#pragma once

#include "db/connection.h"

/* Classes and codes of https://www.postgresql.org/docs/15/errcodes-appendix.html. "" (no answer came) is a lost
 * connection. */
enum status sqlstate_status(const char *sqlstate);
enum db_failure sqlstate_failure(const char *sqlstate);

/* Fills `error` from a failed answer and logs it together with the statement's first line. Returns -1. */
int sqlstate_report(const struct pg_result *answer, const char *sql, struct error *error);

/* A PQnoticeReceiver. */
void sqlstate_log_notice(void *context, const struct pg_result *notice);
