#include "basis.h"

#include "basis_tree.h"
#include "season.h"

#include "sql/business_type_weights.h"
#include "sql/month_series.h"
#include "sql/node_months.h"
#include "sql/planned_nodes.h"
#include "sql/product_weights.h"

#define SEASON_YEARS 3

/* What the steps of loading share. */
struct load {
    struct db *db;
    struct arena *arena;
    const struct plan *plan;
    struct basis *basis;
    int first_month;
    struct error *refused, *error;
};

const struct plan_driver *basis_driver(const struct basis *basis, enum driver_axis axis, int64_t level)
{
    static const struct plan_driver usual[] = {
        [AXIS_ORGANISATION] = {.axis = AXIS_ORGANISATION, .name = "sales"},
        [AXIS_TIME] = {.axis = AXIS_TIME, .name = "sales"},
        [AXIS_PRODUCT] = {.axis = AXIS_PRODUCT, .name = "none"},
        [AXIS_BUSINESS_TYPE] = {.axis = AXIS_BUSINESS_TYPE, .name = "none"},
    };
    const struct plan_driver *found = &usual[axis];
    for (size_t i = 0; i < basis->driver_count; i++)
        if (basis->drivers[i].axis == axis &&
            (basis->drivers[i].level == level || (basis->drivers[i].level == 0 && found->level == 0)))
            found = &basis->drivers[i];
    return found;
}

size_t basis_node(const struct basis *basis, const char *code)
{
    size_t node = 0;
    while (node < basis->tree.count && strcmp(basis->labels[node].code, code) != 0)
        node++;
    return node;
}

size_t basis_cell(const struct basis *basis, int month, const char *product_code, int64_t business_type)
{
    const struct plan_axes *axes = &basis->axes;
    size_t product = 0, type = 0;
    while (product < axes->products && strcmp(basis->product_codes[product], product_code) != 0)
        product++;
    while (type < axes->business_types && basis->business_types[type] != business_type)
        type++;
    if (month < 1 || month > MONTHS || product == axes->products || type == axes->business_types)
        return plan_cells(axes);
    return ((size_t)(month - 1) * axes->products + product) * axes->business_types + type;
}

/* --- the tree
 * ---------------------------------------------------------------------------------------------------------- */

/* A year is planned for all that are in force in it; what is split again in its course for those of that day. */
static int load_tree(const struct load *load)
{
    struct db_params params = DB_PARAMS(load->arena);
    struct db_result result;
    day_t first = month_first_day((int)load->plan->year, load->first_month);
    db_bind_day(&params, first);
    db_bind_day(&params, load->first_month == 1 ? month_last_day((int)load->plan->year, MONTHS) : first);
    db_bind_int64(&params, load->plan->deepest_kind);
    if (db_run(load->db, sql_planned_nodes, &params, &result, load->error))
        return -1;
    basis_tree_read(&result, false, load->arena, load->basis);
    db_result_clear(&result);
    return 0;
}

/* --- what was sold
 * ------------------------------------------------------------------------------------------------------- */

struct node_key {
    int64_t unit_id, person_id;
    size_t node;
};

static int by_key(const void *left, const void *right)
{
    const struct node_key *a = left, *b = right;
    if (a->unit_id != b->unit_id)
        return a->unit_id < b->unit_id ? -1 : 1;
    return a->person_id < b->person_id ? -1 : a->person_id > b->person_id;
}

/* sold[node * MONTHS + month]; units above areas are sums of what stands below. */
static int load_sales(const struct load *load, day_t first, day_t last, int64_t *sold)
{
    const struct plan_tree *tree = &load->basis->tree;
    struct node_key *keys = ARENA_ARRAY(load->arena, struct node_key, tree->count);
    struct db_params params = DB_PARAMS(load->arena);
    struct db_result result;
    for (size_t i = 0; i < tree->count; i++)
        keys[i] = (struct node_key){tree->nodes[i].unit_id, tree->nodes[i].person_id, i};
    qsort(keys, tree->count, sizeof *keys, by_key);
    db_bind_day(&params, first);
    db_bind_day(&params, last);
    if (db_run(load->db, sql_node_months, &params, &result, load->error))
        return -1;
    for (int row = 0; row < result.rows; row++) {
        struct node_key asked = {.unit_id = db_int64(&result, row, 0), .person_id = db_int64(&result, row, 1)};
        const struct node_key *key = bsearch(&asked, keys, tree->count, sizeof *keys, by_key);
        if (key)
            sold[key->node * MONTHS + (size_t)db_int64(&result, row, 2) - 1] = db_int64(&result, row, 3);
    }
    db_result_clear(&result);
    for (size_t i = tree->count; i-- > 1;)
        for (int month = 0; load->basis->labels[i].kind <= 3 && month < MONTHS; month++)
            sold[tree->nodes[i].parent * MONTHS + (size_t)month] += sold[i * MONTHS + (size_t)month];
    return 0;
}

static int64_t months_sum(const int64_t *sold, size_t node)
{
    int64_t sum = 0;
    for (size_t month = 0; month < MONTHS; month++)
        sum += sold[node * MONTHS + month];
    return sum;
}

/* --- weights of the organisation
 * ----------------------------------------------------------------------------------------- */

static int by_text(const void *left, const void *right)
{
    return strcmp(((const struct driver_value *)left)->key, ((const struct driver_value *)right)->key);
}

/* A node that the driver does not name weighs what those below it weigh together. */
static int named_weights(const struct load *load, const struct plan_driver *driver, int64_t *weights)
{
    struct driver_value *values;
    size_t n;
    if (driver_store_values(load->db, load->arena, driver->driver_id, &values, &n, load->error))
        return -1;
    if (n > 0)
        qsort(values, n, sizeof *values, by_text);
    for (size_t i = load->basis->tree.count; i-- > 0;) {
        struct driver_value asked = {.key = load->basis->labels[i].code};
        const struct driver_value *value = n ? bsearch(&asked, values, n, sizeof *values, by_text) : NULL;
        if (value)
            weights[i] = value->weight;
        if (i > 0)
            weights[load->basis->tree.nodes[i].parent] += weights[i];
    }
    return 0;
}

/* The last three months before the plan, the last one, and what was sold in the year before as the annual target's
 * share. */
static int three_factor_weights(const struct load *load, const struct plan_driver *driver, const int64_t *last_year,
                                int64_t *weights)
{
    size_t n = load->basis->tree.count;
    day_t start = month_first_day((int)load->plan->year, load->first_month);
    struct civil end = day_civil(start - 1);
    int64_t *units[DRIVER_FACTORS];
    for (int factor = 0; factor < DRIVER_FACTORS; factor++)
        units[factor] = ARENA_ARRAY(load->arena, int64_t, n);
    for (int months = 3; months >= 1; months -= 2) {
        int64_t *sold = ARENA_ARRAY(load->arena, int64_t, n * MONTHS);
        int first = end.month - months + 1;
        if (load_sales(load,
                       first > 0 ? month_first_day(end.year, first) : month_first_day(end.year - 1, first + MONTHS),
                       start - 1, sold))
            return -1;
        for (size_t i = 0; i < n; i++)
            units[months == 3 ? 0 : 1][i] = months_sum(sold, i);
    }
    for (size_t i = 0; i < n; i++)
        units[2][i] = months_sum(last_year, i);
    if (driver_three_factor((const int64_t *const[]){units[0], units[1], units[2]}, n, driver->factors_ppm, weights,
                            load->refused))
        return 0;
    return 0;
}

static int level_weights(const struct load *load, int64_t level, const int64_t *last_year)
{
    struct basis *basis = load->basis;
    const struct plan_driver *driver = basis_driver(basis, AXIS_ORGANISATION, level);
    int64_t *weights = ARENA_ARRAY(load->arena, int64_t, basis->tree.count);
    if (driver->driver_id) {
        if (named_weights(load, driver, weights))
            return -1;
    } else if (strcmp(driver->name, "three_factor") == 0) {
        if (three_factor_weights(load, driver, last_year, weights))
            return -1;
    } else {
        for (size_t i = 0; i < basis->tree.count; i++)
            weights[i] = strcmp(driver->name, "sales") == 0 ? months_sum(last_year, i) : 1;
    }
    for (size_t i = 0; i < basis->tree.count; i++)
        if (basis->labels[i].kind == level)
            basis->tree.nodes[i].weight = weights[i];
    return 0;
}

/* --- the other axes
 * ------------------------------------------------------------------------------------------------------ */

static int season_weights(const struct load *load)
{
    int64_t series[SEASON_YEARS * MONTHS];
    struct season_point points[SEASON_YEARS * MONTHS];
    struct db_params params = DB_PARAMS(load->arena);
    struct db_result result;
    db_bind_day(&params, month_first_day((int)load->plan->year - SEASON_YEARS, 1));
    db_bind_day(&params, month_first_day((int)load->plan->year - 1, MONTHS));
    if (db_run(load->db, sql_month_series, &params, &result, load->error))
        return -1;
    for (int i = 0; i < SEASON_YEARS * MONTHS; i++)
        series[i] = db_int64(&result, i, 0);
    db_result_clear(&result);
    season_indices(MONTHS, series, SEASON_YEARS * MONTHS, points, load->basis->axes.months, load->refused);
    return 0;
}

static int month_weights(const struct load *load, const int64_t *last_year)
{
    struct basis *basis = load->basis;
    const struct plan_driver *driver = basis_driver(basis, AXIS_TIME, 0);
    bool by_sales = strcmp(driver->name, "sales") == 0;
    if (driver->driver_id) {
        struct driver_value *values;
        size_t n;
        if (driver_store_values(load->db, load->arena, driver->driver_id, &values, &n, load->error))
            return -1;
        for (size_t i = 0; i < n; i++)
            for (int month = 1; month <= MONTHS; month++)
                if (strcmp(values[i].key, arena_printf(load->arena, "%d", month)) == 0)
                    basis->axes.months[month - 1] = values[i].weight;
    } else if (strcmp(driver->name, "season") == 0) {
        if (season_weights(load))
            return -1;
    } else {
        for (size_t month = 0; month < MONTHS; month++)
            basis->axes.months[month] = by_sales ? last_year[month] : 1;
    }
    for (size_t i = 0; by_sales && i < basis->tree.count; i++)
        memcpy(basis->tree.nodes[i].season, last_year + i * MONTHS, sizeof basis->tree.nodes[i].season);
    int64_t open = 0;
    for (int month = 0; month < MONTHS; month++)
        open += month >= load->first_month - 1 ? basis->axes.months[month] : 0;
    for (int month = 0; month < MONTHS; month++)
        basis->axes.months[month] = month < load->first_month - 1 ? 0 : open ? basis->axes.months[month] : 1;
    return 0;
}

/* Keys and weights of the axis of products or business types; for "none" the one key that stands for all together. */
static int kind_weights(const struct load *load, enum driver_axis axis, const char *sql, struct driver_value **values,
                        size_t *n)
{
    const struct plan_driver *driver = basis_driver(load->basis, axis, 0);
    *n = 1;
    *values = ARENA_ARRAY(load->arena, struct driver_value, 1);
    (*values)[0] = (struct driver_value){.key = axis == AXIS_PRODUCT ? "" : "0", .weight = 1};
    if (driver->driver_id)
        return driver_store_values(load->db, load->arena, driver->driver_id, values, n, load->error);
    if (strcmp(driver->name, "none") == 0)
        return 0;
    struct db_params params = DB_PARAMS(load->arena);
    struct db_result result;
    db_bind_day(&params, month_first_day((int)load->plan->year - 1, 1));
    db_bind_day(&params, month_last_day((int)load->plan->year - 1, MONTHS));
    if (db_run(load->db, sql, &params, &result, load->error))
        return -1;
    *n = (size_t)result.rows;
    *values = ARENA_ARRAY(load->arena, struct driver_value, *n);
    for (int row = 0; row < result.rows; row++)
        (*values)[row] = (struct driver_value){
            .key = arena_strdup(load->arena, db_text(&result, row, 0)),
            .weight = strcmp(driver->name, "sales") == 0 ? db_int64(&result, row, 1) : 1,
        };
    db_result_clear(&result);
    return 0;
}

static int64_t *weights_of(struct arena *arena, const struct driver_value *values, size_t n)
{
    int64_t *weights = ARENA_ARRAY(arena, int64_t, n);
    for (size_t i = 0; i < n; i++)
        weights[i] = values[i].weight;
    return weights;
}

static int load_kinds(const struct load *load)
{
    struct basis *basis = load->basis;
    struct driver_value *products, *types;
    if (kind_weights(load, AXIS_PRODUCT, sql_product_weights, &products, &basis->axes.products) ||
        kind_weights(load, AXIS_BUSINESS_TYPE, sql_business_type_weights, &types, &basis->axes.business_types))
        return -1;
    if (basis->axes.products == 0 || basis->axes.products > PLAN_PRODUCTS_MAX) {
        error_set(load->refused, STATUS_FAILED_PRECONDITION, "drivers", "%zu products: must be 1 to %d",
                  "%zu 个产品：必须在 1 到 %d 之间", basis->axes.products, PLAN_PRODUCTS_MAX);
        return 0;
    }
    basis->axes.product_weights = weights_of(load->arena, products, basis->axes.products);
    basis->axes.business_type_weights = weights_of(load->arena, types, basis->axes.business_types);
    basis->product_codes = ARENA_ARRAY(load->arena, const char *, basis->axes.products);
    basis->business_types = ARENA_ARRAY(load->arena, int64_t, basis->axes.business_types);
    for (size_t i = 0; i < basis->axes.products; i++)
        basis->product_codes[i] = products[i].key;
    for (size_t i = 0; i < basis->axes.business_types; i++)
        basis->business_types[i] = types[i].key[0] - '0';
    return 0;
}

int basis_load(struct db *db, struct arena *arena, const struct plan *plan, const struct plan_driver *drivers,
               size_t driver_count, int first_month, struct basis *basis, struct error *refused, struct error *error)
{
    struct load load = {db, arena, plan, basis, first_month, refused, error};
    *basis = (struct basis){.drivers = drivers, .driver_count = driver_count, .first_month = first_month};
    if (load_tree(&load) || load_kinds(&load))
        return -1;
    int64_t *last_year = ARENA_ARRAY(arena, int64_t, basis->tree.count * MONTHS + MONTHS);
    for (size_t i = 0; i < basis->tree.count; i++)
        if (i > 0 && basis->tree.nodes[i].parent >= i)
            return 0; /* which the split refuses */
    if (load_sales(&load, month_first_day((int)plan->year - 1, 1), month_last_day((int)plan->year - 1, MONTHS),
                   last_year) ||
        month_weights(&load, last_year))
        return -1;
    for (int64_t level = 2; level <= plan->deepest_kind; level++)
        if (level_weights(&load, level, last_year))
            return -1;
    return 0;
}
