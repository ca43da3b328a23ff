#include "visit.h"

#include "tls.h"

#include "base/clock.h"
#include "service/http_address.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define CONNECTION_MEMORY (32 * 1024) /* request line and headers of one request; more is 431 */

static struct MHD_Daemon *start_daemon(struct door *door, const struct sockaddr_storage *address)
{
    const struct door_options *options = &door->options;
    const unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME |
                           (options->has_tls ? MHD_USE_TLS : 0) | (address->ss_family == AF_INET6 ? MHD_USE_IPv6 : 0);
    struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_CERT_CALLBACK2, 0, (void *)(uintptr_t)tls_retrieve},
        {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t) "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"},
        {MHD_OPTION_END, 0, NULL},
    };
    return MHD_start_daemon(flags, 0, NULL, NULL, visit_receive, door, MHD_OPTION_SOCK_ADDR,
                            (const struct sockaddr *)address, MHD_OPTION_URI_LOG_CALLBACK, visit_begin, door,
                            MHD_OPTION_NOTIFY_COMPLETED, visit_end, door, MHD_OPTION_NOTIFY_CONNECTION,
                            visit_connection, door, MHD_OPTION_CONNECTION_LIMIT, (unsigned)options->connections_max,
                            MHD_OPTION_PER_IP_CONNECTION_LIMIT, (unsigned)options->connections_per_address_max,
                            MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)options->idle_seconds,
                            MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY, MHD_OPTION_THREAD_POOL_SIZE,
                            (unsigned)options->threads, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_ARRAY,
                            options->has_tls ? tls : tls + 2, MHD_OPTION_END);
}

static int open_socket(struct door *door, struct error *error)
{
    struct sockaddr_storage address;
    const struct door_options *options = &door->options;
    if (http_address_read(options->bind, "REMUDA_HTTP_BIND", &address, error) != 0 ||
        network_list_read(options->trusted_proxies, "REMUDA_HTTP_TRUSTED_PROXIES", &door->trusted, error) != 0)
        return -1;
    door->daemon = start_daemon(door, &address);
    if (door->daemon)
        return 0;
    return error_set(error, STATUS_FAILED_PRECONDITION, "REMUDA_HTTP_BIND",
                     "cannot listen on %s: %s; stop what uses the address or choose another",
                     "无法监听 %s：%s；请停止占用该地址的程序或改用其他地址", options->bind, strerror(errno));
}

struct door *door_open(const struct door_options *options, struct error *error)
{
    struct door *door = calloc(1, sizeof *door);
    if (!door) {
        error_set(error, STATUS_RESOURCE_EXHAUSTED, NULL, "out of memory", "内存不足");
        return NULL;
    }
    door->options = *options;
    door->guests = guests_create(options->context.quotas);
    if (!door->guests)
        error_set(error, STATUS_RESOURCE_EXHAUSTED, NULL, "out of memory", "内存不足");
    else if (open_socket(door, error) == 0)
        return door;
    guests_destroy(door->guests);
    free(door);
    return NULL;
}

void door_sweep(struct door *door)
{
    const int64_t now_us = clock_monotonic_us();
    guests_sweep(door->guests, now_us - door->options.request_seconds * 1000000);
    quotas_sweep(door->options.context.quotas, now_us);
}

void door_quiesce(struct door *door)
{
    MHD_socket listening = MHD_quiesce_daemon(door->daemon);
    if (listening != MHD_INVALID_SOCKET)
        close(listening);
}

void door_close(struct door *door)
{
    MHD_stop_daemon(door->daemon);
    guests_destroy(door->guests);
    free(door);
}

int door_print_metrics(struct door *door, struct buffer *out)
{
    const union MHD_DaemonInfo *connections = MHD_get_daemon_info(door->daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS);
    buffer_add_text(out, "# HELP remuda_http_answers_total Answers by class of their status.\n"
                         "# TYPE remuda_http_answers_total counter\n");
    for (int i = 2; i < STATUS_CLASSES; i++)
        buffer_printf(out, "remuda_http_answers_total{status=\"%dxx\"} %llu\n", i,
                      (unsigned long long)atomic_load(&door->answers[i]));
    buffer_printf(out,
                  "# HELP remuda_http_seconds_total Time from request line to answer, summed.\n"
                  "# TYPE remuda_http_seconds_total counter\nremuda_http_seconds_total %.6f\n"
                  "# HELP remuda_http_broken_total Requests that ended before their answer.\n"
                  "# TYPE remuda_http_broken_total counter\nremuda_http_broken_total %llu\n"
                  "# HELP remuda_http_connections Connections that are open.\n"
                  "# TYPE remuda_http_connections gauge\nremuda_http_connections %u\n",
                  (double)atomic_load(&door->latency_us) / 1e6, (unsigned long long)atomic_load(&door->broken),
                  connections ? connections->num_connections : 0);
    return out->overflowed ? -1 : 0;
}
