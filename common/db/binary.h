/* Inside common/db only: how values look in PostgreSQL's binary format. */
#pragma once

#include "base/date.h"
#include "base/log.h"
#include "db/types.h"

#include <endian.h>

/* A fault of the program, not of its input. */
static inline _Noreturn void binary_misuse(const char *what)
{
    log_error("database_parameter_misused", LOG_TEXT("cause", what));
    abort();
}

static inline char *binary_put_int16(char *to, int16_t value)
{
    uint16_t wire = htobe16((uint16_t)value);
    memcpy(to, &wire, sizeof wire);
    return to + sizeof wire;
}

static inline char *binary_put_int32(char *to, int32_t value)
{
    uint32_t wire = htobe32((uint32_t)value);
    memcpy(to, &wire, sizeof wire);
    return to + sizeof wire;
}

static inline int32_t binary_get_int32(const char *from)
{
    uint32_t wire;
    memcpy(&wire, from, sizeof wire);
    return (int32_t)be32toh(wire);
}

static inline char *binary_put_int64(char *to, int64_t value)
{
    uint64_t wire = htobe64((uint64_t)value);
    memcpy(to, &wire, sizeof wire);
    return to + sizeof wire;
}

/* Instants that PostgreSQL's microseconds cannot hold are a fault that its own range check answers (SQLSTATE 22008). */
static inline int64_t binary_instant(int64_t unix_ms)
{
    int64_t us;
    if (__builtin_sub_overflow(unix_ms, PG_EPOCH_UNIX_MS, &us) || __builtin_mul_overflow(us, INT64_C(1000), &us))
        return unix_ms < 0 ? INT64_MIN + 1 : INT64_MAX - 1;
    return us;
}
