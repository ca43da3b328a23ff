/* For tests of common/service: requests as admission makes them, replies as a client reads them, one known principal.
 */
#pragma once

#include "unit.h"

#include "remuda/rpc/v1/envelope.pb-c.h"
#include "remuda/rpc/v1/operations.pb-c.h"
#include "service/authority_holder.h"
#include "service/authority_internal.h"
#include "service/request.h"

#define FRAME_KEY "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk" /* the principal's public key */
#define FRAME_PRINCIPAL_ID 1

/* A holder whose snapshot knows FRAME_KEY. */
struct authority_holder *frame_authority(void);
/* A table of remuda.rpc.v1.Operations with these methods. */
void frame_methods(struct method_table *table, const struct method *methods);
/* A call of `method` ("Ping") whose request is a PingRequest with this text. */
struct request *frame_request(const struct method_table *table, const char *method, uint64_t call_id, const char *key,
                              const char *text);
/* The reply's first frame; lives in the arena. */
const Remuda__Rpc__V1__Outcome *frame_outcome(const struct reply *reply, struct arena *arena);
/* The reply's PingResponse. */
const Remuda__Rpc__V1__PingResponse *frame_response(const struct reply *reply, struct arena *arena);
/* Sets the call's response to a PingResponse with this text. */
void frame_answer(struct batch *batch, struct call *call, const char *text);
/* The text of the call's PingRequest. */
const char *frame_text(const struct call *call);
