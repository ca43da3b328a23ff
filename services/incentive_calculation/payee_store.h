/* Who is paid in a period and what counts for each. */
#pragma once

#include "credit.h"
#include "db/db.h"

struct payee {
    int64_t person_id, unit_id;
    const char *code, *name, *role;
    struct credit *deliveries, *leads;
    size_t delivery_count, lead_count;
};

/* Everybody with one of the roles in those days, in order of person_id; *payees from the arena. */
int payee_store_find(struct db *db, struct arena *arena, day_t first, day_t last, const char **roles, size_t role_count,
                     struct payee **payees, size_t *count, struct error *error);

/* Gives each payee the credits of those days that the role counts. */
int payee_store_credits(struct db *db, struct arena *arena, day_t first, day_t last, struct payee *payees, size_t count,
                        struct error *error);
