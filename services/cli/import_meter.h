/* How far an import is, how fast it goes and how long it still takes, as one line for people. Pure. */
#pragma once

#include "base/buffer.h"
#include "base/error.h"

#include <stdbool.h>

struct import_meter {
    uint64_t rows_before; /* of an earlier run that this one goes on with */
    int64_t ppm_before;   /* the share of the file that they are */
    uint64_t rows;        /* so far, those before included */
    int64_t ppm;          /* share of the file so far; -1 when unknown */
    int64_t elapsed_us;   /* of this run */
};

/* "[#####     ]  50%  500,000 rows  12,500/s  0:40 left"; `bar`: with what stands in brackets. */
void import_meter_print(const struct import_meter *meter, bool bar, enum locale locale, struct buffer *line);
