#include "table_fill.h"

#define FROM_ITSELF SIZE_MAX

struct lack {
    int64_t *rows, *columns;
};

void table_reach_init(struct table_reach *reach, const struct table *table, struct arena *arena)
{
    *reach = (struct table_reach){
        .rows = ARENA_ARRAY(arena, bool, table->rows),
        .columns = ARENA_ARRAY(arena, bool, table->columns),
        .row_from = ARENA_ARRAY(arena, size_t, table->rows),
        .column_from = ARENA_ARRAY(arena, size_t, table->columns),
        .waiting = ARENA_ARRAY(arena, size_t, table->rows),
    };
}

static struct lack lack_of(const struct table *table, struct arena *arena)
{
    struct lack lack = {ARENA_ARRAY(arena, int64_t, table->rows), ARENA_ARRAY(arena, int64_t, table->columns)};
    memcpy(lack.rows, table->row_totals, table->rows * sizeof *lack.rows);
    memcpy(lack.columns, table->column_totals, table->columns * sizeof *lack.columns);
    for (size_t i = 0; i < table->rows; i++)
        for (size_t j = 0; j < table->columns; j++) {
            lack.rows[i] -= table->cells[i * table->columns + j];
            lack.columns[j] -= table->cells[i * table->columns + j];
        }
    return lack;
}

/* Rows from which a unit of the column could be taken are reached too. */
static void reach_rows(const struct table *table, struct table_reach *reach, size_t column, size_t *end)
{
    for (size_t i = 0; i < table->rows; i++) {
        size_t cell = i * table->columns + column;
        if (reach->rows[i] || table->cells[cell] <= table->low[cell])
            continue;
        reach->rows[i] = true;
        reach->row_from[i] = column;
        reach->waiting[(*end)++] = i;
    }
}

/* Breadth first from `row` to the first column that lacks something; its number, or `columns` when none can be reached.
 */
static size_t search(const struct table *table, struct table_reach *reach, const struct lack *lack, size_t row)
{
    memset(reach->rows, 0, table->rows * sizeof *reach->rows);
    memset(reach->columns, 0, table->columns * sizeof *reach->columns);
    size_t end = 1;
    reach->waiting[0] = row;
    reach->rows[row] = true;
    reach->row_from[row] = FROM_ITSELF;
    for (size_t next = 0; next < end; next++) {
        size_t i = reach->waiting[next];
        for (size_t j = 0; j < table->columns; j++) {
            size_t cell = i * table->columns + j;
            if (reach->columns[j] || table->cells[cell] >= table->high[cell])
                continue;
            reach->columns[j] = true;
            reach->column_from[j] = i;
            if (lack->columns[j] > 0)
                return j;
            reach_rows(table, reach, j, &end);
        }
    }
    return table->columns;
}

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* Along the path that ends at `column`: cells reached forwards may grow, those between them shrink. With `units` 0
 * tells how many units can go that way. */
static int64_t follow(const struct table *table, const struct table_reach *reach, size_t column, int64_t units)
{
    int64_t most = INT64_MAX;
    for (;;) {
        size_t row = reach->column_from[column], forwards = row * table->columns + column;
        most = smaller(most, table->high[forwards] - table->cells[forwards]);
        table->cells[forwards] += units;
        column = reach->row_from[row];
        if (column == FROM_ITSELF)
            return most;
        size_t backwards = row * table->columns + column;
        most = smaller(most, table->cells[backwards] - table->low[backwards]);
        table->cells[backwards] -= units;
    }
}

bool table_fill(const struct table *table, struct table_reach *reach, struct arena *arena)
{
    struct lack lack = lack_of(table, arena);
    for (size_t i = 0; i < table->rows; i++)
        while (lack.rows[i] > 0) {
            size_t column = search(table, reach, &lack, i);
            if (column == table->columns)
                return false;
            int64_t units = smaller(follow(table, reach, column, 0), smaller(lack.rows[i], lack.columns[column]));
            follow(table, reach, column, units);
            lack.rows[i] -= units;
            lack.columns[column] -= units;
        }
    return true;
}
