#include "driver.h"

#include "base/apportion.h"
#include "base/money.h"

int driver_weight(int64_t capacity, int64_t share_ppm, int64_t factor_ppm, int64_t *weight, struct error *error)
{
    int64_t shared;
    if (divide_rounded((int128_t)capacity * share_ppm, PPM, "weight", &shared, error) ||
        divide_rounded((int128_t)shared * factor_ppm, PPM, "weight", weight, error))
        return -1;
    if (*weight < 0 || *weight > APPORTION_WEIGHT_MAX)
        return error_set(
            error, STATUS_INVALID_ARGUMENT, "weight", "capacity x share x factor is %lld: must be 0 to %lld",
            "容量 × 份额 × 系数为 %lld：必须在 0 到 %lld 之间", (long long)*weight, (long long)APPORTION_WEIGHT_MAX);
    return 0;
}

int driver_check_factors(const int64_t weights_ppm[DRIVER_FACTORS], struct error *error)
{
    int64_t sum = 0;
    for (int factor = 0; factor < DRIVER_FACTORS; factor++) {
        if (weights_ppm[factor] < 0 || weights_ppm[factor] > PPM)
            sum = -1;
        else if (sum >= 0)
            sum += weights_ppm[factor];
    }
    if (sum == PPM)
        return 0;
    return error_set(error, STATUS_INVALID_ARGUMENT, "factor_weights_ppm",
                     "give three weights of 0 or more that sum to 1000000 parts per million",
                     "请给出三个不小于 0、合计为 1000000（百万分之一）的权重");
}

int driver_three_factor(const int64_t *const units[DRIVER_FACTORS], size_t n, const int64_t weights_ppm[DRIVER_FACTORS],
                        int64_t *weights, struct error *error)
{
    if (driver_check_factors(weights_ppm, error))
        return -1;
    memset(weights, 0, n * sizeof *weights);
    for (int factor = 0; factor < DRIVER_FACTORS; factor++) {
        int64_t sum = 0, share;
        for (size_t i = 0; i < n; i++)
            if (money_add(sum, units[factor][i], "units", &sum, error))
                return -1;
        for (size_t i = 0; sum > 0 && i < n; i++) {
            if (divide_rounded((int128_t)units[factor][i] * PPM * weights_ppm[factor], sum, "units", &share, error))
                return -1;
            weights[i] += share;
        }
    }
    return 0;
}
