/*
 * The way to one service: a thread with a ZeroMQ client, which any thread may hand calls to. Many are under way at
 * once.
 */
#pragma once

#include "backend.h"
#include "bus/client.h"

#include <stdbool.h>

struct caller;

/* A call on its way; the memory is its maker's and stays until `done`. */
struct outgoing {
    struct outgoing *next;
    const char *method;
    const ProtobufCMessage *request;
    const ProtobufCMessageDescriptor *response_type;
    struct client_terms terms;
    enum locale locale;
    /* In the caller's thread; the reply's texts and message live until it returns. */
    void (*done)(struct outgoing *call, const struct client_reply *reply);
};

struct caller *caller_start(const struct client_options *options, struct error *error);
/* False when the caller is being stopped: the call is not taken. */
bool caller_submit(struct caller *caller, struct outgoing *call);
/* Waits for the answers of what is under way, at most until its deadlines; takes nothing more. */
void caller_stop(struct caller *caller);
