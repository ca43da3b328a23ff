/* The methods of remuda.tiering.v1.CustomerTiering: protobuf <-> domain, one function a method. */
#pragma once

#include "remuda/tiering/v1/customer_tiering.pb-c.h"
#include "service/service.h"
#include "tier_store.h"

method_handler rpc_put_policy;
method_handler rpc_approve_policy;
method_handler rpc_get_policy;
method_handler rpc_declare_customer;
method_handler rpc_override;
method_handler rpc_run;
method_handler rpc_release;
method_handler rpc_reproduce_run;
method_handler rpc_get_tier;
method_handler rpc_explain_tier;
method_handler rpc_list_tiers;
method_handler rpc_list_moves;
method_handler rpc_compare_runs;
method_handler rpc_pyramid;
method_handler rpc_get_totals;

/* --- what several of them do alike
 * ------------------------------------------------------------------------------------ */

#define LIST_LIMIT_MAX 500
#define LIST_LIMIT_DEFAULT 50

/* How many a page holds, 0 meaning LIST_LIMIT_DEFAULT; a finding when it is out of its range. */
size_t rpc_limit(struct batch *batch, struct call *call, int32_t limit);
/* Finds a run, for 0 the latest released one; refuses the call under `field` when there is none. */
int rpc_find_run(struct batch *batch, struct call *call, int64_t run_id, const char *field, struct tier_run *run,
                 struct error *error);
/* Sets customer->override to what was in force and known to the run; NULL: nothing. */
int rpc_find_override(struct batch *batch, const struct tier_run *run, struct tier_customer *customer,
                      struct error *error);
/* What a run of this moment by the policy of `run` would say of a customer. `before` is the customer in that run,
 * without a run_id when it does not have it. `*message` is left when a run would not have the customer; the call is
 * refused when its numbers do not fit. */
int rpc_current_tier(struct batch *batch, struct call *call, const struct tier_run *run, int64_t customer_id,
                     const struct tier_row *before, Remuda__Tiering__V1__CurrentTier **message, struct error *error);
/* A customer of a run as the contract tells it, with its reason. */
int rpc_tier_message(struct batch *batch, const struct call *call, const struct tier_run *run, struct tier_row *row,
                     Remuda__Tiering__V1__CustomerTier **message, struct error *error);
char *rpc_day(struct batch *batch, day_t day);
