/* What a plan is split by, read from the directory, from sales and from drivers: the tree with its weights, and the
 * axes. */
#pragma once

#include "driver_store.h"
#include "plan_store.h"

struct node_label {
    int64_t kind; /* directory.unit_view.kind; 5: a person */
    const char *code, *name;
};

struct basis {
    struct plan_tree tree;
    struct plan_axes axes;
    struct node_label *labels;  /* by node */
    const char **product_codes; /* "" alone: not split by product */
    int64_t *business_types;    /* 0 alone: not split by business type */
    const struct plan_driver *drivers;
    size_t driver_count;
    int first_month; /* months before it are not split by this */
};

#define KIND_DEALER 4
#define KIND_PERSON 5

/* `first_month`: months before it get nothing; the directory is taken as it stands from then on. `refused` is set, and
 * 0 returned, when the drivers cannot be used. */
int basis_load(struct db *db, struct arena *arena, const struct plan *plan, const struct plan_driver *drivers,
               size_t driver_count, int first_month, struct basis *basis, struct error *refused, struct error *error);
/* The driver of an axis and level. */
const struct plan_driver *basis_driver(const struct basis *basis, enum driver_axis axis, int64_t level);
/* The node of a unit or person; `count` when it is none of the plan. */
size_t basis_node(const struct basis *basis, const char *code);
/* The cell of a table; plan_cells when there is none. */
size_t basis_cell(const struct basis *basis, int month, const char *product_code, int64_t business_type);
