#include "contradiction.h"

/* A set of rows, and for each column the side that makes the proof. */
struct cut {
    const struct table_wish *wish;
    const struct table *table;
    struct arena *arena;
    bool *rows;
    struct cut_column {
        size_t column;
        bool is_full; /* its total is part of the proof, with the floors of other rows; else the ceilings of these rows
                       */
        bool may_be_full_only; /* some cell of these rows has no ceiling */
        int64_t full_excess, open_excess;
        size_t full_count, open_count; /* constraints */
    } * columns;
    int64_t excess; /* by how much the rows' totals are too many: a proof when above zero */
};

static bool has_ceiling(const struct cut *cut, size_t cell)
{
    return cut->table->high[cell] <= TABLE_UNITS_MAX;
}

static struct cut_column weigh_column(const struct cut *cut, size_t column)
{
    struct cut_column weighed = {.column = column, .full_excess = -cut->table->column_totals[column], .full_count = 1};
    for (size_t i = 0; i < cut->table->rows; i++) {
        size_t cell = i * cut->table->columns + column;
        if (!cut->rows[i]) {
            weighed.full_excess += cut->table->low[cell];
            weighed.full_count += cut->table->low[cell] > 0;
        } else if (has_ceiling(cut, cell)) {
            weighed.open_excess -= cut->table->high[cell];
            weighed.open_count++;
        } else {
            weighed.may_be_full_only = true;
        }
    }
    weighed.is_full = weighed.may_be_full_only || weighed.full_excess > weighed.open_excess;
    return weighed;
}

/* What is given up when the column changes its side. */
static int64_t loss_of(const struct cut_column *column)
{
    int64_t difference = column->full_excess - column->open_excess;
    return column->is_full ? difference : -difference;
}

static int by_loss(const void *left, const void *right)
{
    const struct cut_column *a = left, *b = right;
    if (loss_of(a) != loss_of(b))
        return loss_of(a) < loss_of(b) ? -1 : 1;
    return a->column < b->column ? -1 : a->column > b->column;
}

/* Columns change to the side with fewer constraints as long as the proof holds. */
static void lighten(struct cut *cut)
{
    qsort(cut->columns, cut->table->columns, sizeof *cut->columns, by_loss);
    for (size_t j = 0; j < cut->table->columns; j++) {
        struct cut_column *column = &cut->columns[j];
        bool is_lighter =
            column->is_full ? column->open_count < column->full_count : column->full_count < column->open_count;
        if (!is_lighter || column->may_be_full_only || cut->excess - loss_of(column) <= 0)
            continue;
        cut->excess -= loss_of(column);
        column->is_full = !column->is_full;
    }
}

/* True when the rows are a proof. */
static bool weigh(struct cut *cut)
{
    cut->excess = 0;
    for (size_t i = 0; i < cut->table->rows; i++)
        cut->excess += cut->rows[i] ? cut->table->row_totals[i] : 0;
    for (size_t j = 0; j < cut->table->columns; j++) {
        cut->columns[j] = weigh_column(cut, j);
        cut->excess += cut->columns[j].is_full ? cut->columns[j].full_excess : cut->columns[j].open_excess;
    }
    return cut->excess > 0;
}

static void add(struct contradiction *to, enum constraint_kind kind, size_t row, size_t column, int64_t value)
{
    to->constraints[to->count++] = (struct constraint){kind, row, column, value};
}

/* The totals of these rows and full columns, or of the others: both are proofs, the one follows from the other. */
static void add_totals(const struct cut *cut, struct contradiction *to)
{
    const struct table *table = cut->table;
    size_t chosen = 0;
    for (size_t i = 0; i < table->rows; i++)
        chosen += cut->rows[i];
    for (size_t j = 0; j < table->columns; j++)
        chosen += cut->columns[j].is_full;
    bool side = chosen * 2 <= table->rows + table->columns;
    for (size_t i = 0; i < table->rows; i++)
        if (cut->rows[i] == side)
            add(to, CONSTRAINT_ROW, i, 0, table->row_totals[i]);
    for (size_t j = 0; j < table->columns; j++)
        if (cut->columns[j].is_full == side)
            add(to, CONSTRAINT_COLUMN, 0, cut->columns[j].column, table->column_totals[cut->columns[j].column]);
}

static int by_value_descending(const void *left, const void *right)
{
    const struct constraint *a = left, *b = right;
    return a->value > b->value ? -1 : a->value < b->value;
}

/* The largest floors that suffice, and all ceilings. */
static void add_bounds(const struct cut *cut, struct contradiction *to)
{
    const struct table *table = cut->table;
    size_t first_floor = to->count;
    for (size_t j = 0; j < table->columns; j++)
        for (size_t i = 0; i < table->rows; i++) {
            size_t cell = i * table->columns + cut->columns[j].column;
            if (cut->columns[j].is_full && !cut->rows[i] && table->low[cell] > 0)
                add(to, CONSTRAINT_FLOOR, i, cut->columns[j].column, table->low[cell]);
        }
    qsort(to->constraints + first_floor, to->count - first_floor, sizeof *to->constraints, by_value_descending);
    for (int64_t excess = cut->excess; to->count > first_floor && excess > to->constraints[to->count - 1].value;
         to->count--)
        excess -= to->constraints[to->count - 1].value;
    for (size_t j = 0; j < table->columns; j++)
        for (size_t i = 0; i < table->rows; i++) {
            size_t cell = i * table->columns + cut->columns[j].column;
            if (cut->columns[j].is_full || !cut->rows[i])
                continue;
            bool is_weight = cut->wish->weights[cell] == 0 && cut->wish->ceilings[cell] == TABLE_NO_CEILING;
            add(to, is_weight ? CONSTRAINT_WEIGHT : CONSTRAINT_CEILING, i, cut->columns[j].column, table->high[cell]);
        }
}

/* Takes the rows' proof when it has fewer constraints than the one before. */
static void consider(struct cut *cut, struct contradiction *best)
{
    if (!weigh(cut))
        return;
    lighten(cut);
    struct contradiction proof = {
        ARENA_ARRAY(cut->arena, struct constraint,
                    cut->table->rows + cut->table->columns + cut->table->rows * cut->table->columns),
        0};
    add_totals(cut, &proof);
    add_bounds(cut, &proof);
    if (best->count == 0 || proof.count < best->count)
        *best = proof;
}

static void consider_all_sets(struct cut *cut, struct contradiction *best)
{
    for (unsigned set = 0; set < 1U << cut->table->rows; set++) {
        for (size_t i = 0; i < cut->table->rows; i++)
            cut->rows[i] = set >> i & 1;
        consider(cut, best);
    }
}

static void set_all(struct cut *cut, bool value)
{
    for (size_t i = 0; i < cut->table->rows; i++)
        cut->rows[i] = value;
}

/* No row and all rows are about single columns. */
static void consider_single_lines(struct cut *cut, struct contradiction *best)
{
    for (int value = 0; value <= 1; value++) {
        set_all(cut, value);
        consider(cut, best);
    }
    for (size_t i = 0; i < cut->table->rows && best->count == 0; i++)
        for (int value = 0; value <= 1; value++) {
            set_all(cut, value);
            cut->rows[i] = !value;
            consider(cut, best);
        }
}

static void consider_reached(struct cut *cut, const bool *reached, struct contradiction *best)
{
    memcpy(cut->rows, reached, cut->table->rows * sizeof *reached);
    consider(cut, best);
}

void contradiction_find(const struct table_wish *wish, const struct table *table, const bool *reached,
                        struct arena *arena, struct contradiction *contradiction)
{
    struct cut cut = {wish,
                      table,
                      arena,
                      ARENA_ARRAY(arena, bool, table->rows),
                      ARENA_ARRAY(arena, struct cut_column, table->columns),
                      0};
    *contradiction = (struct contradiction){0};
    if (table->rows <= CONTRADICTION_ROWS_MAX) {
        consider_all_sets(&cut, contradiction);
        return;
    }
    consider_single_lines(&cut, contradiction);
    if (reached && contradiction->count == 0)
        consider_reached(&cut, reached, contradiction);
}
