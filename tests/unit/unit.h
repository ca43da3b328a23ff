/* What every unit test starts from: cmocka with what it needs, a check of refusals, a seeded generator. */
#pragma once

#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* A refusal names its field and says in both languages what to do. */
#define assert_refused(result, error, status_, field_)                                                                 \
    do {                                                                                                               \
        assert_int_equal((result), -1);                                                                                \
        assert_int_equal((error)->status, (status_));                                                                  \
        assert_string_equal((error)->field, (field_));                                                                 \
        assert_true(strlen((error)->message[LOCALE_EN]) > 10);                                                         \
        assert_true(strlen((error)->message[LOCALE_ZH_CN]) > 10);                                                      \
    } while (0)

/* splitmix64 (Steele, Lea, Flood 2014): the same numbers from the same seed on every machine. */
struct generator {
    uint64_t state;
};

static inline uint64_t generator_next(struct generator *generator)
{
    uint64_t z = generator->state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

/* A number from 0 to `most`. */
static inline int64_t generator_up_to(struct generator *generator, int64_t most)
{
    return (int64_t)(generator_next(generator) % ((uint64_t)most + 1));
}
