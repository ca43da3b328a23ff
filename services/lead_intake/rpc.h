/* The methods of remuda.lead.v1.LeadIntake: protobuf <-> domain, one function a method. */
#pragma once

#include "customer.h"
#include "newcomers.h"
#include "policy_holder.h"
#include "recogniser_feed.h"
#include "remuda/lead/v1/lead_intake.pb-c.h"
#include "service/service.h"

struct lead_intake {
    struct policy_holder policy; /* the one in force */
    struct recogniser *recogniser; /* by the likeness of names */
    struct newcomers *newcomers;   /* whom it will know once they are registered */
    struct recogniser_feed names;  /* what it has read; the background thread's */
};

int rpc_file_lead(struct batch *batch, struct error *error);
int rpc_check_lead(struct batch *batch, struct error *error);
int rpc_get_lead(struct batch *batch, struct error *error);
int rpc_list_leads(struct batch *batch, struct error *error);
int rpc_register_customer(struct batch *batch, struct error *error);
int rpc_report_delivery(struct batch *batch, struct error *error);
int rpc_cancel_delivery(struct batch *batch, struct error *error);
int rpc_return_delivery(struct batch *batch, struct error *error);
int rpc_get_totals(struct batch *batch, struct error *error);
int rpc_list_reviews(struct batch *batch, struct error *error);
int rpc_decide_review(struct batch *batch, struct error *error);
int rpc_list_conflicts(struct batch *batch, struct error *error);
int rpc_decide_conflict(struct batch *batch, struct error *error);
int rpc_appeal_conflict(struct batch *batch, struct error *error);
int rpc_amend_lead(struct batch *batch, struct error *error);
int rpc_advance_lead(struct batch *batch, struct error *error);
int rpc_close_lead(struct batch *batch, struct error *error);
int rpc_release_lead(struct batch *batch, struct error *error);
int rpc_extend_protection(struct batch *batch, struct error *error);
int rpc_assign_lead(struct batch *batch, struct error *error);
int rpc_claim_lead(struct batch *batch, struct error *error);
int rpc_list_pool(struct batch *batch, struct error *error);
int rpc_get_history(struct batch *batch, struct error *error);
int rpc_put_protection_policy(struct batch *batch, struct error *error);
int rpc_get_protection_policy(struct batch *batch, struct error *error);
int rpc_merge_customers(struct batch *batch, struct error *error);
int rpc_get_loss_analysis(struct batch *batch, struct error *error);
int rpc_unmerge_customers(struct batch *batch, struct error *error);

/* --- what several methods read alike (rpc_fields.c) ----------------------------------------------------------------------- */

/* The description of a customer, or findings below "customer" (a missing message is one). */
void rpc_read_customer(struct batch *batch, const Remuda__Lead__V1__CustomerDescription *description,
                       struct customer_draft *draft, struct findings *findings);
/* The dealer's unit by its code, when the caller may act for it with `role`; 0 and the call refused otherwise. */
int64_t rpc_read_dealer(struct batch *batch, struct call *call, const char *code, enum role role);
/* The units on which the principal has at least `role`: what it may see is their subtrees. Returns how many. */
size_t rpc_units_of(struct batch *batch, const struct principal *principal, enum role role, const int64_t **unit_ids);
/* The units whose subtrees are asked for: the one of `code` when the caller may see it, or with "" all that it may see. An unknown
 * one refuses the call. Returns how many. */
size_t rpc_read_units(struct batch *batch, struct call *call, const char *code, const int64_t **unit_ids);
/* Is the unit a dealer on which the principal itself has a role? What is read of any other stands in the audit. */
bool rpc_is_own(const struct batch *batch, const struct principal *principal, int64_t unit_id);
/* Writes down that lists over these units were read, unless all are the reader's own. */
void rpc_audit_list(struct batch *batch, struct call *call, const char *subject, const int64_t *unit_ids, size_t n);
/* An ISO date or ""; refused dates are violations of `field`. Returns "" or the date's text. */
const char *rpc_read_date(struct batch *batch, struct call *call, const char *text, const char *field);
/* An instant as people in China read it, "2014-09-01 16:00"; "" for 0. */
const char *rpc_instant_text(struct batch *batch, int64_t unix_ms);
/* The protection policy in force. */
const struct protection_policy *rpc_policy(struct batch *batch);
#define QUANTITY_MAX 100000 /* vehicles of one lead */
/* Vehicles of a lead; the policy says how many make a small batch. */
void rpc_check_quantity(struct batch *batch, struct call *call, const struct protection_policy *policy, int64_t business_type,
                        int32_t quantity);
/* Faults refuse the call; warnings are given out as messages in the caller's language. */
void rpc_apply_findings(struct batch *batch, struct call *call, const struct findings *findings,
                        Remuda__Lead__V1__Warning ***warnings, size_t *count);
/* Tells that a customer was registered, and lets it be recognised. */
void rpc_emit_registered(struct batch *batch, const struct call *call, int64_t customer_id, const struct customer_draft *draft,
                         int business_type);
