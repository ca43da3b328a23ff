#include "base/money.h"

static int refuse_overflow(const char *field, struct error *error)
{
    return error_set(error, STATUS_OUT_OF_RANGE, field,
                     "The result is larger than the system can keep. Check the amounts that go into it.",
                     "计算结果超出系统可保存的范围。请核对参与计算的数额。");
}

static int narrow(int128_t wide, const char *field, int64_t *result, struct error *error)
{
    if (wide < INT64_MIN || wide > INT64_MAX)
        return refuse_overflow(field, error);
    *result = (int64_t)wide;
    return 0;
}

int money_add(int64_t a, int64_t b, const char *field, int64_t *sum, struct error *error)
{
    return narrow((int128_t)a + b, field, sum, error);
}

int money_multiply(int64_t amount, int64_t count, const char *field, int64_t *product, struct error *error)
{
    return narrow((int128_t)amount * count, field, product, error);
}

int money_share(int64_t amount, int64_t ppm, const char *field, int64_t *share, struct error *error)
{
    return divide_rounded((int128_t)amount * ppm, PPM, field, share, error);
}

int divide_rounded(int128_t numerator, int128_t denominator, const char *field, int64_t *quotient, struct error *error)
{
    if (denominator <= 0)
        return error_set(error, STATUS_INVALID_ARGUMENT, field,
                         "Nothing can be divided by %lld. Give a divisor above zero.",
                         "不能除以 %lld。请给出大于零的除数。", (long long)denominator);
    int128_t whole = numerator / denominator;
    int128_t rest = numerator % denominator; /* has the numerator's sign */
    if (rest < 0)
        rest = -rest;
    if (rest >= denominator - rest) /* not 2 * rest, which need not fit */
        whole += numerator < 0 ? -1 : 1;
    return narrow(whole, field, quotient, error);
}

char *money_format(int64_t fen, char text[static MONEY_TEXT_SIZE])
{
    uint64_t amount = fen < 0 ? -(uint64_t)fen : (uint64_t)fen; /* INT64_MIN has no positive counterpart */
    snprintf(text, MONEY_TEXT_SIZE, "%s%llu.%02llu", fen < 0 ? "-" : "", (unsigned long long)(amount / 100),
             (unsigned long long)(amount % 100));
    return text;
}
