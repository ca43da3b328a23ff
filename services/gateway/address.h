/* Who asks: the peer, or whom a trusted proxy names in X-Forwarded-For. Pure. */
#pragma once

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

#define NETWORKS_MAX 64
#define ADDRESS_SIZE 46 /* an IPv6 address as text, and NUL */

/* IPv4 as its mapped IPv6 address. */
struct address {
    unsigned char bytes[16];
};

struct network_list {
    struct {
        struct address address;
        unsigned bits;
    } networks[NETWORKS_MAX];
    size_t count;
};

/* "10.0.0.0/8,192.0.2.7,fd00::/8"; "" is an empty list. */
int network_list_read(const char *text, const char *field, struct network_list *list, struct error *error);
bool network_list_has(const struct network_list *list, const struct address *address);
bool address_read(const char *text, struct address *address);
/* The last address in X-Forwarded-For that is no trusted proxy's; the peer's when the peer is not trusted, or names
 * nobody. `forwarded_for` may be NULL. */
void address_of_caller(const struct network_list *trusted, const struct sockaddr *peer, const char *forwarded_for,
                       char caller[static ADDRESS_SIZE]);
