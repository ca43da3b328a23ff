#include "service/admin.h"

#include "bus/listener.h"
#include "service/http_address.h"

#include <errno.h>
#include <microhttpd.h>
#include <pthread.h>

#define PAGE_MAX (1024 * 1024)
#define CONNECTIONS_MAX 16
#define TIMEOUT_S 10

struct admin {
    struct admin_options options;
    struct MHD_Daemon *daemon;
    pthread_mutex_t lock; /* of `listener` */
    const struct listener_counters *listener;
};

static enum MHD_Result answer_text(struct MHD_Connection *connection, unsigned status, const char *text, size_t length)
{
    struct MHD_Response *response =
        MHD_create_response_from_buffer(length, (void *)(uintptr_t)text, MHD_RESPMEM_MUST_COPY);
    if (!response)
        return MHD_NO;
    MHD_add_response_header(response, "Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    enum MHD_Result result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result answer_metrics(struct admin *admin, struct MHD_Connection *connection)
{
    struct buffer page = BUFFER(PAGE_MAX);
    pthread_mutex_lock(&admin->lock);
    int printed =
        metrics_print(admin->options.metrics, admin->options.methods, admin->listener, admin->options.queue, &page);
    pthread_mutex_unlock(&admin->lock);
    if (printed == 0 && admin->options.print_own)
        printed = admin->options.print_own(&page, admin->options.context);
    enum MHD_Result result = printed == 0
                                 ? answer_text(connection, MHD_HTTP_OK, page.data, page.length)
                                 : answer_text(connection, MHD_HTTP_INTERNAL_SERVER_ERROR, "page too large\n", 15);
    buffer_release(&page);
    return result;
}

static enum MHD_Result answer(void *context, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *upload, size_t *upload_size, void **state)
{
    static const char alive[] = "ok\n",
                      unready[] = "not ready: the database is away, or the service starts or drains\n",
                      unknown[] = "there are /healthz, /readyz and /metrics\n", refused[] = "GET only\n";
    struct admin *admin = context;
    (void)version, (void)upload, (void)state;
    if (*upload_size)
        return MHD_NO; /* nobody has anything to send here */
    if (strcmp(method, "GET") != 0)
        return answer_text(connection, MHD_HTTP_METHOD_NOT_ALLOWED, refused, sizeof refused - 1);
    if (strcmp(url, "/healthz") == 0)
        return answer_text(connection, MHD_HTTP_OK, alive, sizeof alive - 1);
    if (strcmp(url, "/readyz") == 0)
        return metrics_ready(admin->options.metrics)
                   ? answer_text(connection, MHD_HTTP_OK, alive, sizeof alive - 1)
                   : answer_text(connection, MHD_HTTP_SERVICE_UNAVAILABLE, unready, sizeof unready - 1);
    if (strcmp(url, "/metrics") == 0)
        return answer_metrics(admin, connection);
    return answer_text(connection, MHD_HTTP_NOT_FOUND, unknown, sizeof unknown - 1);
}

struct admin *admin_start(const struct admin_options *options, struct error *error)
{
    struct sockaddr_storage address;
    if (http_address_read(options->bind, "REMUDA_ADMIN_BIND", &address, error) != 0)
        return NULL;
    struct admin *admin = calloc(1, sizeof *admin);
    if (!admin) {
        error_set(error, STATUS_RESOURCE_EXHAUSTED, NULL, "out of memory", "内存不足");
        return NULL;
    }
    admin->options = *options;
    pthread_mutex_init(&admin->lock, NULL);
    unsigned flags =
        MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL | (address.ss_family == AF_INET6 ? MHD_USE_IPv6 : 0);
    admin->daemon = MHD_start_daemon(flags, 0, NULL, NULL, answer, admin, MHD_OPTION_SOCK_ADDR,
                                     (struct sockaddr *)&address, MHD_OPTION_CONNECTION_LIMIT, CONNECTIONS_MAX,
                                     MHD_OPTION_CONNECTION_TIMEOUT, TIMEOUT_S, MHD_OPTION_END);
    if (!admin->daemon) {
        error_set(error, STATUS_FAILED_PRECONDITION, "REMUDA_ADMIN_BIND",
                  "cannot listen on %s: %s; stop what uses the address or choose another",
                  "无法监听 %s：%s；请停止占用该地址的程序或改用其他地址", options->bind, strerror(errno));
        admin_stop(admin);
        return NULL;
    }
    return admin;
}

void admin_show_listener(struct admin *admin, const struct listener_counters *listener)
{
    pthread_mutex_lock(&admin->lock);
    admin->listener = listener;
    pthread_mutex_unlock(&admin->lock);
}

void admin_stop(struct admin *admin)
{
    if (!admin)
        return;
    if (admin->daemon)
        MHD_stop_daemon(admin->daemon);
    pthread_mutex_destroy(&admin->lock);
    free(admin);
}
