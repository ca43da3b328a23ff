#include "table_split.h"

#include "unit.h"

#include <math.h>

#define SIDE_MAX 8
#define CELLS_MAX (SIDE_MAX * SIDE_MAX)

/* A wish that can be changed, and what came of it. */
struct trial {
    struct arena arena;
    size_t rows, columns;
    int64_t row_totals[SIDE_MAX], column_totals[SIDE_MAX];
    int64_t weights[CELLS_MAX], floors[CELLS_MAX], ceilings[CELLS_MAX], cells[CELLS_MAX];
    double exact[CELLS_MAX];
    struct contradiction contradiction;
    struct error error;
};

static void trial_init(struct trial *trial, size_t rows, size_t columns)
{
    *trial = (struct trial){.rows = rows, .columns = columns};
    for (size_t cell = 0; cell < CELLS_MAX; cell++) {
        trial->weights[cell] = 1;
        trial->ceilings[cell] = TABLE_NO_CEILING;
    }
}

static int split(struct trial *trial)
{
    struct table_wish wish = {trial->rows,    trial->columns, trial->row_totals, trial->column_totals,
                              trial->weights, trial->floors,  trial->ceilings};
    return table_split(&wish, &trial->arena, trial->cells, trial->exact, &trial->contradiction, &trial->error);
}

static void assert_sums(const struct trial *trial)
{
    for (size_t i = 0; i < trial->rows; i++) {
        int64_t sum = 0;
        for (size_t j = 0; j < trial->columns; j++)
            sum += trial->cells[i * trial->columns + j];
        assert_int_equal(sum, trial->row_totals[i]);
    }
    for (size_t j = 0; j < trial->columns; j++) {
        int64_t sum = 0;
        for (size_t i = 0; i < trial->rows; i++)
            sum += trial->cells[i * trial->columns + j];
        assert_int_equal(sum, trial->column_totals[j]);
    }
}

static void assert_within_one_unit_and_bounds(const struct trial *trial)
{
    for (size_t cell = 0; cell < trial->rows * trial->columns; cell++) {
        assert_true(fabs((double)trial->cells[cell] - trial->exact[cell]) < 1 + 1e-6);
        assert_in_range(trial->cells[cell], trial->floors[cell], trial->ceilings[cell]);
    }
}

/* Totals that some table of whole units has: then the wish can come true without further bounds. */
static void draw_totals(struct trial *trial, struct generator *generator, int64_t most)
{
    memset(trial->row_totals, 0, sizeof trial->row_totals);
    memset(trial->column_totals, 0, sizeof trial->column_totals);
    for (size_t cell = 0; cell < trial->rows * trial->columns; cell++) {
        trial->cells[cell] = trial->weights[cell] ? generator_up_to(generator, most) : 0;
        trial->row_totals[cell / trial->columns] += trial->cells[cell];
        trial->column_totals[cell % trial->columns] += trial->cells[cell];
    }
}

static void rows_and_columns_both_come_out_and_each_cell_is_within_one_unit(void **state)
{
    (void)state;
    struct generator generator = {2014};
    for (int round = 0; round < 2000; round++) {
        struct trial trial;
        trial_init(&trial, (size_t)generator_up_to(&generator, SIDE_MAX - 1) + 1,
                   (size_t)generator_up_to(&generator, SIDE_MAX - 1) + 1);
        for (size_t cell = 0; cell < trial.rows * trial.columns; cell++)
            trial.weights[cell] = 1 + generator_up_to(&generator, 1000);
        draw_totals(&trial, &generator, generator_up_to(&generator, 30));
        assert_int_equal(split(&trial), 0);
        assert_sums(&trial);
        assert_within_one_unit_and_bounds(&trial);
        arena_release(&trial.arena);
    }
}

static void fixed_cells_floors_ceilings_and_zero_weights_hold(void **state)
{
    (void)state;
    struct generator generator = {77};
    for (int round = 0; round < 2000; round++) {
        struct trial trial;
        trial_init(&trial, 1 + (size_t)generator_up_to(&generator, 5), 1 + (size_t)generator_up_to(&generator, 5));
        for (size_t cell = 0; cell < trial.rows * trial.columns; cell++)
            trial.weights[cell] = generator_up_to(&generator, 3) * generator_up_to(&generator, 100);
        draw_totals(&trial, &generator, 12);
        for (size_t cell = 0; cell < trial.rows * trial.columns; cell++) { /* around a table that exists */
            int64_t kind = generator_up_to(&generator, 5);
            trial.floors[cell] =
                kind <= 1 ? trial.cells[cell] - generator_up_to(&generator, trial.cells[cell]) * kind : 0;
            if (kind % 3 == 0)
                trial.ceilings[cell] = trial.cells[cell] + (kind ? generator_up_to(&generator, 3) : 0);
        }
        assert_int_equal(split(&trial), 0);
        assert_sums(&trial);
        for (size_t cell = 0; cell < trial.rows * trial.columns; cell++) {
            assert_true(trial.cells[cell] >= trial.floors[cell] && trial.cells[cell] <= trial.ceilings[cell]);
            assert_true(trial.weights[cell] > 0 || trial.cells[cell] == trial.floors[cell]);
        }
        arena_release(&trial.arena);
    }
}

static void without_bounds_a_single_row_is_split_by_largest_remainder(void **state)
{
    (void)state;
    struct trial trial;
    trial_init(&trial, 2, 2);
    memcpy(trial.row_totals, (int64_t[]){7, 3}, 2 * sizeof(int64_t));
    memcpy(trial.column_totals, (int64_t[]){5, 5}, 2 * sizeof(int64_t));
    assert_int_equal(split(&trial), 0); /* exact: 3.5 3.5, 1.5 1.5: the first cell of the first row comes first */
    assert_memory_equal(trial.cells, ((int64_t[]){4, 3, 1, 2}), 4 * sizeof(int64_t));
    arena_release(&trial.arena);
}

/* --- against all tables of two rows and two columns with cells of 0 to 7
 * ----------------------------------------------- */

#define ALL_TABLES 4096

static void table_number(unsigned number, int64_t cells[static 4])
{
    for (int cell = 0; cell < 4; cell++)
        cells[cell] = number >> 3 * cell & 7;
}

static bool holds(const struct constraint *constraint, const int64_t cells[static 4])
{
    int64_t cell = cells[constraint->row * 2 + constraint->column];
    switch (constraint->kind) {
    case CONSTRAINT_ROW:
        return cells[constraint->row * 2] + cells[constraint->row * 2 + 1] == constraint->value;
    case CONSTRAINT_COLUMN:
        return cells[constraint->column] + cells[constraint->column + 2] == constraint->value;
    case CONSTRAINT_FLOOR:
        return cell >= constraint->value;
    default:
        return cell <= constraint->value;
    }
}

/* Can all but one of these be met at once? `without` the count: all of them. */
static bool can_be_met(const struct constraint *constraints, size_t count, size_t without)
{
    for (unsigned number = 0; number < ALL_TABLES; number++) {
        int64_t cells[4];
        bool met = true;
        table_number(number, cells);
        for (size_t i = 0; i < count && met; i++)
            met = i == without || holds(&constraints[i], cells);
        if (met)
            return true;
    }
    return false;
}

static size_t all_constraints(const struct trial *trial, struct constraint constraints[static 12])
{
    size_t count = 0;
    for (size_t i = 0; i < 2; i++) {
        constraints[count++] = (struct constraint){CONSTRAINT_ROW, i, 0, trial->row_totals[i]};
        constraints[count++] = (struct constraint){CONSTRAINT_COLUMN, 0, i, trial->column_totals[i]};
    }
    for (size_t cell = 0; cell < 4; cell++) {
        int64_t most = trial->weights[cell] ? trial->ceilings[cell] : trial->floors[cell];
        constraints[count++] = (struct constraint){CONSTRAINT_FLOOR, cell / 2, cell % 2, trial->floors[cell]};
        constraints[count++] = (struct constraint){CONSTRAINT_CEILING, cell / 2, cell % 2, most};
    }
    return count;
}

static void draw_wish(struct trial *trial, struct generator *generator)
{
    trial_init(trial, 2, 2);
    draw_totals(trial, generator, 3);
    for (size_t cell = 0; cell < 4; cell++) {
        trial->floors[cell] = generator_up_to(generator, 3) == 0 ? generator_up_to(generator, 4) : 0;
        if (generator_up_to(generator, 2) == 0)
            trial->ceilings[cell] = trial->floors[cell] + generator_up_to(generator, 2);
        trial->weights[cell] = generator_up_to(generator, 4);
    }
}

static void an_impossible_wish_names_constraints_of_which_none_can_be_left_out(void **state)
{
    (void)state;
    struct generator generator = {5};
    int refused = 0;
    for (int round = 0; round < 2000; round++) {
        struct trial trial;
        struct constraint all[12];
        draw_wish(&trial, &generator);
        bool possible = can_be_met(all, all_constraints(&trial, all), SIZE_MAX);
        assert_int_equal(split(&trial), possible ? 0 : -1);
        const struct contradiction *named = &trial.contradiction;
        refused += !possible;
        if (!possible)
            assert_false(can_be_met(named->constraints, named->count, SIZE_MAX));
        for (size_t i = 0; i < named->count; i++)
            assert_true(can_be_met(named->constraints, named->count, i));
        arena_release(&trial.arena);
    }
    assert_true(refused > 300);
}

static void assert_contradiction(const struct trial *trial, size_t count, const enum constraint_kind *kinds)
{
    assert_int_equal(trial->error.status, STATUS_FAILED_PRECONDITION);
    assert_int_equal(trial->contradiction.count, count);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(trial->contradiction.constraints[i].kind, kinds[i]);
}

static void what_was_fixed_by_hand_above_its_parent_is_named_with_the_parent(void **state)
{
    (void)state;
    struct trial trial;
    trial_init(&trial, 3, 3);
    for (int i = 0; i < 3; i++)
        trial.row_totals[i] = trial.column_totals[i] = 10;
    trial.column_totals[0] = 5;
    trial.column_totals[1] = 15;
    trial.floors[4] = trial.ceilings[4] = 11;
    trial.floors[3] = trial.ceilings[3] = 1;
    assert_int_equal(split(&trial), -1);
    assert_contradiction(&trial, 2, (enum constraint_kind[]){CONSTRAINT_ROW, CONSTRAINT_FLOOR});
    assert_int_equal(trial.contradiction.constraints[0].row, 1);
    assert_int_equal(trial.contradiction.constraints[1].value, 11);
    arena_release(&trial.arena);
}

static void rows_and_columns_of_other_sums_and_a_floor_above_its_ceiling_contradict(void **state)
{
    (void)state;
    struct trial trial;
    trial_init(&trial, 1, 2);
    trial.row_totals[0] = 10;
    trial.column_totals[0] = trial.column_totals[1] = 4;
    assert_int_equal(split(&trial), -1);
    assert_contradiction(&trial, 2, (enum constraint_kind[]){CONSTRAINT_ROWS, CONSTRAINT_COLUMNS});
    trial.row_totals[0] = 8;
    trial.floors[0] = 4;
    trial.ceilings[0] = 3;
    assert_int_equal(split(&trial), -1);
    assert_contradiction(&trial, 2, (enum constraint_kind[]){CONSTRAINT_FLOOR, CONSTRAINT_CEILING});
    arena_release(&trial.arena);
}

static void what_is_out_of_range_is_named(void **state)
{
    (void)state;
    struct trial trial;
    trial_init(&trial, 1, 1);
    trial.row_totals[0] = trial.column_totals[0] = 1;
    trial.weights[0] = -1;
    assert_refused(split(&trial), &trial.error, STATUS_INVALID_ARGUMENT, "weights[0][0]");
    trial.weights[0] = INT64_C(1000000000000000000);
    assert_refused(split(&trial), &trial.error, STATUS_INVALID_ARGUMENT, "weights[0][0]");
    trial.weights[0] = 1;
    trial.row_totals[0] = -1;
    assert_refused(split(&trial), &trial.error, STATUS_INVALID_ARGUMENT, "rows[0]");
    arena_release(&trial.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_and_columns_both_come_out_and_each_cell_is_within_one_unit),
        cmocka_unit_test(fixed_cells_floors_ceilings_and_zero_weights_hold),
        cmocka_unit_test(without_bounds_a_single_row_is_split_by_largest_remainder),
        cmocka_unit_test(an_impossible_wish_names_constraints_of_which_none_can_be_left_out),
        cmocka_unit_test(what_was_fixed_by_hand_above_its_parent_is_named_with_the_parent),
        cmocka_unit_test(rows_and_columns_of_other_sums_and_a_floor_above_its_ceiling_contradict),
        cmocka_unit_test(what_is_out_of_range_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
