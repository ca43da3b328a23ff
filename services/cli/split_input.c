#include "split_input.h"

#include "base/apportion.h"
#include "document/document.h"

#define NAME_MAX_BYTES 200

/* One side of the table: names and totals of rows or columns. */
struct side {
    const char *field;
    size_t count;
    int64_t *totals;
    const char **names;
};

/* 12, or {"name": "R1", "total": 12} */
static int read_total(const json_t *value, size_t place, struct side *side, struct arena *arena, struct error *error)
{
    static const char *const members[] = {"name", "total", NULL};
    int64_t *total = &side->totals[place];
    side->names[place] = arena_printf(arena, "%zu", place);
    if (!json_is_object(value))
        return document_number(value, 0, TABLE_UNITS_MAX, total, error);
    if (document_members(value, members, error) ||
        document_text(value, "name", false, NAME_MAX_BYTES, arena, &side->names[place], error))
        return -1;
    return document_integer(value, "total", true, 0, TABLE_UNITS_MAX, total, error);
}

static int read_side(const json_t *document, struct side *side, struct arena *arena, struct error *error)
{
    const json_t *totals;
    if (document_member(document, side->field, true, error) ||
        document_list(document, side->field, 1, TABLE_CELLS_MAX, &totals, error))
        return -1;
    side->count = json_array_size(totals);
    side->totals = ARENA_ARRAY(arena, int64_t, side->count);
    side->names = ARENA_ARRAY(arena, const char *, side->count);
    for (size_t i = 0; i < side->count; i++)
        if (read_total(json_array_get(totals, i), i, side, arena, error))
            return error_within(error, "%s[%zu]", side->field, i);
    return 0;
}

static int read_weights(const json_t *document, size_t rows, size_t columns, int64_t *weights, struct error *error)
{
    const json_t *matrix = json_object_get(document, "weights");
    for (size_t cell = 0; !matrix && cell < rows * columns; cell++)
        weights[cell] = 1;
    if (matrix && json_array_size(matrix) != rows)
        return error_set(error, STATUS_INVALID_ARGUMENT, "weights", "%zu rows of weights for %zu rows: give one a row",
                         "权重有 %zu 行，表格有 %zu 行：请逐行给出", json_array_size(matrix), rows);
    for (size_t i = 0; matrix && i < rows; i++) {
        const json_t *row = json_array_get(matrix, i);
        if (json_array_size(row) != columns) {
            error_set(error, STATUS_INVALID_ARGUMENT, NULL, "%zu weights for %zu columns: give one a column",
                      "有 %zu 个权重，表格有 %zu 列：请逐列给出", json_array_size(row), columns);
            return error_within(error, "weights[%zu]", i);
        }
        for (size_t j = 0; j < columns; j++)
            if (document_number(json_array_get(row, j), 0, APPORTION_WEIGHT_MAX, &weights[i * columns + j], error))
                return error_within(error, "weights[%zu][%zu]", i, j);
    }
    return 0;
}

/* By name, or by number from 0. */
static int read_place(const json_t *value, const struct side *side, size_t *place, struct error *error)
{
    *place = json_is_integer(value) && json_integer_value(value) >= 0 ? (size_t)json_integer_value(value) : side->count;
    for (size_t i = 0; json_is_string(value) && i < side->count; i++)
        if (strcmp(side->names[i], json_string_value(value)) == 0)
            *place = i;
    if (*place < side->count)
        return 0;
    return error_set(error, STATUS_INVALID_ARGUMENT, NULL,
                     "not one of the %s: give a name or a number from 0, below %zu",
                     "不在 %s 之中：请填写名称或从 0 起、小于 %zu 的序号", side->field, side->count);
}

struct bound {
    size_t cell;
    int64_t value;
};

static int read_bound(const json_t *entry, const struct side *rows, const struct side *columns, struct bound *bound,
                      struct error *error)
{
    static const char *const members[] = {"row", "column", "value", NULL};
    size_t row, column;
    if (document_members(entry, members, error))
        return -1;
    if (read_place(json_object_get(entry, "row"), rows, &row, error))
        return error_within(error, "row");
    if (read_place(json_object_get(entry, "column"), columns, &column, error))
        return error_within(error, "column");
    if (document_integer(entry, "value", true, 0, TABLE_UNITS_MAX, &bound->value, error))
        return -1;
    bound->cell = row * columns->count + column;
    return 0;
}

/* The list's values into `floors`, `ceilings` or both; a cell that is named twice keeps the stricter one. */
static int read_bounds(const json_t *document, const char *field, const struct side *rows, const struct side *columns,
                       int64_t *floors, int64_t *ceilings, struct error *error)
{
    const json_t *list;
    struct bound bound = {0};
    if (document_list(document, field, 0, TABLE_CELLS_MAX, &list, error))
        return -1;
    for (size_t i = 0; i < json_array_size(list); i++) {
        if (read_bound(json_array_get(list, i), rows, columns, &bound, error))
            return error_within(error, "%s[%zu]", field, i);
        if (floors && bound.value > floors[bound.cell])
            floors[bound.cell] = bound.value;
        if (ceilings && bound.value < ceilings[bound.cell])
            ceilings[bound.cell] = bound.value;
    }
    return 0;
}

static int read_document(const json_t *document, struct arena *arena, struct split_input *input, struct error *error)
{
    static const char *const members[] = {"rows", "columns", "weights", "fixed", "floors", "ceilings", NULL};
    struct side rows = {.field = "rows"}, columns = {.field = "columns"};
    if (document_members(document, members, error) || read_side(document, &rows, arena, error) ||
        read_side(document, &columns, arena, error))
        return -1;
    if (rows.count > TABLE_ROWS_MAX || columns.count > TABLE_CELLS_MAX / rows.count)
        return error_set(error, STATUS_INVALID_ARGUMENT, "rows", "%zu times %zu cells: at most %d",
                         "%zu × %zu 个单元格：最多 %d 个", rows.count, columns.count, TABLE_CELLS_MAX);
    size_t n = rows.count * columns.count;
    int64_t *weights = ARENA_ARRAY(arena, int64_t, n), *floors = ARENA_ARRAY(arena, int64_t, n);
    int64_t *ceilings = ARENA_ARRAY(arena, int64_t, n);
    for (size_t cell = 0; cell < n; cell++)
        ceilings[cell] = TABLE_NO_CEILING;
    if (read_weights(document, rows.count, columns.count, weights, error) ||
        read_bounds(document, "fixed", &rows, &columns, floors, ceilings, error) ||
        read_bounds(document, "floors", &rows, &columns, floors, NULL, error) ||
        read_bounds(document, "ceilings", &rows, &columns, NULL, ceilings, error))
        return -1;
    *input = (struct split_input){
        {rows.count, columns.count, rows.totals, columns.totals, weights, floors, ceilings}, rows.names, columns.names};
    return 0;
}

int split_input_read(const char *path, struct arena *arena, struct split_input *input, struct error *error)
{
    json_t *document = document_load(path, error);
    if (!document)
        return error_within(error, "input");
    int result = read_document(document, arena, input, error);
    json_decref(document);
    return result;
}
