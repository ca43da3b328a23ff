#include "table_fit.h"

#include <math.h>

#define ROUNDS_MAX 2000
#define WORK_MAX 200000000 /* cells looked at */
#define GOOD_ENOUGH 1e-10  /* of a unit */

enum cell_state { CELL_FREE, CELL_AT_LOW, CELL_AT_HIGH };

/* A row or a column: every `step`th cell from `first`. */
struct line {
    const struct table *table;
    double *exact;
    enum cell_state *states; /* room for one line */
    size_t first, step, count;
    int64_t total;
};

static double clipped(double share, double low, double high)
{
    return share < low ? low : share > high ? high : share;
}

/* By what the free cells of the line are multiplied so that it comes out with the others at their bounds; `before` when
 * all are. */
static double factor_of(const struct line *line, double before)
{
    double left = (double)line->total, free = 0;
    for (size_t i = 0; i < line->count; i++) {
        size_t cell = line->first + i * line->step;
        if (line->states[i] == CELL_FREE)
            free += line->exact[cell];
        else
            left -= (double)(line->states[i] == CELL_AT_LOW ? line->table->low : line->table->high)[cell];
    }
    return free > 0 ? fmax(left, 0) / free : before;
}

/* Puts cells that the factor takes beyond their bounds there: those of the side that is further off. False when none
 * is. */
static bool bind_cells(const struct line *line, double factor)
{
    double below = 0, above = 0;
    for (size_t i = 0; i < line->count; i++) {
        size_t cell = line->first + i * line->step;
        double share = line->exact[cell] * factor;
        if (line->states[i] == CELL_FREE) {
            below += fmax((double)line->table->low[cell] - share, 0);
            above += fmax(share - (double)line->table->high[cell], 0);
        }
    }
    for (size_t i = 0; i < line->count; i++) {
        size_t cell = line->first + i * line->step;
        double share = line->exact[cell] * factor;
        if (line->states[i] != CELL_FREE)
            continue;
        if (below >= above && share < (double)line->table->low[cell])
            line->states[i] = CELL_AT_LOW;
        else if (above > below && share > (double)line->table->high[cell])
            line->states[i] = CELL_AT_HIGH;
    }
    return below > 0 || above > 0;
}

/* Multiplies the line so that it comes out. `exact` stays what weights and factors give; cells are cut when read. */
static void fit_line(const struct line *line)
{
    for (size_t i = 0; i < line->count; i++)
        line->states[i] = line->exact[line->first + i * line->step] > 0 ? CELL_FREE : CELL_AT_LOW;
    double factor = factor_of(line, 1);
    while (bind_cells(line, factor))
        factor = factor_of(line, factor);
    for (size_t i = 0; i < line->count; i++)
        line->exact[line->first + i * line->step] *= factor;
}

static double error_of(const struct line *line)
{
    double sum = 0;
    for (size_t i = 0; i < line->count; i++) {
        size_t cell = line->first + i * line->step;
        sum += clipped(line->exact[cell], (double)line->table->low[cell], (double)line->table->high[cell]);
    }
    return fabs(sum - (double)line->total);
}

static struct line row_of(const struct table *table, size_t row, double *exact, enum cell_state *states)
{
    return (struct line){table, exact, states, row * table->columns, 1, table->columns, table->row_totals[row]};
}

static struct line column_of(const struct table *table, size_t column, double *exact, enum cell_state *states)
{
    return (struct line){table, exact, states, column, table->columns, table->rows, table->column_totals[column]};
}

/* Rows, then columns; how far the rows are off then. */
static double fit_once(const struct table *table, double *exact, enum cell_state *states)
{
    double worst = 0;
    for (size_t i = 0; i < table->rows; i++) {
        struct line row = row_of(table, i, exact, states);
        fit_line(&row);
    }
    for (size_t j = 0; j < table->columns; j++) {
        struct line column = column_of(table, j, exact, states);
        fit_line(&column);
    }
    for (size_t i = 0; i < table->rows; i++) {
        struct line row = row_of(table, i, exact, states);
        worst = fmax(worst, error_of(&row));
    }
    return worst;
}

void table_fit(const struct table *table, const int64_t *weights, struct arena *arena, double *exact)
{
    size_t n = table->rows * table->columns, rounds = WORK_MAX / n;
    enum cell_state *states = ARENA_ARRAY(arena, enum cell_state, table->rows + table->columns);
    for (size_t cell = 0; cell < n; cell++)
        exact[cell] = table->low[cell] == table->high[cell] ? 0 : (double)weights[cell];
    for (size_t round = 0; round < rounds && round < ROUNDS_MAX; round++)
        if (fit_once(table, exact, states) < GOOD_ENOUGH)
            break;
    for (size_t cell = 0; cell < n; cell++)
        exact[cell] = clipped(exact[cell], (double)table->low[cell], (double)table->high[cell]);
}
