#include "plan_tree.h"

#include "table_split.h"

/* Beside what a node sold, the least weight: a month in which nobody sold may still take a unit that rounding left. */
#define SEASON_SCALE_OF_WEIGHTS 1000000

/* What stays the same through a whole split. */
struct split {
    enum apportion_method method;
    const struct plan_axes *axes;
    const struct plan_tree *tree;
    plan_take *take;
    void *context;
};

/* The table of one node over its children, columns that are empty left out. */
struct share {
    size_t first, count, columns;
    size_t *cell_of; /* by column */
    struct table_wish wish;
    int64_t *cells;
    double *exact;
};

size_t plan_cells(const struct plan_axes *axes)
{
    return MONTHS * axes->products * axes->business_types;
}

/* --- the tree
 * ---------------------------------------------------------------------------------------------------------- */

static int check_tree(const struct plan_tree *tree, struct error *error)
{
    if (tree->count == 0 || tree->count > PLAN_NODES_MAX)
        return error_set(error, STATUS_FAILED_PRECONDITION, "year", "%zu units and people in the plan: must be 1 to %d",
                         "计划中有 %zu 个单位和人员：必须在 1 到 %d 之间", tree->count, PLAN_NODES_MAX);
    for (size_t i = 1; i < tree->count; i++)
        if (tree->nodes[i].parent >= i || (i > 1 && tree->nodes[i].parent < tree->nodes[i - 1].parent))
            return error_set(error, STATUS_FAILED_PRECONDITION, "year",
                             "unit %lld does not stand below one that is in the plan: mend the directory first",
                             "单位 %lld 的上级不在计划中：请先修正组织目录", (long long)tree->nodes[i].unit_id);
    return 0;
}

size_t plan_children(const struct plan_tree *tree, size_t node, size_t *first)
{
    size_t low = node + 1, high = tree->count; /* parents never fall from one node to the next */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (tree->nodes[middle].parent < node)
            low = middle + 1;
        else
            high = middle;
    }
    *first = low;
    size_t count = 0;
    while (low + count < tree->count && tree->nodes[low + count].parent == node)
        count++;
    return count;
}

/* --- headquarters
 * ------------------------------------------------------------------------------------------------------ */

/* By weights; all 0: alike. */
static int divide(enum apportion_method method, int64_t total, const int64_t *weights, size_t n, struct arena *arena,
                  int64_t *parts, struct error *error)
{
    int64_t *alike = ARENA_ARRAY(arena, int64_t, n);
    bool is_any = false;
    for (size_t i = 0; i < n; i++) {
        alike[i] = 1;
        is_any = is_any || weights[i] != 0;
    }
    return apportion(method, total, is_any ? weights : alike, n, parts, error);
}

/* Both margins given, cells in their proportion. */
static int cross(const int64_t *rows, size_t row_count, const int64_t *columns, size_t column_count,
                 struct arena *arena, int64_t *cells, double *exact, struct error *error)
{
    size_t n = row_count * column_count;
    int64_t *weights = ARENA_ARRAY(arena, int64_t, n), *ceilings = ARENA_ARRAY(arena, int64_t, n);
    struct contradiction contradiction;
    for (size_t cell = 0; cell < n; cell++) {
        weights[cell] = 1;
        ceilings[cell] = TABLE_NO_CEILING;
    }
    struct table_wish wish = {row_count, column_count, rows, columns, weights, ARENA_ARRAY(arena, int64_t, n),
                              ceilings};
    return table_split(&wish, arena, cells, exact, &contradiction, error);
}

static int split_headquarters(enum apportion_method method, int64_t total, const struct plan_axes *axes,
                              struct arena *arena, int64_t *cells, double *exact, struct error *error)
{
    size_t kinds = axes->products * axes->business_types;
    int64_t months[MONTHS], *products = ARENA_ARRAY(arena, int64_t, axes->products);
    int64_t *types = ARENA_ARRAY(arena, int64_t, axes->business_types), *mix = ARENA_ARRAY(arena, int64_t, kinds);
    if (divide(method, total, axes->months, MONTHS, arena, months, error) ||
        divide(method, total, axes->product_weights, axes->products, arena, products, error) ||
        divide(method, total, axes->business_type_weights, axes->business_types, arena, types, error) ||
        cross(products, axes->products, types, axes->business_types, arena, mix, ARENA_ARRAY(arena, double, kinds),
              error))
        return -1;
    return cross(months, MONTHS, mix, kinds, arena, cells, exact, error);
}

/* --- children
 * ---------------------------------------------------------------------------------------------------------- */

static int64_t fixed_units(const struct plan_node *node)
{
    int64_t units = 0;
    for (size_t i = 0; i < node->fixed_count; i++)
        units += node->fixed[i].units;
    return units;
}

/* What is fixed by hand is theirs; the rest goes by weight. */
static int divide_total(const struct split *split, int64_t total, const struct share *share, struct arena *arena,
                        int64_t *totals, struct error *error)
{
    int64_t *weights = ARENA_ARRAY(arena, int64_t, share->count), rest = total;
    for (size_t i = 0; i < share->count; i++) {
        weights[i] = split->tree->nodes[share->first + i].weight;
        rest -= fixed_units(&split->tree->nodes[share->first + i]);
    }
    if (rest < 0)
        return error_set(error, STATUS_FAILED_PRECONDITION, "fixed",
                         "what is fixed by hand is %lld units more than its parent has: take some back first",
                         "手工固定的数量比上级多 %lld 台：请先调减", (long long)-rest);
    if (divide(split->method, rest, weights, share->count, arena, totals, error))
        return -1;
    for (size_t i = 0; i < share->count; i++)
        totals[i] += fixed_units(&split->tree->nodes[share->first + i]);
    return 0;
}

static void fill_row(const struct split *split, const struct plan_node *node, const struct share *share,
                     int64_t *weights, int64_t *floors, int64_t *ceilings)
{
    size_t kinds = split->axes->products * split->axes->business_types;
    bool is_any = false;
    for (int month = 0; month < MONTHS; month++)
        is_any = is_any || node->season[month] > 0;
    for (size_t j = 0; j < share->columns; j++) {
        weights[j] = is_any ? node->season[share->cell_of[j] / kinds] * SEASON_SCALE_OF_WEIGHTS + 1 : 1;
        ceilings[j] = TABLE_NO_CEILING;
        for (size_t i = 0; i < node->fixed_count; i++)
            if (node->fixed[i].cell == share->cell_of[j])
                floors[j] = ceilings[j] = node->fixed[i].units;
    }
}

static bool is_fixed_for_some(const struct split *split, const struct share *share, size_t cell)
{
    for (size_t i = 0; i < share->count; i++)
        for (size_t f = 0; f < split->tree->nodes[share->first + i].fixed_count; f++)
            if (split->tree->nodes[share->first + i].fixed[f].cell == cell)
                return true;
    return false;
}

/* Fixed cells of all children, or of more than there is. */
static int fit_fixed(const struct split *split, const struct share *share, size_t cell, int64_t units,
                     struct arena *arena, struct error *error)
{
    struct fixed_cell **fixed = ARENA_ARRAY(arena, struct fixed_cell *, share->count);
    int64_t *weights = ARENA_ARRAY(arena, int64_t, share->count), *parts = ARENA_ARRAY(arena, int64_t, share->count);
    int64_t sum = 0;
    size_t n = 0;
    for (size_t i = 0; i < share->count; i++)
        for (size_t f = 0; f < split->tree->nodes[share->first + i].fixed_count; f++)
            if (split->tree->nodes[share->first + i].fixed[f].cell == cell)
                fixed[n++] = &split->tree->nodes[share->first + i].fixed[f];
    for (size_t i = 0; i < n; i++)
        sum += weights[i] = fixed[i]->units;
    if (n == 0 || sum == units || (sum < units && n < share->count))
        return 0;
    if (divide(split->method, units, weights, n, arena, parts, error))
        return -1;
    for (size_t i = 0; i < n; i++)
        fixed[i]->units = parts[i];
    return 0;
}

static int share_among_children(const struct split *split, size_t node, const int64_t *cells, struct arena *arena,
                                struct share *share, struct error *error)
{
    size_t n = plan_cells(split->axes);
    int64_t total = 0, *columns = ARENA_ARRAY(arena, int64_t, n);
    struct contradiction contradiction;
    share->count = plan_children(split->tree, node, &share->first);
    share->cell_of = ARENA_ARRAY(arena, size_t, n);
    for (size_t cell = 0; share->count > 0 && cell < n; cell++) {
        total += cells[cell];
        if (cells[cell] == 0 && !is_fixed_for_some(split, share, cell))
            continue;
        if (split->tree->fixed_gives_way && fit_fixed(split, share, cell, cells[cell], arena, error))
            return -1;
        columns[share->columns] = cells[cell];
        share->cell_of[share->columns++] = cell;
    }
    if (share->columns == 0)
        return 0;
    size_t size = share->count * share->columns;
    int64_t *weights = ARENA_ARRAY(arena, int64_t, size), *floors = ARENA_ARRAY(arena, int64_t, size);
    int64_t *ceilings = ARENA_ARRAY(arena, int64_t, size), *totals = ARENA_ARRAY(arena, int64_t, share->count);
    if (divide_total(split, total, share, arena, totals, error))
        return -1;
    for (size_t i = 0; i < share->count; i++)
        fill_row(split, &split->tree->nodes[share->first + i], share, weights + i * share->columns,
                 floors + i * share->columns, ceilings + i * share->columns);
    share->wish = (struct table_wish){share->count, share->columns, totals, columns, weights, floors, ceilings};
    share->cells = ARENA_ARRAY(arena, int64_t, size);
    share->exact = ARENA_ARRAY(arena, double, size);
    return table_split(&share->wish, arena, share->cells, share->exact, &contradiction, error);
}

static int split_node(const struct split *split, size_t node, const int64_t *cells, struct error *error)
{
    struct arena arena = {0};
    struct share share = {0};
    size_t n = plan_cells(split->axes);
    int64_t *table = ARENA_ARRAY(&arena, int64_t, n);
    double *exact = ARENA_ARRAY(&arena, double, n);
    int result = share_among_children(split, node, cells, &arena, &share, error);
    for (size_t i = 0; result == 0 && i < share.count; i++) {
        memset(table, 0, n * sizeof *table);
        for (size_t j = 0; j < share.columns; j++) {
            table[share.cell_of[j]] = share.cells[i * share.columns + j];
            exact[share.cell_of[j]] = share.exact[i * share.columns + j];
        }
        result = split->take(split->context, share.first + i, table, exact, error);
        if (result == 0)
            result = split_node(split, share.first + i, table, error);
    }
    arena_release(&arena);
    return result;
}

/* --- the whole
 * --------------------------------------------------------------------------------------------------------- */

int plan_split_below(enum apportion_method method, const struct plan_axes *axes, const struct plan_tree *tree,
                     size_t node, const int64_t *cells, plan_take *take, void *context, struct error *error)
{
    return split_node(&(struct split){method, axes, tree, take, context}, node, cells, error);
}

int plan_split(enum apportion_method method, int64_t total, const struct plan_axes *axes, const struct plan_tree *tree,
               plan_take *take, void *context, struct error *error)
{
    struct arena arena = {0};
    if (total < 0 || total > PLAN_TOTAL_MAX)
        return error_set(error, STATUS_INVALID_ARGUMENT, "total_units", "%lld units: must be 0 to %lld",
                         "%lld 台：必须在 0 到 %lld 之间", (long long)total, (long long)PLAN_TOTAL_MAX);
    if (check_tree(tree, error))
        return -1;
    int64_t *cells = ARENA_ARRAY(&arena, int64_t, plan_cells(axes));
    double *exact = ARENA_ARRAY(&arena, double, plan_cells(axes));
    int result = split_headquarters(method, total, axes, &arena, cells, exact, error);
    if (result == 0)
        result = take(context, 0, cells, exact, error);
    if (result == 0)
        result = plan_split_below(method, axes, tree, 0, cells, take, context, error);
    arena_release(&arena);
    return result;
}

int plan_exact(enum apportion_method method, const struct plan_axes *axes, const struct plan_tree *tree, size_t node,
               const int64_t *cells, struct arena *arena, double **exact, struct error *error)
{
    struct split split = {.method = method, .axes = axes, .tree = tree};
    struct share share = {0};
    if (share_among_children(&split, node, cells, arena, &share, error))
        return -1;
    *exact = ARENA_ARRAY(arena, double, share.count *plan_cells(axes));
    for (size_t i = 0; i < share.count; i++)
        for (size_t j = 0; j < share.columns; j++)
            (*exact)[i * plan_cells(axes) + share.cell_of[j]] = share.exact[i * share.columns + j];
    return 0;
}
