#include "statement.h"

#include "base/money.h"

#include <inttypes.h>

static int credit_compare(const void *left, const void *right)
{
    const struct credit *a = left, *b = right;
    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

/* The ids of credits first..first + count - 1 in order of (day, id). */
static const int64_t *credit_ids(const struct credit *credits, int64_t first, int64_t count, struct arena *arena)
{
    int64_t *ids = ARENA_ARRAY(arena, int64_t, (size_t)count + 1);
    for (int64_t i = 0; i < count; i++)
        ids[i] = credits[first + i].id;
    return ids;
}

static void reason_of_marginal(const struct plan *plan, const struct step_share *share, struct statement_line *line,
                               struct arena *arena)
{
    if (share->units == 0) {
        line->reason[LOCALE_EN] =
            arena_printf(arena, "no vehicle in the month (plan %s version %d)", plan->code, plan->version);
        line->reason[LOCALE_ZH_CN] = arena_printf(arena, "本月无交车（方案%s第%d版）", plan->code, plan->version);
        return;
    }
    char rate[MONEY_TEXT_SIZE], amount[MONEY_TEXT_SIZE];
    money_format(line->fen_per_unit, rate);
    money_format(line->amount_fen, amount);
    int64_t first = share->first_unit + 1, last = share->first_unit + share->units;
    line->reason[LOCALE_EN] =
        arena_printf(arena,
                     "vehicles %" PRId64 " to %" PRId64 " of the month: %" PRId64
                     " x %s yuan = %s yuan (plan %s version %d, step from %" PRId64 ")",
                     first, last, share->units, rate, amount, plan->code, plan->version, line->from_units);
    line->reason[LOCALE_ZH_CN] = arena_printf(
        arena, "本月第%" PRId64 "至%" PRId64 "台：%" PRId64 "台 × %s元 = %s元（方案%s第%d版，%" PRId64 "台起档）",
        first, last, share->units, rate, amount, plan->code, plan->version, line->from_units);
}

static void reason_of_whole(const struct plan *plan, struct statement_line *line, struct arena *arena)
{
    char rate[MONEY_TEXT_SIZE], amount[MONEY_TEXT_SIZE];
    money_format(line->fen_per_unit, rate);
    money_format(line->amount_fen, amount);
    line->reason[LOCALE_EN] =
        arena_printf(arena,
                     "%" PRId64 " vehicles reach the step from %" PRId64 ", which rates all: %" PRId64
                     " x %s yuan = %s yuan (plan %s version %d)",
                     line->basis_units, line->from_units, line->basis_units, rate, amount, plan->code, plan->version);
    line->reason[LOCALE_ZH_CN] = arena_printf(
        arena, "%" PRId64 "台达到%" PRId64 "台起档，全部按该档计算：%" PRId64 "台 × %s元 = %s元（方案%s第%d版）",
        line->basis_units, line->from_units, line->basis_units, rate, amount, plan->code, plan->version);
}

static int add_deliveries(const struct plan *plan, const struct statement_credits *credits, struct arena *arena,
                          struct statement *statement, struct error *error)
{
    struct step_share shares[STEP_COUNT_MAX];
    size_t count;
    if (step_split((enum step_mode)plan->mode, plan->steps, plan->step_count, (int64_t)credits->delivery_count, shares,
                   &count, error))
        return -1;
    for (size_t i = 0; i < count; i++) {
        struct statement_line *line = &statement->lines[statement->line_count++];
        *line = (struct statement_line){
            .component = "deliveries",
            .basis_units = shares[i].units,
            .credited_ppm = shares[i].units * CREDIT_WHOLE,
            .from_units = plan->steps[shares[i].step].from_units,
            .fen_per_unit = plan->steps[shares[i].step].fen_per_unit,
            .amount_fen = shares[i].amount_fen,
            .source_ids = credit_ids(credits->deliveries, shares[i].first_unit, shares[i].units, arena),
            .source_count = (size_t)shares[i].units,
        };
        if (plan->mode == STEP_WHOLE)
            reason_of_whole(plan, line, arena);
        else
            reason_of_marginal(plan, &shares[i], line, arena);
    }
    return 0;
}

/* --- shared vehicles -------------------------------------------------------------------------------------------------------- */

#define UNITS_TEXT_SIZE 32

/* Vehicles in ppm as "4" or "4.3". */
static char *units_format(int64_t ppm, char text[static UNITS_TEXT_SIZE])
{
    int length = snprintf(text, UNITS_TEXT_SIZE, "%" PRId64 ".%06" PRId64, ppm / CREDIT_WHOLE, ppm % CREDIT_WHOLE);
    while (length > 0 && text[length - 1] == '0')
        text[--length] = 0;
    if (length > 0 && text[length - 1] == '.')
        text[--length] = 0;
    return text;
}

static void reason_of_shared(const struct plan *plan, int64_t first_ppm, struct statement_line *line, struct arena *arena)
{
    char rate[MONEY_TEXT_SIZE], amount[MONEY_TEXT_SIZE], from[UNITS_TEXT_SIZE], to[UNITS_TEXT_SIZE], units[UNITS_TEXT_SIZE];
    money_format(line->fen_per_unit, rate);
    money_format(line->amount_fen, amount);
    units_format(first_ppm, from);
    units_format(first_ppm + line->credited_ppm, to);
    units_format(line->credited_ppm, units);
    line->reason[LOCALE_EN] =
        arena_printf(arena,
                     "vehicles above %s up to %s of the month, shared ones by their parts to the fen: %s x %s yuan = %s yuan "
                     "(plan %s version %d, step from %" PRId64 ")",
                     from, to, units, rate, amount, plan->code, plan->version, line->from_units);
    line->reason[LOCALE_ZH_CN] = arena_printf(
        arena, "本月%s台以上至%s台，共享车辆按份额计至分：%s台 × %s元 = %s元（方案%s第%d版，%" PRId64 "台起档）", from, to, units, rate, amount,
        plan->code, plan->version, line->from_units);
}

/* The pieces of one step, which follow each other, as one line. Returns how many. */
static size_t add_shared_line(const struct plan *plan, const struct statement_credits *credits, const struct credit_piece *pieces, size_t count,
                              struct arena *arena, struct statement *statement)
{
    struct statement_line *line = &statement->lines[statement->line_count++];
    int64_t *ids = ARENA_ARRAY(arena, int64_t, count);
    const struct step *step = &plan->steps[pieces[0].step];
    size_t n = 0;
    *line = (struct statement_line){
        .component = "deliveries", .from_units = step->from_units, .fen_per_unit = step->fen_per_unit, .source_ids = ids};
    for (; n < count && pieces[n].step == pieces[0].step; n++) {
        ids[n] = credits->deliveries[pieces[n].credit].id;
        line->credited_ppm += pieces[n].ppm;
        line->amount_fen += pieces[n].amount_fen;
    }
    line->source_count = n;
    line->basis_units = (int64_t)n;
    reason_of_shared(plan, pieces[0].first_ppm, line, arena);
    return n;
}

static int add_shared_deliveries(const struct plan *plan, const struct statement_credits *credits, struct arena *arena,
                                 struct statement *statement, struct error *error)
{
    struct credit_piece *pieces = ARENA_ARRAY(arena, struct credit_piece, 2 * credits->delivery_count);
    size_t count;
    if (credit_split((enum step_mode)plan->mode, plan->steps, plan->step_count, credits->deliveries, credits->delivery_count, pieces, &count,
                     error) != 0)
        return -1;
    for (size_t i = 0; i < count;)
        i += add_shared_line(plan, credits, &pieces[i], count - i, arena, statement);
    return 0;
}

/* --- leads ------------------------------------------------------------------------------------------------------------------- */

static void reason_of_award(const struct plan *plan, int64_t uncapped, struct statement_line *line, struct arena *arena)
{
    char rate[MONEY_TEXT_SIZE], full[MONEY_TEXT_SIZE], cap[MONEY_TEXT_SIZE];
    money_format(line->fen_per_unit, rate);
    money_format(uncapped, full);
    money_format(plan->lead_award_cap_fen, cap);
    bool capped = line->amount_fen < uncapped;
    line->reason[LOCALE_EN] = arena_printf(
        arena, "%" PRId64 " accepted leads x %s yuan = %s yuan%s%s%s (plan %s version %d)", line->basis_units, rate,
        full, capped ? ", at most " : "", capped ? cap : "", capped ? " yuan a month" : "", plan->code, plan->version);
    line->reason[LOCALE_ZH_CN] =
        arena_printf(arena, "有效信息%" PRId64 "条 × %s元 = %s元%s%s%s（方案%s第%d版）", line->basis_units, rate, full,
                     capped ? "，每月最高" : "", capped ? cap : "", capped ? "元" : "", plan->code, plan->version);
}

static int add_award(const struct plan *plan, const struct statement_credits *credits, struct arena *arena,
                     struct statement *statement, struct error *error)
{
    int64_t leads = (int64_t)credits->lead_count, amount;
    if (plan->fen_per_lead == 0)
        return 0;
    if (money_multiply(plan->fen_per_lead, leads, "amount_fen", &amount, error))
        return -1;
    struct statement_line *line = &statement->lines[statement->line_count++];
    bool capped = plan->lead_award_cap_fen > 0 && amount > plan->lead_award_cap_fen;
    *line = (struct statement_line){
        .component = "information_award",
        .basis_units = leads,
        .credited_ppm = leads * CREDIT_WHOLE,
        .fen_per_unit = plan->fen_per_lead,
        .amount_fen = capped ? plan->lead_award_cap_fen : amount,
        .source_ids = credit_ids(credits->leads, 0, leads, arena),
        .source_count = credits->lead_count,
    };
    reason_of_award(plan, amount, line, arena);
    return 0;
}

int statement_calculate(const struct plan *plan, struct statement_credits *credits, struct arena *arena,
                        struct statement *statement, struct error *error)
{
    if (credits->delivery_count)
        qsort(credits->deliveries, credits->delivery_count, sizeof(struct credit), credit_compare);
    if (credits->lead_count)
        qsort(credits->leads, credits->lead_count, sizeof(struct credit), credit_compare);
    *statement = (struct statement){.lines = ARENA_ARRAY(arena, struct statement_line, plan->step_count + 1)};
    bool shared = credits_are_shared(credits->deliveries, credits->delivery_count);
    if ((shared ? add_shared_deliveries : add_deliveries)(plan, credits, arena, statement, error) || add_award(plan, credits, arena, statement, error))
        return -1;
    for (size_t i = 0; i < statement->line_count; i++)
        if (money_add(statement->total_fen, statement->lines[i].amount_fen, "total_fen", &statement->total_fen, error))
            return -1;
    return 0;
}
