/* What a run reads: who is paid and what counts for each. */
#pragma once

#include "db/db.h"
#include "statement.h"

/* One person's part of a run. */
struct payee {
    int64_t person_id;
    const char *code, *name;
    int64_t unit_id;
    const struct plan *plan;
    struct statement_credits credits;
    struct statement statement;
};

struct month {
    day_t first, last;
};

/* Everybody with one of the plans' jobs in the month, in order of person_id, each with the plan; *payees from the
 * arena. */
int run_store_payees(struct db *db, struct arena *arena, struct month month, const struct plan *plans,
                     size_t plan_count, struct payee **payees, size_t *count, struct error *error);

/* Gives each payee the credits of those days that the plan's job counts; cancelled and returned deliveries if wanted. */
int run_store_credits(struct db *db, struct arena *arena, struct month month, bool with_cancelled, struct payee *payees, size_t count,
                      struct error *error);
