/* The settings that every service has. A service with settings of its own puts this struct first into its own struct. */
#pragma once

#include "config/config.h"

struct service_settings {
    const char *bind;
    const char *admin_bind;
    const char *database;
    const char *database_password;
    bool database_prepare;
    const char *secret_key;
    int64_t workers;
    int64_t queue_capacity;
    int64_t drain_ms;
    const char *log_level;
};

#define SERVICE_SETTINGS_OPTIONS_MAX 32

/* The common options with this service's default ports, then `own` (may be NULL), closed by a row without a name. */
struct service_options {
    struct config_option rows[SERVICE_SETTINGS_OPTIONS_MAX];
    char bind[40], admin_bind[40]; /* defaults that depend on the port */
};
int service_options_make(struct service_options *options, int default_port, const struct config_option *own, struct error *error);
