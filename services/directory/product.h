/* What is sold. */
#pragma once

#include "fault.h"

#include <stdint.h>

#define PRODUCT_NAME_MAX 120                     /* characters */
#define PRODUCT_PRICE_MAX INT64_C(1000000000000) /* fen */

struct product {
    const char *code, *name;
    const char *product_line; /* what a dealer holds a customer for */
    int use_class;            /* 1 command, 2 operation, 3 for converters */
    int64_t list_price_fen;
};

/* 0, or -1 with `fault`. */
int product_check(const struct product *product, struct fault *fault);
