/* Sales before Remuda, plans with their targets, months that were issued. */
#pragma once

#include "db/db.h"
#include "plan_split.h"

struct sales_month {
    int64_t unit_id; /* an area */
    const char *product_code;
    int64_t year, month, units;
};

/* The first of the codes that names no product; NULL when all do. */
int plan_store_unknown_product(struct db *db, struct arena *arena, const struct sales_month *months, size_t n,
                               const char **code, struct error *error);
/* Replaces the same unit, product and month; none stands twice in `months`. */
int plan_store_put_history(struct db *db, struct arena *arena, const struct sales_month *months, size_t n,
                           struct error *error);

struct plan_label {
    const char *code, *name;
};

/* The units of a year's plan in the order in which remainders are given, with last year's sales; labels[i] is
 * units[i]'s. */
int plan_store_units(struct db *db, struct arena *arena, int year, struct plan_unit **units, struct plan_label **labels,
                     size_t *n, struct error *error);

struct plan {
    int64_t plan_id; /* 0: none */
    int64_t year, total_units;
};

/* Locks the plan and stores its targets. plan->plan_id stays 0 when the year is locked already. */
int plan_store_add(struct db *db, struct arena *arena, struct plan *plan, const struct plan_unit *units, size_t n,
                   int64_t principal_id, int64_t now_ms, struct error *error);
/* plan->plan_id is 0 when the year is not locked. */
int plan_store_locked(struct db *db, struct arena *arena, int year, struct plan *plan, struct error *error);

struct month_target {
    int64_t unit_id, units;
};

/* *issued is false when the month was issued before; then nothing changes. */
int plan_store_issue(struct db *db, struct arena *arena, int64_t plan_id, int month, int64_t principal_id,
                     int64_t now_ms, bool *issued, struct error *error);
int plan_store_month(struct db *db, struct arena *arena, int64_t plan_id, int month, struct month_target **targets,
                     size_t *n, struct error *error);
