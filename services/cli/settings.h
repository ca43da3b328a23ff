/* The REMUDA_ variables of the command line. Offline commands read none of them but REMUDA_LOCALE. */
#pragma once

#include "config/config.h"
#include "services.h"

struct settings {
    const char *key;         /* the caller's secret key, Z85 */
    const char *server_keys; /* folder of <service>.public */
    const char *endpoints[SERVICE_COUNT];
    const char *locale;
};

extern const struct config_option settings_table[];

/* The language of the output: --locale, else REMUDA_LOCALE, else LC_ALL, LC_MESSAGES, LANG. */
enum locale settings_locale(const char *given);
