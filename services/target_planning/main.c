/* remuda-target-planning: the year split to months and units, issued by the month, shown against sales. */
#include "events.h"
#include "rpc.h"

#include "remuda/target/v1/target_planning.pb-c.h"

static const struct method methods[] = {
    {"PutSalesHistory", ROLE_HEADQUARTERS, METHOD_WRITES, 1, rpc_put_sales_history},
    {"LockPlan", ROLE_HEADQUARTERS, METHOD_WRITES, 1, rpc_lock_plan},
    {"IssueMonth", ROLE_HEADQUARTERS, METHOD_WRITES, 1, rpc_issue_month},
    {"GetBoard", ROLE_VIEWER, METHOD_READS, 8, rpc_get_board},
    {"GetTotals", ROLE_HEADQUARTERS, METHOD_READS, 64, rpc_get_totals},
    {0},
};

static const struct service_definition definition = {
    .name = "target_planning",
    .purpose = "splits the year's target over units and months and shows it against sales",
    .schema_change = "planning_returns",
    .default_port = 7104,
    .descriptor = &remuda__target__v1__target_planning__descriptor,
    .methods = methods,
    .apply = planning_apply_event,
    .apply_batch = planning_apply_events,
};

int main(int argc, char **argv)
{
    return service_main(&definition, argc, argv);
}
