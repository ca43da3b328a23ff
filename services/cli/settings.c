#include "settings.h"

#define ENDPOINT(name, service, member, address)                                                                       \
    {                                                                                                                  \
        name, CONFIG_TEXT, address, "where " service " answers; several addresses separated by commas",                \
            offsetof(struct settings, endpoints) + (member) * sizeof(const char *), 0, 0                               \
    }

const struct config_option settings_table[] = {
    {"KEY", CONFIG_SECRET, "", "file with your secret key, made by: remuda key new", offsetof(struct settings, key), 0,
     0},
    {"SERVER_KEYS", CONFIG_TEXT, "", "folder with the public key of each service: <service>.public",
     offsetof(struct settings, server_keys), 0, 0},
    ENDPOINT("DIRECTORY", "directory", SERVICE_DIRECTORY, "tcp://127.0.0.1:7101"),
    ENDPOINT("LEAD_INTAKE", "lead_intake", SERVICE_LEAD_INTAKE, "tcp://127.0.0.1:7102"),
    ENDPOINT("CUSTOMER_TIERING", "customer_tiering", SERVICE_CUSTOMER_TIERING, "tcp://127.0.0.1:7103"),
    ENDPOINT("TARGET_PLANNING", "target_planning", SERVICE_TARGET_PLANNING, "tcp://127.0.0.1:7104"),
    ENDPOINT("INCENTIVE_CALCULATION", "incentive_calculation", SERVICE_INCENTIVE_CALCULATION, "tcp://127.0.0.1:7105"),
    ENDPOINT("GATEWAY", "gateway", SERVICE_GATEWAY, "tcp://127.0.0.1:7106"),
    {"LOCALE", CONFIG_TEXT, "", "language of the output, en or zh-CN; empty: that of LANG",
     offsetof(struct settings, locale), 0, 0},
    {0},
};

enum locale settings_locale(const char *given)
{
    static const char *const variables[] = {"REMUDA_LOCALE", "LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; !(given && *given) && i < sizeof variables / sizeof *variables; i++)
        given = getenv(variables[i]);
    return locale_of(given);
}
