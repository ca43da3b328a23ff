#include "backend.h"

#include "remuda/directory/v1/directory.pb-c.h"
#include "remuda/gateway/v1/gateway.pb-c.h"
#include "remuda/incentive/v1/incentive_calculation.pb-c.h"
#include "remuda/lead/v1/lead_intake.pb-c.h"
#include "remuda/rpc/v1/operations.pb-c.h"
#include "remuda/target/v1/target_planning.pb-c.h"
#include "remuda/tiering/v1/customer_tiering.pb-c.h"

static const struct {
    const char *name;
    const ProtobufCServiceDescriptor *descriptor;
} backends[BACKEND_COUNT] = {
    [BACKEND_DIRECTORY] = {"directory", &remuda__directory__v1__directory__descriptor},
    [BACKEND_LEAD_INTAKE] = {"lead_intake", &remuda__lead__v1__lead_intake__descriptor},
    [BACKEND_CUSTOMER_TIERING] = {"customer_tiering", &remuda__tiering__v1__customer_tiering__descriptor},
    [BACKEND_TARGET_PLANNING] = {"target_planning", &remuda__target__v1__target_planning__descriptor},
    [BACKEND_INCENTIVE_CALCULATION] = {"incentive_calculation",
                                       &remuda__incentive__v1__incentive_calculation__descriptor},
    [BACKEND_GATEWAY] = {"gateway", &remuda__gateway__v1__gateway__descriptor},
};

const char *backend_name(enum backend backend)
{
    return backends[backend].name;
}

const ProtobufCServiceDescriptor *backend_descriptor(enum backend backend)
{
    return backends[backend].descriptor;
}

const ProtobufCServiceDescriptor *backend_descriptor_of(enum backend backend, const char *method)
{
    const ProtobufCServiceDescriptor *const either[] = {backends[backend].descriptor,
                                                        &remuda__rpc__v1__operations__descriptor};
    for (size_t i = 0; i < sizeof either / sizeof *either; i++)
        if (protobuf_c_service_descriptor_get_method_by_name(either[i], method))
            return either[i];
    return NULL;
}
