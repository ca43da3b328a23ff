/* remuda-customer-tiering: how much each customer matters, by cumulative share of value. */
#include "events.h"
#include "rpc.h"

#include "remuda/tiering/v1/customer_tiering.pb-c.h"

static const struct method methods[] = {
    {"RunTiering", ROLE_HEADQUARTERS, METHOD_WRITES, 1, rpc_run_tiering},
    {"GetTier", ROLE_VIEWER, METHOD_READS, 64, rpc_get_tier},
    {"ListTiers", ROLE_VIEWER, METHOD_READS, 8, rpc_list_tiers},
    {"GetTotals", ROLE_HEADQUARTERS, METHOD_READS, 64, rpc_get_totals},
    {0},
};

static const struct service_definition definition = {
    .name = "customer_tiering",
    .purpose = "decides how much each customer matters, and says why",
    .schema_change = "tiering_returns",
    .default_port = 7103,
    .descriptor = &remuda__tiering__v1__customer_tiering__descriptor,
    .methods = methods,
    .apply = tiering_apply_event,
    .apply_batch = tiering_apply_events,
};

int main(int argc, char **argv)
{
    return service_main(&definition, argc, argv);
}
