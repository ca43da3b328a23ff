/* Listener and client over real sockets with CURVE, each in its thread; run under the thread sanitizer too. */
#include "bus/client.h"
#include "bus/listener.h"

#include "base/clock.h"
#include "unit.h"
#include "wire/wire.h"

#include "remuda/rpc/v1/envelope.pb-c.h"
#include "remuda/rpc/v1/operations.pb-c.h"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define METHOD "remuda.rpc.v1.Operations/Ping"

/* What a server does with a call. Numbers count the calls that reached it, all servers together. */
enum manner { ECHO, SILENT, UNAVAILABLE_ONCE, BUSY_ONCE, ALWAYS_BUSY, RUBBISH, TELLS_TERMS };

struct server {
    pthread_t thread;
    struct listener *listener;
    struct curve_keys keys;
    struct curve_keys admitted;
    char bind[64];
    enum manner manner;
    int stop_fd;
    _Atomic int calls, done; /* that came, that were seen to */
    bool refused_once;
};

static bool admits(const char *public_key, void *context)
{
    struct server *server = context;
    return strcmp(public_key, server->admitted.public_key) == 0;
}

/* A port that was free a moment ago. False when the machine has no such host. */
static bool choose_port(const char *host, char *bind, size_t size)
{
    static int next = 0;
    if (!next)
        next = 20000 + (int)(getpid() % 20000);
    for (int attempt = 0; attempt < 100; attempt++) {
        void *context = zmq_ctx_new(), *probe = zmq_socket(context, ZMQ_ROUTER);
        zmq_setsockopt(probe, ZMQ_IPV6, &(int){1}, sizeof(int));
        snprintf(bind, size, "tcp://%s:%d", host, next++);
        bool free = zmq_bind(probe, bind) == 0;
        zmq_close(probe);
        zmq_ctx_term(context);
        if (free)
            return true;
    }
    return false;
}

static void fill(zmq_msg_t *frame, const ProtobufCMessage *message)
{
    zmq_msg_init_size(frame, protobuf_c_message_get_packed_size(message));
    protobuf_c_message_pack(message, zmq_msg_data(frame));
}

static Remuda__Rpc__V1__Outcome outcome_of(struct server *server, uint64_t call_id)
{
    Remuda__Rpc__V1__Outcome outcome = REMUDA__RPC__V1__OUTCOME__INIT;
    bool refuse = server->manner == ALWAYS_BUSY || !server->refused_once;
    outcome.call_id = call_id;
    if (server->manner == UNAVAILABLE_ONCE && refuse)
        outcome.code = REMUDA__RPC__V1__CODE__UNAVAILABLE;
    if ((server->manner == BUSY_ONCE || server->manner == ALWAYS_BUSY) && refuse) {
        outcome.code = REMUDA__RPC__V1__CODE__RESOURCE_EXHAUSTED;
        outcome.retry_after_ms = 50;
        outcome.message = (char *)(uintptr_t) "too many calls wait";
    }
    server->refused_once = true;
    return outcome;
}

static void reply(struct server *server, const struct listener_message *message, const Remuda__Rpc__V1__Call *call,
                  const Remuda__Rpc__V1__PingRequest *request)
{
    zmq_msg_t frames[2];
    Remuda__Rpc__V1__Outcome outcome = outcome_of(server, call->call_id);
    Remuda__Rpc__V1__PingResponse response = REMUDA__RPC__V1__PING_RESPONSE__INIT;
    response.text = request->text;
    char terms[512];
    if (server->manner == TELLS_TERMS) {
        snprintf(terms, sizeof terms, "%s %s %s %s", call->on_behalf_of, call->idempotency_key, call->locale,
                 call->traceparent);
        response.text = terms;
    }
    fill(&frames[0], &outcome.base);
    fill(&frames[1], &response.base);
    if (server->manner == RUBBISH && zmq_msg_size(&frames[1]) > 0)
        memset(zmq_msg_data(&frames[1]), 0xFF, zmq_msg_size(&frames[1]));
    listener_send(server->listener, message->routing_id, message->routing_id_size, frames);
}

#define FLOOD 1000 /* replies of WIRE_MESSAGE_MAX bytes */

static void send_many(struct server *server, const struct listener_message *message, int count, size_t size)
{
    for (int i = 0; i < count; i++) {
        zmq_msg_t frames[2];
        zmq_msg_init(&frames[0]);
        zmq_msg_init_size(&frames[1], size);
        memset(zmq_msg_data(&frames[1]), 'x', size);
        listener_send(server->listener, message->routing_id, message->routing_id_size, frames);
    }
}

static void answer(struct server *server, struct listener_message *message)
{
    struct arena arena = {0};
    const void *call = wire_unpack(&remuda__rpc__v1__call__descriptor, zmq_msg_data(&message->frames[0]),
                                   zmq_msg_size(&message->frames[0]), &arena, NULL);
    const void *request = wire_unpack(&remuda__rpc__v1__ping_request__descriptor, zmq_msg_data(&message->frames[1]),
                                      zmq_msg_size(&message->frames[1]), &arena, NULL);
    if (message->frame_count != 2 || strcmp(message->public_key, server->admitted.public_key) != 0 || !call || !request)
        abort(); /* cmocka's checks are the main thread's */
    atomic_fetch_add(&server->calls, 1);
    const char *text = ((const Remuda__Rpc__V1__PingRequest *)request)->text;
    if (strcmp(text, "flood") == 0)
        send_many(server, message, FLOOD, WIRE_MESSAGE_MAX);
    else if (strcmp(text, "burst") == 0)
        send_many(server, message, CLIENT_IN_FLIGHT_MAX, 100);
    else if (server->manner != SILENT)
        reply(server, message, call, request);
    atomic_fetch_add(&server->done, 1);
    arena_release(&arena);
    listener_message_release(message);
}

static void *serve(void *argument)
{
    struct server *server = argument;
    bool stop = false;
    while (!stop) {
        struct listener_message message;
        listener_wait(server->listener, &server->stop_fd, &stop, 1, 1000);
        while (listener_receive(server->listener, &message))
            answer(server, &message);
    }
    return NULL;
}

static void server_start(struct server *server)
{
    struct error error = {0};
    const struct listener_options options = {
        .bind = server->bind, .keys = &server->keys, .admits = admits, .context = server};
    server->stop_fd = eventfd(0, EFD_CLOEXEC);
    server->listener = listener_open(&options, &error);
    if (!server->listener)
        fail_msg("%s", error.message[LOCALE_EN]);
    assert_int_equal(pthread_create(&server->thread, NULL, serve, server), 0);
}

static void server_stop(struct server *server)
{
    eventfd_write(server->stop_fd, 1);
    pthread_join(server->thread, NULL);
    listener_close(server->listener);
    close(server->stop_fd);
}

/* `like` NULL: keys of its own; else the keys of another, as a replica has them. */
static void server_make(struct server *server, enum manner manner, const struct server *like)
{
    struct error error;
    *server = (struct server){.manner = manner};
    if (like) {
        server->keys = like->keys;
        server->admitted = like->admitted;
    } else {
        assert_int_equal(curve_keys_generate(&server->keys, &error), 0);
        assert_int_equal(curve_keys_generate(&server->admitted, &error), 0);
    }
    assert_true(choose_port("127.0.0.1", server->bind, sizeof server->bind));
    server_start(server);
}

static struct client *client_of(const struct server *server, const char *endpoints, int timeout_ms)
{
    struct error error;
    const struct client_options options = {
        .endpoints = endpoints,
        .server_public_key = server->keys.public_key,
        .public_key = server->admitted.public_key,
        .secret_key = server->admitted.secret_key,
        .locale = "en",
        .timeout_ms = timeout_ms,
    };
    struct client *client = client_create(&options, &error);
    if (!client)
        fail_msg("%s", error.message[LOCALE_EN]);
    return client;
}

static int ping(struct client *client, const char *text, struct error *error)
{
    struct arena arena = {0};
    Remuda__Rpc__V1__PingRequest request = REMUDA__RPC__V1__PING_REQUEST__INIT;
    ProtobufCMessage *response;
    request.text = (char *)(uintptr_t)text;
    int result = client_call(client, METHOD, &request.base, &remuda__rpc__v1__ping_response__descriptor, NULL, &arena,
                             &response, error);
    if (result == 0)
        assert_string_equal(((Remuda__Rpc__V1__PingResponse *)response)->text, text);
    arena_release(&arena);
    return result;
}

static void a_call_comes_back_with_its_answer(void **state)
{
    (void)state;
    struct server server;
    struct error error = {0};
    server_make(&server, ECHO, NULL);
    struct client *client = client_of(&server, server.bind, 5000);
    assert_int_equal(ping(client, "你好", &error), 0);
    assert_int_equal(ping(client, "", &error), 0);
    assert_int_equal(client_in_flight(client), 0);
    client_destroy(client);
    server_stop(&server);
}

static void a_call_may_be_made_for_another_on_its_own_terms(void **state)
{
    (void)state;
    struct server server;
    struct arena arena = {0};
    struct error error = {0};
    struct client_reply reply;
    server_make(&server, TELLS_TERMS, NULL);
    struct client *client = client_of(&server, server.bind, 5000);
    const struct client_terms terms = {.idempotency_key = "order-7",
                                       .on_behalf_of = "dealer-1",
                                       .traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                                       .locale = "zh-CN"};
    Remuda__Rpc__V1__PingRequest request = REMUDA__RPC__V1__PING_REQUEST__INIT;
    assert_int_equal(client_send_on_terms(client, METHOD, &request.base, &remuda__rpc__v1__ping_response__descriptor,
                                          &terms, NULL, &error),
                     0);
    while (!client_receive(client, 5000, &arena, &reply))
        ;
    assert_string_equal(((Remuda__Rpc__V1__PingResponse *)reply.response)->text,
                        "dealer-1 order-7 zh-CN 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    arena_release(&arena);
    client_destroy(client);
    server_stop(&server);
}

static void a_client_that_waits_is_woken_by_a_file_descriptor(void **state)
{
    (void)state;
    struct server server;
    struct arena arena = {0};
    struct client_reply reply;
    const int64_t begin_us = clock_monotonic_us();
    int fd = eventfd(1, EFD_CLOEXEC);
    server_make(&server, SILENT, NULL);
    struct client *client = client_of(&server, server.bind, 60000);
    client_wake_on(client, fd);
    assert_int_equal(client_receive(client, 30000, &arena, &reply), 0);
    assert_true(clock_monotonic_us() - begin_us < 20 * INT64_C(1000000));
    client_destroy(client);
    server_stop(&server);
    close(fd);
    arena_release(&arena);
}

static void thousands_of_calls_are_under_way_at_once_and_each_gets_its_own_answer(void **state)
{
    (void)state;
    static bool seen[CLIENT_IN_FLIGHT_MAX];
    struct server server;
    struct error error = {0};
    server_make(&server, ECHO, NULL);
    struct client *client = client_of(&server, server.bind, 60000);
    Remuda__Rpc__V1__PingRequest request = REMUDA__RPC__V1__PING_REQUEST__INIT;
    char text[20];
    request.text = text;
    for (size_t i = 0; i < CLIENT_IN_FLIGHT_MAX; i++) {
        snprintf(text, sizeof text, "%zu", i);
        assert_int_equal(client_send(client, METHOD, &request.base, &remuda__rpc__v1__ping_response__descriptor, NULL,
                                     &seen[i], &error),
                         0);
    }
    assert_refused(
        client_send(client, METHOD, &request.base, &remuda__rpc__v1__ping_response__descriptor, NULL, NULL, &error),
        &error, STATUS_RESOURCE_EXHAUSTED, "");
    struct arena arena = {0};
    struct client_reply reply;
    for (size_t i = 0; i < CLIENT_IN_FLIGHT_MAX; i++) {
        assert_int_equal(client_receive(client, 60000, &arena, &reply), 1);
        assert_int_equal(reply.status, STATUS_OK);
        size_t place = (size_t)((bool *)reply.context - seen);
        snprintf(text, sizeof text, "%zu", place);
        assert_string_equal(((Remuda__Rpc__V1__PingResponse *)reply.response)->text, text);
        assert_false(seen[place]);
        seen[place] = true;
        arena_reset(&arena);
    }
    assert_int_equal(client_in_flight(client), 0);
    arena_release(&arena);
    client_destroy(client);
    assert_int_equal(atomic_load(&listener_counters(server.listener)->replies_dropped), 0);
    server_stop(&server);
}

static void a_server_that_ends_and_comes_back_is_found_again(void **state)
{
    (void)state;
    struct server server;
    struct error error = {0};
    server_make(&server, SILENT, NULL);
    struct client *client = client_of(&server, server.bind, 20000);
    Remuda__Rpc__V1__PingRequest request = REMUDA__RPC__V1__PING_REQUEST__INIT;
    assert_int_equal(
        client_send(client, METHOD, &request.base, &remuda__rpc__v1__ping_response__descriptor, "key", NULL, &error),
        0);
    struct arena arena = {0};
    struct client_reply reply;
    for (int64_t end = clock_monotonic_us() + 10000000; atomic_load(&server.calls) == 0 && clock_monotonic_us() < end;)
        assert_int_equal(client_receive(client, 10, &arena, &reply), 0);
    assert_int_equal(atomic_load(&server.calls), 1);
    server_stop(&server); /* with the call */
    server.manner = ECHO;
    server_start(&server);
    assert_int_equal(client_receive(client, 20000, &arena, &reply), 1);
    assert_int_equal(reply.status, STATUS_OK);
    arena_release(&arena);
    client_destroy(client);
    server_stop(&server);
}

static void a_call_waits_for_a_server_that_is_not_there_yet(void **state)
{
    (void)state;
    struct server server;
    struct error error = {0};
    server_make(&server, ECHO, NULL);
    server_stop(&server);
    struct client *client = client_of(&server, server.bind, 20000);
    Remuda__Rpc__V1__PingRequest request = REMUDA__RPC__V1__PING_REQUEST__INIT;
    struct arena arena = {0};
    struct client_reply reply;
    assert_int_equal(
        client_send(client, METHOD, &request.base, &remuda__rpc__v1__ping_response__descriptor, NULL, NULL, &error), 0);
    assert_int_equal(client_receive(client, 200, &arena, &reply), 0);
    server_start(&server);
    assert_int_equal(client_receive(client, 20000, &arena, &reply), 1);
    assert_int_equal(reply.status, STATUS_OK);
    arena_release(&arena);
    client_destroy(client);
    server_stop(&server);
}

static void without_an_answer_a_call_ends_at_its_deadline(void **state)
{
    (void)state;
    struct server server;
    struct error error = {0};
    server_make(&server, SILENT, NULL);
    struct client *client = client_of(&server, server.bind, 300);
    int64_t begin_us = clock_monotonic_us();
    assert_refused(ping(client, "x", &error), &error, STATUS_DEADLINE_EXCEEDED, "");
    int64_t took_us = clock_monotonic_us() - begin_us;
    assert_in_range(took_us, 300000, 2000000);
    assert_int_equal(client_in_flight(client), 0);
    client_destroy(client);
    server_stop(&server);
}

static void assert_repeated(enum manner manner)
{
    struct server server;
    struct error error = {0};
    server_make(&server, manner, NULL);
    struct client *client = client_of(&server, server.bind, 10000);
    assert_int_equal(ping(client, "again", &error), 0);
    assert_int_equal(atomic_load(&server.calls), 2);
    client_destroy(client);
    server_stop(&server);
}

static void what_was_refused_for_now_is_asked_again(void **state)
{
    (void)state;
    assert_repeated(UNAVAILABLE_ONCE);
    assert_repeated(BUSY_ONCE);
}

static void a_refusal_that_lasts_is_told_as_what_it_was(void **state)
{
    (void)state;
    struct server server;
    struct error error = {0};
    server_make(&server, ALWAYS_BUSY, NULL);
    struct client *client = client_of(&server, server.bind, 400);
    assert_refused(ping(client, "x", &error), &error, STATUS_RESOURCE_EXHAUSTED, "");
    assert_string_equal(error.message[LOCALE_EN], "too many calls wait");
    client_destroy(client);
    server_stop(&server);
}

static void an_unreadable_reply_is_an_answer_too(void **state)
{
    (void)state;
    struct server server;
    struct error error = {0};
    server_make(&server, RUBBISH, NULL);
    struct client *client = client_of(&server, server.bind, 10000);
    assert_refused(ping(client, "x", &error), &error, STATUS_INTERNAL, "");
    client_destroy(client);
    server_stop(&server);
}

static void calls_go_to_the_endpoints_in_turn_and_past_those_that_are_down(void **state)
{
    (void)state;
    struct server one, two, down;
    struct error error = {0};
    char endpoints[300];
    server_make(&one, ECHO, NULL);
    server_make(&two, ECHO, &one);
    server_make(&down, ECHO, &one);
    server_stop(&down);
    snprintf(endpoints, sizeof endpoints, "%s,%s,%s", down.bind, one.bind, two.bind);
    struct client *client = client_of(&one, endpoints, 10000);
    for (int i = 0; i < 1000 && (atomic_load(&one.calls) < 5 || atomic_load(&two.calls) < 5); i++)
        assert_int_equal(ping(client, "turn", &error), 0);
    assert_true(atomic_load(&one.calls) >= 5);
    assert_true(atomic_load(&two.calls) >= 5);
    assert_int_equal(atomic_load(&down.calls), 0);
    client_destroy(client);
    server_stop(&one);
    server_stop(&two);
}

static void a_server_is_reached_by_its_ipv6_address(void **state)
{
    (void)state;
    struct server server;
    struct error error = {0};
    char bind[64];
    if (!choose_port("[::1]", bind, sizeof bind))
        skip();
    server_make(&server, ECHO, NULL);
    server_stop(&server);
    memcpy(server.bind, bind, sizeof bind);
    server_start(&server);
    struct client *client = client_of(&server, server.bind, 10000);
    assert_int_equal(ping(client, "six", &error), 0);
    client_destroy(client);
    server_stop(&server);
}

static void a_stranger_is_never_let_in(void **state)
{
    (void)state;
    struct server server, stranger = {0};
    struct error error = {0};
    server_make(&server, ECHO, NULL);
    stranger.keys = server.keys;
    assert_int_equal(curve_keys_generate(&stranger.admitted, &error), 0);
    struct client *client = client_of(&stranger, server.bind, 500);
    assert_refused(ping(client, "x", &error), &error, STATUS_DEADLINE_EXCEEDED, "");
    client_destroy(client);
    assert_true(atomic_load(&listener_counters(server.listener)->strangers) > 0);
    server_stop(&server);
    assert_int_equal(atomic_load(&server.calls), 0);
}

/* A caller that asks for much and reads nothing. */
static void *raw_caller(struct server *server, void *context)
{
    const int one = 1, none = 0;
    void *socket = zmq_socket(context, ZMQ_DEALER);
    zmq_setsockopt(socket, ZMQ_RCVHWM, &one, sizeof one);
    zmq_setsockopt(socket, ZMQ_LINGER, &none, sizeof none);
    zmq_setsockopt(socket, ZMQ_CURVE_SERVERKEY, server->keys.public_key, CURVE_KEY_SIZE);
    zmq_setsockopt(socket, ZMQ_CURVE_PUBLICKEY, server->admitted.public_key, CURVE_KEY_SIZE);
    zmq_setsockopt(socket, ZMQ_CURVE_SECRETKEY, server->admitted.secret_key, CURVE_KEY_SIZE);
    assert_int_equal(zmq_connect(socket, server->bind), 0);
    return socket;
}

static void raw_call(struct server *server, void *socket, const char *text)
{
    zmq_msg_t frames[2];
    Remuda__Rpc__V1__Call call = REMUDA__RPC__V1__CALL__INIT;
    Remuda__Rpc__V1__PingRequest request = REMUDA__RPC__V1__PING_REQUEST__INIT;
    call.call_id = 1;
    request.text = (char *)(uintptr_t)text;
    fill(&frames[0], &call.base);
    fill(&frames[1], &request.base);
    assert_true(zmq_msg_send(&frames[0], socket, ZMQ_SNDMORE) >= 0 && zmq_msg_send(&frames[1], socket, 0) >= 0);
    const int64_t end = clock_monotonic_us() + 60000000;
    while (atomic_load(&server->done) == 0) {
        assert_true(clock_monotonic_us() < end);
        poll(NULL, 0, 10);
    }
}

static void a_peer_may_leave_as_many_replies_unread_as_it_may_have_calls_under_way(void **state)
{
    (void)state;
    struct server server;
    server_make(&server, ECHO, NULL);
    void *context = zmq_ctx_new(), *socket = raw_caller(&server, context);
    raw_call(&server, socket, "burst");
    assert_int_equal(atomic_load(&listener_counters(server.listener)->replies_dropped), 0);
    zmq_close(socket);
    zmq_ctx_term(context);
    server_stop(&server);
}

static void a_peer_that_reads_nothing_fills_no_memory_and_hinders_nobody(void **state)
{
    (void)state;
    struct server server;
    struct error error = {0};
    server_make(&server, ECHO, NULL);
    void *context = zmq_ctx_new(), *socket = raw_caller(&server, context);
    raw_call(&server, socket, "flood");
    const struct listener_counters *counters = listener_counters(server.listener);
    struct client *client = client_of(&server, server.bind, 30000);
    assert_int_equal(ping(client, "still here", &error), 0);
    /* The sockets' own buffers take some megabytes. */
    const size_t most = (LISTENER_BYTES_WAITING_MAX + 40 * 1024 * 1024) / WIRE_MESSAGE_MAX;
    assert_true(atomic_load(&counters->replies_dropped) >= FLOOD - most);
    client_destroy(client);
    zmq_close(socket);
    zmq_ctx_term(context);
    server_stop(&server);
}

static void a_client_without_proper_keys_is_not_made(void **state)
{
    (void)state;
    struct error error;
    struct client_options options = {
        .endpoints = "tcp://127.0.0.1:7101", .server_public_key = "short", .public_key = "", .secret_key = "x"};
    assert_null(client_create(&options, &error));
    assert_int_equal(error.status, STATUS_INVALID_ARGUMENT);
    assert_string_equal(error.field, "key");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_call_comes_back_with_its_answer),
        cmocka_unit_test(a_call_may_be_made_for_another_on_its_own_terms),
        cmocka_unit_test(a_client_that_waits_is_woken_by_a_file_descriptor),
        cmocka_unit_test(thousands_of_calls_are_under_way_at_once_and_each_gets_its_own_answer),
        cmocka_unit_test(a_server_that_ends_and_comes_back_is_found_again),
        cmocka_unit_test(a_call_waits_for_a_server_that_is_not_there_yet),
        cmocka_unit_test(without_an_answer_a_call_ends_at_its_deadline),
        cmocka_unit_test(what_was_refused_for_now_is_asked_again),
        cmocka_unit_test(a_refusal_that_lasts_is_told_as_what_it_was),
        cmocka_unit_test(an_unreadable_reply_is_an_answer_too),
        cmocka_unit_test(calls_go_to_the_endpoints_in_turn_and_past_those_that_are_down),
        cmocka_unit_test(a_server_is_reached_by_its_ipv6_address),
        cmocka_unit_test(a_stranger_is_never_let_in),
        cmocka_unit_test(a_peer_may_leave_as_many_replies_unread_as_it_may_have_calls_under_way),
        cmocka_unit_test(a_peer_that_reads_nothing_fills_no_memory_and_hinders_nobody),
        cmocka_unit_test(a_client_without_proper_keys_is_not_made),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
