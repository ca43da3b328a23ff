#include "service/worker.h"

#include <pthread.h>

struct worker {
    pthread_t thread;
    bool started;
    struct runner runner;
    struct queue *queue;
    struct outbox *outbox;
};

struct workers {
    size_t count;
    struct worker each[];
};

static void *work(void *argument)
{
    struct worker *worker = argument;
    struct metrics *metrics = worker->runner.metrics;
    struct request *requests = queue_take(worker->queue, false);
    while (requests) {
        atomic_fetch_add_explicit(&metrics->workers_busy, 1, memory_order_relaxed);
        outbox_put(worker->outbox, runner_run(&worker->runner, requests));
        atomic_fetch_sub_explicit(&metrics->workers_busy, 1, memory_order_relaxed);
        requests = queue_take(worker->queue, true);
    }
    return NULL;
}

struct workers *workers_start(const struct workers_options *options, struct error *error)
{
    struct workers *workers = calloc(1, sizeof *workers + options->count * sizeof *workers->each);
    if (!workers) {
        error_set(error, STATUS_RESOURCE_EXHAUSTED, NULL, "out of memory", "内存不足");
        return NULL;
    }
    workers->count = options->count;
    for (size_t i = 0; i < options->count; i++) {
        struct worker *worker = &workers->each[i];
        worker->queue = options->queue;
        worker->outbox = options->outbox;
        worker->runner = (struct runner){
            .definition = options->definition,
            .authority = options->authority,
            .metrics = options->metrics,
            .db = db_create(options->database),
        };
        worker->started = pthread_create(&worker->thread, NULL, work, worker) == 0;
        if (!worker->started) {
            error_set(error, STATUS_RESOURCE_EXHAUSTED, "REMUDA_WORKERS",
                      "no thread can be started: ask for fewer workers", "无法启动线程：请减少工作线程数");
            queue_close(options->queue);
            workers_join(workers);
            return NULL;
        }
    }
    return workers;
}

void workers_join(struct workers *workers)
{
    if (!workers)
        return;
    for (size_t i = 0; i < workers->count; i++) {
        struct worker *worker = &workers->each[i];
        if (worker->started)
            pthread_join(worker->thread, NULL);
        db_destroy(worker->runner.db);
        arena_release(&worker->runner.arena);
    }
    free(workers);
}
