/* The methods of remuda.lead.v1.LeadIntake: protobuf <-> domain, one function a method. */
#pragma once

#include "customer.h"
#include "remuda/lead/v1/lead_intake.pb-c.h"
#include "service/service.h"

struct lead_intake {
    struct service_settings service;
    int64_t protection_days; /* how long an accepted lead is held */
};

int rpc_file_lead(struct batch *batch, struct error *error);
int rpc_check_lead(struct batch *batch, struct error *error);
int rpc_get_lead(struct batch *batch, struct error *error);
int rpc_list_leads(struct batch *batch, struct error *error);
int rpc_register_customer(struct batch *batch, struct error *error);
int rpc_report_delivery(struct batch *batch, struct error *error);
int rpc_cancel_delivery(struct batch *batch, struct error *error);
int rpc_get_totals(struct batch *batch, struct error *error);
int rpc_list_reviews(struct batch *batch, struct error *error);
int rpc_decide_review(struct batch *batch, struct error *error);
int rpc_list_conflicts(struct batch *batch, struct error *error);
int rpc_decide_conflict(struct batch *batch, struct error *error);
int rpc_appeal_conflict(struct batch *batch, struct error *error);

/* --- what several methods read alike (rpc_fields.c) ----------------------------------------------------------------------- */

/* The description of a customer, or findings below "customer" (a missing message is one). */
void rpc_read_customer(struct batch *batch, const Remuda__Lead__V1__CustomerDescription *description,
                       struct customer_draft *draft, struct findings *findings);
/* The dealer's unit by its code, when the caller may act for it with `role`; 0 and the call refused otherwise. */
int64_t rpc_read_dealer(struct batch *batch, struct call *call, const char *code, enum role role);
/* The units on which the principal has at least `role`: what it may see is their subtrees. Returns how many. */
size_t rpc_units_of(struct batch *batch, const struct principal *principal, enum role role, const int64_t **unit_ids);
/* An ISO date or ""; refused dates are violations of `field`. Returns "" or the date's text. */
const char *rpc_read_date(struct batch *batch, struct call *call, const char *text, const char *field);
/* Faults refuse the call; warnings are given out as messages in the caller's language. */
void rpc_apply_findings(struct batch *batch, struct call *call, const struct findings *findings,
                        Remuda__Lead__V1__Warning ***warnings, size_t *count);
/* Tells that a customer was registered. */
void rpc_emit_registered(struct batch *batch, const struct call *call, int64_t customer_id, const struct customer_draft *draft,
                         int business_type);
