/*
 * What the integration tests share: sessions of the cluster that ctest's fixture started (its folder is in
 * TEST_POSTGRES).
 */
#pragma once

#include "db/db.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* A session of a role: "postgres" (superuser), "remuda" (owner) or a service. Destroy with db_destroy. */
struct db *database_session(const char *role);
/* The same through another folder of sockets, for proxies, or to another database. */
struct db *database_session_through(const char *socket_folder, const char *database, const char *role);
const char *database_socket_folder(void);

/* Runs a statement that must succeed. */
void database_run(struct db *db, const char *sql);
/* The number in the first cell. */
int64_t database_number(struct db *db, const char *sql);
/* The statement must fail; what it failed with. */
enum status database_refusal(struct db *db, const char *sql);
/* Ends another session's backend and waits until it is gone. */
void database_kill(struct db *superuser, int64_t backend);

/* A new, empty schema "scratch" whose tables every service may use; and its end. */
void database_scratch_begin(struct db *owner);
void database_scratch_end(struct db *owner);
