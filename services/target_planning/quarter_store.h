/* What units sold in a time, and quarters that are evaluated. */
#pragma once

#include "db/db.h"
#include "evaluation.h"

struct sold_units {
    int64_t unit_id, units;
};

/* Areas, regions and headquarters. */
int quarter_store_sold(struct db *db, struct arena *arena, day_t first, day_t last, struct sold_units **sold, size_t *n,
                       struct error *error);
/* Bit 0: the first quarter is evaluated. */
int quarter_store_evaluated(struct db *db, struct arena *arena, int64_t year, unsigned *quarters, struct error *error);

/* A unit, or a person at its dealer. */
struct evaluation {
    int64_t unit_id, person_id; /* person_id 0: the unit itself */
    const char *code, *name;
    int64_t quality_ppm;
    struct evaluated result;
};

/* Targets and sales of all units and people of the plan, headquarters first; nothing is ranked yet. */
int quarter_store_lines(struct db *db, struct arena *arena, int64_t plan_id, int64_t year, int quarter,
                        struct evaluation **lines, size_t *n, struct error *error);
/* In place of what the quarter was told before. */
int quarter_store_put(struct db *db, struct arena *arena, int64_t plan_id, int64_t year, int quarter,
                      const struct evaluation *lines, size_t n, int64_t now_ms, struct error *error);
/* As evaluated: the unit and all below it, each followed by its own; `limit` of them after the first `skipped`. */
int quarter_store_page(struct db *db, struct arena *arena, int64_t year, int quarter, int64_t unit_id, int64_t skipped,
                       int64_t limit, struct evaluation **lines, size_t *n, struct error *error);
