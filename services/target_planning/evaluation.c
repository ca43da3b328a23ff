#include "evaluation.h"

#include "base/money.h"

int evaluation_rank(struct evaluated *units, size_t n, int64_t whole_units, struct error *error)
{
    for (size_t i = 0; i < n; i++) {
        units[i].attainment_ppm = units[i].share_ppm = 0;
        if ((units[i].target_units > 0 && divide_rounded((int128_t)units[i].sold_units * PPM, units[i].target_units,
                                                         "attainment_ppm", &units[i].attainment_ppm, error)) ||
            (whole_units > 0 && divide_rounded((int128_t)units[i].target_units * PPM, whole_units, "share_ppm",
                                               &units[i].share_ppm, error)))
            return -1;
    }
    for (size_t i = 0; i < n; i++) {
        units[i].rank = 1;
        for (size_t k = 0; k < n; k++)
            units[i].rank += units[k].kind == units[i].kind && units[k].attainment_ppm > units[i].attainment_ppm;
    }
    return 0;
}
