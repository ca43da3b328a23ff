/* Reads who is paid in a period and what counts for each. */
#pragma once

#include "db/db.h"
#include "payee.h"

struct payee_question {
    day_t first, last;
    int64_t period; /* enum pay_period: of the plans */
    const char **roles;
    size_t role_count;
    const char *person_code; /* "": everybody */
};

/* Everybody with one of the roles in those days, in order of person_id, with credits and facts; *payees from the arena.
 */
int payee_store_find(struct db *db, struct arena *arena, const struct payee_question *question, struct payee **payees,
                     size_t *count, struct error *error);
