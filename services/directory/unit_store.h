/* Units in the database. Texts of results are the arena's. All return 0, or -1 with `error` when the statement failed.
 */
#pragma once

#include "db/db.h"
#include "unit_tree.h"

#include <stdint.h>

struct unit_row {
    int64_t unit_id;
    const char *code, *name;
    int kind;
    const char *parent_code; /* "" for headquarters */
    day_t valid_from, valid_to;
};

/* Waits until no other transaction changes the directory; held until the transaction ends. */
int directory_lock(struct db *db, struct error *error);
/* The whole tree, with room for `more` new units. */
int unit_store_load(struct db *db, struct arena *arena, size_t more, struct roster *tree, struct error *error);
/* Writes the units that are marked as changed. */
int unit_store_save(struct db *db, const struct roster *tree, struct error *error);
/* As it stands on `day`; *n is 0 or 1. */
int unit_store_get(struct db *db, struct arena *arena, const char *code, day_t day, struct unit_row **row, size_t *n,
                   struct error *error);
/* The subtree of a unit on a day; kind 0: all; at most `limit` rows. */
int unit_store_list(struct db *db, struct arena *arena, const char *code, day_t day, int kind, size_t limit,
                    struct unit_row **rows, size_t *n, struct error *error);
/* Places of those codes that name no unit. */
int unit_store_unknown(struct db *db, struct arena *arena, const char *const *codes, size_t n, size_t **places,
                       size_t *unknown, struct error *error);
