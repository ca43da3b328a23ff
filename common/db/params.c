/* Values in PostgreSQL's binary format: numbers big-endian, dates and instants counted from 2000-01-01, arrays of one
 * dimension. */
#include "db/db.h"

#include "db/binary.h"

#define ARRAY_MAX 1000000 /* elements of one array */
#define ARRAY_HEADER_BYTES 20
#define ELEMENT_HEADER_BYTES 4
#define PARAM_BYTES_MAX (256 * 1024 * 1024)

static void add(struct db_params *params, uint32_t type, const char *value, size_t size)
{
    if (params->count == DB_PARAMS_MAX)
        binary_misuse("more than DB_PARAMS_MAX parameters");
    if (size > PARAM_BYTES_MAX)
        binary_misuse("a value larger than PARAM_BYTES_MAX");
    params->types[params->count] = type;
    params->values[params->count] = value;
    params->lengths[params->count] = (int)size;
    params->count++;
}

void db_bind_int64(struct db_params *params, int64_t value)
{
    char *wire = arena_alloc(params->arena, sizeof value);
    binary_put_int64(wire, value);
    add(params, PG_INT8, wire, sizeof value);
}

void db_bind_int64_or_null(struct db_params *params, bool present, int64_t value)
{
    if (present)
        db_bind_int64(params, value);
    else
        add(params, PG_INT8, NULL, 0);
}

void db_bind_bool(struct db_params *params, bool value)
{
    char *wire = arena_alloc(params->arena, 1);
    *wire = value;
    add(params, PG_BOOL, wire, 1);
}

void db_bind_text(struct db_params *params, const char *value)
{
    add(params, PG_TEXT, arena_strdup(params->arena, value), value ? strlen(value) : 0);
}

void db_bind_bytes(struct db_params *params, const void *data, size_t size)
{
    add(params, PG_BYTEA, data ? arena_strndup(params->arena, data, size) : NULL, size);
}

void db_bind_day(struct db_params *params, day_t day)
{
    char *wire = arena_alloc(params->arena, sizeof day);
    binary_put_int32(wire, day - PG_EPOCH_DAY);
    add(params, PG_DATE, wire, sizeof day);
}

void db_bind_instant(struct db_params *params, int64_t unix_ms)
{
    char *wire = arena_alloc(params->arena, sizeof unix_ms);
    binary_put_int64(wire, binary_instant(unix_ms));
    add(params, PG_TIMESTAMPTZ, wire, sizeof unix_ms);
}

void db_bind_instant_or_null(struct db_params *params, bool present, int64_t unix_ms)
{
    if (present)
        db_bind_instant(params, unix_ms);
    else
        add(params, PG_TIMESTAMPTZ, NULL, 0);
}

/* Room for n elements of `bytes` bytes in all, the array's header written. `*end` is where the first element goes. */
static char *array_begin(struct db_params *params, uint32_t element_type, size_t n, size_t bytes, char **end)
{
    if (n > ARRAY_MAX)
        binary_misuse("an array of more than ARRAY_MAX elements");
    char *array = arena_alloc(params->arena, ARRAY_HEADER_BYTES + n * ELEMENT_HEADER_BYTES + bytes);
    char *to = binary_put_int32(array, n > 0); /* dimensions: an empty array has none */
    to = binary_put_int32(to, 1);              /* NULLs may be there */
    to = binary_put_int32(to, (int32_t)element_type);
    if (n > 0) {
        to = binary_put_int32(to, (int32_t)n);
        to = binary_put_int32(to, 1); /* lower bound */
    }
    *end = to;
    return array;
}

/* An element of `size` bytes; NULL data is SQL NULL. */
static char *put_element(char *to, const void *data, size_t size)
{
    if (!data)
        return binary_put_int32(to, -1);
    to = binary_put_int32(to, (int32_t)size);
    memcpy(to, data, size);
    return to + size;
}

void db_bind_int64_array(struct db_params *params, const int64_t *values, size_t n)
{
    char *to, *array = array_begin(params, PG_INT8, n, n * sizeof *values, &to);
    for (size_t i = 0; i < n; i++)
        to = binary_put_int64(binary_put_int32(to, sizeof *values), values[i]);
    add(params, PG_INT8_ARRAY, array, (size_t)(to - array));
}

void db_bind_bool_array(struct db_params *params, const bool *values, size_t n)
{
    char *to, *array = array_begin(params, PG_BOOL, n, n, &to);
    for (size_t i = 0; i < n; i++)
        to = put_element(to, values[i] ? "\1" : "\0", 1);
    add(params, PG_BOOL_ARRAY, array, (size_t)(to - array));
}

void db_bind_text_array(struct db_params *params, const char *const *values, size_t n)
{
    size_t bytes = 0;
    for (size_t i = 0; i < n; i++)
        bytes += values[i] ? strlen(values[i]) : 0;
    char *to, *array = array_begin(params, PG_TEXT, n, bytes, &to);
    for (size_t i = 0; i < n; i++)
        to = put_element(to, values[i], values[i] ? strlen(values[i]) : 0);
    add(params, PG_TEXT_ARRAY, array, (size_t)(to - array));
}

void db_bind_bytes_array(struct db_params *params, const struct db_bytes *values, size_t n)
{
    size_t bytes = 0;
    for (size_t i = 0; i < n; i++)
        bytes += values[i].data ? values[i].size : 0;
    char *to, *array = array_begin(params, PG_BYTEA, n, bytes, &to);
    for (size_t i = 0; i < n; i++)
        to = put_element(to, values[i].data, values[i].size);
    add(params, PG_BYTEA_ARRAY, array, (size_t)(to - array));
}

void db_bind_day_array(struct db_params *params, const day_t *values, size_t n)
{
    char *to, *array = array_begin(params, PG_DATE, n, n * sizeof *values, &to);
    for (size_t i = 0; i < n; i++)
        to = binary_put_int32(binary_put_int32(to, sizeof *values), values[i] - PG_EPOCH_DAY);
    add(params, PG_DATE_ARRAY, array, (size_t)(to - array));
}

void db_bind_instant_array(struct db_params *params, const int64_t *unix_ms, size_t n)
{
    char *to, *array = array_begin(params, PG_TIMESTAMPTZ, n, n * sizeof *unix_ms, &to);
    for (size_t i = 0; i < n; i++)
        to = binary_put_int64(binary_put_int32(to, sizeof *unix_ms), binary_instant(unix_ms[i]));
    add(params, PG_TIMESTAMPTZ_ARRAY, array, (size_t)(to - array));
}
