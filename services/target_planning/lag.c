#include "lag.h"

#include "base/int128.h"
#include "base/money.h"

bool lag_is(const struct lag_rule *rule, const struct lag_month *months, size_t n)
{
    bool lags = n == (size_t)rule->month_ends;
    for (size_t i = 0; lags && i < n; i++)
        lags = (int128_t)months[i].sold_units * PPM < (int128_t)months[i].target_units * (PPM - rule->behind_ppm);
    return lags;
}
