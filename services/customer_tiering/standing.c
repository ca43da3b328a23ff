#include "standing.h"

#include "base/money.h"
#include "tier_value.h"

static const int64_t *record(const struct standing *standing, size_t i)
{
    return standing->records + i * standing->width;
}

static int add_amounts(struct valuation *valuation, const struct standing *standing, struct tier_customer *customer,
                       struct error *error)
{
    for (size_t i = 0; i < standing->n; i++)
        if (record(standing, i)[0] != customer->customer_id &&
            valuation_add(valuation, record(standing, i) + 1, error) != 0)
            return -1;
    if (valuation_add(valuation, customer->amounts, error) != 0)
        return -1;
    valuation_order(valuation);
    return valuation_value(valuation, customer->amounts, customer->points, &customer->value, error);
}

static int find_place(const struct valuation *valuation, const struct standing *standing,
                      const struct tier_customer *customer, struct tier_place *place, struct error *error)
{
    int64_t points[POLICY_MEASURES_MAX];
    *place = (struct tier_place){.value = customer->value, .whole = customer->value, .rank = 1, .customers = 1};
    for (size_t i = 0; i < standing->n; i++) {
        struct tier_customer other = {.customer_id = record(standing, i)[0],
                                      .amounts = (int64_t *)(uintptr_t)record(standing, i) + 1};
        if (other.customer_id == customer->customer_id)
            continue;
        if (valuation_value(valuation, other.amounts, points, &other.value, error) != 0 ||
            money_add(place->whole, other.value, "measures", &place->whole, error) != 0)
            return -1;
        place->customers++;
        if (tier_order(valuation->policy, &other, customer) < 0) {
            place->before += other.value;
            place->rank++;
        }
    }
    return 0;
}

int standing_place(const struct tier_policy *policy, const struct standing *standing, struct tier_customer *customer,
                   struct tier_summary *summary, struct error *error)
{
    struct arena scratch = {0};
    struct valuation valuation;
    struct tier_place place;
    valuation_init(&valuation, policy, standing->n + 1, &scratch);
    int result = add_amounts(&valuation, standing, customer, error) != 0 ||
                 find_place(&valuation, standing, customer, &place, error) != 0;
    arena_release(&scratch);
    if (result)
        return -1;
    tier_place_customer(policy, customer, &place);
    *summary = (struct tier_summary){.value = place.whole, .customers = place.customers};
    return 0;
}
