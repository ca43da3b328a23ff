#include "pay_run.h"

#include "base/money.h"

/* --- what is taken back ------------------------------------------------------------------------ */

static const struct pay_credit *delivery_of(const struct pay_run *run, const struct pay_credit *taken)
{
    for (size_t i = 0; i < run->person->credit_count; i++)
        if (run->credits[i]->kind == PAY_DELIVERY && strcmp(run->credits[i]->id, taken->of) == 0 &&
            run->credits[i]->day <= taken->day)
            return run->credits[i];
    error_set(run->error, STATUS_INVALID_ARGUMENT, arena_printf(run->arena, "credits.%s.of", taken->id),
              "\"%s\" is no delivery of %s up to that day. Give the id of what is taken back.",
              "“%s”不是%s在该日之前的交车。请填写被取消或退回的业绩编号。", taken->of, run->person->code);
    return NULL;
}

static int64_t part_taken(const struct pay_credit *taken, const struct pay_credit *delivery, bool by_revenue)
{
    if (by_revenue)
        return taken->revenue_fen ? taken->revenue_fen : delivery->revenue_fen;
    return taken->units ? taken->units : delivery->units;
}

/* What of a delivery was taken back before, and what is now, of what: in vehicles, or in revenue when only that is
 * said. */
static int share_taken(const struct pay_run *run, const struct pay_credit *taken, const struct pay_credit *delivery,
                       int64_t share[static 3])
{
    bool by_revenue = taken->units == 0 && taken->revenue_fen > 0;
    share[0] = 0;
    share[1] = part_taken(taken, delivery, by_revenue);
    share[2] = by_revenue ? delivery->revenue_fen : delivery->units;
    for (size_t i = 0; i < run->person->credit_count && run->credits[i] != taken; i++)
        if (run->credits[i]->kind == PAY_TAKEN_BACK && strcmp(run->credits[i]->of, taken->of) == 0)
            share[0] += part_taken(run->credits[i], delivery, by_revenue);
    if (share[0] + share[1] <= share[2])
        return 0;
    return error_set(run->error, STATUS_INVALID_ARGUMENT, arena_printf(run->arena, "credits.%s", taken->id),
                     "More of delivery \"%s\" is taken back than was delivered. Take back each vehicle once.%s",
                     "交车“%s”被退回的数量超过已交数量。每台只能退回一次。%s", taken->of, "");
}

static struct pay_statement *statement_of(const struct pay_run *run, day_t day)
{
    for (size_t i = 0; i < run->count; i++)
        if (run->statements[i].first <= day && day <= run->statements[i].last)
            return &run->statements[i];
    return NULL;
}

/* By what was paid of what was earned: gates, caps and day weights lie between them. */
static int paid_of(const struct pay_run *run, const struct pay_line *line, int64_t earned, int64_t *paid)
{
    int64_t of_period = line->earning.amount_fen - line->before_fen;
    *paid = 0;
    return of_period > 0
               ? divide_rounded((int128_t)earned * line->amount_fen, of_period, line->component->code, paid, run->error)
               : 0;
}

static int take_back_line(const struct pay_run *run, struct pay_statement *statement, const struct pay_line *line,
                          const struct pay_credit *taken, const struct pay_credit *delivery,
                          const int64_t share[static 3])
{
    struct pay_adjustment *adjustment = &statement->adjustments[statement->adjustment_count];
    struct earning earning;
    int64_t paid, before, through;
    day_t window_last =
        pay_period_last(pay_is_by_item(line->component) ? run->period : line->component->accumulate, delivery->day);
    if (pay_is_by_item(line->component) && !pay_is_under(run, line->plan, delivery->day))
        return 0;
    if (pay_earn_to(run, line->plan, line->component, window_last < statement->last ? window_last : statement->last,
                    delivery, &earning) != 0 ||
        paid_of(run, line, earning.watched_fen, &paid) != 0 ||
        divide_rounded((int128_t)paid * share[0], share[2], taken->id, &before, run->error) != 0 ||
        divide_rounded((int128_t)paid * (share[0] + share[1]), share[2], taken->id, &through, run->error) != 0)
        return -1;
    if (through == before)
        return 0;
    *adjustment = (struct pay_adjustment){.component = line->component->code,
                                          .id = taken->id,
                                          .of = taken->of,
                                          .period = pay_period_first(run->period, delivery->day),
                                          .amount_fen = before - through};
    pay_formula_adjustment(adjustment, run->period, paid, share[1], share[2], run->arena);
    statement->adjustment_count++;
    return 0;
}

int pay_take_back(const struct pay_run *run, struct pay_statement *statement, const struct pay_credit *taken)
{
    int64_t share[3];
    const struct pay_credit *delivery = delivery_of(run, taken);
    if (!delivery || share_taken(run, taken, delivery, share) != 0)
        return -1;
    const struct pay_statement *earned = statement_of(run, delivery->day);
    for (size_t i = 0; earned && share[2] > 0 && i < earned->line_count; i++)
        if (earned->lines[i].component->kind != PAY_INFORMATION &&
            take_back_line(run, statement, &earned->lines[i], taken, delivery, share) != 0)
            return -1;
    return 0;
}
