/* The messages that the fuzzers of common/wire try: the input's first byte chooses one. */
#pragma once

#include "wire/wire.h"

#include "remuda/lead/v1/lead_intake.pb-c.h"
#include "remuda/rpc/v1/envelope.pb-c.h"
#include "tests/unit/wire_test.pb-c.h"

static inline const ProtobufCMessageDescriptor *chosen_contract(uint8_t choice)
{
    const ProtobufCMessageDescriptor *const contracts[] = {
        &remuda__test__v1__everything__descriptor,
        &remuda__test__v1__inner__descriptor,
        &remuda__lead__v1__file_lead_request__descriptor,
        &remuda__lead__v1__list_leads_response__descriptor,
        &remuda__rpc__v1__call__descriptor,
        &remuda__rpc__v1__outcome__descriptor,
    };
    return contracts[choice % (sizeof contracts / sizeof contracts[0])];
}

/* What must hold; libFuzzer keeps the input for which it does not. */
static inline void must(bool holds)
{
    if (!holds)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
