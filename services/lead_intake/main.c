/* Lead intake: customers, leads and who holds them, deliveries. */
#include "rpc.h"

static struct lead_intake lead_intake;

static const struct config_option options[] = {
    {.name = "PROTECTION_DAYS", .type = CONFIG_INTEGER, .fallback = "90", .min = 1, .max = 3650,
     .help = "days for which a dealer holds an accepted lead", .offset = offsetof(struct lead_intake, protection_days)},
    {0},
};

static const struct method methods[] = {
    {"FileLead", ROLE_DEALER, METHOD_WRITES | METHOD_NATURAL_KEY, 256, rpc_file_lead},
    {"CheckLead", ROLE_DEALER, METHOD_READS, 64, rpc_check_lead},
    {"GetLead", ROLE_VIEWER, METHOD_READS, 64, rpc_get_lead},
    {"ListLeads", ROLE_VIEWER, METHOD_READS, 8, rpc_list_leads},
    {"RegisterCustomer", ROLE_HEADQUARTERS, METHOD_WRITES, 256, rpc_register_customer},
    {"ReportDelivery", ROLE_DEALER, METHOD_WRITES, 256, rpc_report_delivery},
    {"CancelDelivery", ROLE_MANAGER, METHOD_WRITES, 1, rpc_cancel_delivery},
    {"ListReviews", ROLE_MANAGER, METHOD_READS, 8, rpc_list_reviews},
    {"DecideReview", ROLE_MANAGER, METHOD_WRITES, 1, rpc_decide_review},
    {"ListConflicts", ROLE_DEALER, METHOD_READS, 8, rpc_list_conflicts},
    {"DecideConflict", ROLE_MANAGER, METHOD_WRITES, 1, rpc_decide_conflict},
    {"AppealConflict", ROLE_DEALER, METHOD_WRITES, 1, rpc_appeal_conflict},
    {"GetTotals", ROLE_HEADQUARTERS, METHOD_READS, 4, rpc_get_totals},
    {0},
};

int main(int argc, char **argv)
{
    const struct service_definition definition = {
        .name = "lead_intake",
        .purpose = "Remuda's lead intake: customers, leads and who holds them, deliveries",
        .schema_change = "lead_conflicts",
        .default_port = 7102,
        .descriptor = &remuda__lead__v1__lead_intake__descriptor,
        .methods = methods,
        .context = &lead_intake,
        .options = options,
        .settings = &lead_intake.service,
    };

    return service_main(&definition, argc, argv);
}
