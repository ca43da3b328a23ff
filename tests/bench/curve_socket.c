#include "curve_socket.h"

#include <zmq.h>

void bench_fail(const char *what)
{
    fprintf(stderr, "%s: %s\n", what, zmq_strerror(zmq_errno()));
    exit(1);
}

static void set_text(void *socket, int option, const char *value)
{
    if (zmq_setsockopt(socket, option, value, strlen(value) + 1))
        bench_fail("zmq_setsockopt");
}

static void set_number(void *socket, int option, int value)
{
    if (zmq_setsockopt(socket, option, &value, sizeof value))
        bench_fail("zmq_setsockopt");
}

void *curve_socket(const char *endpoint, const struct curve_keys *keys)
{
    int is_server = !keys->server_public;
    void *socket = zmq_socket(zmq_ctx_new(), is_server ? ZMQ_ROUTER : ZMQ_DEALER);
    if (!socket)
        bench_fail("zmq_socket");
    set_number(socket, ZMQ_LINGER, 0);
    set_text(socket, ZMQ_CURVE_SECRETKEY, keys->secret_key);
    if (is_server) {
        set_number(socket, ZMQ_CURVE_SERVER, 1);
    } else {
        set_text(socket, ZMQ_CURVE_SERVERKEY, keys->server_public);
        set_text(socket, ZMQ_CURVE_PUBLICKEY, keys->public_key);
    }
    if (is_server ? zmq_bind(socket, endpoint) : zmq_connect(socket, endpoint))
        bench_fail(endpoint);
    return socket;
}
