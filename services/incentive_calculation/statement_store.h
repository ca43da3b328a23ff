/* Runs and their statements: written once, never changed. */
#pragma once

#include "db/db.h"
#include "run_store.h"

struct run {
    int64_t run_id;
    day_t month; /* its first day */
    int64_t people;
    int64_t total_fen;
    int64_t principal_id;
};

/* Keeps a run and the statements of all payees. Sets run->run_id and statement_ids[count], in the order of payees. */
int statement_store_add(struct db *db, struct arena *arena, struct run *run, const struct payee *payees, size_t count,
                        int64_t *statement_ids, struct error *error);

#define STATEMENT_SOURCES_TOLD 1000 /* source ids of a line that a reader is given; all are kept */

struct statement_question {
    const char *person_code; /* "": the person of person_id */
    int64_t person_id;
    day_t month; /* its first day */
};

struct found_line {
    char *component;
    int64_t basis_units, from_units, fen_per_unit, amount_fen, credited_ppm;
    char *reason[LOCALE_COUNT];
    int64_t *source_ids;
    size_t source_count;
};

/* The statement in force: that of the month's latest run. */
struct found_statement {
    int64_t person_id;    /* 0: no such person */
    int64_t unit_id;      /* that counted then; the latest known when there is no statement */
    int64_t statement_id; /* 0: none */
    int64_t run_id;
    char *person_code, *person_name, *plan_code;
    int plan_version;
    int64_t total_fen;
    struct found_line *lines;
    size_t line_count;
};

/* One answer a question; texts and lines from the arena. */
int statement_store_find(struct db *db, struct arena *arena, const struct statement_question *questions, size_t count,
                         struct found_statement *answers, struct error *error);
