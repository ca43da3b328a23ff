/* remuda-target-planning: the year split to months and units, issued by the month, shown against sales. */
#include "events.h"
#include "lag_watch.h"
#include "rpc.h"

#include "remuda/target/v1/target_planning.pb-c.h"

static const struct method methods[] = {
    {"PutSalesHistory", ROLE_HEADQUARTERS, METHOD_WRITES, 1, rpc_put_sales_history},
    {"PutDrivers", ROLE_HEADQUARTERS, METHOD_WRITES, 1, rpc_put_drivers},
    {"DraftPlan", ROLE_HEADQUARTERS, METHOD_WRITES, 1, rpc_draft_plan},
    {"Show", ROLE_HEADQUARTERS, METHOD_READS, 1, rpc_show},
    {"Split", ROLE_HEADQUARTERS, METHOD_WRITES, 1, rpc_split},
    {"Adjust", ROLE_MANAGER, METHOD_WRITES, 1, rpc_adjust},
    {"Review", ROLE_HEADQUARTERS, METHOD_WRITES, 1, rpc_review},
    {"Lock", ROLE_HEADQUARTERS, METHOD_WRITES, 1, rpc_lock},
    {"Amend", ROLE_HEADQUARTERS, METHOD_WRITES, 1, rpc_amend},
    {"IssueMonth", ROLE_HEADQUARTERS, METHOD_WRITES, 1, rpc_issue_month},
    {"Roll", ROLE_HEADQUARTERS, METHOD_READS, 1, rpc_roll},
    {"AcceptRoll", ROLE_HEADQUARTERS, METHOD_WRITES, 1, rpc_accept_roll},
    {"Evaluate", ROLE_HEADQUARTERS, METHOD_WRITES, 1, rpc_evaluate},
    {"ListEvaluation", ROLE_VIEWER, METHOD_READS, 1, rpc_list_evaluation},
    {"Close", ROLE_HEADQUARTERS, METHOD_WRITES, 1, rpc_close},
    {"Board", ROLE_VIEWER, METHOD_READS, 8, rpc_board},
    {"Compare", ROLE_HEADQUARTERS, METHOD_READS, 1, rpc_compare},
    {"Explain", ROLE_VIEWER, METHOD_READS, 1, rpc_explain},
    {"Export", ROLE_VIEWER, METHOD_READS, 1, rpc_export},
    {"GetTotals", ROLE_HEADQUARTERS, METHOD_READS, 64, rpc_get_totals},
    {0},
};

static const struct service_definition definition = {
    .name = "target_planning",
    .purpose = "splits the year's target over units and months and shows it against sales",
    .schema_change = "plan_trace",
    .default_port = 7104,
    .descriptor = &remuda__target__v1__target_planning__descriptor,
    .methods = methods,
    .apply = planning_apply_event,
    .apply_batch = planning_apply_events,
    .periodic = lag_watch_run,
};

int main(int argc, char **argv)
{
    return service_main(&definition, argc, argv);
}
