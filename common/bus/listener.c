#include "bus/listener.h"

#include "base/log.h"

#include <errno.h>

#define ZAP_ENDPOINT "inproc://zeromq.zap.01"
#define ZAP_DOMAIN "remuda"
#define MONITOR_ENDPOINT "inproc://listener.monitor"
#define MONITOR_EVENTS                                                                                                 \
    (ZMQ_EVENT_ACCEPTED | ZMQ_EVENT_DISCONNECTED | ZMQ_EVENT_HANDSHAKE_SUCCEEDED |                                     \
     ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL)
#define HANDSHAKE_TIMEOUT_MS 5000
#define LONG_FRAME 4096 /* bytes; shorter ones are bounded by their number */
#define LINGER_MS 1000

struct listener {
    void *context;
    void *zap;
    void *router;
    void *monitor;
    listener_admits *admits;
    void *admits_context;
    struct listener_counters counters;
    _Atomic int64_t bytes_waiting; /* of long frames that libzmq holds */
};

static int fail(struct error *error, const char *what)
{
    return error_set(error, STATUS_INTERNAL, NULL, "%s failed: %s", "%s 失败：%s", what, zmq_strerror(errno));
}

static int bind_router(struct listener *listener, const struct listener_options *options, struct error *error)
{
    const int yes = 1, linger = LINGER_MS, handshake = HANDSHAKE_TIMEOUT_MS, waiting = LISTENER_REPLIES_WAITING_MAX,
              unread = LISTENER_UNREAD_MS, unlimited = 0;
    const int64_t frame_max = LISTENER_FRAME_MAX;
    listener->router = zmq_socket(listener->context, ZMQ_ROUTER);
    if (!listener->router)
        return fail(error, "zmq_socket(ROUTER)");
    void *router = listener->router;
    if (zmq_setsockopt(router, ZMQ_CURVE_SERVER, &yes, sizeof yes) != 0 ||
        zmq_setsockopt(router, ZMQ_CURVE_SECRETKEY, options->keys->secret_key, CURVE_KEY_SIZE) != 0 ||
        zmq_setsockopt(router, ZMQ_ZAP_DOMAIN, ZAP_DOMAIN, strlen(ZAP_DOMAIN)) != 0 ||
        zmq_setsockopt(router, ZMQ_ROUTER_MANDATORY, &yes, sizeof yes) != 0 ||
        zmq_setsockopt(router, ZMQ_MAXMSGSIZE, &frame_max, sizeof frame_max) != 0 ||
        zmq_setsockopt(router, ZMQ_HANDSHAKE_IVL, &handshake, sizeof handshake) != 0 ||
        zmq_setsockopt(router, ZMQ_SNDHWM, &waiting, sizeof waiting) != 0 ||
        zmq_setsockopt(router, ZMQ_TCP_MAXRT, &unread, sizeof unread) != 0 ||
        zmq_setsockopt(router, ZMQ_TCP_KEEPALIVE, &yes, sizeof yes) != 0 ||
        zmq_setsockopt(router, ZMQ_IPV6, &yes, sizeof yes) != 0 ||
        zmq_setsockopt(router, ZMQ_LINGER, &linger, sizeof linger) != 0)
        return fail(error, "zmq_setsockopt");
    if (zmq_socket_monitor(router, MONITOR_ENDPOINT, MONITOR_EVENTS) != 0)
        return fail(error, "zmq_socket_monitor");
    listener->monitor = zmq_socket(listener->context, ZMQ_PAIR);
    /* Unlimited, else a flood of strangers between the last turn of the loop and listener_close would stop both. */
    if (!listener->monitor || zmq_setsockopt(listener->monitor, ZMQ_RCVHWM, &unlimited, sizeof unlimited) != 0 ||
        zmq_connect(listener->monitor, MONITOR_ENDPOINT) != 0)
        return fail(error, "zmq_connect(monitor)");
    if (zmq_bind(router, options->bind) != 0)
        return error_set(error, STATUS_FAILED_PRECONDITION, "REMUDA_BIND",
                         "cannot listen on %s: %s; stop what uses the address or choose another",
                         "无法监听 %s：%s；请停止占用该地址的程序或改用其他地址", options->bind, zmq_strerror(errno));
    return 0;
}

struct listener *listener_open(const struct listener_options *options, struct error *error)
{
    struct listener *listener = calloc(1, sizeof *listener);
    if (!listener) {
        error_set(error, STATUS_RESOURCE_EXHAUSTED, NULL, "out of memory", "内存不足");
        return NULL;
    }
    listener->admits = options->admits;
    listener->admits_context = options->context;
    listener->context = zmq_ctx_new();
    listener->zap = listener->context ? zmq_socket(listener->context, ZMQ_REP) : NULL;
    if (!listener->zap || zmq_bind(listener->zap, ZAP_ENDPOINT) != 0) {
        fail(error, "zmq_bind(" ZAP_ENDPOINT ")");
        listener_close(listener);
        return NULL;
    }
    if (bind_router(listener, options, error) != 0) {
        listener_close(listener);
        return NULL;
    }
    return listener;
}

void listener_close(struct listener *listener)
{
    if (!listener)
        return;
    const int none = 0;
    /* First the sending end: with nobody at the other one libzmq's thread would wait there for ever, and we for it. */
    if (listener->router)
        zmq_socket_monitor(listener->router, NULL, 0);
    if (listener->monitor) {
        zmq_setsockopt(listener->monitor, ZMQ_LINGER, &none, sizeof none);
        zmq_close(listener->monitor);
    }
    if (listener->router)
        zmq_close(listener->router);
    if (listener->zap) {
        zmq_setsockopt(listener->zap, ZMQ_LINGER, &none, sizeof none);
        zmq_close(listener->zap);
    }
    if (listener->context)
        zmq_ctx_term(listener->context);
    free(listener);
}

const struct listener_counters *listener_counters(const struct listener *listener)
{
    return &listener->counters;
}

/* --- ZAP (https://rfc.zeromq.org/spec/27/)
 * ---------------------------------------------------------------------------- */

enum { ZAP_VERSION, ZAP_REQUEST_ID, ZAP_DOMAIN_NAME, ZAP_ADDRESS, ZAP_IDENTITY, ZAP_MECHANISM, ZAP_KEY, ZAP_FRAMES };

static bool receive_zap_request(void *zap, zmq_msg_t frames[ZAP_FRAMES])
{
    int count = 0;
    bool more = true;
    while (more) {
        zmq_msg_t frame;
        zmq_msg_init(&frame);
        if (zmq_msg_recv(&frame, zap, 0) < 0) {
            zmq_msg_close(&frame);
            break;
        }
        more = zmq_msg_more(&frame);
        if (count < ZAP_FRAMES)
            zmq_msg_move(&frames[count], &frame);
        zmq_msg_close(&frame);
        count++;
    }
    return count == ZAP_FRAMES;
}

static bool frame_is(const zmq_msg_t *frame, const char *text)
{
    return zmq_msg_size(frame) == strlen(text) &&
           memcmp(zmq_msg_data((zmq_msg_t *)(uintptr_t)frame), text, strlen(text)) == 0;
}

/*
 * A key that is not known gets status 300, not 400: libzmq answers 300 by silence and the client tries again (a key
 * that was granted a moment ago gets in), while 400 tells the stranger and ends the client's socket for good.
 */
static void answer_handshake(struct listener *listener)
{
    zmq_msg_t frames[ZAP_FRAMES];
    for (int i = 0; i < ZAP_FRAMES; i++)
        zmq_msg_init(&frames[i]);
    char public_key[CURVE_KEY_SIZE] = "";
    bool complete = receive_zap_request(listener->zap, frames);
    bool known = complete && frame_is(&frames[ZAP_MECHANISM], "CURVE") && zmq_msg_size(&frames[ZAP_KEY]) == 32 &&
                 zmq_z85_encode(public_key, zmq_msg_data(&frames[ZAP_KEY]), 32) &&
                 listener->admits(public_key, listener->admits_context);
    if (!known)
        atomic_fetch_add_explicit(&listener->counters.strangers, 1, memory_order_relaxed);
    zmq_send(listener->zap, "1.0", 3, ZMQ_SNDMORE);
    zmq_send(listener->zap, zmq_msg_data(&frames[ZAP_REQUEST_ID]), zmq_msg_size(&frames[ZAP_REQUEST_ID]), ZMQ_SNDMORE);
    zmq_send(listener->zap, known ? "200" : "300", 3, ZMQ_SNDMORE);
    zmq_send(listener->zap, known ? "OK" : "", known ? 2 : 0, ZMQ_SNDMORE);
    zmq_send(listener->zap, public_key, known ? strlen(public_key) : 0, ZMQ_SNDMORE);
    zmq_send(listener->zap, "", 0, 0);
    for (int i = 0; i < ZAP_FRAMES; i++)
        zmq_msg_close(&frames[i]);
}

static _Atomic uint64_t *counter_of(struct listener_counters *counters, uint16_t event)
{
    switch (event) {
    case ZMQ_EVENT_ACCEPTED:
        return &counters->accepted;
    case ZMQ_EVENT_DISCONNECTED:
        return &counters->closed;
    case ZMQ_EVENT_HANDSHAKE_SUCCEEDED:
        return &counters->connections;
    default:
        return &counters->handshake_failures;
    }
}

static void count_monitor_event(struct listener *listener)
{
    zmq_msg_t frame;
    zmq_msg_init(&frame);
    if (zmq_msg_recv(&frame, listener->monitor, ZMQ_DONTWAIT) >= 2) {
        uint16_t event;
        memcpy(&event, zmq_msg_data(&frame), sizeof event);
        atomic_fetch_add_explicit(counter_of(&listener->counters, event), 1, memory_order_relaxed);
    }
    while (zmq_msg_more(&frame) && zmq_msg_recv(&frame, listener->monitor, ZMQ_DONTWAIT) >= 0)
        ; /* the peer's address: not needed */
    zmq_msg_close(&frame);
}

void listener_wait(struct listener *listener, const int *fds, bool *readable, size_t n, long timeout_ms)
{
    enum { ROUTER, ZAP, MONITOR, OWN };
    zmq_pollitem_t items[OWN + LISTENER_FDS_MAX] = {
        [ROUTER] = {.socket = listener->router, .events = ZMQ_POLLIN},
        [ZAP] = {.socket = listener->zap, .events = ZMQ_POLLIN},
        [MONITOR] = {.socket = listener->monitor, .events = ZMQ_POLLIN},
    };
    for (size_t i = 0; i < n; i++)
        items[OWN + i] = (zmq_pollitem_t){.fd = fds[i], .events = ZMQ_POLLIN};
    if (zmq_poll(items, OWN + (int)n, timeout_ms) < 0)
        memset(readable, 0, n * sizeof *readable); /* EINTR: look again */
    if (items[ZAP].revents & ZMQ_POLLIN)
        answer_handshake(listener);
    if (items[MONITOR].revents & ZMQ_POLLIN)
        count_monitor_event(listener);
    for (size_t i = 0; i < n; i++)
        readable[i] = items[OWN + i].revents & ZMQ_POLLIN;
}

/* --- messages
 * --------------------------------------------------------------------------------------------------------- */

static void take_public_key(struct listener_message *message, zmq_msg_t *frame)
{
    const char *user = zmq_msg_gets(frame, "User-Id");
    snprintf(message->public_key, sizeof message->public_key, "%s", user ? user : "");
}

int listener_receive(struct listener *listener, struct listener_message *message)
{
    zmq_msg_t frame;
    zmq_msg_init(&frame);
    int size = zmq_msg_recv(&frame, listener->router, ZMQ_DONTWAIT);
    if (size < 0) {
        zmq_msg_close(&frame);
        return 0;
    }
    message->routing_id_size = (size_t)size <= LISTENER_ROUTING_ID_MAX ? (size_t)size : 0;
    memcpy(message->routing_id, zmq_msg_data(&frame), message->routing_id_size);
    message->public_key[0] = '\0';
    message->frame_count = 0;
    zmq_msg_init(&message->frames[0]);
    zmq_msg_init(&message->frames[1]);
    while (zmq_msg_more(&frame)) {
        if (zmq_msg_recv(&frame, listener->router, 0) < 0)
            break;
        if (message->frame_count == 0)
            take_public_key(message, &frame);
        bool more = zmq_msg_more(&frame);
        if (message->frame_count < 2)
            zmq_msg_copy(&message->frames[message->frame_count], &frame);
        message->frame_count++;
        if (!more)
            break;
    }
    zmq_msg_close(&frame);
    return 1;
}

void listener_message_release(struct listener_message *message)
{
    zmq_msg_close(&message->frames[0]);
    zmq_msg_close(&message->frames[1]);
}

/* A long frame, counted until libzmq has encrypted it for its peer. */
struct counted_frame {
    zmq_msg_t frame;
    _Atomic int64_t *bytes_waiting;
};

static void uncount(void *data, void *hint)
{
    struct counted_frame *counted = hint;
    (void)data;
    atomic_fetch_sub_explicit(counted->bytes_waiting, (int64_t)zmq_msg_size(&counted->frame), memory_order_relaxed);
    zmq_msg_close(&counted->frame);
    free(counted);
}

/* The size of a message says nothing to ZMQ_SNDHWM: peers that ask for much and read nothing would fill the memory. */
static bool count_long_frame(struct listener *listener, zmq_msg_t *frame)
{
    const size_t size = zmq_msg_size(frame);
    if (size < LONG_FRAME)
        return true;
    if (atomic_load_explicit(&listener->bytes_waiting, memory_order_relaxed) + (int64_t)size >
        LISTENER_BYTES_WAITING_MAX) {
        errno = EAGAIN;
        return false;
    }
    struct counted_frame *counted = malloc(sizeof *counted);
    if (!counted)
        return false;
    counted->bytes_waiting = &listener->bytes_waiting;
    zmq_msg_init(&counted->frame);
    zmq_msg_move(&counted->frame, frame);
    atomic_fetch_add_explicit(&listener->bytes_waiting, (int64_t)size, memory_order_relaxed);
    if (zmq_msg_init_data(frame, zmq_msg_data(&counted->frame), size, uncount, counted) == 0)
        return true;
    uncount(NULL, counted);
    zmq_msg_init(frame);
    return false;
}

void listener_send(struct listener *listener, const uint8_t *routing_id, size_t routing_id_size, zmq_msg_t frames[2])
{
    /* ROUTER_MANDATORY: an unknown peer or a full pipe shows at the first frame; the frames after it then always go. */
    int sent = count_long_frame(listener, &frames[0]) && count_long_frame(listener, &frames[1])
                   ? zmq_send(listener->router, routing_id, routing_id_size, ZMQ_SNDMORE | ZMQ_DONTWAIT)
                   : -1;
    if (sent >= 0)
        sent = zmq_msg_send(&frames[0], listener->router, ZMQ_SNDMORE);
    if (sent >= 0)
        sent = zmq_msg_send(&frames[1], listener->router, 0);
    if (sent < 0) {
        atomic_fetch_add_explicit(&listener->counters.replies_dropped, 1, memory_order_relaxed);
        log_debug("reply_dropped", LOG_TEXT("reason", zmq_strerror(errno)));
        zmq_msg_close(&frames[0]);
        zmq_msg_close(&frames[1]);
    }
}
