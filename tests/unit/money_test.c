#include "base/money.h"

#include "unit.h"

static void halves_are_rounded_away_from_zero(void **state)
{
    (void)state;
    static const struct {
        int64_t numerator, denominator, quotient;
    } cases[] = {{5, 10, 1},    {-5, 10, -1}, {4, 10, 0}, {-4, 10, 0}, {15, 10, 2}, {25, 10, 3},
                 {-25, 10, -3}, {1, 3, 0},    {2, 3, 1},  {-2, 3, -1}, {0, 7, 0},   {INT64_MIN, 1, INT64_MIN}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t quotient;
        assert_int_equal(divide_rounded(cases[i].numerator, cases[i].denominator, "pay", &quotient, NULL), 0);
        assert_true(quotient == cases[i].quotient);
    }
}

static void a_share_of_an_amount_is_rounded_once(void **state)
{
    (void)state;
    int64_t share;
    assert_int_equal(money_share(10001, 333333, "pay", &share, NULL), 0); /* 3333.66... fen */
    assert_true(share == 3334);
    assert_int_equal(money_share(-10001, 333333, "pay", &share, NULL), 0);
    assert_true(share == -3334);
    assert_int_equal(money_share(INT64_MAX, PPM, "pay", &share, NULL), 0); /* larger than 64 bits on the way */
    assert_true(share == INT64_MAX);
}

static void what_does_not_fit_is_an_error_and_not_a_wrap(void **state)
{
    (void)state;
    int64_t result = 42;
    struct error error;
    assert_refused(money_add(INT64_MAX, 1, "sum", &result, &error), &error, STATUS_OUT_OF_RANGE, "sum");
    assert_refused(money_add(INT64_MIN, -1, "sum", &result, &error), &error, STATUS_OUT_OF_RANGE, "sum");
    assert_refused(money_multiply(INT64_MIN, -1, "sum", &result, &error), &error, STATUS_OUT_OF_RANGE, "sum");
    assert_refused(money_share(INT64_MAX, PPM + 1, "sum", &result, &error), &error, STATUS_OUT_OF_RANGE, "sum");
    assert_refused(divide_rounded(1, 0, "sum", &result, &error), &error, STATUS_INVALID_ARGUMENT, "sum");
    assert_int_equal(result, 42);
}

static void sums_and_products_are_exact(void **state)
{
    (void)state;
    int64_t result;
    assert_int_equal(money_add(INT64_MAX, INT64_MIN, "sum", &result, NULL), 0);
    assert_true(result == -1);
    assert_int_equal(money_multiply(12800050, 52, "sum", &result, NULL), 0);
    assert_true(result == 665602600);
}

static void rounding_is_never_off_by_more_than_half(void **state)
{
    (void)state;
    struct generator generator = {.state = 7};
    for (int i = 0; i < 20000; i++) {
        int64_t numerator = (int64_t)generator_next(&generator) >> generator_up_to(&generator, 62);
        int64_t denominator =
            1 + generator_up_to(&generator, INT64_MAX - 1) / (1 + generator_up_to(&generator, 1000000));
        int64_t quotient, opposite;
        assert_int_equal(divide_rounded(numerator, denominator, "pay", &quotient, NULL), 0);
        assert_int_equal(divide_rounded(-(int128_t)numerator, denominator, "pay", &opposite, NULL), 0);
        int128_t off = ((int128_t)quotient * denominator - numerator) * 2;
        assert_true(off <= denominator && off >= -(int128_t)denominator);
        assert_true(opposite == -quotient);
    }
}

static void money_is_printed_in_yuan_with_two_decimals(void **state)
{
    (void)state;
    static const struct {
        int64_t fen;
        const char *text;
    } cases[] = {{123450, "1234.50"}, {-5, "-0.05"}, {0, "0.00"}, {7, "0.07"}, {INT64_MIN, "-92233720368547758.08"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[MONEY_TEXT_SIZE];
        assert_string_equal(money_format(cases[i].fen, text), cases[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(halves_are_rounded_away_from_zero),
        cmocka_unit_test(a_share_of_an_amount_is_rounded_once),
        cmocka_unit_test(what_does_not_fit_is_an_error_and_not_a_wrap),
        cmocka_unit_test(sums_and_products_are_exact),
        cmocka_unit_test(rounding_is_never_off_by_more_than_half),
        cmocka_unit_test(money_is_printed_in_yuan_with_two_decimals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
