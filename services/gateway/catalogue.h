/*
 * What documents name in words, as codes: dealers and products by code or name, as directory publishes them, and the
 * dealer of a principal that has one only. In memory, read again when the directory has changed; any thread may ask.
 */
#pragma once

#include "base/arena.h"
#include "db/db.h"

struct catalogue;

enum catalogue_kind { CATALOGUE_DEALER, CATALOGUE_PRODUCT, CATALOGUE_OWN_DEALER, CATALOGUE_KIND_COUNT };

struct catalogue *catalogue_create(void);
void catalogue_destroy(struct catalogue *catalogue);
int catalogue_refresh(struct catalogue *catalogue, struct db *db, struct error *error);
/* The code for the first of the words (NULL ends them) that is known, in the arena; NULL when none is, or two things
 * are called so. */
char *catalogue_find(struct catalogue *catalogue, enum catalogue_kind kind, const char *const *words,
                     struct arena *arena);
