/*
 * Strict readers: the whole text must be the value, nothing before, nothing after.
 * All return 0, or -1 with `error` naming `field`, the problem and the remedy.
 */
#pragma once

#include "base/date.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PARSE_PPM_MAX INT64_C(1000000000) /* a share of 1,000 (100,000 %) */

/* Decimal digits with an optional minus sign. */
int parse_int64(const char *text, int64_t min, int64_t max, const char *field, int64_t *value, struct error *error);
/* "true"/"false". */
int parse_bool(const char *text, const char *field, bool *value, struct error *error);
/* ISO 8601 only: 2014-09-01. */
int parse_day(const char *text, const char *field, day_t *value, struct error *error);
/* A date as people type it: 2014-09-01, 2014-9-1, 2014/9/1, 2014.9.1, 2014年9月1日, 20140901; blanks around are dropped. */
int parse_loose_day(const char *text, const char *field, day_t *value, struct error *error);
/* Yuan with at most two decimals, thousands separators allowed ("128,000.50", "-0.05") -> fen. */
int parse_money(const char *text, const char *field, int64_t *fen, struct error *error);
/* A decimal share ("0.35", "35%") -> parts per million, 0..PARSE_PPM_MAX, exact or refused. */
int parse_ppm(const char *text, const char *field, int64_t *ppm, struct error *error);
/* Comma-separated int64 list of one to `max_count` values; `*count` is set. Errors name "field[i]" (`field` is not NULL).
 * On failure `*count` stands, what `values` holds is undefined. */
int parse_int64_list(const char *text, size_t max_count, const char *field, int64_t *values, size_t *count,
                     struct error *error);
