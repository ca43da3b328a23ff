/*
 * Products, calendar days and reference codes in the database: lists that are put as a whole and read as a whole.
 * Texts of results are the arena's. All return 0, or -1 with `error` when the statement failed.
 */
#pragma once

#include "calendar.h"
#include "db/db.h"
#include "product.h"
#include "reference_code.h"

/* What is put names no code (no day) twice. */
int product_store_put(struct db *db, struct arena *arena, const struct product *products, size_t n,
                      struct error *error);
int product_store_list(struct db *db, struct arena *arena, size_t limit, struct product **products, size_t *n,
                       struct error *error);
int calendar_store_put(struct db *db, struct arena *arena, const struct calendar_day *days, size_t n,
                       struct error *error);
/* In order of days. */
int calendar_store_list(struct db *db, struct arena *arena, day_t first, day_t last, struct calendar_day **days,
                        size_t *n, struct error *error);
int reference_store_put(struct db *db, struct arena *arena, const struct reference_code *codes, size_t n,
                        struct error *error);
/* `list` "": all. In order of list and sequence. */
int reference_store_list(struct db *db, struct arena *arena, const char *list, size_t limit,
                         struct reference_code **codes, size_t *n, struct error *error);
