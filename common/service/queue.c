#include "service/queue.h"

#include <pthread.h>

struct line {
    struct request *first, **last;
    size_t length;
};

struct queue {
    pthread_mutex_t lock;
    pthread_cond_t news;
    struct line lines[METHODS_MAX];
    size_t capacity, waiting, bytes, idle, working;
    bool closed;
};

struct queue *queue_create(size_t capacity_per_method)
{
    struct queue *queue = calloc(1, sizeof *queue);
    if (!queue)
        return NULL;
    pthread_mutex_init(&queue->lock, NULL);
    pthread_cond_init(&queue->news, NULL);
    queue->capacity = capacity_per_method;
    for (size_t i = 0; i < METHODS_MAX; i++)
        queue->lines[i].last = &queue->lines[i].first;
    return queue;
}

void queue_destroy(struct queue *queue)
{
    if (!queue)
        return;
    for (size_t i = 0; i < METHODS_MAX; i++)
        for (struct request *request = queue->lines[i].first; request;) {
            struct request *next = request->next;
            request_free(request);
            request = next;
        }
    pthread_cond_destroy(&queue->news);
    pthread_mutex_destroy(&queue->lock);
    free(queue);
}

bool queue_push(struct queue *queue, struct request *request)
{
    struct line *line = &queue->lines[request->entry->index];
    const size_t size = zmq_msg_size(&request->body);
    pthread_mutex_lock(&queue->lock);
    bool fits = line->length < queue->capacity && queue->bytes + size <= QUEUE_BYTES_MAX && !queue->closed;
    if (fits) {
        request->next = NULL;
        *line->last = request;
        line->last = &request->next;
        line->length++;
        queue->waiting++;
        queue->bytes += size;
    }
    pthread_mutex_unlock(&queue->lock);
    return fits;
}

void queue_wake(struct queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    /* One worker is enough for one method's calls; another is woken only when there is more than a first batch. */
    if (queue->waiting > 0 && queue->idle > 0)
        pthread_cond_signal(&queue->news);
    pthread_mutex_unlock(&queue->lock);
}

static struct line *oldest_line(struct queue *queue)
{
    struct line *oldest = NULL;
    for (size_t i = 0; i < METHODS_MAX; i++) {
        struct line *line = &queue->lines[i];
        if (line->first && (!oldest || line->first->arrived_us < oldest->first->arrived_us))
            oldest = line;
    }
    return oldest;
}

static struct request *cut_batch(struct queue *queue, struct line *line)
{
    struct request *first = line->first, **end = &line->first;
    size_t most = first->entry->method->batch_max ? first->entry->method->batch_max : 1;
    size_t taken = 0, bytes = 0;
    while (*end && taken < most) {
        const size_t size = zmq_msg_size(&(*end)->body);
        if (taken > 0 && bytes + size > BATCH_BYTES_MAX)
            break;
        bytes += size;
        end = &(*end)->next;
        taken++;
    }
    struct request *rest = *end;
    *end = NULL;
    line->first = rest;
    if (!rest)
        line->last = &line->first;
    line->length -= taken;
    queue->waiting -= taken;
    queue->bytes -= bytes;
    return first;
}

struct request *queue_take(struct queue *queue, bool worked)
{
    pthread_mutex_lock(&queue->lock);
    queue->working -= worked;
    queue->idle++;
    while (queue->waiting == 0 && !queue->closed)
        pthread_cond_wait(&queue->news, &queue->lock);
    queue->idle--;
    struct line *line = oldest_line(queue);
    struct request *batch = line ? cut_batch(queue, line) : NULL;
    queue->working += batch != NULL;
    if (queue->waiting > 0 && queue->idle > 0)
        pthread_cond_signal(&queue->news);
    pthread_mutex_unlock(&queue->lock);
    return batch;
}

void queue_close(struct queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    queue->closed = true;
    pthread_cond_broadcast(&queue->news);
    pthread_mutex_unlock(&queue->lock);
}

bool queue_is_idle(struct queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    bool idle = queue->waiting == 0 && queue->working == 0;
    pthread_mutex_unlock(&queue->lock);
    return idle;
}

size_t queue_depth(struct queue *queue, size_t method_index)
{
    pthread_mutex_lock(&queue->lock);
    size_t length = queue->lines[method_index].length;
    pthread_mutex_unlock(&queue->lock);
    return length;
}
