#include "ladder.h"

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static void add(struct ladder *ladder, size_t step, int64_t first, int64_t length, int128_t rate)
{
    ladder->pieces[ladder->count++] = (struct ladder_piece){step, first, length, rate};
}

size_t ladder_step(const struct pay_component *component, int64_t value)
{
    size_t step = 0;
    while (step + 1 < component->step_count && component->steps[step + 1].from <= value)
        step++;
    return step;
}

/* A fixed amount is paid by every step that is reached, whatever lies in it. */
static void split_marginal(const struct pay_component *component, int64_t value, struct ladder *ladder)
{
    for (size_t i = 0; i < component->step_count && component->steps[i].from <= value; i++) {
        const struct pay_step *step = &component->steps[i];
        int64_t length = smaller(value, step->to) - step->from;
        if (length > 0 || component->object == PAY_FIXED)
            add(ladder, i, step->from, length, step->rate);
    }
}

static void split_interpolated(const struct pay_component *component, int64_t value, struct ladder *ladder)
{
    size_t reached = ladder_step(component, value);
    const struct pay_step *step = &component->steps[reached];
    if (reached + 1 == component->step_count) {
        add(ladder, reached, 0, value, step->rate);
        return;
    }
    ladder->rate_denominator = step->to - step->from;
    add(ladder, reached, 0, value,
        (int128_t)step->rate * ladder->rate_denominator + (int128_t)(step[1].rate - step->rate) * (value - step->from));
}

static void split_overage(const struct pay_component *component, int64_t value, int64_t target, struct ladder *ladder)
{
    size_t reached = ladder_step(component, value);
    ladder->rate_denominator = PAY_UNIT;
    add(ladder, 0, 0, smaller(value, target), (int128_t)component->base * PAY_UNIT);
    if (value > target)
        add(ladder, reached, target, value - target, (int128_t)component->base * component->steps[reached].rate);
}

void ladder_split(const struct pay_component *component, int64_t value, int64_t target, struct ladder *ladder)
{
    ladder->count = 0;
    ladder->rate_denominator = 1;
    switch (component->mode) {
    case PAY_MARGINAL:
        split_marginal(component, value, ladder);
        break;
    case PAY_WHOLE:
        add(ladder, ladder_step(component, value), 0, value, component->steps[ladder_step(component, value)].rate);
        break;
    case PAY_INTERPOLATED:
        split_interpolated(component, value, ladder);
        break;
    default:
        split_overage(component, value, target, ladder);
    }
}
