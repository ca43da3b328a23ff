#include "pay_run.h"

#include "base/money.h"

/* --- what counts ------------------------------------------------------------------------------- */

bool pay_is_by_item(const struct pay_component *component)
{
    return component->kind != PAY_STEPPED || component->accumulate == PAY_ITEM;
}

bool pay_is_under(const struct pay_run *run, const struct pay_plan *plan, day_t day)
{
    for (size_t i = 0; i < run->person->span_count; i++)
        if (run->person->spans[i].plan == plan && run->person->spans[i].first <= day &&
            day <= run->person->spans[i].last)
            return true;
    return false;
}

const struct pay_credit **pay_select(const struct pay_run *run, const struct pay_plan *plan,
                                     const struct pay_component *component, day_t first, day_t last, size_t *count)
{
    const struct pay_credit **chosen =
        ARENA_ARRAY(run->arena, const struct pay_credit *, run->person->credit_count + 1);
    enum pay_credit_kind kind = component->kind == PAY_INFORMATION ? PAY_LEAD : PAY_DELIVERY;
    *count = 0;
    for (size_t i = 0; i < run->person->credit_count; i++) {
        const struct pay_credit *credit = run->credits[i];
        if (credit->kind == kind && first <= credit->day && credit->day <= last &&
            (!pay_is_by_item(component) || pay_is_under(run, plan, credit->day)))
            chosen[(*count)++] = credit;
    }
    return chosen;
}

static int sum_delivered(const struct pay_run *run, day_t first, day_t last, bool revenue, int64_t *sum)
{
    *sum = 0;
    for (size_t i = 0; i < run->person->credit_count; i++) {
        const struct pay_credit *credit = run->credits[i];
        if (credit->kind == PAY_DELIVERY && first <= credit->day && credit->day <= last &&
            money_add(*sum, revenue ? credit->revenue_fen : credit->units, "credits", sum, run->error) != 0)
            return -1;
    }
    return 0;
}

/* The targets of all periods from `first` to `last`. */
static int sum_targets(const struct pay_run *run, int64_t kind, day_t first, day_t last, int64_t *target, bool *known)
{
    *target = 0;
    *known = false;
    for (day_t day = first; day <= last; day = pay_period_last(run->period, day) + 1) {
        int64_t value;
        bool is_known;
        if (pay_facts_value(&run->person->facts, kind, day, pay_period_last(run->period, day), &value, &is_known,
                            run->error) != 0 ||
            money_add(*target, value, pay_fact_words[FACT_ATTAINMENT], target, run->error) != 0)
            return -1;
        *known |= is_known;
    }
    return 0;
}

static int refuse_missing(const struct pay_run *run, const char *fact)
{
    return error_set(
        run->error, STATUS_FAILED_PRECONDITION, arena_printf(run->arena, "facts.people.%s.%s", run->person->code, fact),
        "The plan needs this fact of the person in every period. Give it, e.g. {\"people\": {\"%s\": {\"%s\": ...}}}.",
        "方案需要该人员每期的此项数据。请提供，例如{\"people\": {\"%s\": {\"%s\": ...}}}。", run->person->code, fact);
}

/* A stated attainment of the last period, or what was delivered since `first` against the target of those periods. */
static int attainment_of(const struct pay_run *run, day_t first, day_t last, int64_t *ppm)
{
    int64_t target, done;
    bool known;
    if (pay_facts_value(&run->person->facts, FACT_ATTAINMENT, pay_period_first(run->period, last), last, ppm, &known,
                        run->error) != 0)
        return -1;
    if (known)
        return 0;
    if (sum_targets(run, FACT_TARGET_UNITS, first, last, &target, &known) != 0 ||
        sum_delivered(run, first, last, false, &done) != 0)
        return -1;
    if (known && target > 0)
        return divide_rounded((int128_t)done * PPM, target, "attainment", ppm, run->error);
    if (sum_targets(run, FACT_TARGET_FEN, first, last, &target, &known) != 0 ||
        sum_delivered(run, first, last, true, &done) != 0)
        return -1;
    if (known && target > 0)
        return divide_rounded((int128_t)done * PPM, target, "attainment", ppm, run->error);
    return refuse_missing(run, "target_units");
}

int pay_fact_of(const struct pay_run *run, int64_t kind, day_t first, day_t last, int64_t *value)
{
    bool known;
    if (kind == FACT_ATTAINMENT)
        return attainment_of(run, first, last, value);
    if (pay_facts_value(&run->person->facts, kind, first, last, value, &known, run->error) != 0)
        return -1;
    return known || kind == FACT_VISITS ? 0 : refuse_missing(run, pay_fact_words[kind]);
}

/* --- a component to a day ---------------------------------------------------------------------- */

static int overage_target(const struct pay_run *run, const struct pay_component *component, day_t first, day_t last,
                          int64_t *target)
{
    bool known, by_units = component->basis == PAY_BY_UNITS;
    *target = by_units ? component->target * PAY_UNIT : component->target;
    if (component->target > 0)
        return 0;
    *target = PPM;
    if (component->basis == PAY_BY_ATTAINMENT)
        return 0;
    if (sum_targets(run, by_units ? FACT_TARGET_UNITS : FACT_TARGET_FEN, first, last, target, &known) != 0)
        return -1;
    if (!known)
        return refuse_missing(run, by_units ? "target_units" : "target_fen");
    return 0;
}

day_t pay_window_first(const struct pay_run *run, const struct pay_component *component, day_t day)
{
    return pay_period_first(pay_is_by_item(component) ? run->period : component->accumulate, day);
}

int pay_earn_to(const struct pay_run *run, const struct pay_plan *plan, const struct pay_component *component,
                day_t last, const struct pay_credit *watched, struct earning *earning)
{
    day_t first = pay_window_first(run, component, last);
    struct earning_question question = {.plan = plan, .component = component, .watched = watched};
    question.credits = pay_select(run, plan, component, first, last, &question.count);
    if (component->kind == PAY_STEPPED) {
        if (component->basis == PAY_BY_ATTAINMENT && attainment_of(run, first, last, &question.attainment) != 0)
            return -1;
        if (component->basis == PAY_BY_QUALITY &&
            pay_fact_of(run, FACT_QUALITY, pay_period_first(run->period, last), last, &question.quality) != 0)
            return -1;
        if (component->mode == PAY_OVERAGE && overage_target(run, component, first, last, &question.target) != 0)
            return -1;
    }
    return earning_calculate(&question, run->arena, earning, run->error);
}
