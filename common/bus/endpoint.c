#include "bus/endpoint.h"

#include <netdb.h>
#include <stdbool.h>
#include <sys/socket.h>

static int resolve_one(const char *item, size_t length, const char *field, char (*endpoints)[ENDPOINT_SIZE], size_t max,
                       size_t *count, struct error *error)
{
    static const char scheme[] = "tcp://";
    const size_t scheme_length = sizeof scheme - 1;
    char host[256];
    const char *start = item + scheme_length;
    const char *colon = length > scheme_length ? memrchr(start, ':', length - scheme_length) : NULL;
    if (length < scheme_length || strncmp(item, scheme, scheme_length) != 0 || !colon || colon == start ||
        (size_t)(colon - start) >= sizeof host || colon + 1 == item + length)
        return error_set(error, STATUS_INVALID_ARGUMENT, field, "'%.*s' is not an endpoint: write tcp://HOST:PORT",
                         "“%.*s”不是有效的端点：请写成 tcp://主机:端口", (int)length, item);
    bool bracketed = start[0] == '[' && colon[-1] == ']';
    snprintf(host, sizeof host, "%.*s", (int)(colon - start) - 2 * bracketed, start + bracketed);
    char port[8];
    snprintf(port, sizeof port, "%.*s", (int)(item + length - colon - 1), colon + 1);
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found = NULL;
    int code = getaddrinfo(host, port, &hints, &found);
    if (code != 0)
        return error_set(error, STATUS_UNAVAILABLE, field, "the host %s is not found: %s", "找不到主机 %s：%s", host,
                         gai_strerror(code));
    for (const struct addrinfo *a = found; a && *count < max; a = a->ai_next) {
        char address[256];
        if (getnameinfo(a->ai_addr, a->ai_addrlen, address, sizeof address, NULL, 0, NI_NUMERICHOST) != 0)
            continue;
        bool six = a->ai_family == AF_INET6;
        snprintf(endpoints[(*count)++], ENDPOINT_SIZE, "tcp://%s%s%s:%s", six ? "[" : "", address, six ? "]" : "", port);
    }
    freeaddrinfo(found);
    return 0;
}

int endpoint_resolve(const char *list, const char *field, char (*endpoints)[ENDPOINT_SIZE], size_t max, size_t *count,
                     struct error *error)
{
    *count = 0;
    for (const char *item = list; *item && *count < max;) {
        size_t length = strcspn(item, ",");
        if (resolve_one(item, length, field, endpoints, max, count, error) != 0)
            return -1;
        item += length + (item[length] == ',');
    }
    if (*count == 0)
        return error_set(error, STATUS_INVALID_ARGUMENT, field, "no endpoint is given: write tcp://HOST:PORT",
                         "没有给出端点：请写 tcp://主机:端口");
    return 0;
}
