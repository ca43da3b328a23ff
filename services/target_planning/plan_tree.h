/*
 * A year's units split over all axes at once: the organisation tree, months, products and business types (目标管理,
 * DOMAIN.md).
 *
 * Input: the total, the weights of months, products and business types, and the tree with each node's weight, season
 * and cells that are fixed by hand. Headquarters' table is months by products by business types; below, each node's
 * table is split over its children: their totals by weight, then each cell by controlled rounding (table_split.h) with
 * the children's totals and the node's cells as margins. So children sum to their parent in every cell, and with that
 * months to quarters to the year and products and business types to the whole, at every level.
 */
#pragma once

#include "base/apportion.h"
#include "base/arena.h"

#include <stdbool.h>

#define MONTHS 12
#define PLAN_PRODUCTS_MAX 100
#define PLAN_BUSINESS_TYPES_MAX 5
#define PLAN_NODES_MAX 100000
#define PLAN_TOTAL_MAX INT64_C(1000000000)
#define PLAN_SEASON_MAX INT64_C(1000000000) /* units sold by a node in one month of the year */

struct fixed_cell {
    size_t cell;
    int64_t units;
};

struct plan_node {
    int64_t unit_id, person_id; /* person 0: the unit itself */
    size_t parent;              /* index; a node stands behind its parent, the children of one parent together */
    int64_t weight;             /* among its siblings */
    int64_t season[MONTHS];     /* what it sold by month; all 0: as its siblings together */
    struct fixed_cell *fixed;
    size_t fixed_count;
};

struct plan_tree {
    struct plan_node *nodes; /* headquarters first */
    size_t count;
    /* A new version: what was fixed in another one is made smaller or larger, in its proportions, where its parent's
     * cell cannot be met otherwise. Else that is refused. */
    bool fixed_gives_way;
};

struct plan_axes {
    int64_t months[MONTHS]; /* weights; 0: nothing in this month */
    size_t products, business_types;
    const int64_t *product_weights, *business_type_weights;
};

/* Cells of a node's table: plan_cells of them, cell = (month * products + product) * business_types + business_type. */
size_t plan_cells(const struct plan_axes *axes);

/* Takes the table of one node and the exact shares that were rounded, parents before their children. -1 ends the split.
 */
typedef int plan_take(void *context, size_t node, const int64_t *cells, const double *exact, struct error *error);

/*
 * Weights that are all 0 count as equal. 0, or -1: a total out of 0..PLAN_TOTAL_MAX, a weight out of range, a tree that
 * is none (STATUS_FAILED_PRECONDITION), cells fixed by hand that cannot be met.
 */
int plan_split(enum apportion_method method, int64_t total, const struct plan_axes *axes, const struct plan_tree *tree,
               plan_take *take, void *context, struct error *error);
/* The same for what stands below one node whose table is given. */
int plan_split_below(enum apportion_method method, const struct plan_axes *axes, const struct plan_tree *tree,
                     size_t node, const int64_t *cells, plan_take *take, void *context, struct error *error);
/* The exact shares of the node's children in its table, child by child: what was rounded. exact[children * plan_cells].
 */
int plan_exact(enum apportion_method method, const struct plan_axes *axes, const struct plan_tree *tree, size_t node,
               const int64_t *cells, struct arena *arena, double **exact, struct error *error);
/* The first child and how many there are. */
size_t plan_children(const struct plan_tree *tree, size_t node, size_t *first);
