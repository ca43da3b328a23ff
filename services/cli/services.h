/* The services that the command line talks to. */
#pragma once

enum service {
    SERVICE_DIRECTORY,
    SERVICE_LEAD_INTAKE,
    SERVICE_CUSTOMER_TIERING,
    SERVICE_TARGET_PLANNING,
    SERVICE_INCENTIVE_CALCULATION,
    SERVICE_GATEWAY,
    SERVICE_COUNT
};

/* "lead_intake" */
const char *service_name(enum service service);
/* By name, "-" and "_" alike; SERVICE_COUNT when there is none. */
enum service service_by_name(const char *name);
