#include "basis_tree.h"

struct place {
    int64_t unit_id;
    size_t node;
};

static int by_unit(const void *left, const void *right)
{
    const struct place *a = left, *b = right;
    return a->unit_id < b->unit_id ? -1 : a->unit_id > b->unit_id;
}

struct row {
    struct plan_node node;
    struct node_label label;
    int64_t parent_id;
    size_t order;
};

static int by_parent(const void *left, const void *right)
{
    const struct row *a = left, *b = right;
    if (a->node.parent != b->node.parent)
        return a->node.parent < b->node.parent ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static struct row *read_rows(const struct db_result *result, bool is_weighed, struct arena *arena)
{
    struct row *rows = ARENA_ARRAY(arena, struct row, (size_t)result->rows);
    for (int i = 0; i < result->rows; i++) {
        rows[i] = (struct row){
            .node = {.unit_id = db_int64(result, i, 0), .person_id = db_int64(result, i, 1)},
            .parent_id = db_int64(result, i, 3),
            .order = (size_t)i,
            .label = {db_int64(result, i, 2), arena_strdup(arena, db_text(result, i, 4)),
                      arena_strdup(arena, db_text(result, i, 5))},
        };
        if (!is_weighed)
            continue;
        rows[i].node.weight = db_int64(result, i, 6);
        for (int month = 0; month < MONTHS; month++)
            rows[i].node.season[month] = db_int64(result, i, 7 + month);
    }
    return rows;
}

/* Level by level: children of one parent together, parents in the order of their own level. */
static void order_level(struct row *rows, size_t first, size_t end, struct place *above, size_t above_count)
{
    for (size_t i = first; i < end; i++) {
        const struct place *parent =
            bsearch(&(struct place){.unit_id = rows[i].parent_id}, above, above_count, sizeof *above, by_unit);
        rows[i].node.parent = parent ? parent->node : SIZE_MAX;
    }
    qsort(rows + first, end - first, sizeof *rows, by_parent);
}

void basis_tree_read(const struct db_result *result, bool is_weighed, struct arena *arena, struct basis *basis)
{
    size_t n = (size_t)result->rows, above_count = 0;
    struct row *rows = read_rows(result, is_weighed, arena);
    struct place *above = ARENA_ARRAY(arena, struct place, n);
    for (size_t first = 0, end; first < n; first = end) {
        for (end = first; end < n && rows[end].label.kind == rows[first].label.kind; end++)
            ;
        if (first > 0)
            order_level(rows, first, end, above, above_count);
        above_count = end - first;
        for (size_t i = first; i < end; i++)
            above[i - first] = (struct place){rows[i].node.unit_id, i};
        qsort(above, above_count, sizeof *above, by_unit);
    }
    basis->tree = (struct plan_tree){.nodes = ARENA_ARRAY(arena, struct plan_node, n), .count = n};
    basis->labels = ARENA_ARRAY(arena, struct node_label, n);
    for (size_t i = 0; i < n; i++) {
        basis->tree.nodes[i] = rows[i].node;
        basis->labels[i] = rows[i].label;
    }
}
