#include "fact_fold.h"

#include "base/int128.h"
#include "base/money.h"
#include "tier_value.h"

#define FOLD_LEADS_FIRST 16

void fact_fold_init(struct fact_fold *fold, const struct tier_policy *policy, day_t as_of)
{
    *fold = (struct fact_fold){.policy = policy, .as_of = as_of};
    for (size_t i = 0; i < policy->measure_count; i++)
        fold->first_days[i] = window_first_day(policy->measures[i].window, as_of);
}

void fact_fold_release(struct fact_fold *fold)
{
    free(fold->leads);
}

static struct fold_lead *find_lead(struct fact_fold *fold, int64_t lead_id)
{
    for (size_t i = fold->lead_count; i > 0; i--)
        if (fold->leads[i - 1].lead_id == lead_id)
            return &fold->leads[i - 1];
    if (fold->lead_count == fold->lead_capacity) {
        fold->lead_capacity = fold->lead_capacity ? 2 * fold->lead_capacity : FOLD_LEADS_FIRST;
        fold->leads = realloc(fold->leads, fold->lead_capacity * sizeof *fold->leads);
        if (!fold->leads)
            abort();
    }
    fold->leads[fold->lead_count] = (struct fold_lead){.lead_id = lead_id};
    return &fold->leads[fold->lead_count++];
}

void fact_fold_lead(struct fact_fold *fold, int64_t lead_id, int64_t wanted, int64_t stage)
{
    struct fold_lead *lead = find_lead(fold, lead_id);
    lead->wanted += wanted;
    lead->stage = stage >= 0 && stage < POLICY_STAGES ? stage : 0;
}

static void add_day(struct fact_fold *fold, day_t day)
{
    for (size_t i = fold->day_count; i > 0; i--)
        if (fold->days[i - 1] == day)
            return;
    if (fold->day_count < FOLD_DAYS_MAX)
        fold->days[fold->day_count++] = day;
}

void fact_fold_delivery(struct fact_fold *fold, int64_t lead_id, day_t delivered_on, int64_t price_fen)
{
    if (lead_id != 0)
        find_lead(fold, lead_id)->delivered++;
    if (!fold->has_delivery || delivered_on > fold->last_delivery)
        fold->last_delivery = delivered_on;
    fold->has_delivery = true;
    for (size_t i = 0; i < fold->policy->measure_count; i++) {
        if (delivered_on < fold->first_days[i])
            continue;
        fold->units[i]++;
        fold->revenue_fen[i] += price_fen;
        if (fold->policy->measures[i].measure == MEASURE_FREQUENCY)
            add_day(fold, delivered_on);
    }
}

static int128_t count_days(const struct fact_fold *fold, size_t measure)
{
    int128_t count = 0;
    for (size_t i = 0; i < fold->day_count; i++)
        count += fold->days[i] >= fold->first_days[measure];
    return count;
}

static int128_t open_demand(const struct fact_fold *fold, const struct policy_measure *measure)
{
    int128_t sum = 0;
    for (size_t i = 0; i < fold->lead_count; i++) {
        const struct fold_lead *lead = &fold->leads[i];
        if (lead->wanted > lead->delivered)
            sum += (int128_t)(lead->wanted - lead->delivered) * measure->probability_ppm[lead->stage];
    }
    return sum; /* a ppm is a millionth, too */
}

/* Micro. */
static int128_t amount_of(const struct fact_fold *fold, size_t i, const struct declared_facts *declared)
{
    const struct policy_measure *measure = &fold->policy->measures[i];
    switch (measure->measure) {
    case MEASURE_DELIVERED_UNITS:
        return (int128_t)fold->units[i] * MICRO;
    case MEASURE_DELIVERED_REVENUE:
        return (int128_t)fold->revenue_fen[i] * (MICRO / 100);
    case MEASURE_RECENCY:
        return fold->has_delivery
                   ? measure_amount(measure, fold->as_of, (int64_t)(fold->as_of - fold->last_delivery) * MICRO)
                   : 0;
    case MEASURE_FREQUENCY:
        return count_days(fold, i) * MICRO;
    case MEASURE_OPEN_DEMAND:
        return open_demand(fold, measure);
    case MEASURE_FLEET_RENEWAL:
        return (int128_t)declared->fleet_size * measure->replacement_ppm;
    case MEASURE_DEMONSTRATION:
        return declared->is_seed ? MICRO : 0;
    case MEASURE_CONTRACT:
        return declared->contract_until >= fold->as_of ? MICRO : 0;
    default:
        return 0;
    }
}

static void begin_next(struct fact_fold *fold)
{
    for (size_t i = 0; i < fold->policy->measure_count; i++)
        fold->units[i] = fold->revenue_fen[i] = 0;
    fold->has_delivery = false;
    fold->day_count = fold->lead_count = 0;
}

int fact_fold_end(struct fact_fold *fold, const struct declared_facts *declared, int64_t *amounts,
                  bool *is_installed_base, struct error *error)
{
    for (size_t i = 0; i < fold->policy->measure_count; i++) {
        int128_t amount = amount_of(fold, i, declared);
        if (amount > INT64_MAX) {
            error_set(error, STATUS_OUT_OF_RANGE, "amount", "the amount of one customer does not fit 64 bits",
                      "单个客户的数量超出 64 位整数");
            return error_within(error, "measures[%zu]", i);
        }
        amounts[i] = (int64_t)amount;
    }
    *is_installed_base = fold->has_delivery;
    begin_next(fold);
    return 0;
}
