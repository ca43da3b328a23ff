/* What merging and parting customers read alike; findings refuse the call. */
#pragma once

#include "merge_store.h"
#include "rpc_hold.h"

void rpc_check_merge_customer(struct batch *batch, struct call *call, const char *field, int64_t customer_id);
void rpc_check_merge_reason(struct batch *batch, struct call *call, const char *reason);
/* An unknown customer refuses the call. */
int rpc_find_merge_customer(struct batch *batch, struct call *call, const char *field, int64_t customer_id, struct merged_customer *customer,
                            struct error *error);
