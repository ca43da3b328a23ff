/* What units sold in a time, and quarters that are final. */
#pragma once

#include "db/db.h"
#include "evaluation.h"

struct sold_units {
    int64_t unit_id, units;
};

int quarter_store_sold(struct db *db, struct arena *arena, day_t first, day_t last, struct sold_units **sold, size_t *n,
                       struct error *error);
/* Bit 0: the first quarter is evaluated. */
int quarter_store_evaluated(struct db *db, struct arena *arena, int64_t year, unsigned *quarters, struct error *error);

struct evaluation {
    int64_t unit_id, quality_ppm;
    struct evaluated result;
};
int quarter_store_add(struct db *db, struct arena *arena, int64_t plan_id, int quarter, const struct evaluation *lines,
                      size_t n, int64_t now_ms, struct error *error);
