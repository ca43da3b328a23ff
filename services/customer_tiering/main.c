/* remuda-customer-tiering: how much each customer matters, by cumulative share of value. */
#include "events.h"
#include "rpc.h"
#include "standing_store.h"

static const struct method methods[] = {
    {"PutPolicy", ROLE_HEADQUARTERS, METHOD_WRITES, 1, rpc_put_policy},
    {"ApprovePolicy", ROLE_HEADQUARTERS, METHOD_WRITES, 1, rpc_approve_policy},
    {"GetPolicy", ROLE_VIEWER, METHOD_READS, 8, rpc_get_policy},
    {"DeclareCustomer", ROLE_HEADQUARTERS, METHOD_WRITES, 64, rpc_declare_customer},
    {"Override", ROLE_HEADQUARTERS, METHOD_WRITES, 64, rpc_override},
    {"Run", ROLE_HEADQUARTERS, METHOD_WRITES, 1, rpc_run},
    {"Release", ROLE_HEADQUARTERS, METHOD_WRITES, 1, rpc_release},
    {"ReproduceRun", ROLE_HEADQUARTERS, METHOD_READS, 1, rpc_reproduce_run},
    {"GetTier", ROLE_VIEWER, METHOD_READS, 64, rpc_get_tier},
    {"ExplainTier", ROLE_VIEWER, METHOD_READS, 1, rpc_explain_tier},
    {"ListTiers", ROLE_VIEWER, METHOD_READS, 8, rpc_list_tiers},
    {"ListMoves", ROLE_VIEWER, METHOD_READS, 8, rpc_list_moves},
    {"CompareRuns", ROLE_VIEWER, METHOD_READS, 1, rpc_compare_runs},
    {"Pyramid", ROLE_VIEWER, METHOD_READS, 1, rpc_pyramid},
    {"GetTotals", ROLE_HEADQUARTERS, METHOD_READS, 64, rpc_get_totals},
    {0},
};

static const struct service_definition definition = {
    .name = "customer_tiering",
    .purpose = "decides how much each customer matters, and says why",
    .schema_change = "tiering_standing",
    .default_port = 7103,
    .descriptor = &remuda__tiering__v1__customer_tiering__descriptor,
    .methods = methods,
    .apply = tiering_apply_event,
    .apply_batch = tiering_apply_events,
    .periodic = standing_build,
};

int main(int argc, char **argv)
{
    return service_main(&definition, argc, argv);
}
