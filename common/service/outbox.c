#include "service/outbox.h"

#include <pthread.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct outbox {
    pthread_mutex_t lock;
    struct reply *first, **last;
    int fd;
};

struct outbox *outbox_create(void)
{
    struct outbox *outbox = calloc(1, sizeof *outbox);
    if (!outbox)
        return NULL;
    outbox->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (outbox->fd < 0) {
        free(outbox);
        return NULL;
    }
    pthread_mutex_init(&outbox->lock, NULL);
    outbox->last = &outbox->first;
    return outbox;
}

void outbox_destroy(struct outbox *outbox)
{
    if (!outbox)
        return;
    for (struct reply *reply = outbox->first; reply;) {
        struct reply *next = reply->next;
        reply_free(reply);
        reply = next;
    }
    close(outbox->fd);
    pthread_mutex_destroy(&outbox->lock);
    free(outbox);
}

int outbox_fd(const struct outbox *outbox)
{
    return outbox->fd;
}

void outbox_put(struct outbox *outbox, struct reply *replies)
{
    if (!replies)
        return;
    struct reply *last = replies;
    while (last->next)
        last = last->next;
    pthread_mutex_lock(&outbox->lock);
    bool was_empty = !outbox->first;
    *outbox->last = replies;
    outbox->last = &last->next;
    pthread_mutex_unlock(&outbox->lock);
    if (was_empty)
        eventfd_write(outbox->fd, 1);
}

struct reply *outbox_take(struct outbox *outbox)
{
    eventfd_t count;
    eventfd_read(outbox->fd, &count);
    pthread_mutex_lock(&outbox->lock);
    struct reply *replies = outbox->first;
    outbox->first = NULL;
    outbox->last = &outbox->first;
    pthread_mutex_unlock(&outbox->lock);
    return replies;
}
