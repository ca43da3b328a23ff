#include "json_fields.h"

#include <stdarg.h>
#include <stddef.h>

#define WHERE(type, member) offsetof(struct type, member)
#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

const char *const pay_period_words[] = {"month", "quarter", "year", "item", NULL};
static const char *const plan_period_words[] = {"month", "quarter", "year", NULL};
const char *const pay_kind_words[] = {"per_unit", "stepped", "information", NULL};
const char *const pay_basis_words[] = {"units", "revenue", "attainment", "quality", NULL};
const char *const pay_mode_words[] = {"marginal", "whole", "interpolated", "overage", NULL};
const char *const pay_object_words[] = {"units", "revenue", "bonus", "payout", "fixed", NULL};
const char *const pay_fact_words[] = {"attainment", "visits", "quality", NULL};
static const char *const rounding_words[] = {"step", "line", "item", NULL};
static const char *const rest_words[] = {"lost", "later", NULL};

static const struct json_field plan_fields[] = {
    {"code", FIELD_TEXT, WHERE(pay_plan, code), true, 0, 0, NULL},
    {"role", FIELD_TEXT, WHERE(pay_plan, role), true, 0, 0, NULL},
    {"from", FIELD_DAY, WHERE(pay_plan, from), true, 0, 0, NULL},
    {"period", FIELD_WORD, WHERE(pay_plan, period), true, 0, 0, plan_period_words},
    {"rounding", FIELD_WORD, WHERE(pay_plan, rounding), true, 0, 0, rounding_words},
    {"components", FIELD_OTHER, 0, true, 0, 0, NULL},
    {"draw", FIELD_OTHER, 0, false, 0, 0, NULL},
    {"parts", FIELD_OTHER, 0, false, 0, 0, NULL},
};
static const struct json_field draw_fields[] = {
    {"fen", FIELD_INTEGER, WHERE(pay_plan, draw_fen), true, 1, PAY_AMOUNT_MAX, NULL},
    {"recoverable", FIELD_BOOL, WHERE(pay_plan, draw_recoverable), true, 0, 0, NULL},
};
static const struct json_field component_fields[] = {
    {"code", FIELD_TEXT, WHERE(pay_component, code), true, 0, 0, NULL},
    {"kind", FIELD_WORD, WHERE(pay_component, kind), true, 0, 0, pay_kind_words},
    {"basis", FIELD_WORD, WHERE(pay_component, basis), false, 0, 0, pay_basis_words},
    {"mode", FIELD_WORD, WHERE(pay_component, mode), false, 0, 0, pay_mode_words},
    {"pays", FIELD_WORD, WHERE(pay_component, object), false, 0, 0, pay_object_words},
    {"accumulate", FIELD_WORD, WHERE(pay_component, accumulate), false, 0, 0, pay_period_words},
    {"bonus_fen", FIELD_INTEGER, WHERE(pay_component, bonus_fen), false, 1, PAY_AMOUNT_MAX, NULL},
    {"base_fen", FIELD_INTEGER, WHERE(pay_component, base), false, 0, PAY_RATE_MAX, NULL},
    {"base_ppm", FIELD_INTEGER, WHERE(pay_component, base), false, 0, PAY_RATE_MAX, NULL},
    {"target", FIELD_INTEGER, WHERE(pay_component, target), false, 1, PAY_BASIS_MAX, NULL},
    {"floor_fen", FIELD_INTEGER, WHERE(pay_component, floor_fen), false, 0, PAY_AMOUNT_MAX, NULL},
    {"cap_fen", FIELD_INTEGER, WHERE(pay_component, cap_fen), false, 0, PAY_AMOUNT_MAX, NULL},
    {"cap_rest", FIELD_WORD, WHERE(pay_component, rest), false, 0, 0, rest_words},
    {"most_leads", FIELD_INTEGER, WHERE(pay_component, most_leads), false, 1, PAY_RATE_MAX, NULL},
    {"rates", FIELD_OTHER, 0, false, 0, 0, NULL},
    {"steps", FIELD_OTHER, 0, false, 0, 0, NULL},
    {"gates", FIELD_OTHER, 0, false, 0, 0, NULL},
    {"accelerators", FIELD_OTHER, 0, false, 0, 0, NULL},
};
static const struct json_field rate_fields[] = {
    {"product", FIELD_TEXT, WHERE(pay_rate, product), false, 0, 0, NULL},
    {"use", FIELD_TEXT, WHERE(pay_rate, use), false, 0, 0, NULL},
    {"business", FIELD_TEXT, WHERE(pay_rate, business), false, 0, 0, NULL},
    {"tier", FIELD_TEXT, WHERE(pay_rate, tier), false, 0, 0, NULL},
    {"outcome", FIELD_TEXT, WHERE(pay_rate, outcome), false, 0, 0, NULL},
    {"quality_from", FIELD_INTEGER, WHERE(pay_rate, quality_from), false, 0, PAY_RATE_MAX, NULL},
    {"quality_to", FIELD_INTEGER, WHERE(pay_rate, quality_to), false, 0, PAY_RATE_MAX, NULL},
    {"fen", FIELD_INTEGER, WHERE(pay_rate, fen), true, 0, PAY_RATE_MAX, NULL},
};
static const struct json_field gate_fields[] = {
    {"fact", FIELD_WORD, WHERE(pay_gate, fact), true, 0, 0, pay_fact_words},
    {"at_least", FIELD_INTEGER, WHERE(pay_gate, at_least), true, 0, PAY_RATE_MAX, NULL},
    {"below_ppm", FIELD_INTEGER, WHERE(pay_gate, ppm), false, 0, 1000000, NULL},
};
static const struct json_field accelerator_fields[] = {
    {"fact", FIELD_WORD, WHERE(pay_gate, fact), true, 0, 0, pay_fact_words},
    {"at_least", FIELD_INTEGER, WHERE(pay_gate, at_least), true, 0, PAY_RATE_MAX, NULL},
    {"ppm", FIELD_INTEGER, WHERE(pay_gate, ppm), true, 1000000, PAY_RATE_MAX, NULL},
};

const char *pay_word(const char *const *words, int64_t value)
{
    return words[value];
}

void pay_find(struct pay_findings *findings, const char *field, const char *reason, const char *en, const char *zh, ...)
{
    struct error error;
    va_list arguments;
    if (findings->count == PAY_FINDINGS_MAX)
        return;
    va_start(arguments, zh);
    error_vset(&error, STATUS_INVALID_ARGUMENT, field, en, zh, arguments);
    va_end(arguments);
    struct plan_finding *finding = &findings->list[findings->count++];
    *finding = (struct plan_finding){.field = arena_strdup(findings->arena, field), .reason = reason};
    for (int locale = 0; locale < LOCALE_COUNT; locale++)
        finding->message[locale] = arena_strdup(findings->arena, error.message[locale]);
}

/* --- components -------------------------------------------------------------------------------- */

/* Which of "fen" and "ppm" a rate is written as. */
static const char *rate_key(const struct pay_component *component)
{
    bool in_fen = component->object == PAY_FOR_UNITS || component->object == PAY_FIXED;
    return component->mode != PAY_OVERAGE && in_fen ? "fen" : "ppm";
}

static void read_steps(const json_t *json, const char *path, struct pay_component *component,
                       struct pay_findings *findings)
{
    const struct json_field fields[] = {
        {"from", FIELD_INTEGER, WHERE(pay_step, from), true, 0, PAY_BASIS_MAX, NULL},
        {"to", FIELD_INTEGER, WHERE(pay_step, to), false, 1, PAY_BASIS_MAX, NULL},
        {rate_key(component), FIELD_INTEGER, WHERE(pay_step, rate), true, 0,
         component->object == PAY_FIXED ? PAY_AMOUNT_MAX : PAY_RATE_MAX, NULL},
    };
    const json_t *list = json_fields_list(json, path, "steps", PAY_STEPS_MAX, findings);
    component->step_count = json_array_size(list);
    component->steps = ARENA_ARRAY(findings->arena, struct pay_step, component->step_count + 1);
    int64_t scale = component->basis == PAY_BY_UNITS ? PAY_UNIT : 1;
    for (size_t i = 0; i < component->step_count; i++) {
        struct pay_step *step = &component->steps[i];
        *step = (struct pay_step){.to = PAY_OPEN};
        json_fields_read(json_array_get(list, i), arena_printf(findings->arena, "%s.steps[%zu]", path, i), fields,
                         COUNT(fields), step, findings);
        step->from *= scale;
        if (step->to != PAY_OPEN)
            step->to *= scale;
    }
}

static void read_rates(const json_t *json, const char *path, struct pay_component *component,
                       struct pay_findings *findings)
{
    const json_t *list = json_fields_list(json, path, "rates", PAY_RATES_MAX, findings);
    component->rate_count = json_array_size(list);
    component->rates = ARENA_ARRAY(findings->arena, struct pay_rate, component->rate_count + 1);
    for (size_t i = 0; i < component->rate_count; i++) {
        component->rates[i].quality_to = PAY_OPEN;
        json_fields_read(json_array_get(list, i), arena_printf(findings->arena, "%s.rates[%zu]", path, i), rate_fields,
                         COUNT(rate_fields), &component->rates[i], findings);
    }
}

static struct pay_gate *read_gates(const json_t *json, const char *path, const char *key,
                                   const struct json_field *fields, size_t *count, struct pay_findings *findings)
{
    const json_t *list = json_fields_list(json, path, key, PAY_STEPS_MAX, findings);
    *count = json_array_size(list);
    struct pay_gate *gates = ARENA_ARRAY(findings->arena, struct pay_gate, *count + 1);
    for (size_t i = 0; i < *count; i++)
        json_fields_read(json_array_get(list, i), arena_printf(findings->arena, "%s.%s[%zu]", path, key, i), fields,
                         COUNT(gate_fields), &gates[i], findings);
    return gates;
}

static int64_t object_of_basis(int64_t basis)
{
    static const int64_t objects[] = {PAY_FOR_UNITS, PAY_FOR_REVENUE, PAY_OF_BONUS, PAY_OUT_BONUS};
    return objects[basis];
}

static void read_component(json_t *json, const char *path, int64_t period, struct pay_component *component,
                           struct pay_findings *findings)
{
    *component = (struct pay_component){.cap_fen = -1, .object = -1, .mode = -1, .basis = -1, .accumulate = period};
    json_fields_read(json, path, component_fields, COUNT(component_fields), component, findings);
    if (component->kind == PAY_STEPPED && (component->basis < 0 || component->mode < 0)) {
        const char *missing = component->basis < 0 ? "basis" : "mode";
        if (!json_object_get(json, missing))
            pay_find(
                findings, json_fields_path(findings, path, missing), "REQUIRED",
                "a stepped component has a basis (units, revenue, attainment, quality) and a mode (marginal, whole, interpolated, overage)%s",
                "阶梯项须写明basis（units、revenue、attainment、quality）与mode（marginal、whole、interpolated、overage）%s",
                "");
        return; /* the steps cannot be read without them */
    }
    if (component->object < 0)
        component->object = component->basis < 0 ? PAY_FOR_UNITS : object_of_basis(component->basis);
    read_steps(json, path, component, findings);
    read_rates(json, path, component, findings);
    component->gates = read_gates(json, path, "gates", gate_fields, &component->gate_count, findings);
    component->accelerators =
        read_gates(json, path, "accelerators", accelerator_fields, &component->accelerator_count, findings);
}

/* --- plans ------------------------------------------------------------------------------------- */

static void read_parts(const json_t *json, const char *path, struct pay_plan *plan, struct pay_findings *findings)
{
    json_t *parts = json_object_get(json, "parts"), *value;
    const char *role;
    int64_t sum = 0;
    size_t size = json_object_size(parts);
    plan->part_roles = ARENA_ARRAY(findings->arena, const char *, size + 1);
    plan->part_ppm = ARENA_ARRAY(findings->arena, int64_t, size + 1);
    json_object_foreach(parts, role, value)
    {
        plan->part_roles[plan->part_count] = arena_strdup(findings->arena, role);
        int64_t part = json_is_integer(value) ? json_integer_value(value) : -1;
        plan->part_ppm[plan->part_count++] = part;
        if (part < 0 || part > 1000000)
            part = INT32_MAX;
        sum += part;
    }
    if (parts && sum != 1000000)
        pay_find(
            findings, json_fields_path(findings, path, "parts"), "OUT_OF_RANGE",
            "write each role's part in ppm, such as {\"dealer_specialist\": 700000, \"area_manager\": 300000}; together they are 1,000,000%s",
            "请按百万分比写明各岗位份额，合计须为1,000,000%s", "");
}

static void read_plan(json_t *json, const char *path, struct pay_findings *findings, struct pay_plan *plan)
{
    size_t before = findings->count;
    *plan = (struct pay_plan){0};
    json_fields_read(json, path, plan_fields, COUNT(plan_fields), plan, findings);
    json_t *draw = json_object_get(json, "draw");
    if (draw)
        json_fields_read(draw, json_fields_path(findings, path, "draw"), draw_fields, COUNT(draw_fields), plan,
                         findings);
    read_parts(json, path, plan, findings);
    const json_t *list = json_fields_list(json, path, "components", PAY_COMPONENTS_MAX, findings);
    plan->component_count = json_array_size(list);
    plan->components = ARENA_ARRAY(findings->arena, struct pay_component, plan->component_count + 1);
    for (size_t i = 0; i < plan->component_count; i++)
        read_component(json_array_get(list, i),
                       json_fields_path(findings, path, arena_printf(findings->arena, "components[%zu]", i)),
                       plan->period, &plan->components[i], findings);
    if (findings->count == before)
        pay_plan_check(plan, path, findings);
}

static json_t *load(const char *text, size_t length, struct pay_findings *findings)
{
    if (length <= PAY_DOCUMENT_MAX)
        return json_fields_parse(text, length, findings);
    pay_find(findings, "", "OUT_OF_RANGE", "the document is longer than %d bytes", "文件超过%d字节", PAY_DOCUMENT_MAX);
    return NULL;
}

void pay_plan_read(const char *text, size_t length, struct pay_findings *findings, struct pay_plan *plan)
{
    json_t *json = load(text, length, findings);
    *plan = (struct pay_plan){0};
    if (json)
        read_plan(json, "", findings, plan);
    json_decref(json);
}

size_t pay_plans_read(const char *text, size_t length, struct pay_findings *findings, struct pay_plan **plans)
{
    json_t *json = load(text, length, findings);
    size_t count = json_is_array(json) ? json_array_size(json) : json ? 1 : 0;
    *plans = ARENA_ARRAY(findings->arena, struct pay_plan, count + 1);
    if (json && !json_is_array(json))
        read_plan(json, "", findings, *plans);
    for (size_t i = 0; i < count && json_is_array(json); i++)
        read_plan(json_array_get(json, i), arena_printf(findings->arena, "[%zu]", i), findings, &(*plans)[i]);
    json_decref(json);
    return count;
}
