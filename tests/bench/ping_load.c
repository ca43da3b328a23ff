/*
 * bench_ping ENDPOINT SERVER_PUBLIC_KEY PUBLIC_KEY SECRET_KEY service|echo IN_FLIGHT SECONDS
 * Keeps IN_FLIGHT Ping calls under way and prints the round trips a second. The frames and this program are the
 * same for a service and for the bare echo.
 */
#include "curve_socket.h"

#include "base/clock.h"
#include "base/parse.h"
#include "remuda/rpc/v1/envelope.pb-c.h"
#include "remuda/rpc/v1/operations.pb-c.h"

#include <zmq.h>

#define FRAME_MAX 2048
#define TEXT_SIZE 200
#define FIRST_CALL_ID UINT64_C(1000000000) /* all ids of one run take equally many bytes */

struct load {
    void *socket;
    bool is_service;
    uint64_t next_call_id;
    size_t request_size;
    uint8_t request[FRAME_MAX];
    int outcome_size; /* of the first reply; a refusal would be longer */
    int64_t replies;
};

static void pack_request(struct load *load)
{
    static char text[TEXT_SIZE + 1];
    memset(text, 'x', TEXT_SIZE);
    Remuda__Rpc__V1__PingRequest request;
    remuda__rpc__v1__ping_request__init(&request);
    request.text = text;
    load->request_size = remuda__rpc__v1__ping_request__pack(&request, load->request);
}

static void send_call(struct load *load)
{
    static char method[] = "remuda.rpc.v1.Operations/Ping";
    uint8_t frame[FRAME_MAX];
    Remuda__Rpc__V1__Call call;
    remuda__rpc__v1__call__init(&call);
    call.call_id = load->next_call_id++;
    call.method = method;
    size_t size = remuda__rpc__v1__call__pack(&call, frame);
    if (zmq_send(load->socket, frame, size, ZMQ_SNDMORE) < 0 ||
        zmq_send(load->socket, load->request, load->request_size, 0) < 0)
        bench_fail("zmq_send");
}

static void check_first(const uint8_t *frame, int size)
{
    Remuda__Rpc__V1__Outcome *outcome = remuda__rpc__v1__outcome__unpack(NULL, (size_t)size, frame);
    if (!outcome || outcome->code != REMUDA__RPC__V1__CODE__OK) {
        fprintf(stderr, "the service refuses Ping: %s\n", outcome ? outcome->message : "no outcome");
        exit(1);
    }
    remuda__rpc__v1__outcome__free_unpacked(outcome, NULL);
}

static void receive_reply(struct load *load)
{
    uint8_t frame[FRAME_MAX], body[FRAME_MAX];
    int size = zmq_recv(load->socket, frame, sizeof frame, 0);
    if (size < 0 || zmq_recv(load->socket, body, sizeof body, 0) < 0)
        bench_fail("zmq_recv");
    if (load->replies++ == 0) {
        load->outcome_size = size;
        if (load->is_service)
            check_first(frame, size);
    } else if (size != load->outcome_size) {
        fprintf(stderr, "reply %lld differs from the first\n", (long long)load->replies);
        exit(1);
    }
}

static void warm_up(struct load *load)
{
    for (int i = 0; i < 200; i++) {
        send_call(load);
        receive_reply(load);
    }
}

static double run(struct load *load, int64_t in_flight, int64_t seconds)
{
    warm_up(load);
    int64_t replies_before = load->replies, start = clock_monotonic_us(), end = start + seconds * 1000000;
    for (int64_t i = 0; i < in_flight; i++)
        send_call(load);
    while (clock_monotonic_us() < end) {
        receive_reply(load);
        send_call(load);
    }
    return (double)(load->replies - replies_before) * 1e6 / (double)(clock_monotonic_us() - start);
}

int main(int argc, char **argv)
{
    int64_t in_flight, seconds;
    struct error error;
    if (argc != 8 || parse_int64(argv[6], 1, 1000, "IN_FLIGHT", &in_flight, &error) ||
        parse_int64(argv[7], 1, 600, "SECONDS", &seconds, &error)) {
        fprintf(stderr, "usage: bench_ping ENDPOINT SERVER_PUBLIC PUBLIC SECRET service|echo IN_FLIGHT SECONDS\n");
        return 2;
    }
    struct load load = {.is_service = strcmp(argv[5], "service") == 0, .next_call_id = FIRST_CALL_ID};
    load.socket = curve_socket(argv[1], &(struct curve_keys){argv[2], argv[3], argv[4]});
    pack_request(&load);
    printf("%.0f\n", run(&load, in_flight, seconds));
    return 0;
}
