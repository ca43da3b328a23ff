/* A service that ended while clients were just connecting hung for ever: libzmq's thread told its monitor of them when
 * nobody read the monitor any more. */
#include "bus/listener.h"

#include "unit.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <unistd.h>

#define ROUNDS 600
#define PAUSE_US 300
#define PORT_TRIES 50
#define HANGS_AFTER_S 60

static _Atomic bool over;
static _Atomic int port;

/* Connects and leaves, again and again: accepted, closed and failed handshakes are events for the monitor. */
static void *strangers(void *argument)
{
    (void)argument;
    while (!atomic_load(&over)) {
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atomic_load(&port))};
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0)
            (void)!write(fd, "GET / HTTP/1.0\r\n\r\n", 18);
        close(fd);
        usleep(PAUSE_US); /* a full backlog would make connect wait for a second */
    }
    return NULL;
}

static bool admits_nobody(const char *public_key, void *context)
{
    (void)public_key, (void)context;
    return false;
}

static struct listener *open_somewhere(const struct curve_keys *keys)
{
    struct error error = {0};
    for (int i = 0; i < PORT_TRIES; i++) {
        char bind[64];
        int candidate = 20000 + (int)(((unsigned)getpid() * 7 + (unsigned)i) % 20000);
        snprintf(bind, sizeof bind, "tcp://127.0.0.1:%d", candidate);
        struct listener *listener =
            listener_open(&(struct listener_options){.bind = bind, .keys = keys, .admits = admits_nobody}, &error);
        atomic_store(&port, candidate);
        if (listener)
            return listener;
    }
    fail_msg("no port is free: %s", error.message[LOCALE_EN]);
    return NULL;
}

static void a_listener_closes_while_strangers_are_connecting(void **state)
{
    (void)state;
    struct curve_keys keys;
    struct error error = {0};
    pthread_t threads[3];
    assert_int_equal(curve_keys_generate(&keys, &error), 0);
    alarm(HANGS_AFTER_S);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, strangers, NULL), 0);
    for (int round = 0; round < ROUNDS; round++) {
        struct listener *listener = open_somewhere(&keys);
        for (int turn = 0; turn < 5; turn++)
            listener_wait(listener, NULL, NULL, 0, 1);
        listener_close(listener);
    }
    atomic_store(&over, true);
    for (size_t i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    alarm(0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_listener_closes_while_strangers_are_connecting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
