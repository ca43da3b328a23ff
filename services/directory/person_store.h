/* People in the database. All return 0, or -1 with `error` when the statement failed. */
#pragma once

#include "db/db.h"
#include "roster.h"

/* All periods of the people with these codes; room for those that are new. */
int person_store_load(struct db *db, struct arena *arena, const char *const *codes, size_t n, struct roster *people,
                      struct error *error);
/* Writes the people that are marked as changed. */
int person_store_save(struct db *db, const struct roster *people, struct error *error);
int person_store_exists(struct db *db, struct arena *arena, const char *code, bool *exists, struct error *error);
