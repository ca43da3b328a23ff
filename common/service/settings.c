#include "service/settings.h"

#include "service/worker.h"

#define ADMIN_PORT_DISTANCE 100

static const struct config_option common_options[] = {
    {.name = "DATABASE",
     .type = CONFIG_TEXT,
     .fallback = "dbname=remuda",
     .help = "PostgreSQL: libpq connection string without the password",
     .offset = offsetof(struct service_settings, database)},
    {.name = "DATABASE_PASSWORD",
     .type = CONFIG_SECRET,
     .fallback = "",
     .help = "password of the service's database role",
     .offset = offsetof(struct service_settings, database_password)},
    {.name = "DATABASE_PREPARE",
     .type = CONFIG_BOOL,
     .fallback = "true",
     .help = "prepare statements by name; false behind a pooler in transaction mode",
     .offset = offsetof(struct service_settings, database_prepare)},
    {.name = "SECRET_KEY",
     .type = CONFIG_SECRET,
     .help = "CURVE secret key of this service, 40 characters of Z85 ('remuda key new' makes one)",
     .offset = offsetof(struct service_settings, secret_key)},
    {.name = "WORKERS",
     .type = CONFIG_INTEGER,
     .fallback = "2",
     .min = 1,
     .max = WORKERS_MAX,
     .help = "threads that answer calls, each with a database connection",
     .offset = offsetof(struct service_settings, workers)},
    {.name = "QUEUE_CAPACITY",
     .type = CONFIG_INTEGER,
     .fallback = "4096",
     .min = 1,
     .max = 1000000,
     .help = "calls that may wait for one method; more are told to come back",
     .offset = offsetof(struct service_settings, queue_capacity)},
    {.name = "DRAIN_MS",
     .type = CONFIG_INTEGER,
     .fallback = "10000",
     .min = 0,
     .max = 600000,
     .help = "milliseconds that calls under way get to finish at SIGTERM",
     .offset = offsetof(struct service_settings, drain_ms)},
    {.name = "LOG_LEVEL",
     .type = CONFIG_TEXT,
     .fallback = "info",
     .help = "debug, info, warning or error",
     .offset = offsetof(struct service_settings, log_level)},
};

int service_options_make(struct service_options *options, int default_port, const struct config_option *own,
                         struct error *error)
{
    const size_t common_count = sizeof common_options / sizeof *common_options;
    size_t count = 0;
    snprintf(options->bind, sizeof options->bind, "tcp://127.0.0.1:%d", default_port);
    snprintf(options->admin_bind, sizeof options->admin_bind, "127.0.0.1:%d", default_port + ADMIN_PORT_DISTANCE);
    options->rows[count++] = (struct config_option){.name = "BIND",
                                                    .type = CONFIG_TEXT,
                                                    .fallback = options->bind,
                                                    .help = "where calls are taken (ZeroMQ, CURVE)",
                                                    .offset = offsetof(struct service_settings, bind)};
    options->rows[count++] =
        (struct config_option){.name = "ADMIN_BIND",
                               .type = CONFIG_TEXT,
                               .fallback = options->admin_bind,
                               .help = "where /healthz, /readyz and /metrics are served (HTTP, for operators only)",
                               .offset = offsetof(struct service_settings, admin_bind)};
    for (size_t i = 0; i < common_count; i++)
        options->rows[count++] = common_options[i];
    for (; own && own->name; own++) {
        if (count == SERVICE_SETTINGS_OPTIONS_MAX - 1)
            return error_set(error, STATUS_INTERNAL, own->name, "too many options in the table", "选项表过长");
        options->rows[count++] = *own;
    }
    options->rows[count] = (struct config_option){0};
    return 0;
}
