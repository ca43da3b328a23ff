#include "plan_tree.h"

#include "unit.h"

#define NODES_MAX 200
#define CELLS_MAX (MONTHS * 3 * 4)

/* Everything that a split gave. */
struct result {
    int64_t cells[NODES_MAX][CELLS_MAX];
    size_t n;
};

static int keep(void *context, size_t node, const int64_t *cells, const double *exact, struct error *error)
{
    (void)error;
    (void)exact;
    struct result *result = context;
    memcpy(result->cells[node], cells, result->n * sizeof *cells);
    return 0;
}

/* Up to four levels below headquarters, children together. */
static size_t draw_tree(struct generator *generator, struct plan_node *nodes)
{
    size_t count = 1, level = 0;
    memset(nodes, 0, NODES_MAX * sizeof *nodes);
    for (int depth = 0; depth < 4; depth++) {
        size_t end = count;
        for (size_t parent = level; parent < end; parent++)
            for (int64_t child = generator_up_to(generator, 3); child >= 0 && count < NODES_MAX; child--) {
                nodes[count] = (struct plan_node){.unit_id = (int64_t)count + 1, .parent = parent};
                nodes[count].weight = generator_up_to(generator, 3) * generator_up_to(generator, 50);
                for (int month = 0; generator_up_to(generator, 1) && month < MONTHS; month++)
                    nodes[count].season[month] = generator_up_to(generator, 9);
                count++;
            }
        level = end;
    }
    return count;
}

static void draw_axes(struct generator *generator, struct plan_axes *axes, int64_t products[static 3],
                      int64_t types[static 4])
{
    *axes = (struct plan_axes){.products = 1 + (size_t)generator_up_to(generator, 2),
                               .business_types = 1 + (size_t)generator_up_to(generator, 3),
                               .product_weights = products,
                               .business_type_weights = types};
    for (int i = 0; i < MONTHS; i++)
        axes->months[i] = generator_up_to(generator, 20);
    for (int i = 0; i < 3; i++)
        products[i] = generator_up_to(generator, 9);
    for (int i = 0; i < 4; i++)
        types[i] = generator_up_to(generator, 9);
}

static int64_t sum_of(const int64_t *cells, size_t n)
{
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += cells[i];
    return sum;
}

static void assert_children_sum(const struct plan_tree *tree, const struct result *result)
{
    for (size_t node = 0; node < tree->count; node++) {
        size_t first, count = plan_children(tree, node, &first);
        for (size_t cell = 0; cell < result->n; cell++) {
            int64_t sum = 0;
            for (size_t child = first; child < first + count; child++)
                sum += result->cells[child][cell];
            assert_true(result->cells[node][cell] >= 0);
            if (count > 0)
                assert_int_equal(sum, result->cells[node][cell]);
        }
    }
}

static void children_sum_to_their_parent_in_every_month_product_and_business_type(void **state)
{
    (void)state;
    struct generator generator = {2500};
    static struct result result, again;
    static struct plan_node nodes[NODES_MAX];
    for (int round = 0; round < 200; round++) {
        struct plan_axes axes;
        int64_t products[3], types[4], total = generator_up_to(&generator, 3000);
        struct plan_tree tree = {.nodes = nodes, .count = draw_tree(&generator, nodes)};
        enum apportion_method method = round % 2 ? APPORTION_SAINTE_LAGUE : APPORTION_LARGEST_REMAINDER;
        draw_axes(&generator, &axes, products, types);
        result.n = again.n = plan_cells(&axes);
        assert_int_equal(plan_split(method, total, &axes, &tree, keep, &result, NULL), 0);
        assert_int_equal(sum_of(result.cells[0], result.n), total);
        assert_children_sum(&tree, &result);
        assert_int_equal(plan_split(method, total, &axes, &tree, keep, &again, NULL), 0);
        assert_memory_equal(&result, &again, sizeof result); /* replayed, the split is the same */
    }
}

static void what_is_fixed_by_hand_stays_when_the_plan_is_split_again(void **state)
{
    (void)state;
    struct generator generator = {9};
    static struct result result;
    static struct plan_node nodes[NODES_MAX];
    for (int round = 0; round < 200; round++) {
        struct plan_axes axes;
        int64_t products[3], types[4];
        struct plan_tree tree = {.nodes = nodes, .count = draw_tree(&generator, nodes)};
        draw_axes(&generator, &axes, products, types);
        result.n = plan_cells(&axes);
        assert_int_equal(plan_split(0, 1000, &axes, &tree, keep, &result, NULL), 0);
        size_t first, count = plan_children(&tree, 0, &first),
                      cell = (size_t)generator_up_to(&generator, (int64_t)result.n - 1);
        if (count < 3)
            continue;
        int64_t moved = result.cells[first][cell] ? generator_up_to(&generator, result.cells[first][cell]) : 0;
        struct fixed_cell from = {cell, result.cells[first][cell] - moved},
                          to = {cell, result.cells[first + 1][cell] + moved};
        nodes[first].fixed = &from;
        nodes[first + 1].fixed = &to;
        nodes[first].fixed_count = nodes[first + 1].fixed_count = 1;
        assert_int_equal(plan_split(0, 1000, &axes, &tree, keep, &result, NULL), 0);
        assert_int_equal(result.cells[first][cell], from.units);
        assert_int_equal(result.cells[first + 1][cell], to.units);
        assert_children_sum(&tree, &result);
    }
}

/* Headquarters, one region, three areas that sold in January alone, evenly, in September alone. */
static void the_year_follows_last_years_sales_and_its_season(void **state)
{
    (void)state;
    static struct result result;
    struct plan_node nodes[5] = {
        {0}, {.parent = 0}, {.parent = 1, .weight = 500}, {.parent = 1, .weight = 300}, {.parent = 1, .weight = 200}};
    const int64_t none = 0;
    struct plan_axes axes = {
        .products = 1, .business_types = 1, .product_weights = &none, .business_type_weights = &none};
    nodes[2].season[0] = 500;
    nodes[4].season[8] = 200;
    for (int month = 0; month < MONTHS; month++)
        axes.months[month] = nodes[3].season[month] = 25;
    axes.months[0] += 500;
    axes.months[8] += 200;
    struct plan_tree tree = {.nodes = nodes, .count = 5};
    result.n = MONTHS;
    assert_int_equal(plan_split(0, 2500, &axes, &tree, keep, &result, NULL), 0);
    assert_int_equal(result.cells[2][0], 1250);
    assert_int_equal(result.cells[4][8], 500);
    for (int month = 0; month < MONTHS; month++)
        assert_int_equal(result.cells[3][month], month < 6 ? 63 : 62);
}

static void a_plan_without_units_or_with_a_broken_tree_is_refused(void **state)
{
    (void)state;
    static struct result result;
    struct error error = {0};
    struct plan_node nodes[3] = {{0}, {.parent = 2}, {.parent = 1}}; /* a cycle */
    const int64_t none = 0;
    struct plan_axes axes = {
        .products = 1, .business_types = 1, .product_weights = &none, .business_type_weights = &none};
    struct plan_tree tree = {.nodes = nodes, .count = 3};
    result.n = MONTHS;
    assert_refused(plan_split(0, 10, &axes, &tree, keep, &result, &error), &error, STATUS_FAILED_PRECONDITION, "year");
    tree.count = 0;
    assert_refused(plan_split(0, 10, &axes, &tree, keep, &result, &error), &error, STATUS_FAILED_PRECONDITION, "year");
    tree.count = 1;
    assert_refused(plan_split(0, -1, &axes, &tree, keep, &result, &error), &error, STATUS_INVALID_ARGUMENT,
                   "total_units");
    tree.count = 2;
    nodes[1] = (struct plan_node){.fixed = &(struct fixed_cell){0, 11}, .fixed_count = 1};
    assert_refused(plan_split(0, 10, &axes, &tree, keep, &result, &error), &error, STATUS_FAILED_PRECONDITION, "fixed");
}

static void what_was_fixed_gives_way_in_a_new_version_where_all_siblings_are_fixed(void **state)
{
    (void)state;
    static struct result result;
    struct error error = {0};
    struct fixed_cell three[] = {{0, 3}}, one[] = {{0, 1}};
    struct plan_node nodes[3] = {{0}, {.weight = 1, .fixed = three, .fixed_count = 1}, {.weight = 1, .fixed = one, .fixed_count = 1}};
    const int64_t none = 0;
    struct plan_axes axes = {
        .months = {1, 1}, .products = 1, .business_types = 1, .product_weights = &none, .business_type_weights = &none};
    struct plan_tree tree = {.nodes = nodes, .count = 3};
    result.n = MONTHS;
    assert_refused(plan_split(0, 24, &axes, &tree, keep, &result, &error), &error, STATUS_FAILED_PRECONDITION, "constraints");
    tree.fixed_gives_way = true;
    assert_int_equal(plan_split(0, 24, &axes, &tree, keep, &result, NULL), 0);
    assert_int_equal(result.cells[1][0], 9);
    assert_int_equal(result.cells[2][0], 3);
    assert_children_sum(&tree, &result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(children_sum_to_their_parent_in_every_month_product_and_business_type),
        cmocka_unit_test(what_is_fixed_by_hand_stays_when_the_plan_is_split_again),
        cmocka_unit_test(the_year_follows_last_years_sales_and_its_season),
        cmocka_unit_test(what_was_fixed_gives_way_in_a_new_version_where_all_siblings_are_fixed),
        cmocka_unit_test(a_plan_without_units_or_with_a_broken_tree_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
