#include "credit.h"

#include "base/apportion.h"

int64_t credit_ppm(const struct credit *credit)
{
    int64_t sum = 0;
    if (credit->part_count == 0)
        return CREDIT_WHOLE;
    for (size_t i = 0; i < credit->part_count; i++)
        if (credit->mine & 1u << i)
            sum += credit->parts_ppm[i];
    return sum;
}

bool credits_are_shared(const struct credit *credits, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (credits[i].part_count > 0)
            return true;
    return false;
}

/* The person's parts of the pay for one vehicle. */
static int pay_for_all(const struct credit *credit, int64_t rate, int64_t *amount, struct error *error)
{
    int64_t amounts[CREDIT_PARTS_MAX];
    *amount = rate;
    if (credit->part_count == 0)
        return 0;
    if (apportion_largest_remainder(rate, credit->parts_ppm, credit->part_count, amounts, error) != 0)
        return -1;
    *amount = 0;
    for (size_t i = 0; i < credit->part_count; i++)
        if (credit->mine & 1u << i)
            *amount += amounts[i];
    return 0;
}

/* The pay for a piece of a credit that lies in two steps; `before`: what lies in the lower one. */
static int pay_for_piece(const struct credit *credit, int64_t before, int64_t ppm, int64_t rate, int64_t *amount, struct error *error)
{
    int64_t weights[CREDIT_PARTS_MAX + 3], amounts[CREDIT_PARTS_MAX + 3], mine = credit_ppm(credit);
    size_t n = 0;
    if (ppm == mine)
        return pay_for_all(credit, rate, amount, error);
    for (size_t i = 0; i < credit->part_count; i++)
        if (!(credit->mine & 1u << i))
            weights[n++] = credit->parts_ppm[i];
    weights[n] = before;
    weights[n + 1] = ppm;
    weights[n + 2] = mine - before - ppm;
    if (apportion_largest_remainder(rate, weights, n + 3, amounts, error) != 0)
        return -1;
    *amount = amounts[n + 1];
    return 0;
}

static int64_t begins_at(const struct step *step)
{
    return step->from_units * CREDIT_WHOLE;
}

static size_t step_reached(const struct step *steps, size_t count, int64_t ppm)
{
    size_t reached = 0;
    while (reached + 1 < count && begins_at(&steps[reached + 1]) <= ppm)
        reached++;
    return reached;
}

static int64_t total_ppm(const struct credit *credits, size_t count)
{
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += credit_ppm(&credits[i]);
    return sum;
}

int credit_split(enum step_mode mode, const struct step *steps, size_t step_count, const struct credit *credits, size_t count,
                 struct credit_piece *pieces, size_t *piece_count, struct error *error)
{
    int64_t position = 0;
    size_t whole_step = step_reached(steps, step_count, total_ppm(credits, count));
    *piece_count = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t mine = credit_ppm(&credits[i]), done = 0;
        while (done < mine) {
            size_t step = mode == STEP_WHOLE ? whole_step : step_reached(steps, step_count, position);
            struct credit_piece piece = {.credit = i, .step = step, .first_ppm = position, .ppm = mine - done};
            if (mode != STEP_WHOLE && step + 1 < step_count && piece.ppm > begins_at(&steps[step + 1]) - position)
                piece.ppm = begins_at(&steps[step + 1]) - position;
            if (pay_for_piece(&credits[i], done, piece.ppm, steps[step].fen_per_unit, &piece.amount_fen, error) != 0)
                return -1;
            done += piece.ppm;
            position += piece.ppm;
            pieces[(*piece_count)++] = piece;
        }
    }
    return 0;
}
