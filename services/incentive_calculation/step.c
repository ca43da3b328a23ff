#include "step.h"

#include "base/money.h"

/* Units that lie in [from, to); to < 0: no end. */
static int64_t units_within(int64_t units, int64_t from, int64_t to)
{
    int64_t end = to >= 0 && units > to ? to : units;
    return end > from ? end - from : 0;
}

static int share_price(struct step_share *share, const struct step *step, struct error *error)
{
    return money_multiply(step->fen_per_unit, share->units, "amount_fen", &share->amount_fen, error);
}

static int split_marginal(const struct step *steps, size_t count, int64_t units, struct step_share *shares,
                          size_t *share_count, struct error *error)
{
    *share_count = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t to = i + 1 < count ? steps[i + 1].from_units : -1;
        struct step_share share = {
            .step = i, .first_unit = steps[i].from_units, .units = units_within(units, steps[i].from_units, to)};
        if (share.units == 0 && i > 0)
            break;
        if (share_price(&share, &steps[i], error))
            return -1;
        shares[(*share_count)++] = share;
    }
    return 0;
}

static int split_whole(const struct step *steps, size_t count, int64_t units, struct step_share *shares,
                       size_t *share_count, struct error *error)
{
    size_t reached = 0;
    while (reached + 1 < count && steps[reached + 1].from_units <= units)
        reached++;
    shares[0] = (struct step_share){.step = reached, .units = units};
    *share_count = 1;
    return share_price(&shares[0], &steps[reached], error);
}

int step_split(enum step_mode mode, const struct step *steps, size_t count, int64_t units, struct step_share *shares,
               size_t *share_count, struct error *error)
{
    return mode == STEP_WHOLE ? split_whole(steps, count, units, shares, share_count, error)
                              : split_marginal(steps, count, units, shares, share_count, error);
}
