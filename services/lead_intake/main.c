/* Lead intake: customers, leads and who holds them, deliveries. */
#include "events.h"
#include "rpc.h"
#include "sweep.h"

static struct lead_intake lead_intake = {.policy = POLICY_HOLDER_START};

static const struct method methods[] = {
    {"FileLead", ROLE_DEALER, METHOD_WRITES | METHOD_NATURAL_KEY, 256, rpc_file_lead},
    {"CheckLead", ROLE_DEALER, METHOD_READS, 64, rpc_check_lead},
    {"GetLead", ROLE_VIEWER, METHOD_READS, 64, rpc_get_lead},
    {"ListLeads", ROLE_VIEWER, METHOD_READS, 8, rpc_list_leads},
    {"RegisterCustomer", ROLE_HEADQUARTERS, METHOD_WRITES, 256, rpc_register_customer},
    {"ReportDelivery", ROLE_DEALER, METHOD_WRITES, 256, rpc_report_delivery},
    {"CancelDelivery", ROLE_MANAGER, METHOD_WRITES, 1, rpc_cancel_delivery},
    {"ReturnDelivery", ROLE_MANAGER, METHOD_WRITES, 1, rpc_return_delivery},
    {"ListReviews", ROLE_MANAGER, METHOD_READS, 8, rpc_list_reviews},
    {"DecideReview", ROLE_MANAGER, METHOD_WRITES, 1, rpc_decide_review},
    {"ListConflicts", ROLE_DEALER, METHOD_READS, 8, rpc_list_conflicts},
    {"DecideConflict", ROLE_MANAGER, METHOD_WRITES, 1, rpc_decide_conflict},
    {"AppealConflict", ROLE_DEALER, METHOD_WRITES, 1, rpc_appeal_conflict},
    {"AmendLead", ROLE_DEALER, METHOD_WRITES, 64, rpc_amend_lead},
    {"AdvanceLead", ROLE_DEALER, METHOD_WRITES, 64, rpc_advance_lead},
    {"CloseLead", ROLE_DEALER, METHOD_WRITES, 64, rpc_close_lead},
    {"ReleaseLead", ROLE_DEALER, METHOD_WRITES, 64, rpc_release_lead},
    {"ExtendProtection", ROLE_DEALER, METHOD_WRITES, 64, rpc_extend_protection},
    {"AssignLead", ROLE_MANAGER, METHOD_WRITES, 64, rpc_assign_lead},
    {"ClaimLead", ROLE_DEALER, METHOD_WRITES, 1, rpc_claim_lead},
    {"GetHistory", ROLE_VIEWER, METHOD_READS, 8, rpc_get_history},
    {"ListPool", ROLE_DEALER, METHOD_READS, 8, rpc_list_pool},
    {"PutProtectionPolicy", ROLE_HEADQUARTERS, METHOD_WRITES, 1, rpc_put_protection_policy},
    {"GetProtectionPolicy", ROLE_VIEWER, METHOD_READS, 8, rpc_get_protection_policy},
    {"MergeCustomers", ROLE_HEADQUARTERS, METHOD_WRITES, 1, rpc_merge_customers},
    {"UnmergeCustomers", ROLE_HEADQUARTERS, METHOD_WRITES, 1, rpc_unmerge_customers},
    {"GetLossAnalysis", ROLE_VIEWER, METHOD_READS, 4, rpc_get_loss_analysis},
    {"GetTotals", ROLE_HEADQUARTERS, METHOD_READS, 4, rpc_get_totals},
    {0},
};

int main(int argc, char **argv)
{
    lead_intake.recogniser = recogniser_create();
    lead_intake.newcomers = newcomers_create(lead_intake.recogniser);
    const struct service_definition definition = {
        .name = "lead_intake",
        .purpose = "Remuda's lead intake: customers, leads and who holds them, deliveries",
        .schema_change = "tier_protection",
        .default_port = 7102,
        .descriptor = &remuda__lead__v1__lead_intake__descriptor,
        .methods = methods,
        .apply = lead_intake_apply_event,
        .apply_batch = lead_intake_apply_events,
        .context = &lead_intake,
        .start = sweep_start,
        .periodic = sweep_run,
    };

    int exit_code = service_main(&definition, argc, argv);
    newcomers_destroy(lead_intake.newcomers);
    recogniser_destroy(lead_intake.recogniser);
    return exit_code;
}
