/*
 * Many rows of a file are under way at once, but rows about the same customer or vehicle go one after the other: who
 * stands first in the file holds it, whatever way the calls take.
 */
#pragma once

#include "import.h"

#define IMPORT_ORDER_KEYS 2

/* What the row is about; "" compares with nothing. In the row's arena. */
struct import_order {
    const char *keys[IMPORT_ORDER_KEYS];
};

void import_order_read(struct import_order *order, const struct import_kind *kind, const struct record *record);
/* The later of two rows must wait for the answer to the earlier one. */
bool import_order_binds(const struct import_order *earlier, const struct import_order *later);
