/* The formula of a line in words and figures, as one would write it to recompute the amount by hand. */
#include "pay_statement.h"

#include "base/buffer.h"
#include "base/money.h"

#include <inttypes.h>

#define FORMULA_MAX (16 * 1024)
#define SAY(locale, english, chinese) ((locale) == LOCALE_ZH_CN ? (chinese) : (english))
#define NUMBER_TEXT_SIZE 48

/* millionths / 10^places without needless zeros: 1600000 with 6 places is "1.6". */
static const char *decimal(int64_t number, int places, char text[static NUMBER_TEXT_SIZE])
{
    int64_t unit = 1;
    for (int i = 0; i < places; i++)
        unit *= 10;
    int length = snprintf(text, NUMBER_TEXT_SIZE, "%" PRId64 ".%0*" PRId64, number / unit, places, number % unit);
    while (length > 0 && text[length - 1] == '0')
        text[--length] = 0;
    if (length > 0 && text[length - 1] == '.')
        text[--length] = 0;
    return text;
}

static const char *percent(int64_t ppm, char text[static NUMBER_TEXT_SIZE])
{
    decimal(ppm, 4, text);
    size_t length = strlen(text);
    text[length] = '%';
    text[length + 1] = 0;
    return text;
}

/* A rate of fen as yuan, of ppm as percent; one that is no whole number of them is told to six decimals and "≈". */
static void add_rate(struct buffer *text, const struct earning_step *step, bool in_fen)
{
    char number[NUMBER_TEXT_SIZE], money[MONEY_TEXT_SIZE];
    int64_t whole = (int64_t)(step->rate_numerator / step->rate_denominator), millionths = 0;
    if (step->rate_numerator % step->rate_denominator == 0) {
        buffer_add_text(text, in_fen ? money_format(whole, money) : percent(whole, number));
        return;
    }
    if (divide_rounded(step->rate_numerator * PPM, step->rate_denominator, "rate", &millionths, NULL) == 0)
        buffer_printf(text, "≈%s%s", decimal(millionths, in_fen ? 8 : 10, number), in_fen ? "" : "%");
}

static void add_step(struct buffer *text, const struct pay_component *component, const struct earning_step *step)
{
    char number[NUMBER_TEXT_SIZE], money[MONEY_TEXT_SIZE];
    bool in_fen = component->object == PAY_FOR_UNITS || component->object == PAY_FIXED;
    if (component->object == PAY_FOR_UNITS)
        buffer_printf(text, "%s × ", decimal(step->quantity, 6, number));
    else if (component->object == PAY_FOR_REVENUE)
        buffer_printf(text, "%s × ", money_format(step->quantity, money));
    else if (component->object != PAY_FIXED)
        buffer_printf(text, "%s × ", money_format(component->bonus_fen, money));
    if (component->object == PAY_OF_BONUS)
        buffer_printf(text, "%s × ", percent(step->quantity, number));
    if (step->rate_denominator == 0)
        buffer_printf(text, "(…) = %s", money_format(step->amount_fen, money));
    else
        add_rate(text, step, in_fen);
}

static void add_basis(struct buffer *text, const struct pay_line *line, enum locale locale)
{
    const struct pay_component *component = line->component;
    char number[NUMBER_TEXT_SIZE], money[MONEY_TEXT_SIZE];
    if (component->kind == PAY_INFORMATION)
        buffer_printf(text, SAY(locale, "%s leads: ", "信息%s条："), decimal(line->earning.basis, 6, number));
    else if (component->kind == PAY_PER_UNIT || component->basis == PAY_BY_UNITS)
        buffer_printf(text, SAY(locale, "%s vehicles: ", "交车%s台："), decimal(line->earning.basis, 6, number));
    else if (component->basis == PAY_BY_REVENUE)
        buffer_printf(text, SAY(locale, "revenue %s yuan: ", "金额%s元："), money_format(line->earning.basis, money));
    else if (component->basis == PAY_BY_ATTAINMENT)
        buffer_printf(text, SAY(locale, "attainment %s: ", "达成率%s："), percent(line->earning.basis, number));
    else
        buffer_printf(text, SAY(locale, "quality %" PRId64 ": ", "质量分%" PRId64 "："), line->earning.basis);
}

static void add_changes(struct buffer *text, const struct pay_line *line, enum locale locale)
{
    char number[NUMBER_TEXT_SIZE], money[MONEY_TEXT_SIZE];
    if (line->before_fen != 0)
        buffer_printf(text, SAY(locale, "; less %s earned before", "；减去此前已计%s"),
                      money_format(line->before_fen, money));
    if (line->days != line->period_days)
        buffer_printf(text, SAY(locale, "; × %" PRId64 "/%" PRId64 " days", "；× %" PRId64 "/%" PRId64 "天"),
                      line->days, line->period_days);
    if (line->accelerator_ppm != PPM)
        buffer_printf(text, SAY(locale, "; accelerator × %s", "；加速 × %s"),
                      decimal(line->accelerator_ppm, 6, number));
    if (line->gate_ppm != PPM)
        buffer_printf(text, SAY(locale, "; gate not reached × %s", "；未达门槛 × %s"), percent(line->gate_ppm, number));
    if (line->carried_in_fen != 0)
        buffer_printf(text, SAY(locale, "; plus %s left by the cap before", "；加上期超出上限的%s"),
                      money_format(line->carried_in_fen, money));
    if (line->floor_fen > 0)
        buffer_printf(text, SAY(locale, "; at least %s", "；不低于%s"), money_format(line->floor_fen, money));
    if (line->cap_fen >= 0)
        buffer_printf(text, SAY(locale, "; at most %s", "；不高于%s"), money_format(line->cap_fen, money));
    if (line->carried_out_fen != 0)
        buffer_printf(text, SAY(locale, "; %s is paid later", "；%s留待以后支付"),
                      money_format(line->carried_out_fen, money));
}

static const char *line_text(const struct pay_line *line, enum locale locale, struct arena *arena)
{
    struct buffer text = BUFFER(FORMULA_MAX);
    char money[MONEY_TEXT_SIZE];
    add_basis(&text, line, locale);
    for (size_t i = 0; i < line->earning.step_count; i++) {
        buffer_add_text(&text, i ? " + " : "");
        add_step(&text, line->component, &line->earning.steps[i]);
    }
    buffer_printf(&text, "%s%s", line->earning.step_count ? " = " : "", money_format(line->earning.amount_fen, money));
    add_changes(&text, line, locale);
    buffer_printf(&text, SAY(locale, "; amount %s yuan (plan %s, %s)", "；应计%s元（方案%s，%s）"),
                  money_format(line->amount_fen, money), line->plan->code, line->component->code);
    const char *copy = arena_strdup(arena, text.data);
    buffer_release(&text);
    return copy;
}

void pay_formula_line(struct pay_line *line, struct arena *arena)
{
    for (int locale = 0; locale < LOCALE_COUNT; locale++)
        line->formula[locale] = line_text(line, (enum locale)locale, arena);
}

void pay_formula_adjustment(struct pay_adjustment *adjustment, int64_t period, int64_t earned, int64_t taken,
                            int64_t whole, struct arena *arena)
{
    char money[MONEY_TEXT_SIZE], amount[MONEY_TEXT_SIZE], when[PAY_PERIOD_TEXT_SIZE], part[NUMBER_TEXT_SIZE];
    pay_period_format(period, adjustment->period, when);
    money_format(earned, money);
    money_format(adjustment->amount_fen, amount);
    percent((int64_t)((int128_t)taken * PPM / whole), part);
    adjustment->formula[LOCALE_EN] = arena_printf(arena, "%s had earned %s in %s; %s of it is taken back: %s yuan",
                                                  adjustment->of, money, when, part, amount);
    adjustment->formula[LOCALE_ZH_CN] =
        arena_printf(arena, "%s曾在%s计奖%s；收回其%s：%s元", adjustment->of, when, money, part, amount);
}
