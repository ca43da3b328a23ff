/* The first administrator, from whom all other grants come. */
#pragma once

#include "db/db.h"

/*
 * Ensures principal "operator" with this public key (Z85) and the role of administrator at headquarters. "" does
 * nothing. A key that was revoked stays so and is only warned of: a forgotten setting must not undo a revocation, nor
 * stop the service.
 */
int bootstrap_operator(struct db *db, const char *public_key, struct error *error);
