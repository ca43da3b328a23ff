/* What the progress board counts: targets, deliveries, sales before Remuda. */
#pragma once

#include "board.h"
#include "db/db.h"

struct board_question {
    int64_t unit_id; /* its line comes first, then its children's */
    int64_t plan_id; /* 0: no plan is locked, targets are 0 */
    day_t day;
    const char *product_code; /* "": all products together */
};

struct board_row {
    int64_t unit_id;
    const char *code, *name;
    struct board_count count;
};

/* *unit_id is 0 when there is no such unit; "" is headquarters. */
int board_store_unit(struct db *db, struct arena *arena, const char *code, int64_t *unit_id, struct error *error);
/* *name is NULL when there is no such product. */
int board_store_product(struct db *db, struct arena *arena, const char *code, const char **name, struct error *error);
int board_store_count(struct db *db, struct arena *arena, const struct board_question *question,
                      struct board_row **rows, size_t *n, struct error *error);

/* Working days by the directory's calendar. */
int board_store_days(struct db *db, struct arena *arena, day_t day, struct board_days *days, struct error *error);

struct planning_totals {
    int64_t deliveries, plans, issued_months;
};
int board_store_totals(struct db *db, struct planning_totals *totals, struct error *error);
