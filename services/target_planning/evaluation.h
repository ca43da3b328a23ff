/* A quarter's evaluation (季度评价): attainment, rank among units or people of one level, share of the target. */
#pragma once

#include "base/arena.h"
#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

struct evaluated {
    int64_t kind; /* units are ranked among those of their own */
    int64_t target_units, sold_units;
    /* written */
    int64_t attainment_ppm; /* sold / target; 0 without a target */
    int64_t share_ppm;      /* of whole_units */
    int64_t rank;           /* 1 first; equal attainments share it */
};

/* -1 STATUS_OUT_OF_RANGE when a ratio does not fit. */
int evaluation_rank(struct evaluated *units, size_t n, int64_t whole_units, struct arena *arena, struct error *error);
