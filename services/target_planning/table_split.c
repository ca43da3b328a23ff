#include "table_split.h"

#include "base/apportion.h"
#include "contradiction.h"
#include "table_fit.h"

#include <math.h>

#define FRACTION_SCALE 1e9 /* fractions are compared in billionths: what a double does not hold decides nothing */
#define NEAR_WHOLE 1e-7

struct fraction {
    int64_t size; /* in 1 / FRACTION_SCALE */
    int64_t lack; /* of its row */
    size_t row;
};

/* --- what is wished
 * --------------------------------------------------------------------------------------------------- */

static int check_totals(const int64_t *totals, size_t n, const char *field, int64_t *sum, struct error *error)
{
    *sum = 0;
    for (size_t i = 0; i < n; i++) {
        if (totals[i] < 0 || totals[i] > TABLE_UNITS_MAX - *sum) {
            error_set(error, STATUS_INVALID_ARGUMENT, NULL,
                      "a total of %lld: must be 0 or more, all together at most %lld",
                      "总数 %lld：不得小于 0，合计不得超过 %lld", (long long)totals[i], (long long)TABLE_UNITS_MAX);
            return error_within(error, "%s[%zu]", field, i);
        }
        *sum += totals[i];
    }
    return 0;
}

static int check_cell(const struct table_wish *wish, size_t cell, struct error *error)
{
    size_t row = cell / wish->columns, column = cell % wish->columns;
    if (wish->weights[cell] < 0 || wish->weights[cell] > APPORTION_WEIGHT_MAX) {
        error_set(error, STATUS_INVALID_ARGUMENT, NULL, "a weight of %lld: must be 0 to %lld",
                  "权重 %lld：必须在 0 到 %lld 之间", (long long)wish->weights[cell], (long long)APPORTION_WEIGHT_MAX);
        return error_within(error, "weights[%zu][%zu]", row, column);
    }
    if (wish->floors[cell] < 0 || wish->floors[cell] > TABLE_UNITS_MAX || wish->ceilings[cell] < 0) {
        error_set(error, STATUS_INVALID_ARGUMENT, NULL, "a bound out of range: must be 0 to %lld",
                  "单元格限值超出范围：必须在 0 到 %lld 之间", (long long)TABLE_UNITS_MAX);
        return error_within(error, "cell[%zu][%zu]", row, column);
    }
    return 0;
}

static int refuse(struct contradiction *contradiction, struct error *error)
{
    return error_set(error, STATUS_FAILED_PRECONDITION, "constraints",
                     "these %zu constraints contradict each other: change one of them",
                     "有 %zu 项约束互相矛盾：请修改其中一项", contradiction->count);
}

static int refuse_two(struct arena *arena, struct constraint first, struct constraint second,
                      struct contradiction *contradiction, struct error *error)
{
    contradiction->constraints = ARENA_ARRAY(arena, struct constraint, 2);
    contradiction->constraints[0] = first;
    contradiction->constraints[1] = second;
    contradiction->count = 2;
    return refuse(contradiction, error);
}

static int check(const struct table_wish *wish, struct arena *arena, struct contradiction *contradiction,
                 struct error *error)
{
    int64_t rows, columns;
    if (wish->rows == 0 || wish->columns == 0 || wish->rows > TABLE_ROWS_MAX ||
        wish->columns > TABLE_CELLS_MAX / wish->rows)
        return error_set(error, STATUS_INVALID_ARGUMENT, "rows",
                         "%zu rows, %zu columns: must be 1 to %d cells together",
                         "%zu 行 %zu 列：单元格总数必须在 1 到 %d 之间", wish->rows, wish->columns, TABLE_CELLS_MAX);
    if (check_totals(wish->row_totals, wish->rows, "rows", &rows, error) ||
        check_totals(wish->column_totals, wish->columns, "columns", &columns, error))
        return -1;
    for (size_t cell = 0; cell < wish->rows * wish->columns; cell++)
        if (check_cell(wish, cell, error))
            return -1;
    if (rows != columns)
        return refuse_two(arena, (struct constraint){.kind = CONSTRAINT_ROWS, .value = rows},
                          (struct constraint){.kind = CONSTRAINT_COLUMNS, .value = columns}, contradiction, error);
    for (size_t cell = 0; cell < wish->rows * wish->columns; cell++)
        if (wish->floors[cell] > wish->ceilings[cell])
            return refuse_two(
                arena,
                (struct constraint){CONSTRAINT_FLOOR, cell / wish->columns, cell % wish->columns, wish->floors[cell]},
                (struct constraint){CONSTRAINT_CEILING, cell / wish->columns, cell % wish->columns,
                                    wish->ceilings[cell]},
                contradiction, error);
    return 0;
}

/* --- can it be
 * --------------------------------------------------------------------------------------------------------- */

/* Are the lower bounds of some row or column more than its total? */
static bool is_overfull(const struct table *table)
{
    for (size_t i = 0; i < table->rows; i++) {
        int64_t left = table->row_totals[i];
        for (size_t j = 0; j < table->columns; j++)
            left -= table->cells[i * table->columns + j];
        if (left < 0)
            return true;
    }
    for (size_t j = 0; j < table->columns; j++) {
        int64_t left = table->column_totals[j];
        for (size_t i = 0; i < table->rows; i++)
            left -= table->cells[i * table->columns + j];
        if (left < 0)
            return true;
    }
    return false;
}

static int check_feasible(const struct table_wish *wish, const struct table *table, struct arena *arena,
                          struct contradiction *contradiction, struct error *error)
{
    struct table_reach reach;
    table_reach_init(&reach, table, arena);
    memcpy(table->cells, table->low, table->rows * table->columns * sizeof *table->cells);
    bool overfull = is_overfull(table);
    if (!overfull && table_fill(table, &reach, arena))
        return 0;
    contradiction_find(wish, table, overfull ? NULL : reach.rows, arena, contradiction);
    return refuse(contradiction, error);
}

/* --- rounding
 * ---------------------------------------------------------------------------------------------------------- */

static double settled(double exact)
{
    double whole = nearbyint(exact);
    return fabs(exact - whole) < NEAR_WHOLE ? whole : exact;
}

static int by_size(const void *left, const void *right)
{
    const struct fraction *a = left, *b = right;
    if (a->size != b->size)
        return a->size > b->size ? -1 : 1;
    if (a->lack != b->lack)
        return a->lack > b->lack ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

/* What the column lacks, by its larger fractions; equal ones to the row that lacks most, so that little is left to
 * move. */
static void give_column(const struct table *table, size_t column, const double *exact, int64_t *row_lack,
                        struct fraction *fractions)
{
    size_t count = 0;
    int64_t lack = table->column_totals[column];
    for (size_t i = 0; i < table->rows; i++) {
        size_t cell = i * table->columns + column;
        lack -= table->cells[cell];
        if (row_lack[i] > 0 && table->cells[cell] < table->high[cell])
            fractions[count++] = (struct fraction){
                llround((settled(exact[cell]) - (double)table->cells[cell]) * FRACTION_SCALE), row_lack[i], i};
    }
    if (count > 1 && lack > 0)
        qsort(fractions, count, sizeof *fractions, by_size);
    for (size_t i = 0; i < count && lack > 0; i++, lack--) {
        table->cells[fractions[i].row * table->columns + column]++;
        row_lack[fractions[i].row]--;
    }
}

static void give_fractions(const struct table *table, const double *exact, struct arena *arena)
{
    struct fraction *fractions = ARENA_ARRAY(arena, struct fraction, table->rows);
    int64_t *row_lack = ARENA_ARRAY(arena, int64_t, table->rows);
    for (size_t i = 0; i < table->rows; i++) {
        row_lack[i] = table->row_totals[i];
        for (size_t j = 0; j < table->columns; j++)
            row_lack[i] -= table->cells[i * table->columns + j];
    }
    for (size_t j = 0; j < table->columns; j++)
        give_column(table, j, exact, row_lack, fractions);
}

/* Each cell between floor and ceiling of its exact share, `slack` units further when what a double holds was not
 * enough. */
static bool round_within(const struct table *feasible, const double *exact, int64_t slack, struct arena *arena)
{
    size_t n = feasible->rows * feasible->columns;
    int64_t *low = ARENA_ARRAY(arena, int64_t, n), *high = ARENA_ARRAY(arena, int64_t, n);
    struct table table = *feasible;
    struct table_reach reach;
    for (size_t cell = 0; cell < n; cell++) {
        double share = settled(exact[cell]);
        int64_t below = (int64_t)floor(share) - slack, above = (int64_t)ceil(share) + slack;
        low[cell] = below > feasible->low[cell] ? below : feasible->low[cell];
        high[cell] = above < feasible->high[cell] ? above : feasible->high[cell];
    }
    table.low = low;
    table.high = high;
    memcpy(table.cells, low, n * sizeof *low);
    if (is_overfull(&table))
        return false;
    give_fractions(&table, exact, arena);
    table_reach_init(&reach, &table, arena);
    return table_fill(&table, &reach, arena);
}

int table_split(const struct table_wish *wish, struct arena *arena, int64_t *cells, double *exact,
                struct contradiction *contradiction, struct error *error)
{
    *contradiction = (struct contradiction){0};
    if (check(wish, arena, contradiction, error))
        return -1;
    size_t n = wish->rows * wish->columns;
    int64_t *high = ARENA_ARRAY(arena, int64_t, n);
    for (size_t cell = 0; cell < n; cell++)
        high[cell] = wish->weights[cell] == 0 ? wish->floors[cell] : wish->ceilings[cell];
    struct table table = {wish->rows, wish->columns, wish->row_totals, wish->column_totals, wish->floors, high, cells};
    if (check_feasible(wish, &table, arena, contradiction, error))
        return -1;
    table_fit(&table, wish->weights, arena, exact);
    for (int64_t slack = 0; !round_within(&table, exact, slack, arena); slack = 2 * slack + 1)
        ;
    return 0;
}
