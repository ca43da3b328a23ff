#include "pyramid.h"

#include "base/int128.h"
#include "base/money.h"

int64_t pyramid_share(int64_t part, int64_t whole)
{
    int64_t share = 0;
    if (whole > 0)
        divide_rounded((int128_t)part * PPM, whole, "share", &share, NULL);
    return share;
}

static void count_levels(const struct pyramid_entry *entries, size_t n, struct pyramid *pyramid)
{
    for (size_t i = 0; i < n; i++) {
        struct pyramid_level *level = &pyramid->levels[entries[i].tier];
        level->customers++;
        level->value += entries[i].value;
        level->installed_base += entries[i].is_installed_base;
        level->seeds += entries[i].is_seed;
        pyramid->value += entries[i].value;
    }
    pyramid->customers = (int64_t)n;
}

/* G = (2 sum of i x_i - (n + 1) sum of x) / (n sum of x), x ascending, i from 1. */
static int64_t gini(const struct pyramid_entry *entries, size_t n, int64_t value)
{
    int128_t weighted = 0, whole = (int128_t)value * (int128_t)n;
    for (size_t i = 0; i < n; i++)
        weighted += (int128_t)(n - i) * entries[i].value;
    return whole > 0 ? (int64_t)(((2 * weighted - ((int128_t)n + 1) * value) * PPM + whole / 2) / whole) : 0;
}

static void draw_lorenz(const struct pyramid_entry *entries, size_t n, struct pyramid *pyramid)
{
    int64_t sum = 0;
    size_t taken = 0;
    for (size_t point = 0; point < LORENZ_POINTS; point++) {
        size_t until = n * point / (LORENZ_POINTS - 1);
        for (; taken < until; taken++)
            sum += entries[n - 1 - taken].value;
        pyramid->lorenz_customers_ppm[point] = pyramid_share((int64_t)until, (int64_t)n);
        pyramid->lorenz_value_ppm[point] = pyramid_share(sum, pyramid->value);
    }
}

void pyramid_count(const struct pyramid_entry *entries, size_t n, struct pyramid *pyramid)
{
    *pyramid = (struct pyramid){.name = ""};
    count_levels(entries, n, pyramid);
    pyramid->gini_ppm = gini(entries, n, pyramid->value);
    draw_lorenz(entries, n, pyramid);
}

static int by_group(const void *left, const void *right)
{
    const struct pyramid_entry *a = left, *b = right;
    int order = strcmp(a->group, b->group);
    return order != 0 ? order : (a->rank > b->rank) - (a->rank < b->rank);
}

static int by_value(const void *left, const void *right)
{
    const struct pyramid *a = left, *b = right;
    return a->value != b->value ? (a->value < b->value) - (a->value > b->value) : strcmp(a->name, b->name);
}

void pyramid_count_groups(struct pyramid_entry *entries, size_t n, struct arena *arena, struct pyramid **groups,
                          size_t *count)
{
    *count = 0;
    if (n == 0)
        return;
    qsort(entries, n, sizeof *entries, by_group);
    size_t different = 1;
    for (size_t i = 1; i < n; i++)
        different += strcmp(entries[i].group, entries[i - 1].group) != 0;
    *groups = ARENA_ARRAY(arena, struct pyramid, different);
    for (size_t first = 0, end; first < n; first = end) {
        for (end = first + 1; end < n && strcmp(entries[end].group, entries[first].group) == 0;)
            end++;
        pyramid_count(entries + first, end - first, &(*groups)[*count]);
        (*groups)[(*count)++].name = entries[first].group;
    }
    qsort(*groups, *count, sizeof **groups, by_value);
}
