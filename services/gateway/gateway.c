#include "gateway.h"

#include "catalogue.h"

#include "base/log.h"
#include "bus/curve_keys.h"
#include "tls.h"

#include <errno.h>
#include <sys/resource.h>

#define PATH_MAX_BYTES 4096
#define FILES_BESIDES 200

static int start_caller(struct gateway *gateway, enum backend backend, const struct curve_keys *keys,
                        struct error *error)
{
    const struct gateway_settings *settings = &gateway->settings;
    char path[PATH_MAX_BYTES], read_key[CURVE_KEY_SIZE];
    const char *server_key = backend == BACKEND_GATEWAY ? keys->public_key : read_key;
    snprintf(path, sizeof path, "%s/%s.public", settings->server_keys, backend_name(backend));
    if (server_key == read_key && curve_key_read(path, "REMUDA_SERVER_KEYS", read_key, error) != 0)
        return -1;
    const struct client_options options = {
        .endpoints = settings->endpoints[backend],
        .server_public_key = server_key,
        .public_key = keys->public_key,
        .secret_key = keys->secret_key,
        .timeout_ms = (int)settings->call_timeout_ms,
        .patient = true,
    };
    gateway->context.callers[backend] = caller_start(&options, error);
    return gateway->context.callers[backend] ? 0 : -1;
}

static int start_callers(struct gateway *gateway, struct error *error)
{
    struct curve_keys keys;
    if (curve_keys_from_secret(gateway->settings.service.secret_key, "REMUDA_SECRET_KEY", &keys, error) != 0)
        return -1;
    for (int i = 0; i < BACKEND_COUNT; i++)
        if (!gateway->context.callers[i] && start_caller(gateway, (enum backend)i, &keys, error) != 0)
            return -1;
    return 0;
}

static int read_keys(struct gateway *gateway, struct db *db, struct error *error)
{
    struct arena arena = {0};
    int result = key_ring_refresh(gateway->context.keys, db, &arena, error);
    if (result == 0)
        result = catalogue_refresh(gateway->context.catalogue, db, error);
    arena_release(&arena);
    return result;
}

static bool has_tls(const struct gateway_settings *settings)
{
    return *settings->tls_certificate != '\0';
}

static int load_tls(const struct gateway_settings *settings, struct error *error)
{
    return has_tls(settings) ? tls_load(settings->tls_certificate, settings->tls_key, error) : 0;
}

void gateway_reload(void *context)
{
    struct gateway *gateway = context;
    struct error error;
    if (load_tls(&gateway->settings, &error) != 0)
        log_error("certificate_kept", LOG_TEXT("reason", error.message[LOCALE_EN]));
    else
        log_info("certificate_read", LOG_TEXT("file", gateway->settings.tls_certificate));
}

/* A connection is a file; so are those to the services and the database. */
static int allow_connections(int64_t connections, struct error *error)
{
    struct rlimit files;
    const rlim_t needed = (rlim_t)connections + FILES_BESIDES;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur >= needed)
        return 0;
    files.rlim_cur = needed;
    if (files.rlim_max >= needed && setrlimit(RLIMIT_NOFILE, &files) == 0)
        return 0;
    return error_set(error, STATUS_FAILED_PRECONDITION, "REMUDA_HTTP_CONNECTIONS",
                     "the system allows this process %llu open files, %llu are needed: raise ulimit -n or give fewer",
                     "系统仅允许本进程打开 %llu 个文件，需要 %llu 个：请提高 ulimit -n 或减小该值",
                     (unsigned long long)files.rlim_max, (unsigned long long)needed);
}

static struct door *open_door(struct gateway *gateway, struct error *error)
{
    const struct gateway_settings *settings = &gateway->settings;
    const struct door_options options = {
        .bind = settings->http_bind,
        .connections_max = settings->connections_max,
        .connections_per_address_max = settings->connections_per_address_max,
        .idle_seconds = settings->idle_seconds,
        .request_seconds = settings->request_seconds,
        .trusted_proxies = settings->trusted_proxies,
        .has_tls = has_tls(settings),
        .threads = settings->threads,
        .context = gateway->context,
    };
    return door_open(&options, error);
}

/* It is called again when the database goes away in the middle of a start. */
int gateway_start(struct db *db, void *context, struct error *error)
{
    struct gateway *gateway = context;
    if (!gateway->context.keys)
        gateway->context.keys = key_ring_create();
    if (!gateway->context.running)
        gateway->context.running = running_keys_create();
    if (!gateway->context.catalogue)
        gateway->context.catalogue = catalogue_create();
    if (!gateway->context.quotas)
        gateway->context.quotas =
            quotas_create(gateway->settings.requests_a_second, gateway->settings.connections_per_principal_max);
    if (!gateway->cors_origins)
        gateway->cors_origins = strdup(gateway->settings.cors_origins);
    gateway->context.cors_origins = gateway->cors_origins;
    if (!gateway->context.keys || !gateway->context.running || !gateway->context.quotas || !gateway->context.catalogue ||
        !gateway->cors_origins)
        return error_set(error, STATUS_RESOURCE_EXHAUSTED, NULL, "out of memory", "内存不足");
    if (allow_connections(gateway->settings.connections_max, error) != 0 || load_tls(&gateway->settings, error) != 0 ||
        read_keys(gateway, db, error) != 0 || start_callers(gateway, error) != 0)
        return -1;
    if (!gateway->door)
        gateway->door = open_door(gateway, error);
    if (!gateway->door)
        return -1;
    log_info("door_open", LOG_TEXT("http", gateway->settings.http_bind));
    return 0;
}

int gateway_refresh(struct db *db, struct arena *arena, int64_t now_ms, void *context, bool *more, struct error *error)
{
    struct gateway *gateway = context;
    (void)now_ms;
    *more = false;
    door_sweep(gateway->door);
    if (key_ring_refresh(gateway->context.keys, db, arena, error) != 0)
        return -1;
    return catalogue_refresh(gateway->context.catalogue, db, error);
}

int gateway_print_metrics(struct buffer *out, void *context)
{
    struct gateway *gateway = context;
    struct door *door = gateway->door;
    return door ? door_print_metrics(door, out) : 0;
}

void gateway_stop(struct gateway *gateway)
{
    if (gateway->door)
        door_quiesce(gateway->door);
    for (int i = 0; i < BACKEND_COUNT; i++)
        caller_stop(gateway->context.callers[i]);
    if (gateway->door)
        door_close(gateway->door);
    tls_release();
    running_keys_destroy(gateway->context.running);
    catalogue_destroy(gateway->context.catalogue);
    quotas_destroy(gateway->context.quotas);
    key_ring_destroy(gateway->context.keys);
    free(gateway->cors_origins);
}
