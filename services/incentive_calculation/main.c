/* remuda-incentive-calculation: plans, the credits they pay for, and everybody's statement. */
#include "events.h"
#include "rpc.h"

#include "remuda/incentive/v1/incentive_calculation.pb-c.h"

static const struct method methods[] = {
    {"PutPlan", ROLE_HEADQUARTERS, METHOD_WRITES, 1, rpc_put_plan},
    {"ApprovePlan", ROLE_HEADQUARTERS, METHOD_WRITES, 1, rpc_approve_plan},
    {"Calculate", ROLE_HEADQUARTERS, METHOD_WRITES, 1, rpc_calculate},
    {"Review", ROLE_HEADQUARTERS, METHOD_WRITES, 1, rpc_review},
    {"Approve", ROLE_HEADQUARTERS, METHOD_WRITES, 1, rpc_approve},
    {"MarkPaid", ROLE_HEADQUARTERS, METHOD_WRITES, 1, rpc_mark_paid},
    {"ClosePeriod", ROLE_HEADQUARTERS, METHOD_WRITES, 1, rpc_close_period},
    {"ListStatements", ROLE_VIEWER, METHOD_READS, 1, rpc_list_statements},
    {"ExplainLine", ROLE_VIEWER, METHOD_READS, 1, rpc_explain_line},
    {"Export", ROLE_HEADQUARTERS, METHOD_READS, 1, rpc_export},
    {"Simulate", ROLE_VIEWER, METHOD_READS, 1, rpc_simulate},
    {"Dispute", ROLE_VIEWER, METHOD_WRITES, 1, rpc_dispute},
    {"ResolveDispute", ROLE_HEADQUARTERS, METHOD_WRITES, 1, rpc_resolve_dispute},
    {"GetStatement", ROLE_VIEWER, METHOD_READS, 64, rpc_get_statement},
    {"GetTotals", ROLE_HEADQUARTERS, METHOD_READS, 64, rpc_get_totals},
    {0},
};

static const struct service_definition definition = {
    .name = "incentive_calculation",
    .purpose = "calculates what each person earns, line by line",
    .schema_change = "credit_facts",
    .default_port = 7105,
    .descriptor = &remuda__incentive__v1__incentive_calculation__descriptor,
    .methods = methods,
    .apply = incentive_apply_event,
    .apply_batch = incentive_apply_events,
};

int main(int argc, char **argv)
{
    return service_main(&definition, argc, argv);
}
