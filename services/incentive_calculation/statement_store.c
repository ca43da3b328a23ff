#include "statement_store.h"

#include "sql/add_run.h"
#include "sql/add_statement_lines.h"
#include "sql/add_statements.h"

#include <inttypes.h>

static int add_run(struct db *db, struct arena *arena, struct run *run, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_day(&params, run->month);
    db_bind_int64(&params, run->people);
    db_bind_int64(&params, run->total_fen);
    db_bind_int64(&params, run->principal_id);
    if (db_run(db, sql_add_run, &params, &result, error))
        return -1;
    run->run_id = db_int64(&result, 0, 0);
    db_result_clear(&result);
    return 0;
}

static void bind_statements(struct db_params *params, const struct payee *payees, size_t count)
{
    int64_t *numbers[5]; /* person, unit, plan, version, total */
    const char **codes = ARENA_ARRAY(params->arena, const char *, count), **names;
    names = ARENA_ARRAY(params->arena, const char *, count);
    for (int column = 0; column < 5; column++)
        numbers[column] = ARENA_ARRAY(params->arena, int64_t, count);
    for (size_t i = 0; i < count; i++) {
        codes[i] = payees[i].code;
        names[i] = payees[i].name;
        numbers[0][i] = payees[i].person_id;
        numbers[1][i] = payees[i].unit_id;
        numbers[2][i] = payees[i].plan->plan_id;
        numbers[3][i] = payees[i].plan->version;
        numbers[4][i] = payees[i].statement.total_fen;
    }
    db_bind_int64_array(params, numbers[0], count);
    db_bind_text_array(params, codes, count);
    db_bind_text_array(params, names, count);
    for (int column = 1; column < 5; column++)
        db_bind_int64_array(params, numbers[column], count);
}

static const struct payee *payee_of(const struct payee *payees, size_t count, int64_t person_id)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (payees[middle].person_id < person_id)
            low = middle + 1;
        else
            high = middle;
    }
    return &payees[low];
}

static int add_statements(struct db *db, struct arena *arena, const struct run *run, const struct payee *payees,
                          size_t count, int64_t *statement_ids, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, run->run_id);
    bind_statements(&params, payees, count);
    if (db_run(db, sql_add_statements, &params, &result, error))
        return -1;
    for (int row = 0; row < result.rows; row++)
        statement_ids[payee_of(payees, count, db_int64(&result, row, 1)) - payees] = db_int64(&result, row, 0);
    db_result_clear(&result);
    return 0;
}

/* {1,2,3}: arrays of arrays of unequal length are none to PostgreSQL, so each line's ids go as text. */
static const char *array_text(const int64_t *ids, size_t count, struct arena *arena)
{
    size_t size = count * (sizeof("-9223372036854775808,") - 1) + sizeof("{}");
    char *text = arena_alloc(arena, size), *end = text;
    *end++ = '{';
    for (size_t i = 0; i < count; i++)
        end += snprintf(end, size - (size_t)(end - text), "%s%" PRId64, i ? "," : "", ids[i]);
    *end++ = '}';
    *end = 0;
    return text;
}

struct line_columns {
    int64_t *person, *sequence, *basis, *from, *rate, *amount, *credited;
    const char **component, **sources, **reason[LOCALE_COUNT];
    size_t count;
};

static void fill_lines(struct line_columns *columns, const struct payee *payee, struct arena *arena)
{
    for (size_t i = 0; i < payee->statement.line_count; i++) {
        const struct statement_line *line = &payee->statement.lines[i];
        size_t at = columns->count++;
        columns->person[at] = payee->person_id;
        columns->sequence[at] = (int64_t)i + 1;
        columns->component[at] = line->component;
        columns->basis[at] = line->basis_units;
        columns->from[at] = line->from_units;
        columns->rate[at] = line->fen_per_unit;
        columns->amount[at] = line->amount_fen;
        columns->credited[at] = line->credited_ppm;
        columns->sources[at] = array_text(line->source_ids, line->source_count, arena);
        for (int locale = 0; locale < LOCALE_COUNT; locale++)
            columns->reason[locale][at] = line->reason[locale];
    }
}

static struct line_columns line_columns(const struct payee *payees, size_t count, struct arena *arena)
{
    struct line_columns columns = {0};
    int64_t **numbers[] = {&columns.person, &columns.sequence, &columns.basis,
                           &columns.from,   &columns.rate,     &columns.amount,
                           &columns.credited};
    const char ***texts[] = {&columns.component, &columns.sources, &columns.reason[LOCALE_EN],
                             &columns.reason[LOCALE_ZH_CN]};
    size_t total = 0;
    for (size_t i = 0; i < count; i++)
        total += payees[i].statement.line_count;
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
        *numbers[i] = ARENA_ARRAY(arena, int64_t, total + 1);
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        *texts[i] = ARENA_ARRAY(arena, const char *, total + 1);
    for (size_t i = 0; i < count; i++)
        fill_lines(&columns, &payees[i], arena);
    return columns;
}

static int add_lines(struct db *db, struct arena *arena, const struct run *run, const struct payee *payees,
                     size_t count, struct error *error)
{
    struct line_columns lines = line_columns(payees, count, arena);
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64(&params, run->run_id);
    db_bind_int64_array(&params, lines.person, lines.count);
    db_bind_int64_array(&params, lines.sequence, lines.count);
    db_bind_text_array(&params, lines.component, lines.count);
    db_bind_int64_array(&params, lines.basis, lines.count);
    db_bind_int64_array(&params, lines.from, lines.count);
    db_bind_int64_array(&params, lines.rate, lines.count);
    db_bind_int64_array(&params, lines.amount, lines.count);
    db_bind_text_array(&params, lines.sources, lines.count);
    db_bind_text_array(&params, lines.reason[LOCALE_EN], lines.count);
    db_bind_text_array(&params, lines.reason[LOCALE_ZH_CN], lines.count);
    db_bind_int64_array(&params, lines.credited, lines.count);
    return db_run(db, sql_add_statement_lines, &params, NULL, error);
}

int statement_store_add(struct db *db, struct arena *arena, struct run *run, const struct payee *payees, size_t count,
                        int64_t *statement_ids, struct error *error)
{
    if (add_run(db, arena, run, error))
        return -1;
    if (count == 0)
        return 0;
    if (add_statements(db, arena, run, payees, count, statement_ids, error))
        return -1;
    return add_lines(db, arena, run, payees, count, error);
}
