/*
 * Inside common/db only: object ids of PostgreSQL's built-in types (fixed for ever in its pg_type.dat) and the epoch of
 * its dates.
 */
#pragma once

#define PG_EPOCH_DAY 10957                     /* 2000-01-01 as a day_t */
#define PG_EPOCH_UNIX_MS INT64_C(946684800000) /* the same, as an instant */

enum pg_type {
    PG_BOOL = 16,
    PG_BYTEA = 17,
    PG_NAME = 19,
    PG_INT8 = 20,
    PG_INT2 = 21,
    PG_INT4 = 23,
    PG_TEXT = 25,
    PG_BOOL_ARRAY = 1000,
    PG_BYTEA_ARRAY = 1001,
    PG_TEXT_ARRAY = 1009,
    PG_INT8_ARRAY = 1016,
    PG_BPCHAR = 1042,
    PG_VARCHAR = 1043,
    PG_DATE = 1082,
    PG_DATE_ARRAY = 1182,
    PG_TIMESTAMPTZ = 1184,
    PG_TIMESTAMPTZ_ARRAY = 1185
};
