#include "db/copy.h"

#include "db/binary.h"
#include "db/connection.h"

#define ROWS_MAX_BYTES (256 * 1024 * 1024)
#define FIRST_CAPACITY 16384
#define INSERTED_MAX 4               /* rows; more are copied */
#define COLUMNS_SIZE sizeof(int16_t) /* before each row */
#define LENGTH_SIZE sizeof(int32_t)  /* before each value */

/* Signature, no flags, no extension. */
static const char header[19] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0";
static const char trailer[COLUMNS_SIZE] = "\377\377";

/* Room for `size` bytes more; the caller counts them when they are there. */
static char *make_room(struct db_copy *copy, size_t size)
{
    if (copy->capacity - copy->size < size) {
        size_t capacity = copy->capacity ? copy->capacity : FIRST_CAPACITY;
        while (capacity < copy->size + size)
            capacity *= 2;
        if (capacity > ROWS_MAX_BYTES)
            binary_misuse("rows of more than ROWS_MAX_BYTES");
        char *data = arena_alloc(copy->arena, capacity);
        if (copy->size)
            memcpy(data, copy->data, copy->size);
        copy->data = data;
        copy->capacity = capacity;
    }
    return copy->data + copy->size;
}

static void put(struct db_copy *copy, const void *value, size_t size)
{
    memcpy(make_room(copy, size), value, size);
    copy->size += size;
}

static void check_complete(const struct db_copy *copy)
{
    if (copy->written != copy->columns)
        binary_misuse("a row that is not complete");
}

void db_copy_row(struct db_copy *copy)
{
    check_complete(copy);
    if (copy->size == 0 && !copy->begun)
        put(copy, header, sizeof header);
    copy->rows++;
    binary_put_int16(make_room(copy, COLUMNS_SIZE), (int16_t)copy->columns);
    copy->size += COLUMNS_SIZE;
    copy->written = 0;
}

/* Where the next column's value of `size` bytes goes. */
static char *begin_value(struct db_copy *copy, size_t size)
{
    if (copy->written == copy->columns)
        binary_misuse("more values than columns");
    char *to = binary_put_int32(make_room(copy, LENGTH_SIZE + size), (int32_t)size);
    copy->size += LENGTH_SIZE + size;
    copy->written++;
    return to;
}

void db_copy_null(struct db_copy *copy)
{
    binary_put_int32(begin_value(copy, 0) - LENGTH_SIZE, -1);
}

void db_copy_bool(struct db_copy *copy, bool value)
{
    *begin_value(copy, 1) = value;
}

void db_copy_int16(struct db_copy *copy, int16_t value)
{
    binary_put_int16(begin_value(copy, sizeof value), value);
}

void db_copy_int32(struct db_copy *copy, int32_t value)
{
    binary_put_int32(begin_value(copy, sizeof value), value);
}

void db_copy_int64(struct db_copy *copy, int64_t value)
{
    binary_put_int64(begin_value(copy, sizeof value), value);
}

void db_copy_text(struct db_copy *copy, const char *value)
{
    db_copy_bytes(copy, value, strlen(value));
}

void db_copy_bytes(struct db_copy *copy, const void *data, size_t size)
{
    char *to = begin_value(copy, size);
    if (size)
        memcpy(to, data, size);
}

void db_copy_day(struct db_copy *copy, day_t day)
{
    db_copy_int32(copy, day - PG_EPOCH_DAY);
}

void db_copy_instant(struct db_copy *copy, int64_t unix_ms)
{
    db_copy_int64(copy, binary_instant(unix_ms));
}

void db_copy_optional_int64(struct db_copy *copy, int64_t value)
{
    if (value)
        db_copy_int64(copy, value);
    else
        db_copy_null(copy);
}

void db_copy_optional_text(struct db_copy *copy, const char *value)
{
    if (*value)
        db_copy_text(copy, value);
    else
        db_copy_null(copy);
}

/* What the server says at the end; the connection is ready for the next statement afterwards. */
static int finish(struct db *db, const char *sql, struct error *error)
{
    struct pg_result *answer = PQgetResult(db->connection), *rest;
    int outcome = statement_check(db, sql, answer, error);
    if (outcome == 0)
        PQclear(answer);
    while (db->connection && (rest = PQgetResult(db->connection)))
        PQclear(rest);
    return outcome;
}

static int begin(struct db *db, const char *sql, struct db_copy *copy, struct error *error)
{
    if (statement_make_ready(db, error) != 0)
        return -1;
    struct pg_result *answer = PQexec(db->connection, sql);
    if (PQresultStatus(answer) != PGRES_COPY_IN)
        return statement_check(db, sql, answer, error);
    PQclear(answer);
    copy->begun = true;
    return 0;
}

int db_copy_send(struct db *db, const char *sql, struct db_copy *copy, struct error *error)
{
    check_complete(copy);
    if (!copy->begun && begin(db, sql, copy, error) != 0)
        return -1;
    if (PQputCopyData(db->connection, copy->data, (int)copy->size) != 1) {
        copy->begun = false;
        return finish(db, sql, error); /* the connection is gone, which the result tells */
    }
    copy->size = 0;
    return 0;
}

void db_copy_abandon(struct db *db, const char *sql, struct db_copy *copy)
{
    if (copy->begun && PQputCopyEnd(db->connection, "given up") == 1)
        finish(db, sql, NULL);
    copy->begun = false;
}

int db_copy_run(struct db *db, const char *sql, struct db_copy *copy, struct error *error)
{
    check_complete(copy);
    if (copy->rows == 0)
        return 0;
    put(copy, trailer, sizeof trailer);
    if (!copy->begun && begin(db, sql, copy, error) != 0)
        return -1;
    /* When these fail the connection is gone, which the result tells. */
    if (PQputCopyData(db->connection, copy->data, (int)copy->size) == 1)
        PQputCopyEnd(db->connection, NULL);
    return finish(db, sql, error);
}

/* The values of the row at `from` as parameters whose types are those of the columns that they go to. Gives the row's end. */
static const char *read_row(const char *from, struct db_params *params)
{
    const char *at = from + COLUMNS_SIZE;
    for (int i = 0; i < params->count; i++) {
        int32_t size = binary_get_int32(at);
        at += LENGTH_SIZE;
        params->values[i] = size < 0 ? NULL : at;
        params->lengths[i] = size < 0 ? 0 : size;
        at += params->lengths[i];
    }
    return at;
}

static int insert_rows(struct db *db, const char *sql, struct db_copy *copy, struct error *error)
{
    struct db_params params = {.count = copy->columns};
    const char *row = copy->data + sizeof header;
    for (size_t i = 0; i < copy->rows; i++) {
        row = read_row(row, &params);
        if (db_defer_insert(db, sql, &params, error) != 0)
            return -1;
    }
    return 0;
}

int db_copy_write(struct db *db, const char *copy_sql, const char *insert_sql, struct db_copy *copy, struct error *error)
{
    check_complete(copy);
    if (copy->rows <= INSERTED_MAX)
        return insert_rows(db, insert_sql, copy, error);
    int outcome = db_copy_run(db, copy_sql, copy, error);
    if (outcome != 0)
        statement_repeat_if_there(error);
    return outcome;
}
