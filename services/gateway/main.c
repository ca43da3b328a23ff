/* The HTTP door for dealers' systems: authenticates, translates and passes on. It holds no business rule. */
#include "gateway.h"
#include "rpc.h"

static struct gateway gateway;

#define ENDPOINT(variable, backend, address)                                                                           \
    {                                                                                                                  \
        .name = variable, .type = CONFIG_TEXT, .fallback = address,                                                    \
        .help = "where the service answers; several addresses separated by commas",                                    \
        .offset = offsetof(struct gateway_settings, endpoints) + (backend) * sizeof(const char *)                      \
    }
#define NUMBER(variable, standard, least, most, member, text)                                                          \
    {                                                                                                                  \
        .name = variable, .type = CONFIG_INTEGER, .fallback = standard, .min = least, .max = most, .help = text,       \
        .offset = offsetof(struct gateway_settings, member)                                                            \
    }

#define TEXT(variable, member, text)                                                                                   \
    {                                                                                                                  \
        .name = variable, .type = CONFIG_TEXT, .fallback = "", .help = text,                                           \
        .offset = offsetof(struct gateway_settings, member)                                                            \
    }

static const struct config_option options[] = {
    {.name = "HTTP_BIND",
     .type = CONFIG_TEXT,
     .fallback = "127.0.0.1:7180",
     .help = "where HTTP is served to dealers' systems",
     .offset = offsetof(struct gateway_settings, http_bind)},
    TEXT("HTTP_TLS_CERTIFICATE", tls_certificate,
         "file with the certificate and its chain (PEM), read again on SIGHUP; empty: no TLS"),
    TEXT("HTTP_TLS_KEY", tls_key, "file with the certificate's key (PEM)"),
    TEXT("HTTP_TRUSTED_PROXIES", trusted_proxies,
         "addresses or networks whose X-Forwarded-For is believed, separated by commas"),
    TEXT("HTTP_CORS_ORIGINS", cors_origins,
         "origins whose pages in browsers may ask, as https://portal.example, separated by commas; empty: none"),
    {.name = "SERVER_KEYS",
     .type = CONFIG_TEXT,
     .help = "folder with the public key of each service: <service>.public",
     .offset = offsetof(struct gateway_settings, server_keys)},
    ENDPOINT("DIRECTORY", BACKEND_DIRECTORY, "tcp://127.0.0.1:7101"),
    ENDPOINT("LEAD_INTAKE", BACKEND_LEAD_INTAKE, "tcp://127.0.0.1:7102"),
    ENDPOINT("CUSTOMER_TIERING", BACKEND_CUSTOMER_TIERING, "tcp://127.0.0.1:7103"),
    ENDPOINT("TARGET_PLANNING", BACKEND_TARGET_PLANNING, "tcp://127.0.0.1:7104"),
    ENDPOINT("INCENTIVE_CALCULATION", BACKEND_INCENTIVE_CALCULATION, "tcp://127.0.0.1:7105"),
    ENDPOINT("GATEWAY", BACKEND_GATEWAY, "tcp://127.0.0.1:7106"),
    NUMBER("CALL_TIMEOUT_MS", "10000", 100, 600000, call_timeout_ms,
           "milliseconds that a service gets to answer; then the caller is told to come back"),
    NUMBER("HTTP_CONNECTIONS", "2000", 1, 100000, connections_max, "HTTP connections at a time; more are closed"),
    NUMBER("HTTP_CONNECTIONS_PER_ADDRESS", "0", 0, 100000, connections_per_address_max,
           "of one address; 0 is no limit, which a proxy in front needs"),
    NUMBER("HTTP_IDLE_SECONDS", "30", 1, 3600, idle_seconds,
           "a connection on which nothing moves is closed after so long"),
    NUMBER("HTTP_CONNECTIONS_PER_PRINCIPAL", "200", 0, 100000, connections_per_principal_max,
           "of one principal; 0 is no limit"),
    NUMBER("HTTP_REQUESTS_A_SECOND", "500", 0, 1000000, requests_a_second,
           "of one principal, and of all strangers at one address; 0 is no limit"),
    NUMBER("HTTP_REQUEST_SECONDS", "60", 1, 3600, request_seconds,
           "in which a request must have come, and its answer be taken, whole"),
    NUMBER("HTTP_THREADS", "2", 2, 64, threads, "threads that read and write HTTP"),
    {0},
};

static const struct method methods[] = {
    {"PutApiKey", ROLE_ADMINISTRATOR, METHOD_WRITES, 1, rpc_put_api_key},
    {"RevokeApiKey", ROLE_ADMINISTRATOR, METHOD_WRITES, 1, rpc_revoke_api_key},
    {"ListApiKeys", ROLE_ADMINISTRATOR, METHOD_READS, 1, rpc_list_api_keys},
    {0},
};

int main(int argc, char **argv)
{
    const struct service_definition definition = {
        .name = "gateway",
        .purpose = "Remuda's gateway: HTTP for dealers' systems",
        .schema_change = "gateway",
        .default_port = 7106,
        .descriptor = &remuda__gateway__v1__gateway__descriptor,
        .methods = methods,
        .context = &gateway,
        .start = gateway_start,
        .periodic = gateway_refresh,
        .reload = gateway_reload,
        .print_metrics = gateway_print_metrics,
        .options = options,
        .settings = &gateway.settings.service,
    };

    int exit_code = service_main(&definition, argc, argv);
    gateway_stop(&gateway);
    return exit_code;
}
