/* Exact numbers from JSON's decimal text. */
#pragma once

#include "wire/json_scan.h"

#include <stdint.h>

struct json_integer {
    bool negative;
    uint64_t magnitude;
};

/* All return 0, or -1 when `text` is not one JSON number that the type can hold. No digit is lost: 1e3 and 1000.0 are
 * integers (the mapping says so), 1.5 is none. */
int json_read_integer(struct json_text text, struct json_integer *value);
int json_read_int64(struct json_text text, int64_t min, int64_t max, int64_t *value);
int json_read_uint64(struct json_text text, uint64_t max, uint64_t *value);
/* The nearest; what is too large for the type is refused, what is too small becomes 0. "NaN", "Infinity", "-Infinity"
 * when `is_string`. */
int json_read_double(struct json_text text, bool is_string, double *value);
int json_read_float(struct json_text text, bool is_string, float *value);
