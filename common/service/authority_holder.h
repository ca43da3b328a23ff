/*
 * The current authority snapshot, shared by threads. Readers take a reference; a new snapshot replaces the old one, which
 * goes when its last reader lets go.
 */
#pragma once

#include "db/db.h"
#include "service/authority.h"

struct authority_holder;

struct authority_holder *authority_holder_create(void);
void authority_holder_destroy(struct authority_holder *holder);
/* Reads the views again when their version has changed, or when it is a minute ago (units and keys begin and end by day). */
int authority_holder_refresh(struct authority_holder *holder, struct db *db, struct error *error);
/* NULL before the first refresh. Give it back with authority_release. */
const struct authority *authority_acquire(struct authority_holder *holder);
void authority_release(const struct authority *authority);
