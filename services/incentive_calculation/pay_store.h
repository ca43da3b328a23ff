/* Plan documents, periods and the statements of periods. */
#pragma once

#include "db/copy.h"
#include "pay_statement.h"

enum pay_state { PAY_NONE, PAY_CALCULATED, PAY_REVIEWED, PAY_APPROVED, PAY_PAID, PAY_CLOSED };

struct pay_period_row {
    const char *text; /* 2014-09 */
    int64_t kind;
    day_t first, last;
    enum pay_state state; /* PAY_NONE: not calculated */
    int64_t calculated_by, reviewed_by;
    int64_t people, total_fen;
};

/* What one person was given for an approved period, with what was settled for it since. */
struct pay_given {
    int64_t person_id;
    day_t first;
    int64_t fen;
    const char *period;
};

struct pay_forward {
    int64_t person_id;
    const char *origin;
    int64_t amount_fen;
};

struct pay_result {
    int64_t person_id, unit_id;
    const char *code, *name;
    int64_t earned_fen, forwarded_fen, total_fen;
    const char *document;
    enum pay_state state; /* of results that are found */
};

int pay_store_put_plan(struct db *db, struct arena *arena, struct pay_plan *plan, const char *document,
                       int64_t principal, struct error *error);
/* *verdict: "done", "approved" (before), "own", "late" (it begins in an approved period), or "" when there is no such
 * version. */
int pay_store_approve_plan(struct db *db, struct arena *arena, const char *code, int64_t version, int64_t principal,
                           const char **verdict, struct error *error);
/* The approved documents of a kind of period that begin up to a day. */
int pay_store_plans(struct db *db, struct arena *arena, int64_t kind, day_t last, struct pay_plan **plans,
                    size_t *count, struct error *error);
/* Locks the period and sets what is kept of it. */
int pay_store_find_period(struct db *db, struct arena *arena, struct pay_period_row *period, struct error *error);
int pay_store_move(struct db *db, struct arena *arena, const struct pay_period_row *period, enum pay_state state,
                   int64_t principal, const char *reference, struct error *error);
/* *state PAY_NONE and "" when it is not calculated yet. */
int pay_store_period_facts(struct db *db, struct arena *arena, const char *period, enum pay_state *state,
                           const char **facts, struct error *error);
/* The first day of the first approved period of the kind, up to this period's own. */
int pay_store_history(struct db *db, struct arena *arena, const struct pay_period_row *period, day_t *first,
                      struct error *error);
/* What was given for the approved periods before this one, by person, then day. */
int pay_store_given(struct db *db, struct arena *arena, const struct pay_period_row *period, struct pay_given **given,
                    size_t *count, struct error *error);

/*
 * Replaces a period's statements: begin, add each, then end. The server takes statements in while the next are
 * calculated: nothing else may be run on the connection between begin and end or abandon. After a failure of `add` or
 * `end` neither is needed.
 */
struct pay_writer {
    struct db *db;
    const char *period;
    struct arena rows; /* those that are not sent */
    struct db_copy copy;
    struct pay_forward *forwards;
    size_t forward_count, forward_capacity;
    int64_t people, total_fen;
};
int pay_store_begin(struct db *db, struct arena *arena, const struct pay_period_row *period, int64_t principal,
                    const char *facts, struct pay_writer *writer, struct error *error);
/* Forwards are kept in the arena until the end. */
int pay_store_add(struct pay_writer *writer, const struct pay_result *result, const struct pay_forward *forwards,
                  size_t forward_count, struct arena *arena, struct error *error);
int pay_store_end(struct pay_writer *writer, struct arena *arena, struct error *error);
void pay_store_abandon(struct pay_writer *writer);

/* Of one person (by code, or by id when `code` is NULL), or of all with `code` "". */
int pay_store_find(struct db *db, struct arena *arena, const char *period, const char *code, int64_t person_id,
                   struct pay_result **results, size_t *count, struct error *error);
/* *code: "-" (nobody is so called) when there is no such person. */
int pay_store_person_code(struct db *db, struct arena *arena, int64_t person_id, const char **code,
                          struct error *error);

/* A dispute of a line: *dispute_id 0 when one is open already; *due_on in the arena. */
int pay_store_add_dispute(struct db *db, struct arena *arena, const char *period, int64_t person_id,
                          const char *component, const char *reason, int64_t *dispute_id, const char **due_on,
                          struct error *error);
/* *found: was there such an open dispute? */
int pay_store_resolve_dispute(struct db *db, struct arena *arena, int64_t dispute_id, const char *answer,
                              int64_t correction_fen, int64_t principal, bool *found, struct error *error);
