#include "base/apportion.h"

#include "base/int128.h"

#include <stdbool.h>

struct claim {
    int128_t remainder; /* of total * weight / sum of the weights */
    size_t recipient;
};

static int refuse_weight(size_t index, struct error *error)
{
    error_set(error, STATUS_INVALID_ARGUMENT, NULL, "The weight is out of range. Give one from 0 to %lld.",
              "权重超出范围。请给出 0 至 %lld 之间的权重。", (long long)APPORTION_WEIGHT_MAX);
    return error_within(error, "weights[%zu]", index);
}

/* Adds the weights to `*sum`: at most 10^21, more than 64 bits hold. */
static int sum_weights(const int64_t *weights, size_t n, int128_t *sum, struct error *error)
{
    for (size_t i = 0; i < n; i++) {
        if (weights[i] < 0 || weights[i] > APPORTION_WEIGHT_MAX)
            return refuse_weight(i, error);
        *sum += weights[i];
    }
    return 0;
}

static int check(int64_t total, const int64_t *weights, size_t n, int128_t *sum, struct error *error)
{
    if (total < 0)
        return error_set(error, STATUS_INVALID_ARGUMENT, "total",
                         "The total to be split is %lld. Give a total of zero or more.",
                         "待分配的总数为 %lld。请给出大于或等于零的总数。", (long long)total);
    if (n > APPORTION_COUNT_MAX)
        return error_set(error, STATUS_INVALID_ARGUMENT, "weights",
                         "There are %zu weights. Give at most %d, or split in two steps.",
                         "共有 %zu 个权重。请最多给出 %d 个，或分两步分配。", n, APPORTION_COUNT_MAX);
    if (sum_weights(weights, n, sum, error) != 0)
        return -1;
    if (*sum == 0 && total > 0)
        return error_set(error, STATUS_INVALID_ARGUMENT, "weights",
                         "No weight is above zero, so nobody can receive a part. Give at least one positive weight.",
                         "没有大于零的权重，无法分配。请至少给出一个正的权重。");
    return 0;
}

/* --- largest remainder
 * ------------------------------------------------------------------------------------------------ */

/* Larger remainders first; equal ones in the order of the recipients. */
static int compare_claims(const void *left, const void *right)
{
    const struct claim *a = left, *b = right;
    if (a->remainder != b->remainder)
        return a->remainder > b->remainder ? -1 : 1;
    return a->recipient < b->recipient ? -1 : a->recipient > b->recipient;
}

/* Gives each recipient the floor of its share and notes its claim on the rest. Returns the units that are left,
 * fewer than there are claims above zero. */
static size_t give_floors(int64_t total, const int64_t *weights, size_t n, int128_t sum, int64_t *parts,
                          struct claim *claims)
{
    int64_t left = total;
    for (size_t i = 0; i < n; i++) {
        int128_t share = (int128_t)total * weights[i]; /* < 2^63 * 10^15 < 2^113 */
        claims[i] = (struct claim){.remainder = share % sum, .recipient = i};
        parts[i] = (int64_t)(share / sum);
        left -= parts[i];
    }
    return (size_t)left;
}

static void give_remainders(int64_t total, const int64_t *weights, size_t n, int128_t sum, int64_t *parts,
                            struct claim *claims)
{
    size_t left = give_floors(total, weights, n, sum, parts, claims);
    if (left > 0)
        qsort(claims, n, sizeof *claims, compare_claims);
    for (size_t i = 0; i < left; i++)
        parts[claims[i].recipient]++;
}

/* --- Sainte-Laguë
 * ----------------------------------------------------------------------------------------------------- */

/* Recipients in a heap, who is next on top: in `adding` the largest weight / (2 * units + 1), else, to give one back,
 * the smallest weight / (2 * units - 1). */
struct queue {
    const int64_t *weights;
    const int64_t *parts;
    bool adding;
    size_t count;
    struct claim *claims; /* only the recipients */
};

static bool comes_before(const struct queue *queue, size_t a, size_t b)
{
    int odd = queue->adding ? 1 : -1;
    int128_t a_claim = (int128_t)queue->weights[a] * (2 * (int128_t)queue->parts[b] + odd); /* < 2^50 * 2^65 */
    int128_t b_claim = (int128_t)queue->weights[b] * (2 * (int128_t)queue->parts[a] + odd);
    if (a_claim != b_claim)
        return (a_claim > b_claim) == queue->adding;
    return (a < b) == queue->adding; /* the earlier one gets it first and gives it back last */
}

static void settle_down(struct queue *queue, size_t place)
{
    for (;;) {
        size_t next = 2 * place + 1;
        if (next + 1 < queue->count &&
            comes_before(queue, queue->claims[next + 1].recipient, queue->claims[next].recipient))
            next++;
        if (next >= queue->count || comes_before(queue, queue->claims[place].recipient, queue->claims[next].recipient))
            return;
        struct claim moved = queue->claims[place];
        queue->claims[place] = queue->claims[next];
        queue->claims[next] = moved;
        place = next;
    }
}

/* Every exact share rounded, halves up: as many units as are given before some claim is too small. Returns what is
 * left, below zero when too much was given; at most one unit a recipient either way. */
static int64_t give_rounded(int64_t total, const int64_t *weights, size_t n, int128_t sum, int64_t *parts)
{
    int128_t left = total;
    for (size_t i = 0; i < n; i++) {
        int128_t share = (int128_t)total * weights[i];
        parts[i] = (int64_t)(share / sum + (share % sum * 2 >= sum));
        left -= parts[i];
    }
    return (int64_t)left;
}

static void give_by_divisors(int64_t total, const int64_t *weights, size_t n, int128_t sum, int64_t *parts,
                             struct claim *claims)
{
    int64_t left = give_rounded(total, weights, n, sum, parts);
    struct queue queue = {.weights = weights, .parts = parts, .adding = left > 0, .claims = claims};
    for (size_t i = 0; i < n; i++)
        if (queue.adding ? weights[i] > 0 : parts[i] > 0)
            claims[queue.count++].recipient = i;
    for (size_t i = queue.count / 2; i-- > 0;)
        settle_down(&queue, i);
    for (; left != 0; left -= queue.adding ? 1 : -1) {
        int64_t *part = &parts[claims[0].recipient];
        *part += queue.adding ? 1 : -1;
        if (*part == 0) /* has nothing left to give back */
            claims[0] = claims[--queue.count];
        settle_down(&queue, 0);
    }
}

int apportion(enum apportion_method method, int64_t total, const int64_t *weights, size_t n, int64_t *parts,
              struct error *error)
{
    int128_t sum = 0;
    if (check(total, weights, n, &sum, error) != 0)
        return -1;
    if (total == 0) {
        for (size_t i = 0; i < n; i++)
            parts[i] = 0;
        return 0;
    }
    struct claim *claims = malloc(n * sizeof *claims);
    if (!claims)
        return error_set(error, STATUS_RESOURCE_EXHAUSTED, "weights",
                         "There is not enough memory to split among %zu. Try again later.",
                         "内存不足，无法在 %zu 个对象间分配。请稍后重试。", n);
    if (method == APPORTION_SAINTE_LAGUE)
        give_by_divisors(total, weights, n, sum, parts, claims);
    else
        give_remainders(total, weights, n, sum, parts, claims);
    free(claims);
    return 0;
}

int apportion_largest_remainder(int64_t total, const int64_t *weights, size_t n, int64_t *parts, struct error *error)
{
    return apportion(APPORTION_LARGEST_REMAINDER, total, weights, n, parts, error);
}
