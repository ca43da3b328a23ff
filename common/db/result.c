#include "db/db.h"

#include "base/log.h"
#include "db/types.h"

#include <endian.h>
#include <libpq-fe.h>

#define US_IN_MS 1000

static _Noreturn void wrong_column(const struct db_result *result, int row, int column)
{
    log_error("result_misread", LOG_NUMBER("row", row), LOG_NUMBER("column", column),
              LOG_TEXT("name", PQfname(result->handle, column)), LOG_NUMBER("type", PQftype(result->handle, column)));
    abort();
}

/* The cell's bytes when the column has one of four types; another type, or a cell outside the result, is a fault of the
 * program. */
static const char *cell(const struct db_result *result, int row, int column, const enum pg_type types[static 4])
{
    Oid type = PQftype(result->handle, column);
    if (row < 0 || row >= result->rows || !type ||
        (type != types[0] && type != types[1] && type != types[2] && type != types[3]))
        wrong_column(result, row, column);
    return PQgetvalue(result->handle, row, column);
}

static int32_t read_int32(const char *bytes)
{
    uint32_t wire;
    memcpy(&wire, bytes, sizeof wire);
    return (int32_t)be32toh(wire);
}

static int64_t read_int64(const char *bytes)
{
    uint64_t wire;
    memcpy(&wire, bytes, sizeof wire);
    return (int64_t)be64toh(wire);
}

void db_result_clear(struct db_result *result)
{
    PQclear(result->handle);
    *result = (struct db_result){0};
}

bool db_is_null(const struct db_result *result, int row, int column)
{
    return PQgetisnull(result->handle, row, column);
}

int64_t db_int64(const struct db_result *result, int row, int column)
{
    const char *bytes = cell(result, row, column, (const enum pg_type[4]){PG_INT8, PG_INT4, PG_INT2});
    if (db_is_null(result, row, column))
        return 0;
    switch (PQgetlength(result->handle, row, column)) {
    case 8:
        return read_int64(bytes);
    case 4:
        return read_int32(bytes);
    default:
        return (int16_t)((unsigned char)bytes[0] << 8 | (unsigned char)bytes[1]);
    }
}

bool db_bool(const struct db_result *result, int row, int column)
{
    const char *bytes = cell(result, row, column, (const enum pg_type[4]){PG_BOOL});
    return !db_is_null(result, row, column) && *bytes;
}

const char *db_text(const struct db_result *result, int row, int column)
{
    const char *text = cell(result, row, column, (const enum pg_type[4]){PG_TEXT, PG_VARCHAR, PG_BPCHAR, PG_NAME});
    return db_is_null(result, row, column) ? NULL : text;
}

struct db_bytes db_bytes(const struct db_result *result, int row, int column)
{
    const char *bytes = cell(result, row, column, (const enum pg_type[4]){PG_BYTEA});
    if (db_is_null(result, row, column))
        return (struct db_bytes){0};
    return (struct db_bytes){.data = bytes, .size = (size_t)PQgetlength(result->handle, row, column)};
}

/* 'infinity' and '-infinity' stay the largest and smallest number. */
day_t db_day(const struct db_result *result, int row, int column)
{
    const char *bytes = cell(result, row, column, (const enum pg_type[4]){PG_DATE});
    if (db_is_null(result, row, column))
        return 0;
    int32_t day = read_int32(bytes);
    return day > INT32_MAX - PG_EPOCH_DAY || day == INT32_MIN ? day : day + PG_EPOCH_DAY;
}

int64_t db_instant(const struct db_result *result, int row, int column)
{
    const char *bytes = cell(result, row, column, (const enum pg_type[4]){PG_TIMESTAMPTZ});
    if (db_is_null(result, row, column))
        return 0;
    int64_t us = read_int64(bytes);
    if (us == INT64_MAX || us == INT64_MIN)
        return us;
    int64_t ms = us >= 0 ? us / US_IN_MS : -((-us + US_IN_MS - 1) / US_IN_MS); /* towards the past, like the clock */
    return ms + PG_EPOCH_UNIX_MS;
}
