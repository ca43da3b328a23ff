#include "trace_store.h"

#include "basis_tree.h"
#include "db/columns.h"

#include "sql/add_axes.h"
#include "sql/add_nodes.h"
#include "sql/drop_axes.h"
#include "sql/drop_nodes.h"
#include "sql/keep_axes.h"
#include "sql/keep_nodes.h"
#include "sql/stored_axes.h"
#include "sql/stored_nodes.h"

/* --- adding
 * ------------------------------------------------------------------------------------------------------------ */

static const char *season_text(struct arena *arena, const int64_t *season)
{
    const char *text = "{";
    for (int month = 0; month < MONTHS; month++)
        text = arena_printf(arena, "%s%s%lld", text, month ? "," : "", (long long)season[month]);
    return arena_printf(arena, "%s}", text);
}

static int add_nodes(struct db *db, struct arena *arena, int64_t plan_id, const struct basis *basis,
                     struct error *error)
{
    size_t n = basis->tree.count;
    const struct plan_node *nodes = basis->tree.nodes;
    struct db_params params = DB_PARAMS(arena);
    int64_t *parents = ARENA_ARRAY(arena, int64_t, n);
    const char **seasons = ARENA_ARRAY(arena, const char *, n);
    for (size_t i = 0; i < n; i++) {
        parents[i] = i ? nodes[nodes[i].parent].unit_id : 0;
        seasons[i] = season_text(arena, nodes[i].season);
    }
    db_bind_int64(&params, plan_id);
    DB_BIND_INT64_COLUMN(&params, nodes, n, unit_id);
    DB_BIND_INT64_COLUMN(&params, nodes, n, person_id);
    DB_BIND_INT64_COLUMN(&params, basis->labels, n, kind);
    db_bind_int64_array(&params, parents, n);
    DB_BIND_TEXT_COLUMN(&params, basis->labels, n, code);
    DB_BIND_TEXT_COLUMN(&params, basis->labels, n, name);
    DB_BIND_INT64_COLUMN(&params, nodes, n, weight);
    db_bind_text_array(&params, seasons, n);
    db_bind_int64(&params, basis->first_month);
    return db_run(db, sql_add_nodes, &params, NULL, error);
}

struct axis_row {
    int64_t axis, position, weight;
    const char *key;
};

static size_t collect_axes(struct arena *arena, const struct basis *basis, struct axis_row **rows)
{
    const struct plan_axes *axes = &basis->axes;
    size_t n = 0;
    *rows = ARENA_ARRAY(arena, struct axis_row, MONTHS + axes->products + axes->business_types);
    for (int64_t i = 0; i < MONTHS; i++)
        (*rows)[n++] = (struct axis_row){AXIS_TIME, i, axes->months[i], arena_printf(arena, "%lld", (long long)i + 1)};
    for (size_t i = 0; i < axes->products; i++)
        (*rows)[n++] = (struct axis_row){AXIS_PRODUCT, (int64_t)i, axes->product_weights[i], basis->product_codes[i]};
    for (size_t i = 0; i < axes->business_types; i++)
        (*rows)[n++] = (struct axis_row){AXIS_BUSINESS_TYPE, (int64_t)i, axes->business_type_weights[i],
                                         arena_printf(arena, "%lld", (long long)basis->business_types[i])};
    return n;
}

static int add_axes(struct db *db, struct arena *arena, int64_t plan_id, const struct basis *basis, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct axis_row *rows;
    size_t n = collect_axes(arena, basis, &rows);
    db_bind_int64(&params, plan_id);
    DB_BIND_INT64_COLUMN(&params, rows, n, axis);
    DB_BIND_INT64_COLUMN(&params, rows, n, position);
    DB_BIND_TEXT_COLUMN(&params, rows, n, key);
    DB_BIND_INT64_COLUMN(&params, rows, n, weight);
    db_bind_int64(&params, basis->first_month);
    return db_run(db, sql_add_axes, &params, NULL, error);
}

int trace_store_add(struct db *db, struct arena *arena, int64_t plan_id, const struct basis *basis, struct error *error)
{
    if (add_nodes(db, arena, plan_id, basis, error))
        return -1;
    return add_axes(db, arena, plan_id, basis, error);
}

int trace_store_keep(struct db *db, struct arena *arena, int64_t plan_id, int64_t from_plan_id, int month,
                     struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64(&params, plan_id);
    db_bind_int64(&params, from_plan_id);
    db_bind_int64(&params, month);
    if (db_run(db, sql_keep_nodes, &params, NULL, error))
        return -1;
    return db_run(db, sql_keep_axes, &params, NULL, error);
}

int trace_store_drop(struct db *db, struct arena *arena, int64_t plan_id, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64(&params, plan_id);
    if (db_run(db, sql_drop_nodes, &params, NULL, error))
        return -1;
    return db_run(db, sql_drop_axes, &params, NULL, error);
}

/* --- reading
 * ----------------------------------------------------------------------------------------------------------- */

static int load_nodes(struct db *db, struct arena *arena, int64_t plan_id, int month, struct basis *basis,
                      struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, plan_id);
    db_bind_int64(&params, month);
    if (db_run(db, sql_stored_nodes, &params, &result, error))
        return -1;
    basis_tree_read(&result, true, arena, basis);
    db_result_clear(&result);
    return 0;
}

static int load_axes(struct db *db, struct arena *arena, int64_t plan_id, int month, struct basis *basis,
                     struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, plan_id);
    db_bind_int64(&params, month);
    if (db_run(db, sql_stored_axes, &params, &result, error))
        return -1;
    size_t n = (size_t)result.rows, months = 0;
    int64_t *products = ARENA_ARRAY(arena, int64_t, n), *types = ARENA_ARRAY(arena, int64_t, n);
    struct plan_axes *axes = &basis->axes;
    *axes = (struct plan_axes){.product_weights = products, .business_type_weights = types};
    basis->product_codes = ARENA_ARRAY(arena, const char *, n);
    basis->business_types = ARENA_ARRAY(arena, int64_t, n);
    for (int row = 0; row < result.rows; row++) {
        const char *key = arena_strdup(arena, db_text(&result, row, 1));
        int64_t axis = db_int64(&result, row, 0), weight = db_int64(&result, row, 2);
        if (axis == AXIS_TIME && months < MONTHS) {
            axes->months[months++] = weight;
        } else if (axis == AXIS_PRODUCT) {
            basis->product_codes[axes->products] = key;
            products[axes->products++] = weight;
        } else if (axis == AXIS_BUSINESS_TYPE) {
            basis->business_types[axes->business_types] = key[0] - '0';
            types[axes->business_types++] = weight;
        }
    }
    db_result_clear(&result);
    return 0;
}

int trace_store_load(struct db *db, struct arena *arena, int64_t plan_id, int month, struct basis *basis,
                     struct error *error)
{
    *basis = (struct basis){.first_month = 1};
    if (load_nodes(db, arena, plan_id, month, basis, error))
        return -1;
    return load_axes(db, arena, plan_id, month, basis, error);
}
