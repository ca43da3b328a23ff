#include "pay_json.h"

#include <inttypes.h>

static void add_text(struct buffer *json, const char *key, const char *text)
{
    buffer_printf(json, "\"%s\":", key);
    buffer_add_json_string(json, text, strlen(text));
}

static void add_formula(struct buffer *json, const char *const formula[LOCALE_COUNT])
{
    buffer_add_text(json, ",\"formula\":{");
    add_text(json, "en", formula[LOCALE_EN]);
    buffer_add_char(json, ',');
    add_text(json, "zh-CN", formula[LOCALE_ZH_CN]);
    buffer_add_char(json, '}');
}

static const char *quantity_key(const struct pay_component *component)
{
    static const char *const keys[] = {"units_ppm", "revenue_fen", "attainment_ppm", "times", "times"};
    return component->kind == PAY_INFORMATION ? "leads_ppm" : keys[component->object];
}

/* The rate as fen or ppm when it is a whole number of them, else as the fraction that it is. */
static void add_rate(struct buffer *json, const struct pay_component *component, const struct earning_step *step)
{
    bool in_fen = component->object == PAY_FOR_UNITS || component->object == PAY_FIXED;
    if (step->rate_denominator == 0)
        return;
    if (step->rate_numerator % step->rate_denominator == 0)
        buffer_printf(json, ",\"%s\":%" PRId64, in_fen ? "rate_fen" : "rate_ppm",
                      (int64_t)(step->rate_numerator / step->rate_denominator));
    else
        buffer_printf(json, ",\"%s\":%.6f", in_fen ? "rate_fen" : "rate_ppm",
                      (double)step->rate_numerator / (double)step->rate_denominator);
}

static void add_bounds(struct buffer *json, const struct pay_component *component, size_t index)
{
    int64_t scale = component->basis == PAY_BY_UNITS ? PAY_UNIT : 1;
    const struct pay_step *step = &component->steps[index];
    buffer_printf(json, ",\"from\":%" PRId64, step->from / scale);
    if (step->to != PAY_OPEN)
        buffer_printf(json, ",\"to\":%" PRId64, step->to / scale);
}

static void add_step(struct buffer *json, const struct pay_component *component, const struct earning_step *step)
{
    buffer_printf(json, "{\"index\":%zu", step->index);
    if (component->kind == PAY_STEPPED && component->mode != PAY_OVERAGE)
        add_bounds(json, component, step->index);
    buffer_printf(json, ",\"%s\":%" PRId64, quantity_key(component), step->quantity);
    add_rate(json, component, step);
    buffer_printf(json, ",\"amount_fen\":%" PRId64 "}", step->amount_fen);
}

static const char *basis_key(const struct pay_component *component)
{
    static const char *const keys[] = {"basis_units_ppm", "basis_revenue_fen", "basis_attainment_ppm", "basis_quality"};
    if (component->kind == PAY_STEPPED)
        return keys[component->basis];
    return component->kind == PAY_INFORMATION ? "basis_leads_ppm" : keys[PAY_BY_UNITS];
}

static void add_limits(struct buffer *json, const struct pay_line *line)
{
    buffer_printf(json, ",\"to_date_fen\":%" PRId64 ",\"before_fen\":%" PRId64 ",\"earned_fen\":%" PRId64,
                  line->earning.amount_fen, line->before_fen, line->earning.amount_fen - line->before_fen);
    buffer_printf(
        json, ",\"days\":%" PRId64 ",\"period_days\":%" PRId64 ",\"accelerator_ppm\":%" PRId64 ",\"gate_ppm\":%" PRId64,
        line->days, line->period_days, line->accelerator_ppm, line->gate_ppm);
    if (line->floor_fen > 0)
        buffer_printf(json, ",\"floor_fen\":%" PRId64, line->floor_fen);
    if (line->cap_fen >= 0)
        buffer_printf(json, ",\"cap_fen\":%" PRId64, line->cap_fen);
    if (line->carried_in_fen || line->carried_out_fen)
        buffer_printf(json, ",\"carried_in_fen\":%" PRId64 ",\"carried_out_fen\":%" PRId64, line->carried_in_fen,
                      line->carried_out_fen);
    buffer_printf(json, ",\"amount_fen\":%" PRId64, line->amount_fen);
}

static void add_line(struct buffer *json, const struct pay_line *line)
{
    buffer_add_char(json, '{');
    add_text(json, "component", line->component->code);
    buffer_printf(json, ",\"kind\":\"%s\",\"%s\":%" PRId64 ",\"steps\":[",
                  pay_word(pay_kind_words, line->component->kind), basis_key(line->component), line->earning.basis);
    for (size_t i = 0; i < line->earning.step_count; i++) {
        buffer_add_text(json, i ? "," : "");
        add_step(json, line->component, &line->earning.steps[i]);
    }
    buffer_add_char(json, ']');
    add_limits(json, line);
    add_formula(json, line->formula);
    buffer_add_text(json, ",\"sources\":[");
    for (size_t i = 0; i < line->source_count; i++) {
        buffer_add_text(json, i ? "," : "");
        buffer_add_json_string(json, line->sources[i], strlen(line->sources[i]));
    }
    buffer_add_text(json, "],");
    add_text(json, "plan", line->plan->code);
    buffer_add_char(json, '}');
}

static void add_adjustment(struct buffer *json, const struct pay_adjustment *adjustment, int64_t period)
{
    char when[PAY_PERIOD_TEXT_SIZE];
    buffer_add_char(json, '{');
    add_text(json, "component", adjustment->component);
    buffer_add_char(json, ',');
    add_text(json, "credit", adjustment->id);
    buffer_add_char(json, ',');
    add_text(json, "of", adjustment->of);
    buffer_printf(json, ",\"earned_in\":\"%s\",\"amount_fen\":%" PRId64,
                  pay_period_format(period, adjustment->period, when), adjustment->amount_fen);
    add_formula(json, adjustment->formula);
    buffer_add_char(json, '}');
}

void pay_json_add(struct buffer *json, const char *person, const struct pay_statement *statement, int64_t period)
{
    char when[PAY_PERIOD_TEXT_SIZE];
    buffer_add_char(json, '{');
    add_text(json, "person", person);
    buffer_printf(json, ",\"period\":\"%s\",\"lines\":[", pay_period_format(period, statement->first, when));
    for (size_t i = 0; i < statement->line_count; i++) {
        buffer_add_text(json, i ? "," : "");
        add_line(json, &statement->lines[i]);
    }
    buffer_add_text(json, "],\"adjustments\":[");
    for (size_t i = 0; i < statement->adjustment_count; i++) {
        buffer_add_text(json, i ? "," : "");
        add_adjustment(json, &statement->adjustments[i], period);
    }
    buffer_printf(json,
                  "],\"earned_fen\":%" PRId64 ",\"draw\":{\"draw_fen\":%" PRId64 ",\"advanced_fen\":%" PRId64
                  ",\"recovered_fen\":%" PRId64 ",\"balance_fen\":%" PRId64 "},\"total_fen\":%" PRId64 "}",
                  statement->earned_fen, statement->draw_fen, statement->advanced_fen, statement->recovered_fen,
                  statement->draw_balance_fen, statement->total_fen);
}
