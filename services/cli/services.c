#include "services.h"

#include "base/banned.h"

#include <stddef.h>

static const char *const names[SERVICE_COUNT] = {
    [SERVICE_DIRECTORY] = "directory",
    [SERVICE_LEAD_INTAKE] = "lead_intake",
    [SERVICE_CUSTOMER_TIERING] = "customer_tiering",
    [SERVICE_TARGET_PLANNING] = "target_planning",
    [SERVICE_INCENTIVE_CALCULATION] = "incentive_calculation",
    [SERVICE_GATEWAY] = "gateway",
};

const char *service_name(enum service service)
{
    return names[service];
}

enum service service_by_name(const char *name)
{
    for (int i = 0; i < SERVICE_COUNT; i++) {
        size_t j = 0;
        while (name[j] && (name[j] == '-' ? '_' : name[j]) == names[i][j])
            j++;
        if (!name[j] && !names[i][j])
            return (enum service)i;
    }
    return SERVICE_COUNT;
}
