#include "pay_known.h"

#include "json_fields.h"

#include <stddef.h>

struct row {
    const char *period, *role;
    day_t from, to, left;
    int64_t values[FACT_KINDS]; /* -1: not said */
    int64_t draw_balance_fen;
};

#define WHERE(member) offsetof(struct row, member)
#define VALUE(kind) (offsetof(struct row, values) + (kind) * sizeof(int64_t))

static const struct json_field row_fields[] = {
    {"period", FIELD_TEXT, WHERE(period), false, 0, 0, NULL},
    {"from", FIELD_DAY, WHERE(from), false, 0, 0, NULL},
    {"to", FIELD_DAY, WHERE(to), false, 0, 0, NULL},
    {"role", FIELD_TEXT, WHERE(role), false, 0, 0, NULL},
    {"left", FIELD_DAY, WHERE(left), false, 0, 0, NULL},
    {"target_units", FIELD_INTEGER, VALUE(FACT_TARGET_UNITS), false, 0, PAY_RATE_MAX, NULL},
    {"target_fen", FIELD_INTEGER, VALUE(FACT_TARGET_FEN), false, 0, PAY_AMOUNT_MAX, NULL},
    {"attainment_ppm", FIELD_INTEGER, VALUE(FACT_ATTAINMENT), false, 0, PAY_RATE_MAX, NULL},
    {"visits", FIELD_INTEGER, VALUE(FACT_VISITS), false, 0, PAY_RATE_MAX, NULL},
    {"quality", FIELD_INTEGER, VALUE(FACT_QUALITY), false, 0, PAY_RATE_MAX, NULL},
    {"draw_balance_fen", FIELD_INTEGER, WHERE(draw_balance_fen), false, 0, PAY_AMOUNT_MAX, NULL},
};
static const struct json_field document_fields[] = {
    {"period", FIELD_TEXT, offsetof(struct pay_known_people, period), false, 0, 0, NULL},
    {"people", FIELD_OTHER, 0, false, 0, 0, NULL},
};

static void set_days(struct row *row, const char *path, struct pay_findings *findings)
{
    int64_t period;
    day_t first;
    if (*row->period) {
        if (pay_period_parse(row->period, &period, &first) == 0) {
            row->from = first;
            row->to = pay_period_last(period, first);
        } else
            pay_find(findings, json_fields_path(findings, path, "period"), "FORMAT", "write 2014-09, 2014-Q3 or 2014%s",
                     "请写为2014-09、2014-Q3或2014%s", "");
    }
    if (row->to < row->from)
        pay_find(findings, json_fields_path(findings, path, "to"), "OUT_OF_RANGE", "to is not before from%s",
                 "to不得早于from%s", "");
}

/* The earlier of two roles ends where the later begins. */
static void add_role(struct pay_known *known, const struct row *row)
{
    size_t at = known->role_count++;
    while (at > 0 && known->roles[at - 1].first > row->from) {
        known->roles[at] = known->roles[at - 1];
        at--;
    }
    known->roles[at] = (struct pay_role){row->role, row->from, row->to};
    if (at > 0 && known->roles[at - 1].last >= row->from)
        known->roles[at - 1].last = row->from - 1;
    if (at + 1 < known->role_count && known->roles[at].last >= known->roles[at + 1].first)
        known->roles[at].last = known->roles[at + 1].first - 1;
}

static void read_row(json_t *json, const char *path, struct pay_known *known, struct pay_findings *findings)
{
    struct row row = {
        .period = "", .role = "", .from = DAY_MIN, .to = DAY_MAX, .left = DAY_MAX, .values = {-1, -1, -1, -1, -1}};
    json_fields_read(json, path, row_fields, sizeof row_fields / sizeof *row_fields, &row, findings);
    set_days(&row, path, findings);
    if (row.values[FACT_TARGET_UNITS] > 0)
        row.values[FACT_TARGET_UNITS] *= PAY_UNIT;
    for (int64_t kind = 0; kind < FACT_KINDS; kind++)
        if (row.values[kind] >= 0)
            known->facts[known->fact_count++] = (struct pay_fact){kind, row.from, row.to, row.values[kind]};
    if (*row.role)
        add_role(known, &row);
    if (row.left < known->left)
        known->left = row.left;
    known->draw_balance_fen += row.draw_balance_fen;
}

static void read_person(const char *person, json_t *json, struct pay_known *known, struct pay_findings *findings)
{
    const char *path = arena_printf(findings->arena, "people.%s", person);
    size_t rows = json_is_array(json) ? json_array_size(json) : 1;
    *known = (struct pay_known){.person = arena_strdup(findings->arena, person), .left = DAY_MAX};
    if (rows > PAY_FACT_ROWS_MAX) {
        pay_find(findings, path, "OUT_OF_RANGE", "write at most %d entries", "最多%d项", PAY_FACT_ROWS_MAX);
        return;
    }
    known->facts = ARENA_ARRAY(findings->arena, struct pay_fact, rows * FACT_KINDS + 1);
    known->roles = ARENA_ARRAY(findings->arena, struct pay_role, rows + 1);
    if (!json_is_array(json))
        read_row(json, path, known, findings);
    for (size_t i = 0; i < rows && json_is_array(json); i++)
        read_row(json_array_get(json, i), arena_printf(findings->arena, "%s[%zu]", path, i), known, findings);
}

void pay_known_read(const char *text, size_t length, struct pay_findings *findings, struct pay_known_people *people)
{
    json_t *json = json_fields_parse(text, length, findings), *value;
    const char *person;
    *people = (struct pay_known_people){.period = ""};
    if (!json)
        return;
    json_fields_read(json, "", document_fields, sizeof document_fields / sizeof *document_fields, people, findings);
    json_t *map = json_object_get(json, "people");
    people->list = ARENA_ARRAY(findings->arena, struct pay_known, json_object_size(map) + 1);
    json_object_foreach(map, person, value) read_person(person, value, &people->list[people->count++], findings);
    json_decref(json);
}

/* --- spans ------------------------------------------------------------------------------------- */

/* The day before the next version of the same role is in force. */
static day_t last_day(const struct pay_plan *plan, const struct pay_plan *plans, size_t count)
{
    day_t last = DAY_MAX;
    for (size_t i = 0; i < count; i++)
        if (strcmp(plans[i].role, plan->role) == 0 && plans[i].from > plan->from && plans[i].from - 1 < last)
            last = plans[i].from - 1;
    return last;
}

size_t pay_known_spans(const struct pay_known *known, const struct pay_plan *plans, size_t plan_count,
                       struct arena *arena, const struct pay_span **spans)
{
    struct pay_span *list = ARENA_ARRAY(arena, struct pay_span, known->role_count * plan_count + 1);
    size_t count = 0;
    for (size_t r = 0; r < known->role_count; r++)
        for (size_t p = 0; p < plan_count; p++) {
            struct pay_span span = {known->roles[r].first, known->roles[r].last, &plans[p]};
            if (strcmp(known->roles[r].role, plans[p].role) != 0)
                continue;
            if (span.first < plans[p].from)
                span.first = plans[p].from;
            if (span.last > last_day(&plans[p], plans, plan_count))
                span.last = last_day(&plans[p], plans, plan_count);
            if (span.last > known->left)
                span.last = known->left;
            if (span.first <= span.last)
                list[count++] = span;
        }
    *spans = list;
    return count;
}
