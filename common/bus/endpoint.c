#include "bus/endpoint.h"

#include "base/parse.h"

#include <netdb.h>
#include <stdbool.h>
#include <sys/socket.h>

/* One item of the list, taken apart. */
struct place {
    char host[256];
    char port[8];
};

static int refuse_item(const char *item, size_t length, const char *field, struct error *error)
{
    return error_set(error, STATUS_INVALID_ARGUMENT, field, "'%.*s' is not an endpoint: write tcp://HOST:PORT",
                     "“%.*s”不是有效的端点：请写成 tcp://主机:端口", (int)length, item);
}

static int read_item(const char *item, size_t length, const char *field, struct place *place, struct error *error)
{
    static const char scheme[] = "tcp://";
    const size_t scheme_length = sizeof scheme - 1;
    if (length <= scheme_length || strncmp(item, scheme, scheme_length) != 0)
        return refuse_item(item, length, field, error);
    const char *host = item + scheme_length, *end = item + length;
    const char *colon = memrchr(host, ':', length - scheme_length);
    if (!colon || colon == host || (size_t)(colon - host) >= sizeof place->host ||
        (size_t)(end - colon) > sizeof place->port)
        return refuse_item(item, length, field, error);
    bool bracketed = host[0] == '[' && colon[-1] == ']';
    snprintf(place->host, sizeof place->host, "%.*s", (int)(colon - host) - 2 * bracketed, host + bracketed);
    snprintf(place->port, sizeof place->port, "%.*s", (int)(end - colon) - 1, colon + 1);
    int64_t port; /* getaddrinfo would take 70000 for 4464 */
    if (parse_int64(place->port, 1, 65535, field, &port, NULL) != 0)
        return refuse_item(item, length, field, error);
    return 0;
}

static int resolve_one(const char *item, size_t length, const char *field, char (*endpoints)[ENDPOINT_SIZE], size_t max,
                       size_t *count, struct error *error)
{
    struct place place;
    if (read_item(item, length, field, &place, error) != 0)
        return -1;
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found = NULL;
    int code = getaddrinfo(place.host, place.port, &hints, &found);
    if (code != 0)
        return error_set(error, STATUS_UNAVAILABLE, field, "the host %s is not found: %s", "找不到主机 %s：%s",
                         place.host, gai_strerror(code));
    for (const struct addrinfo *a = found; a && *count < max; a = a->ai_next) {
        char address[256];
        if (getnameinfo(a->ai_addr, a->ai_addrlen, address, sizeof address, NULL, 0, NI_NUMERICHOST) != 0)
            continue;
        bool six = a->ai_family == AF_INET6;
        snprintf(endpoints[(*count)++], ENDPOINT_SIZE, "tcp://%s%s%s:%s", six ? "[" : "", address, six ? "]" : "",
                 place.port);
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
