/*
 * Many rows into one table at once: COPY ... FROM STDIN (FORMAT binary), inside the caller's transaction. PostgreSQL then forms
 * and logs the rows a page at a time, without a plan; defaults and constraints hold as for INSERT.
 *   struct db_copy copy = DB_COPY(arena, 3);
 *   for (...) { db_copy_row(&copy); db_copy_int64(&copy, id); db_copy_text(&copy, name); db_copy_day(&copy, day); }
 *   db_copy_run(db, sql_thing_copy, &copy, error);
 * Values go to the columns that the statement names, in its order, each as the very type of its column.
 */
#pragma once

#include "db/db.h"

struct db_copy {
    struct arena *arena; /* holds the rows until they have been sent */
    int columns;         /* of each row */
    int written;         /* columns of the last row so far */
    size_t rows;
    bool begun; /* db_copy_send: the server takes rows */
    char *data;
    size_t size, capacity;
};

#define DB_COPY(arena_pointer, column_count)                                                                                      \
    ((struct db_copy){.arena = (arena_pointer), .columns = (column_count), .written = (column_count)})

/* Begins the next row. The one before must be complete: else it is a fault of the program and aborts. */
void db_copy_row(struct db_copy *copy);

/* The next column of the row. */
void db_copy_null(struct db_copy *copy);
void db_copy_bool(struct db_copy *copy, bool value);
void db_copy_int16(struct db_copy *copy, int16_t value); /* smallint */
void db_copy_int32(struct db_copy *copy, int32_t value); /* integer */
void db_copy_int64(struct db_copy *copy, int64_t value); /* bigint */
void db_copy_text(struct db_copy *copy, const char *value);
void db_copy_bytes(struct db_copy *copy, const void *data, size_t size); /* bytea */
void db_copy_day(struct db_copy *copy, day_t day);                       /* date */
void db_copy_instant(struct db_copy *copy, int64_t unix_ms);             /* timestamptz */
/* 0 and "" are SQL NULL. */
void db_copy_optional_int64(struct db_copy *copy, int64_t value);
void db_copy_optional_text(struct db_copy *copy, const char *value);

/* Sends the rows. 0, or -1 as db_run does. */
int db_copy_run(struct db *db, const char *sql, struct db_copy *copy, struct error *error);

/* For more rows than memory should hold: sends those collected so far, which the server takes in while the caller makes the next
 * ones. Nothing else may be run on the connection until db_copy_run has ended the COPY or db_copy_abandon has. */
int db_copy_send(struct db *db, const char *sql, struct db_copy *copy, struct error *error);
/* Ends a COPY that was begun; the transaction has failed. */
void db_copy_abandon(struct db *db, const char *sql, struct db_copy *copy);

/* The same as db_defer_insert does it: few rows go out with the next statement by `insert_sql`, which is INSERT INTO the same table and
 * columns VALUES ($1, $2, ...). COPY takes two round trips, and its setting up as long as inserting several rows. */
int db_copy_write(struct db *db, const char *copy_sql, const char *insert_sql, struct db_copy *copy, struct error *error);
