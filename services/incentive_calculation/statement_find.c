#include "statement_store.h"

#include "base/parse.h"

#include "sql/find_statement_lines.h"
#include "sql/find_statements.h"

static void bind_questions(struct db_params *params, const struct statement_question *questions, size_t count)
{
    int64_t *ordinals = ARENA_ARRAY(params->arena, int64_t, count),
            *people = ARENA_ARRAY(params->arena, int64_t, count);
    const char **codes = ARENA_ARRAY(params->arena, const char *, count);
    day_t *months = ARENA_ARRAY(params->arena, day_t, count);
    for (size_t i = 0; i < count; i++) {
        ordinals[i] = (int64_t)i;
        codes[i] = questions[i].person_code;
        people[i] = questions[i].person_id;
        months[i] = questions[i].month;
    }
    db_bind_int64_array(params, ordinals, count);
    db_bind_text_array(params, codes, count);
    db_bind_int64_array(params, people, count);
    db_bind_day_array(params, months, count);
}

static int find_heads(struct db *db, struct arena *arena, const struct statement_question *questions, size_t count,
                      struct found_statement *answers, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    bind_questions(&params, questions, count);
    if (db_run(db, sql_find_statements, &params, &result, error))
        return -1;
    memset(answers, 0, count * sizeof(*answers));
    for (int row = 0; row < result.rows; row++)
        answers[db_int64(&result, row, 0)] = (struct found_statement){
            .person_id = db_int64(&result, row, 1),
            .unit_id = db_int64(&result, row, 2),
            .statement_id = db_int64(&result, row, 3),
            .run_id = db_int64(&result, row, 4),
            .person_code = arena_strdup(arena, db_text(&result, row, 5)),
            .person_name = arena_strdup(arena, db_text(&result, row, 6)),
            .plan_code = arena_strdup(arena, db_text(&result, row, 7)),
            .plan_version = (int)db_int64(&result, row, 8),
            .total_fen = db_int64(&result, row, 9),
        };
    db_result_clear(&result);
    return 0;
}

static int read_line(const struct db_result *result, int row, struct arena *arena, struct found_line *line,
                     struct error *error)
{
    *line = (struct found_line){
        .component = arena_strdup(arena, db_text(result, row, 1)),
        .basis_units = db_int64(result, row, 2),
        .from_units = db_int64(result, row, 3),
        .fen_per_unit = db_int64(result, row, 4),
        .amount_fen = db_int64(result, row, 5),
        .credited_ppm = db_int64(result, row, 9),
        .reason = {arena_strdup(arena, db_text(result, row, 6)), arena_strdup(arena, db_text(result, row, 7))},
        .source_ids = ARENA_ARRAY(arena, int64_t, STATEMENT_SOURCES_TOLD),
    };
    const char *ids = db_text(result, row, 8);
    return *ids ? parse_int64_list(ids, STATEMENT_SOURCES_TOLD, "source_ids", line->source_ids, &line->source_count,
                                   error)
                : 0;
}

static int read_lines(const struct db_result *result, struct arena *arena, struct found_line *lines,
                      struct error *error)
{
    for (int row = 0; row < result->rows; row++)
        if (read_line(result, row, arena, &lines[row], error))
            return -1;
    return 0;
}

/* The rows of one statement follow each other: the answer points at the first. */
static void share_lines(const struct db_result *result, struct found_line *lines, struct found_statement *answer)
{
    for (int row = 0; row < result->rows; row++) {
        if (db_int64(result, row, 0) != answer->statement_id)
            continue;
        if (answer->line_count++ == 0)
            answer->lines = &lines[row];
    }
}

static int find_lines(struct db *db, struct arena *arena, struct found_statement *answers, size_t count,
                      struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    int64_t *ids = ARENA_ARRAY(arena, int64_t, count);
    for (size_t i = 0; i < count; i++)
        ids[i] = answers[i].statement_id;
    db_bind_int64_array(&params, ids, count);
    db_bind_int64(&params, STATEMENT_SOURCES_TOLD);
    if (db_run(db, sql_find_statement_lines, &params, &result, error))
        return -1;
    struct found_line *lines = ARENA_ARRAY(arena, struct found_line, (size_t)result.rows + 1);
    int failed = read_lines(&result, arena, lines, error);
    for (size_t i = 0; !failed && i < count; i++)
        if (answers[i].statement_id)
            share_lines(&result, lines, &answers[i]);
    db_result_clear(&result);
    return failed;
}

int statement_store_find(struct db *db, struct arena *arena, const struct statement_question *questions, size_t count,
                         struct found_statement *answers, struct error *error)
{
    if (count == 0)
        return 0;
    if (find_heads(db, arena, questions, count, answers, error))
        return -1;
    return find_lines(db, arena, answers, count, error);
}
