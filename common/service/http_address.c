#include "service/http_address.h"

#include "base/parse.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>

int http_address_read(const char *bind, const char *variable, struct sockaddr_storage *address, struct error *error)
{
    char host[INET6_ADDRSTRLEN + 2];
    const char *colon = strrchr(bind, ':');
    struct sockaddr_in *four = (struct sockaddr_in *)address;
    struct sockaddr_in6 *six = (struct sockaddr_in6 *)address;
    int64_t port;
    memset(address, 0, sizeof *address);
    if (colon && (size_t)(colon - bind) < sizeof host &&
        parse_int64(colon + 1, 1, 65535, variable, &port, error) == 0) {
        snprintf(host, sizeof host, "%.*s", (int)(colon - bind) - 2 * (*bind == '['), bind + (*bind == '['));
        if (inet_pton(AF_INET, host, &four->sin_addr) == 1) {
            four->sin_family = AF_INET;
            four->sin_port = htons((uint16_t)port);
            return 0;
        }
        if (inet_pton(AF_INET6, host, &six->sin6_addr) == 1) {
            six->sin6_family = AF_INET6;
            six->sin6_port = htons((uint16_t)port);
            return 0;
        }
    }
    return error_set(error, STATUS_INVALID_ARGUMENT, variable,
                     "'%s' is not an address: write 127.0.0.1:7201 or [::1]:7201",
                     "“%s”不是有效地址：请写成 127.0.0.1:7201 或 [::1]:7201", bind);
}
