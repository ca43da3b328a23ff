/*
 * Calls wait by method; an idle worker takes all that wait for one method, up to the method's limit. No timer: a lone call
 * leaves at once, a flood forms large batches by itself. The method whose oldest call waits longest goes first.
 */
#pragma once

#include "service/request.h"

#define QUEUE_BYTES_MAX (64 * 1024 * 1024) /* of requests that wait, all methods together */
#define BATCH_BYTES_MAX (1024 * 1024)      /* of one batch's requests: unpacked they take many times as much */

struct queue;

struct queue *queue_create(size_t capacity_per_method);
void queue_destroy(struct queue *queue); /* frees what still waits */

/* Takes the request over. false: no room, or closed; the request stays the caller's. Wakes nobody yet. */
bool queue_push(struct queue *queue, struct request *request);
/* Wakes workers for what was pushed. Once after all messages that were there, so that they form one batch. */
void queue_wake(struct queue *queue);

/* Blocks until calls wait (linked by next, oldest first) or the queue is closed and empty (NULL).
 * `worked`: the caller has finished the batch that it took before. */
struct request *queue_take(struct queue *queue, bool worked);
void queue_close(struct queue *queue);
/* Nothing waits and no batch is being worked on: the worker gave its replies away before it asked for more. */
bool queue_is_idle(struct queue *queue);

size_t queue_depth(struct queue *queue, size_t method_index);
