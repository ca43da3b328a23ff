#include "address.h"

#include "base/parse.h"

#include <arpa/inet.h>

#define BITS 128
#define MAPPED_BITS 96 /* before an IPv4 address */

bool address_read(const char *text, struct address *address)
{
    static const unsigned char mapped[12] = {[10] = 0xFF, [11] = 0xFF};
    if (inet_pton(AF_INET6, text, address->bytes) == 1)
        return true;
    memcpy(address->bytes, mapped, sizeof mapped);
    return inet_pton(AF_INET, text, address->bytes + sizeof mapped) == 1;
}

static bool read_network(const char *text, size_t length, struct address *address, unsigned *bits)
{
    char copy[ADDRESS_SIZE + 4];
    int64_t given = 0;
    struct error error;
    if (length >= sizeof copy)
        return false;
    snprintf(copy, sizeof copy, "%.*s", (int)length, text);
    char *slash = strchr(copy, '/');
    if (slash)
        *slash = '\0';
    if (!address_read(copy, address))
        return false;
    const unsigned before = strchr(copy, ':') ? 0 : MAPPED_BITS;
    if (slash && parse_int64(slash + 1, 0, BITS - before, NULL, &given, &error) != 0)
        return false;
    *bits = slash ? before + (unsigned)given : BITS;
    return true;
}

int network_list_read(const char *text, const char *field, struct network_list *list, struct error *error)
{
    list->count = 0;
    while (*text) {
        size_t length = strcspn(text, ",");
        if (list->count == NETWORKS_MAX ||
            !read_network(text, length, &list->networks[list->count].address, &list->networks[list->count].bits))
            return error_set(error, STATUS_INVALID_ARGUMENT, field,
                             "'%.60s' is no list of at most %d addresses or networks: write 192.0.2.7,10.0.0.0/8",
                             "“%.60s”不是地址或网段列表（最多 %d 项）：请写成 192.0.2.7,10.0.0.0/8", text,
                             NETWORKS_MAX);
        list->count++;
        text += length + (text[length] == ',');
    }
    return 0;
}

static bool is_within(const struct address *address, const struct address *network, unsigned bits)
{
    const unsigned whole = bits / 8, rest = bits % 8;
    if (memcmp(address->bytes, network->bytes, whole) != 0)
        return false;
    const unsigned char mask = (unsigned char)(0xFF00 >> rest);
    return rest == 0 || ((address->bytes[whole] ^ network->bytes[whole]) & mask) == 0;
}

bool network_list_has(const struct network_list *list, const struct address *address)
{
    for (size_t i = 0; i < list->count; i++)
        if (is_within(address, &list->networks[i].address, list->networks[i].bits))
            return true;
    return false;
}

/* The last name in "a, b, c" before `end`; how long it is. */
static size_t last_name(const char *text, size_t end, const char **name)
{
    while (end > 0 && strchr(", \t", text[end - 1]))
        end--;
    size_t begin = end;
    while (begin > 0 && !strchr(", \t", text[begin - 1]))
        begin--;
    *name = text + begin;
    return end - begin;
}

void address_of_caller(const struct network_list *trusted, const struct sockaddr *peer, const char *forwarded_for,
                       char caller[static ADDRESS_SIZE])
{
    struct address address;
    const void *bytes = peer->sa_family == AF_INET6
                            ? (const void *)&((const struct sockaddr_in6 *)(const void *)peer)->sin6_addr
                            : (const void *)&((const struct sockaddr_in *)(const void *)peer)->sin_addr;
    if (!inet_ntop(peer->sa_family, bytes, caller, ADDRESS_SIZE))
        *caller = '\0';
    size_t end = forwarded_for ? strlen(forwarded_for) : 0;
    while (end > 0 && address_read(caller, &address) && network_list_has(trusted, &address)) {
        const char *name;
        const size_t length = last_name(forwarded_for, end, &name);
        char text[ADDRESS_SIZE];
        if (length == 0 || length >= sizeof text)
            return;
        snprintf(text, sizeof text, "%.*s", (int)length, name);
        if (!address_read(text, &address))
            return; /* what is before cannot be told from invention */
        memcpy(caller, text, length + 1);
        end = (size_t)(name - forwarded_for);
    }
}
