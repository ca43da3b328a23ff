/*
 * Exact arithmetic: money in fen, rates and shares in parts per million (ppm), __int128 in between.
 * Overflow is an error, never a wrap. There is one rounding: half away from zero (四舍五入), in `divide_rounded`.
 */
#pragma once

#include "base/error.h"
#include "base/int128.h"

#include <stdint.h>

#define PPM 1000000
#define MONEY_TEXT_SIZE 32

/* All return 0, or -1 (STATUS_OUT_OF_RANGE naming `field`) when the result does not fit. */
int money_add(int64_t a, int64_t b, const char *field, int64_t *sum, struct error *error);
int money_multiply(int64_t amount, int64_t count, const char *field, int64_t *product, struct error *error);
/* amount * ppm / 1,000,000, rounded. */
int money_share(int64_t amount, int64_t ppm, const char *field, int64_t *share, struct error *error);
/* numerator / denominator, half away from zero. denominator > 0. */
int divide_rounded(int128_t numerator, int128_t denominator, const char *field, int64_t *quotient, struct error *error);
/* "1234.50"; "-0.05". Returns `text`. */
char *money_format(int64_t fen, char text[static MONEY_TEXT_SIZE]);
