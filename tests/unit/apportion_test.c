#include "base/apportion.h"

#include "base/int128.h"
#include "unit.h"

#define WEIGHTS_MAX 8

static void published_examples_come_out_as_published(void **state)
{
    (void)state;
    static const struct {
        const char *source;
        int64_t total;
        size_t n;
        int64_t weights[WEIGHTS_MAX], parts[WEIGHTS_MAX];
    } cases[] = {
        {"Balinski & Young 1975", 100, 5, {5117, 4400, 162, 161, 160}, {51, 44, 2, 2, 1}},
        {"martinlackner/apportionment, tests/test_methods.py", 12, 4, {14, 28, 7, 35}, {2, 4, 1, 5}},
        {"martinlackner/apportionment, ties to the first", 2, 5, {2, 1, 1, 2, 2}, {1, 0, 0, 1, 0}},
        {"Wikipedia, Alabama paradox, 25 seats", 25, 6, {1500, 1500, 900, 500, 500, 200}, {7, 7, 4, 3, 3, 1}},
        {"Wikipedia, Alabama paradox, 26 seats", 26, 6, {1500, 1500, 900, 500, 500, 200}, {8, 8, 5, 2, 2, 1}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t parts[WEIGHTS_MAX];
        print_message("  %s\n", cases[i].source);
        assert_int_equal(apportion_largest_remainder(cases[i].total, cases[i].weights, cases[i].n, parts, NULL), 0);
        assert_memory_equal(parts, cases[i].parts, cases[i].n * sizeof *parts);
    }
}

static int64_t sum_of(const int64_t *parts, size_t n)
{
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += parts[i];
    return sum;
}

/* |part * sum - total * weight| < sum: nobody is further than one unit from the exact share. */
static void assert_within_one_unit(int64_t total, const int64_t *weights, const int64_t *parts, size_t n)
{
    int128_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += weights[i];
    for (size_t i = 0; i < n; i++) {
        int128_t off = parts[i] * sum - (int128_t)total * weights[i];
        assert_true(off < sum && -off < sum);
    }
}

static void fill_weights(struct generator *generator, int64_t *weights, size_t n)
{
    int64_t most = APPORTION_WEIGHT_MAX >> generator_up_to(generator, 49);
    for (size_t i = 0; i < n; i++)
        weights[i] = generator_up_to(generator, 4) == 0 ? 0 : generator_up_to(generator, most);
    weights[generator_up_to(generator, (int64_t)n - 1)] = 1 + most / 2;
}

static void parts_sum_to_the_total_and_stay_within_one_unit_of_the_exact_share(void **state)
{
    (void)state;
    struct generator generator = {.state = 2500};
    for (int run = 0; run < 2000; run++) {
        int64_t weights[40], parts[40], again[40];
        size_t n = (size_t)generator_up_to(&generator, 39) + 1;
        int64_t total = generator_up_to(&generator, 1000000000) >> generator_up_to(&generator, 29);
        fill_weights(&generator, weights, n);
        assert_int_equal(apportion_largest_remainder(total, weights, n, parts, NULL), 0);
        assert_true(sum_of(parts, n) == total);
        assert_within_one_unit(total, weights, parts, n);
        assert_int_equal(apportion_largest_remainder(total, weights, n, again, NULL), 0);
        assert_memory_equal(parts, again, n * sizeof *parts); /* replayed, the split is the same */
    }
}

/* The definition itself, unit by unit: to the largest weight / (2 * units + 1), equal ones to the earlier. */
static void give_one_by_one(int64_t total, const int64_t *weights, size_t n, int64_t *parts)
{
    memset(parts, 0, n * sizeof *parts);
    while (total-- > 0) {
        size_t next = 0;
        for (size_t i = 1; i < n; i++)
            if ((int128_t)weights[i] * (2 * parts[next] + 1) > (int128_t)weights[next] * (2 * parts[i] + 1))
                next = i;
        parts[next]++;
    }
}

static void sainte_lague_is_what_giving_unit_by_unit_gives(void **state)
{
    (void)state;
    struct generator generator = {.state = 1910};
    for (int run = 0; run < 2000; run++) {
        int64_t weights[12], parts[12], expected[12];
        size_t n = (size_t)generator_up_to(&generator, 11) + 1;
        int64_t total = generator_up_to(&generator, 300), most = 1 + generator_up_to(&generator, 6) * 200;
        for (size_t i = 0; i < n; i++) /* small ones, so that many claims are equal */
            weights[i] = generator_up_to(&generator, most);
        weights[0] += total > 0 && weights[0] == 0;
        give_one_by_one(total, weights, n, expected);
        assert_int_equal(apportion(APPORTION_SAINTE_LAGUE, total, weights, n, parts, NULL), 0);
        assert_memory_equal(parts, expected, n * sizeof *parts);
    }
}

static void by_sainte_lague_nobody_loses_when_the_total_grows(void **state)
{
    (void)state;
    const int64_t weights[] = {1500, 1500, 900, 500, 500, 200};
    int64_t before[6] = {0}, parts[6], at_25[6] = {8, 8, 4, 2, 2, 1}, at_26[6] = {8, 8, 5, 2, 2, 1};
    for (int64_t total = 0; total <= 500; total++) {
        assert_int_equal(apportion(APPORTION_SAINTE_LAGUE, total, weights, 6, parts, NULL), 0);
        for (int i = 0; i < 6; i++)
            assert_true(parts[i] >= before[i]);
        if (total == 25)
            assert_memory_equal(parts, at_25, sizeof at_25);
        if (total == 26)
            assert_memory_equal(parts, at_26, sizeof at_26);
        memcpy(before, parts, sizeof before);
    }
}

static void sainte_lague_takes_the_largest_total(void **state)
{
    (void)state;
    const int64_t weights[] = {APPORTION_WEIGHT_MAX, APPORTION_WEIGHT_MAX, APPORTION_WEIGHT_MAX - 1};
    int64_t parts[3];
    assert_int_equal(apportion(APPORTION_SAINTE_LAGUE, INT64_MAX, weights, 3, parts, NULL), 0);
    assert_true(parts[0] + parts[1] + parts[2] == INT64_MAX);
}

static void whoever_has_no_weight_gets_nothing(void **state)
{
    (void)state;
    const int64_t weights[] = {0, 1, 0, 1, 1};
    int64_t parts[5];
    assert_int_equal(apportion_largest_remainder(2, weights, 5, parts, NULL), 0);
    assert_true(parts[0] == 0 && parts[2] == 0);
    assert_true(parts[1] == 1 && parts[3] == 1 && parts[4] == 0);
}

static void nothing_is_split_into_nothing(void **state)
{
    (void)state;
    const int64_t weights[] = {0, 0};
    int64_t parts[2] = {9, 9};
    assert_int_equal(apportion_largest_remainder(0, weights, 2, parts, NULL), 0);
    assert_true(parts[0] == 0 && parts[1] == 0);
    assert_int_equal(apportion_largest_remainder(0, NULL, 0, NULL, NULL), 0);
}

static void the_largest_total_and_weights_do_not_overflow(void **state)
{
    (void)state;
    const int64_t weights[] = {APPORTION_WEIGHT_MAX, APPORTION_WEIGHT_MAX, APPORTION_WEIGHT_MAX - 1};
    int64_t parts[3];
    assert_int_equal(apportion_largest_remainder(INT64_MAX, weights, 3, parts, NULL), 0);
    assert_true(parts[0] + parts[1] + parts[2] == INT64_MAX);
    assert_within_one_unit(INT64_MAX, weights, parts, 3);
}

static void a_million_recipients_are_served(void **state)
{
    (void)state;
    size_t n = APPORTION_COUNT_MAX;
    int64_t *weights = malloc(n * sizeof *weights), *parts = malloc(n * sizeof *parts);
    assert_true(weights && parts);
    struct generator generator = {.state = 1};
    for (size_t i = 0; i < n; i++)
        weights[i] = APPORTION_WEIGHT_MAX - generator_up_to(&generator, 1000);
    assert_int_equal(apportion_largest_remainder(INT64_C(123456789012), weights, n, parts, NULL), 0);
    assert_true(sum_of(parts, n) == INT64_C(123456789012));
    assert_within_one_unit(INT64_C(123456789012), weights, parts, n);
    free(weights);
    free(parts);
}

static void a_split_that_cannot_be_made_is_refused_and_writes_nothing(void **state)
{
    (void)state;
    const int64_t good[] = {1, 2}, zero[] = {0, 0}, negative[] = {1, -1}, large[] = {APPORTION_WEIGHT_MAX + 1, 1};
    int64_t parts[2] = {9, 9};
    struct error error;
    assert_refused(apportion_largest_remainder(-1, good, 2, parts, &error), &error, STATUS_INVALID_ARGUMENT, "total");
    assert_refused(apportion_largest_remainder(5, zero, 2, parts, &error), &error, STATUS_INVALID_ARGUMENT, "weights");
    assert_refused(apportion_largest_remainder(5, NULL, 0, parts, &error), &error, STATUS_INVALID_ARGUMENT, "weights");
    assert_refused(apportion_largest_remainder(5, negative, 2, parts, &error), &error, STATUS_INVALID_ARGUMENT,
                   "weights[1]");
    assert_refused(apportion_largest_remainder(5, large, 2, parts, &error), &error, STATUS_INVALID_ARGUMENT,
                   "weights[0]");
    assert_refused(apportion_largest_remainder(5, good, APPORTION_COUNT_MAX + 1, parts, &error), &error,
                   STATUS_INVALID_ARGUMENT, "weights");
    assert_true(parts[0] == 9 && parts[1] == 9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_examples_come_out_as_published),
        cmocka_unit_test(parts_sum_to_the_total_and_stay_within_one_unit_of_the_exact_share),
        cmocka_unit_test(sainte_lague_is_what_giving_unit_by_unit_gives),
        cmocka_unit_test(by_sainte_lague_nobody_loses_when_the_total_grows),
        cmocka_unit_test(sainte_lague_takes_the_largest_total),
        cmocka_unit_test(whoever_has_no_weight_gets_nothing),
        cmocka_unit_test(nothing_is_split_into_nothing),
        cmocka_unit_test(the_largest_total_and_weights_do_not_overflow),
        cmocka_unit_test(a_million_recipients_are_served),
        cmocka_unit_test(a_split_that_cannot_be_made_is_refused_and_writes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
