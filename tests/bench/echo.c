/* bench_echo ENDPOINT SECRET_KEY: the limit of `rpc`, a bare CURVE ROUTER that sends every frame back. */
#include "curve_socket.h"

#include <zmq.h>

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: bench_echo ENDPOINT SECRET_KEY\n");
        return 2;
    }
    void *socket = curve_socket(argv[1], &(struct curve_keys){.secret_key = argv[2]});
    zmq_msg_t frame;
    zmq_msg_init(&frame);
    for (;;) {
        if (zmq_msg_recv(&frame, socket, 0) < 0)
            bench_fail("zmq_msg_recv");
        if (zmq_msg_send(&frame, socket, zmq_msg_more(&frame) ? ZMQ_SNDMORE : 0) < 0)
            bench_fail("zmq_msg_send");
    }
}
