/* A name server of the test's own says where replicas are; the client is to be where they are. */
#include "base/clock.h"
#include "bus/client.h"
#include "bus/curve_keys.h"
#include "bus/resolver.h"
#include "unit.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define PATIENCE_US (INT64_C(20) * 1000000)
#define MANY_ADDRESSES_MAX 4

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *addresses[MANY_ADDRESSES_MAX]; /* of "replicas"; none: the name is not known */

static void name_server_says(const char *first, const char *second)
{
    pthread_mutex_lock(&lock);
    addresses[0] = first;
    addresses[1] = second;
    pthread_mutex_unlock(&lock);
}

/* Instead of libc's. */
int getaddrinfo(const char *restrict host, const char *restrict port, const struct addrinfo *restrict hints,
                struct addrinfo **restrict found)
{
    (void)hints;
    *found = NULL;
    pthread_mutex_lock(&lock);
    for (int i = MANY_ADDRESSES_MAX - 1; i >= 0; i--) {
        const char *address = strcmp(host, "replicas") == 0 ? addresses[i] : i == 0 ? host : NULL;
        struct sockaddr_in *place = address ? calloc(1, sizeof *place) : NULL;
        if (!place)
            continue;
        place->sin_family = AF_INET;
        place->sin_port = port ? htons((uint16_t)strtol(port, NULL, 10)) : 0; /* libzmq asks for hosts alone */
        assert_int_equal(inet_pton(AF_INET, address, &place->sin_addr), 1);
        struct addrinfo *entry = calloc(1, sizeof *entry);
        *entry = (struct addrinfo){
            .ai_family = AF_INET, .ai_addr = (struct sockaddr *)place, .ai_addrlen = sizeof *place, .ai_next = *found};
        *found = entry;
    }
    pthread_mutex_unlock(&lock);
    return *found ? 0 : EAI_NONAME;
}

void freeaddrinfo(struct addrinfo *found)
{
    while (found) {
        struct addrinfo *next = found->ai_next;
        free(found->ai_addr);
        free(found);
        found = next;
    }
}

static char endpoints[RESOLVER_ENDPOINTS_MAX][ENDPOINT_SIZE];
static size_t count;

static void await_change(struct resolver *resolver)
{
    for (int64_t end = clock_monotonic_us() + PATIENCE_US; !resolver_take(resolver, endpoints, &count);) {
        assert_true(clock_monotonic_us() < end);
        usleep(1000);
    }
}

static void addresses_are_told_when_they_change_and_only_then(void **state)
{
    (void)state;
    name_server_says("127.0.0.3", "127.0.0.2");
    struct resolver *resolver = resolver_start("tcp://replicas:7101", 1);
    await_change(resolver);
    assert_int_equal(count, 2);
    assert_string_equal(endpoints[0], "tcp://127.0.0.2:7101");
    name_server_says("127.0.0.2", "127.0.0.3"); /* the same, the other way round */
    usleep(50000);
    assert_false(resolver_take(resolver, endpoints, &count));
    name_server_says("127.0.0.4", NULL);
    await_change(resolver);
    assert_int_equal(count, 1);
    assert_string_equal(endpoints[0], "tcp://127.0.0.4:7101");
    resolver_stop(resolver);
}

static void what_was_known_stays_while_the_name_is_not_found(void **state)
{
    (void)state;
    name_server_says("127.0.0.2", NULL);
    struct resolver *resolver = resolver_start("tcp://replicas:7101", 1);
    await_change(resolver);
    name_server_says(NULL, NULL);
    usleep(50000);
    assert_false(resolver_take(resolver, endpoints, &count));
    resolver_stop(resolver);
}

static int listen_at(const char *address, in_port_t *port)
{
    struct sockaddr_in place = {.sin_family = AF_INET, .sin_port = *port};
    socklen_t size = sizeof place;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    inet_pton(AF_INET, address, &place.sin_addr);
    assert_int_equal(bind(fd, (struct sockaddr *)&place, sizeof place), 0);
    assert_int_equal(listen(fd, 8), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&place, &size), 0);
    *port = place.sin_port;
    return fd;
}

static int await_connection(struct client *client, int listening)
{
    struct arena arena = {0};
    struct client_reply reply;
    int fd = -1;
    for (int64_t end = clock_monotonic_us() + PATIENCE_US; fd < 0 && clock_monotonic_us() < end;) {
        assert_int_equal(client_receive(client, 10, &arena, &reply), 0);
        fd = accept(listening, NULL, NULL);
    }
    assert_true(fd >= 0);
    return fd;
}

static struct client *client_of(const char *where, bool patient, struct error *error)
{
    struct curve_keys keys;
    assert_int_equal(curve_keys_generate(&keys, error), 0);
    const struct client_options options = {.endpoints = where,
                                           .server_public_key = keys.public_key,
                                           .public_key = keys.public_key,
                                           .secret_key = keys.secret_key,
                                           .patient = patient};
    return client_create(&options, error);
}

static void a_client_goes_where_the_name_leads_now(void **state)
{
    (void)state;
    struct error error = {0};
    in_port_t port = 0;
    char where[64], byte;
    int old = listen_at("127.0.0.2", &port), new = listen_at("127.0.0.3", &port);
    name_server_says(NULL, NULL);
    snprintf(where, sizeof where, "tcp://replicas:%d", ntohs(port));
    assert_null(client_of(where, false, &error));
    assert_int_equal(error.status, STATUS_UNAVAILABLE);
    struct client *client = client_of(where, true, &error);
    name_server_says("127.0.0.2", NULL);
    int first = await_connection(client, old);
    name_server_says("127.0.0.3", NULL);
    int second = await_connection(client, new);
    while (read(first, &byte, 1) > 0) /* its greeting, then the end: the client has left */
        ;
    client_destroy(client);
    close(first), close(second), close(old), close(new);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_are_told_when_they_change_and_only_then),
        cmocka_unit_test(what_was_known_stays_while_the_name_is_not_found),
        cmocka_unit_test(a_client_goes_where_the_name_leads_now),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
