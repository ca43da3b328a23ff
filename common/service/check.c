#include "service/check.h"

#include "service/http_address.h"

#include <errno.h>
#include <stdbool.h>
#include <sys/time.h>
#include <unistd.h>

#define TIMEOUT_S 2

static int refuse_silence(const char *bind, struct error *error)
{
    return error_set(error, STATUS_UNAVAILABLE, "REMUDA_ADMIN_BIND",
                     "nothing answers at %s: %s; the service does not run, or has another REMUDA_ADMIN_BIND",
                     "%s 没有应答：%s；服务未运行，或使用了其他 REMUDA_ADMIN_BIND", bind, strerror(errno));
}

static bool ask(int socket_fd, char *answer, size_t size)
{
    static const char request[] = "GET /readyz HTTP/1.0\r\n\r\n";
    if (send(socket_fd, request, sizeof request - 1, MSG_NOSIGNAL) != (ssize_t)sizeof request - 1)
        return false;
    size_t length = 0;
    ssize_t got;
    while (length < size - 1 && (got = recv(socket_fd, answer + length, size - 1 - length, 0)) > 0)
        length += (size_t)got;
    answer[length] = '\0';
    return length > 0;
}

int check_ready(const char *bind, struct error *error)
{
    static const struct timeval timeout = {.tv_sec = TIMEOUT_S};
    struct sockaddr_storage address;
    char answer[64]; /* the status line, at least */
    if (http_address_read(bind, "REMUDA_ADMIN_BIND", &address, error) != 0)
        return -1;
    int socket_fd = socket(address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    /* An address that stands for all of this machine's, as 0.0.0.0, leads to the machine itself. */
    bool answered = socket_fd >= 0 && setsockopt(socket_fd, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof timeout) == 0 &&
                    setsockopt(socket_fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout) == 0 &&
                    connect(socket_fd, (const struct sockaddr *)&address, sizeof address) == 0 &&
                    ask(socket_fd, answer, sizeof answer);
    int result = answered ? 0 : refuse_silence(bind, error);
    if (socket_fd >= 0)
        close(socket_fd);
    if (result == 0 && !strstr(answer, " 200 "))
        return error_set(error, STATUS_UNAVAILABLE, NULL,
                         "not ready: the database is away, or the service starts or drains",
                         "未就绪：数据库不可用，或服务正在启动或停止");
    return result;
}
