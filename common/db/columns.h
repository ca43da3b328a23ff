/*
 * One member of an array of structs as an array parameter, for set-based statements: unnest($1::bigint[], ...).
 *   DB_BIND_INT64_COLUMN(&params, facts, n, customer_id);
 * The column lives in the params' arena.
 */
#pragma once

#include "db/db.h"

#define DB_BIND_COLUMN_(params, type, bind, rows, n, member)                                                           \
    do {                                                                                                               \
        type *column_ = ARENA_ARRAY((params)->arena, type, (n));                                                       \
        for (size_t row_ = 0; row_ < (n); row_++)                                                                      \
            column_[row_] = (rows)[row_].member;                                                                       \
        bind((params), column_, (n));                                                                                  \
    } while (0)

#define DB_BIND_INT64_COLUMN(params, rows, n, member)                                                                  \
    DB_BIND_COLUMN_(params, int64_t, db_bind_int64_array, rows, n, member)
#define DB_BIND_BOOL_COLUMN(params, rows, n, member) DB_BIND_COLUMN_(params, bool, db_bind_bool_array, rows, n, member)
#define DB_BIND_DAY_COLUMN(params, rows, n, member) DB_BIND_COLUMN_(params, day_t, db_bind_day_array, rows, n, member)
#define DB_BIND_TEXT_COLUMN(params, rows, n, member)                                                                   \
    DB_BIND_COLUMN_(params, const char *, db_bind_text_array, rows, n, member)
/* An empty text is SQL's NULL. */
#define DB_BIND_OPTIONAL_TEXT_COLUMN(params, rows, n, member)                                                          \
    do {                                                                                                               \
        const char **column_ = ARENA_ARRAY((params)->arena, const char *, (n));                                        \
        for (size_t row_ = 0; row_ < (n); row_++)                                                                      \
            column_[row_] = *(rows)[row_].member ? (rows)[row_].member : NULL;                                         \
        db_bind_text_array((params), column_, (n));                                                                    \
    } while (0)
#define DB_BIND_INSTANT_COLUMN(params, rows, n, member)                                                                \
    DB_BIND_COLUMN_(params, int64_t, db_bind_instant_array, rows, n, member)
