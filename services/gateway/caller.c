#include "caller.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define WAIT_MS 1000
#define RETRY_AFTER_MS 1000

struct caller {
    pthread_t thread;
    struct client *client;
    int wake_fd;
    pthread_mutex_t lock; /* of what follows */
    struct outgoing *inbox, **inbox_end;
    bool stopping;
    struct arena arena; /* the thread's */
};

static void refuse(struct outgoing *call, const struct error *error)
{
    const struct client_reply reply = {
        .status = error->status, .message = error->message[call->locale], .retry_after_ms = error->retry_after_ms};
    call->done(call, &reply);
}

static void send_call(struct caller *caller, struct outgoing *call)
{
    struct error error = {0};
    if (client_send_on_terms(caller->client, call->method, call->request, call->response_type, &call->terms, call,
                             &error) == 0)
        return;
    error.retry_after_ms = RETRY_AFTER_MS;
    refuse(call, &error);
}

/* False when the caller is to end. */
static bool send_calls(struct caller *caller)
{
    uint64_t ignored;
    if (read(caller->wake_fd, &ignored, sizeof ignored) < 0)
        ignored = 0; /* nobody woke us: the list says what there is */
    pthread_mutex_lock(&caller->lock);
    struct outgoing *calls = caller->inbox;
    bool stopping = caller->stopping;
    caller->inbox = NULL;
    caller->inbox_end = &caller->inbox;
    pthread_mutex_unlock(&caller->lock);
    while (calls) {
        struct outgoing *next = calls->next; /* `done` may free it */
        send_call(caller, calls);
        calls = next;
    }
    return !stopping;
}

static void give(struct caller *caller, const struct client_reply *reply)
{
    struct outgoing *call = reply->context;
    call->done(call, reply);
    arena_reset(&caller->arena);
}

static void *work(void *argument)
{
    struct caller *caller = argument;
    struct client_reply reply;
    while (send_calls(caller) || client_in_flight(caller->client) > 0)
        if (client_receive(caller->client, WAIT_MS, &caller->arena, &reply))
            give(caller, &reply);
    return NULL;
}

struct caller *caller_start(const struct client_options *options, struct error *error)
{
    struct caller *caller = calloc(1, sizeof *caller);
    if (!caller) {
        error_set(error, STATUS_RESOURCE_EXHAUSTED, NULL, "out of memory", "内存不足");
        return NULL;
    }
    caller->inbox_end = &caller->inbox;
    caller->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    caller->client = client_create(options, error);
    pthread_mutex_init(&caller->lock, NULL);
    if (caller->client && caller->wake_fd >= 0) {
        client_wake_on(caller->client, caller->wake_fd);
        if (pthread_create(&caller->thread, NULL, work, caller) == 0)
            return caller;
        error_set(error, STATUS_RESOURCE_EXHAUSTED, NULL, "no thread can be started", "无法启动线程");
    }
    client_destroy(caller->client);
    free(caller);
    return NULL;
}

static void wake(struct caller *caller)
{
    const uint64_t one = 1;
    while (write(caller->wake_fd, &one, sizeof one) < 0)
        ; /* full only when nobody reads it any more: it is never */
}

bool caller_submit(struct caller *caller, struct outgoing *call)
{
    call->next = NULL;
    pthread_mutex_lock(&caller->lock);
    const bool taken = !caller->stopping, first = !caller->inbox;
    if (taken) {
        *caller->inbox_end = call;
        caller->inbox_end = &call->next;
    }
    pthread_mutex_unlock(&caller->lock);
    if (taken && first)
        wake(caller);
    return taken;
}

void caller_stop(struct caller *caller)
{
    if (!caller)
        return;
    pthread_mutex_lock(&caller->lock);
    caller->stopping = true;
    pthread_mutex_unlock(&caller->lock);
    wake(caller);
    pthread_join(caller->thread, NULL);
    client_destroy(caller->client);
    close(caller->wake_fd);
    pthread_mutex_destroy(&caller->lock);
    arena_release(&caller->arena);
    free(caller);
}
