#include "earning.h"

#include "base/apportion.h"
#include "base/money.h"

/* Sums under way: one slot a step (or rate). */
struct sums {
    const struct earning_question *question;
    struct earning *earning;
    int128_t *exact;  /* what is not yet rounded, over rate_denominator x divisor */
    int64_t *rounded; /* what has been rounded by credit */
    int64_t factor, divisor;
    struct error *error;
};

void earning_scale(const struct pay_component *component, int64_t *factor, int64_t *divisor)
{
    bool of_bonus = component->object == PAY_OF_BONUS || component->object == PAY_OUT_BONUS;
    *factor = of_bonus ? component->bonus_fen : 1;
    *divisor = component->object == PAY_FIXED ? 1 : PAY_UNIT;
    if (component->object == PAY_OF_BONUS)
        *divisor *= PAY_UNIT;
}

static int refuse(const struct sums *sums)
{
    return error_set(sums->error, STATUS_OUT_OF_RANGE, sums->question->component->code,
                     "The amount is larger than the system can keep. Check the rates of the component and the credits.",
                     "金额超出系统可保存的范围。请核对该项目的标准与业绩。");
}

static int multiply(const struct sums *sums, int64_t quantity, int128_t rate, int128_t *exact)
{
    int128_t product = (int128_t)quantity * sums->factor;
    return __builtin_mul_overflow(product, rate, exact) ? refuse(sums) : 0;
}

static int add_fen(const struct sums *sums, int64_t *sum, int64_t fen)
{
    return __builtin_add_overflow(*sum, fen, sum) ? refuse(sums) : 0;
}

static int round_exact(const struct sums *sums, int128_t exact, int128_t rate_denominator, int64_t *fen)
{
    return divide_rounded(exact, rate_denominator * sums->divisor, sums->question->component->code, fen, sums->error);
}

/* The person's part of a shared credit that lies at one rate: `take` of its quantity after `done`. */
static int part_amount(const struct sums *sums, const struct pay_credit *credit, int64_t whole, int64_t mine,
                       int64_t done, int64_t take, const struct earning_step *step, int64_t *fen)
{
    int64_t weights[CREDIT_PARTS_MAX + 3], amounts[CREDIT_PARTS_MAX + 3], pay, ppm = credit->parts_ppm[credit->part];
    int128_t exact;
    size_t n = 0;
    if (multiply(sums, whole, step->rate_numerator, &exact) != 0 ||
        round_exact(sums, exact, step->rate_denominator, &pay) != 0)
        return -1;
    if (take == mine) {
        if (apportion_largest_remainder(pay, credit->parts_ppm, credit->part_count, amounts, sums->error) != 0)
            return -1;
        *fen = amounts[credit->part];
        return 0;
    }
    for (size_t i = 0; i < credit->part_count; i++)
        if (i != credit->part)
            weights[n++] = credit->parts_ppm[i];
    int64_t before = (int64_t)((int128_t)ppm * done / mine), through = (int64_t)((int128_t)ppm * (done + take) / mine);
    weights[n] = before;
    weights[n + 1] = through - before;
    weights[n + 2] = ppm - through;
    if (apportion_largest_remainder(pay, weights, n + 3, amounts, sums->error) != 0)
        return -1;
    *fen = amounts[n + 1];
    return 0;
}

static int64_t quantity_of(const struct pay_component *component, const struct pay_credit *credit, bool whole)
{
    if (component->object == PAY_FOR_REVENUE)
        return whole ? credit->whole_revenue_fen : credit->revenue_fen;
    return whole ? credit->whole_units : credit->units;
}

/* A credit's piece goes into a step: rounded at once when the plan, the sharing or a watcher wants it. */
static int add_piece(struct sums *sums, const struct pay_credit *credit, int64_t done, int64_t take, size_t slot)
{
    const struct pay_component *component = sums->question->component;
    struct earning_step *step = &sums->earning->steps[slot];
    bool alone = sums->question->plan->rounding == PAY_ROUND_ITEM || component->accumulate == PAY_ITEM;
    int64_t fen = 0;
    int128_t exact;
    step->quantity += take;
    if (multiply(sums, take, step->rate_numerator, &exact) != 0)
        return -1;
    if (credit->part_count > 1) {
        if (part_amount(sums, credit, quantity_of(component, credit, true), quantity_of(component, credit, false), done,
                        take, step, &fen) != 0)
            return -1;
    } else if ((alone || credit == sums->question->watched) &&
               round_exact(sums, exact, step->rate_denominator, &fen) != 0)
        return -1;
    if (credit == sums->question->watched && add_fen(sums, &sums->earning->watched_fen, fen) != 0)
        return -1;
    if (credit->part_count > 1 || alone)
        return add_fen(sums, &sums->rounded[slot], fen);
    return __builtin_add_overflow(sums->exact[slot], exact, &sums->exact[slot]) ? refuse(sums) : 0;
}

/* --- steps ------------------------------------------------------------------------------------- */

/* The part of what is paid that ends where the piece ends in the basis: sums of parts are exact. */
static int64_t paid_through(const struct ladder_piece *piece, int64_t paid, int64_t basis)
{
    return basis > 0 ? (int64_t)((int128_t)paid * (piece->first + piece->length) / basis) : paid;
}

/* Credits, in their order, fill the pieces of the ladder from slot `first_slot` on. */
static int fill(struct sums *sums, const struct ladder *ladder, size_t first_slot,
                const struct pay_credit *const *credits, size_t count, int64_t paid, int64_t basis)
{
    int64_t position = 0;
    size_t piece = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t mine = quantity_of(sums->question->component, credits[i], false), done = 0;
        while (done < mine) {
            int64_t end = piece + 1 < ladder->count ? paid_through(&ladder->pieces[piece], paid, basis) : INT64_MAX;
            int64_t take = mine - done < end - position ? mine - done : end - position;
            if (take > 0 && add_piece(sums, credits[i], done, take, first_slot + piece) != 0)
                return -1;
            done += take;
            position += take;
            piece += position == end;
        }
    }
    return 0;
}

static void open_slots(struct sums *sums, const struct ladder *ladder)
{
    struct earning *earning = sums->earning;
    for (size_t i = 0; i < ladder->count; i++)
        earning->steps[earning->step_count++] =
            (struct earning_step){.index = ladder->pieces[i].step,
                                  .rate_numerator = ladder->pieces[i].rate_numerator,
                                  .rate_denominator = ladder->rate_denominator};
}

static int sum_quantity(const struct sums *sums, bool revenue, int64_t *sum)
{
    *sum = 0;
    for (size_t i = 0; i < sums->question->count; i++) {
        const struct pay_credit *credit = sums->question->credits[i];
        if (add_fen(sums, sum, revenue ? credit->revenue_fen : credit->units) != 0)
            return -1;
    }
    return 0;
}

/* A bonus or a fixed amount: no credit by itself fills it; a watched one has its vehicles' part of it. */
static int add_outright(struct sums *sums, const struct ladder *ladder)
{
    for (size_t i = 0; i < ladder->count; i++) {
        struct earning_step *step = &sums->earning->steps[i];
        step->quantity = sums->question->component->object == PAY_OF_BONUS ? ladder->pieces[i].length : 1;
        if (multiply(sums, step->quantity, step->rate_numerator, &sums->exact[i]) != 0)
            return -1;
    }
    return 0;
}

static int basis_of(struct sums *sums, int64_t *basis)
{
    const struct earning_question *question = sums->question;
    if (question->component->basis == PAY_BY_ATTAINMENT || question->component->basis == PAY_BY_QUALITY) {
        *basis = question->component->basis == PAY_BY_ATTAINMENT ? question->attainment : question->quality;
        return 0;
    }
    return sum_quantity(sums, question->component->basis == PAY_BY_REVENUE, basis);
}

static int earn_together(struct sums *sums)
{
    const struct earning_question *question = sums->question;
    struct ladder ladder;
    int64_t paid;
    if (basis_of(sums, &sums->earning->basis) != 0)
        return -1;
    ladder_split(question->component, sums->earning->basis, question->target, &ladder);
    open_slots(sums, &ladder);
    if (question->component->object > PAY_FOR_REVENUE)
        return add_outright(sums, &ladder);
    if (sum_quantity(sums, question->component->object == PAY_FOR_REVENUE, &paid) != 0)
        return -1;
    return ladder.count == 0 ? 0
                             : fill(sums, &ladder, 0, question->credits, question->count, paid, sums->earning->basis);
}

/* Each credit has its own ladder. */
static int earn_alone(struct sums *sums)
{
    const struct earning_question *question = sums->question;
    bool by_revenue = question->component->basis == PAY_BY_REVENUE,
         for_revenue = question->component->object == PAY_FOR_REVENUE;
    struct ladder ladder;
    if (basis_of(sums, &sums->earning->basis) != 0)
        return -1;
    for (size_t i = 0; i < question->count; i++) {
        const struct pay_credit *credit = question->credits[i];
        int64_t value = by_revenue ? credit->revenue_fen : credit->units,
                paid = for_revenue ? credit->revenue_fen : credit->units;
        size_t first = sums->earning->step_count;
        ladder_split(question->component, value, question->target, &ladder);
        open_slots(sums, &ladder);
        if (ladder.count > 0 && fill(sums, &ladder, first, &credit, 1, paid, value) != 0)
            return -1;
    }
    return 0;
}

/* --- rates ------------------------------------------------------------------------------------- */

static bool is_any(const char *wanted, const char *value)
{
    return !wanted || strcmp(wanted, value) == 0;
}

static const struct pay_rate *rate_of(const struct pay_component *component, const struct pay_credit *credit)
{
    for (size_t i = 0; i < component->rate_count; i++) {
        const struct pay_rate *rate = &component->rates[i];
        if (is_any(rate->product, credit->product) && is_any(rate->use, credit->use) &&
            is_any(rate->business, credit->business) && is_any(rate->tier, credit->tier) &&
            is_any(rate->outcome, credit->outcome) && credit->quality >= rate->quality_from &&
            credit->quality < rate->quality_to)
            return rate;
    }
    return NULL;
}

static int earn_by_rates(struct sums *sums)
{
    const struct earning_question *question = sums->question;
    const struct pay_component *component = question->component;
    int64_t leads = 0;
    for (size_t i = 0; i < component->rate_count; i++)
        sums->earning->steps[i] =
            (struct earning_step){.index = i, .rate_numerator = component->rates[i].fen, .rate_denominator = 1};
    sums->earning->step_count = component->rate_count;
    for (size_t i = 0; i < question->count; i++) {
        const struct pay_rate *rate = rate_of(component, question->credits[i]);
        if (!rate || (component->most_leads > 0 && leads >= component->most_leads))
            continue;
        leads++;
        if (add_piece(sums, question->credits[i], 0, question->credits[i]->units, (size_t)(rate - component->rates)) !=
            0)
            return -1;
    }
    return sum_quantity(sums, false, &sums->earning->basis);
}

/* --- all together ------------------------------------------------------------------------------ */

/* By step each is rounded; by line the sum is, and each step is the difference of two rounded sums. */
static int round_steps(struct sums *sums)
{
    struct earning *earning = sums->earning;
    bool by_line = sums->question->plan->rounding == PAY_ROUND_LINE;
    int128_t exact = 0;
    int64_t before = 0, through;
    for (size_t i = 0; i < earning->step_count; i++) {
        struct earning_step *step = &earning->steps[i];
        if (!by_line)
            exact = 0;
        if (__builtin_add_overflow(exact, sums->exact[i], &exact))
            return refuse(sums);
        if (round_exact(sums, exact, step->rate_denominator, &through) != 0)
            return -1;
        step->amount_fen = sums->rounded[i];
        if (add_fen(sums, &step->amount_fen, by_line ? through - before : through) != 0 ||
            add_fen(sums, &earning->amount_fen, step->amount_fen) != 0)
            return -1;
        before = through;
    }
    return 0;
}

/* Each item alone: what lies at one rate of one step becomes one; interpolated rates, each item's own, are told no
 * more. */
static void merge_steps(const struct pay_component *component, struct earning *earning)
{
    size_t kept = 0;
    for (size_t i = 0; i < earning->step_count; i++) {
        struct earning_step *step = &earning->steps[i];
        size_t same = 0;
        if (component->mode == PAY_INTERPOLATED)
            step->rate_numerator = step->rate_denominator = 0;
        while (same < kept && (earning->steps[same].index != step->index ||
                               earning->steps[same].rate_numerator != step->rate_numerator))
            same++;
        if (same < kept) {
            earning->steps[same].quantity += step->quantity;
            earning->steps[same].amount_fen += step->amount_fen;
        } else
            earning->steps[kept++] = *step;
    }
    earning->step_count = kept;
}

static void drop_empty(struct earning *earning)
{
    size_t kept = 0;
    for (size_t i = 0; i < earning->step_count; i++)
        if (earning->steps[i].quantity > 0)
            earning->steps[kept++] = earning->steps[i];
    earning->step_count = kept;
}

static int watch_outright(struct sums *sums)
{
    const struct pay_credit *watched = sums->question->watched;
    int64_t units;
    if (!watched || sums->question->component->object <= PAY_FOR_REVENUE)
        return 0;
    if (sum_quantity(sums, false, &units) != 0)
        return -1;
    return units ? divide_rounded((int128_t)sums->earning->amount_fen * watched->units, units,
                                  sums->question->component->code, &sums->earning->watched_fen, sums->error)
                 : 0;
}

int earning_calculate(const struct earning_question *question, struct arena *arena, struct earning *earning,
                      struct error *error)
{
    const struct pay_component *component = question->component;
    bool alone = component->kind == PAY_STEPPED && component->accumulate == PAY_ITEM;
    size_t ladder_slots = component->step_count + 1,
           slots = (alone ? question->count * ladder_slots : ladder_slots) + component->rate_count;
    *earning = (struct earning){.steps = ARENA_ARRAY(arena, struct earning_step, slots)};
    struct sums sums = {.question = question,
                        .earning = earning,
                        .exact = ARENA_ARRAY(arena, int128_t, slots),
                        .rounded = ARENA_ARRAY(arena, int64_t, slots),
                        .error = error};
    earning_scale(component, &sums.factor, &sums.divisor);
    int failed = component->kind != PAY_STEPPED ? earn_by_rates(&sums)
                 : alone                        ? earn_alone(&sums)
                                                : earn_together(&sums);
    if (failed || round_steps(&sums) != 0 || watch_outright(&sums) != 0)
        return -1;
    if (alone)
        merge_steps(component, earning);
    else if (component->kind != PAY_STEPPED)
        drop_empty(earning);
    return 0;
}
