#include "evaluation.h"

#include "base/money.h"

#include <stdbool.h>

static int by_kind_best_first(const void *left, const void *right)
{
    const struct evaluated *a = *(struct evaluated *const *)left, *b = *(struct evaluated *const *)right;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return a->attainment_ppm > b->attainment_ppm ? -1 : a->attainment_ppm < b->attainment_ppm;
}

int evaluation_rank(struct evaluated *units, size_t n, int64_t whole_units, struct arena *arena, struct error *error)
{
    struct evaluated **ranked = ARENA_ARRAY(arena, struct evaluated *, n + 1);
    for (size_t i = 0; i < n; i++) {
        ranked[i] = &units[i];
        units[i].attainment_ppm = units[i].share_ppm = 0;
        if ((units[i].target_units > 0 && divide_rounded((int128_t)units[i].sold_units * PPM, units[i].target_units,
                                                         "attainment_ppm", &units[i].attainment_ppm, error)) ||
            (whole_units > 0 && divide_rounded((int128_t)units[i].target_units * PPM, whole_units, "share_ppm",
                                               &units[i].share_ppm, error)))
            return -1;
    }
    qsort(ranked, n, sizeof(*ranked), by_kind_best_first);
    for (size_t i = 0, first = 0; i < n; i++) {
        bool is_first = i == 0 || ranked[i]->kind != ranked[i - 1]->kind;
        first = is_first ? i : first;
        bool is_equal = !is_first && ranked[i]->attainment_ppm == ranked[i - 1]->attainment_ppm;
        ranked[i]->rank = is_equal ? ranked[i - 1]->rank : (int64_t)(i - first) + 1;
    }
    return 0;
}
