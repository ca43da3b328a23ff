/*
 * The answering side: a ROUTER socket with CURVE, the ZAP handler that lets only known keys in, and the socket's
 * monitor, so that everybody who is refused is counted. All of it belongs to one thread.
 *
 * CURVE without a ZAP handler lets any client in: the handler is bound before the ROUTER, and a test proves that
 * strangers stay out.
 */
#pragma once

#include "base/error.h"
#include "bus/curve_keys.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zmq.h>

/* Above WIRE_MESSAGE_MAX, so that a message that is only too large is refused in words; beyond it the peer is cut off.
 */
#define LISTENER_FRAME_MAX (16 * 1024 * 1024)
#define LISTENER_ROUTING_ID_MAX 255
#define LISTENER_FDS_MAX 4
/* A peer that does not read: so many replies wait for it, and so many bytes of long replies for all peers; what comes
 * then is dropped and counted, and its connection is cut after LISTENER_UNREAD_MS. A client has at most as many calls
 * under way. */
#define LISTENER_REPLIES_WAITING_MAX 4096
#define LISTENER_BYTES_WAITING_MAX (64 * 1024 * 1024)
#define LISTENER_UNREAD_MS 60000

struct listener;

/* Is this public key (Z85) let in? Called in the listener's thread, at each handshake. */
typedef bool listener_admits(const char *public_key, void *context);

struct listener_options {
    const char *bind; /* "tcp://127.0.0.1:7101" */
    const struct curve_keys *keys;
    listener_admits *admits;
    void *context;
};

/* What was turned away before it could call; read by other threads. */
struct listener_counters {
    _Atomic uint64_t strangers;          /* CURVE clients with a key that is not known */
    _Atomic uint64_t handshake_failures; /* plain clients, wrong server key, handshakes left half-way */
    _Atomic uint64_t accepted;           /* TCP connections; what is no ZeroMQ client at all is counted only here */
    _Atomic uint64_t connections;        /* handshakes that succeeded */
    _Atomic uint64_t closed;             /* TCP connections that ended: the peer left, or was cut off */
    _Atomic uint64_t replies_dropped;    /* the peer had gone, or does not read its replies */
};

struct listener *listener_open(const struct listener_options *options, struct error *error);
void listener_close(struct listener *listener); /* sends what is queued for at most a second */
const struct listener_counters *listener_counters(const struct listener *listener);

/* Waits until a message or one of the `fds` is readable, or timeout_ms have passed (-1: for ever). Handshakes are
 * answered inside. readable[i] tells about fds[i]. */
void listener_wait(struct listener *listener, const int *fds, bool *readable, size_t n, long timeout_ms);

/* One message as it came. Frames are released with listener_message_release. */
struct listener_message {
    uint8_t routing_id[LISTENER_ROUTING_ID_MAX];
    size_t routing_id_size;
    char public_key[CURVE_KEY_SIZE]; /* whom CURVE proved it to come from */
    int frame_count;                 /* frames after the routing id; what is beyond the second is dropped */
    zmq_msg_t frames[2];
};
/* 1 a message, 0 none is waiting. Never blocks. */
int listener_receive(struct listener *listener, struct listener_message *message);
void listener_message_release(struct listener_message *message);

/* Sends two frames to a peer without blocking; a peer that has gone is counted, not an error: it asks again.
 * Takes over `frames` (both are closed in any case). */
void listener_send(struct listener *listener, const uint8_t *routing_id, size_t routing_id_size, zmq_msg_t frames[2]);
