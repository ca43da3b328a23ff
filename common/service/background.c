#include "service/background.h"

#include "base/clock.h"
#include "base/log.h"
#include "service/kept_replies.h"

#include <pthread.h>

#define POLL_US 200000
#define AUTHORITY_US 1000000
#define PERIODIC_US 1000000
#define BEHIND_US (INT64_C(5) * 1000000)
#define PRUNE_US (INT64_C(600) * 1000000)
#define EVENTS_PER_STEP 500
#define UNREADY_AFTER_US (INT64_C(3) * 1000000) /* without the database */

struct background {
    struct background_options options;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t stop_asked;
    bool stopping;
    struct db *db;
    int64_t authority_due_us, behind_due_us, prune_due_us, periodic_due_us, last_well_us;
};

static bool sleep_unless_stopping(struct background *background)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += POLL_US * 1000;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock(&background->lock);
    if (!background->stopping)
        pthread_cond_timedwait(&background->stop_asked, &background->lock, &until);
    bool stopping = background->stopping;
    pthread_mutex_unlock(&background->lock);
    return !stopping;
}

static bool stopping(struct background *background)
{
    pthread_mutex_lock(&background->lock);
    bool yes = background->stopping;
    pthread_mutex_unlock(&background->lock);
    return yes;
}

static bool is_consumer(const struct service_definition *definition)
{
    return definition->apply || definition->apply_batch;
}

static int look_behind(struct background *background, struct error *error)
{
    int64_t events[EVENT_PARTITIONS];
    if (event_consumer_behind(background->db, background->options.definition->name, events, error) != 0)
        return -1;
    for (int i = 0; i < EVENT_PARTITIONS; i++)
        atomic_store_explicit(&background->options.metrics->events_behind[i], events[i], memory_order_relaxed);
    return 0;
}

static int consume(struct background *background, struct error *error)
{
    const struct service_definition *definition = background->options.definition;
    struct metrics *metrics = background->options.metrics;
    const struct event_consumer consumer = {
        .name = definition->name,
        .apply = definition->apply,
        .apply_batch = definition->apply_batch,
        .context = definition->context,
    };
    size_t applied, dead;
    do {
        if (event_consumer_step(background->db, &consumer, EVENTS_PER_STEP, &applied, &dead, error) != 0)
            return -1;
        atomic_fetch_add_explicit(&metrics->events_applied, applied, memory_order_relaxed);
        atomic_fetch_add_explicit(&metrics->events_dead, dead, memory_order_relaxed);
        if (clock_monotonic_us() >= background->authority_due_us)
            return 0; /* a long backlog must not keep a revoked key alive */
    } while (applied + dead > 0 && !stopping(background));
    return 0;
}

/* One run of the service's periodic work. */
struct periodic_step {
    const struct service_definition *definition;
    struct arena arena;
    bool more;
};

static int run_periodic_body(struct db *db, void *context, struct error *error)
{
    struct periodic_step *step = context;
    arena_reset(&step->arena);
    step->more = false;
    return step->definition->periodic(db, &step->arena, clock_unix_ms(), step->definition->context, &step->more, error);
}

static int run_periodic(struct background *background, struct error *error)
{
    struct periodic_step step = {.definition = background->options.definition};
    int result;
    do
        result = db_transaction(background->db, run_periodic_body, &step, error);
    while (result == 0 && step.more && !stopping(background) && clock_monotonic_us() < background->authority_due_us);
    arena_release(&step.arena);
    return result;
}

static int run_once(struct background *background, struct error *error)
{
    const int64_t now_us = clock_monotonic_us();
    if (now_us >= background->authority_due_us) {
        if (authority_holder_refresh(background->options.authority, background->db, error) != 0)
            return -1;
        background->authority_due_us = now_us + AUTHORITY_US;
    }
    if (now_us >= background->prune_due_us) {
        bool more;
        if (kept_replies_prune(background->db, &more, error) != 0)
            return -1;
        background->prune_due_us = now_us + (more ? POLL_US : PRUNE_US);
    }
    if (background->options.definition->periodic && now_us >= background->periodic_due_us) {
        if (run_periodic(background, error) != 0)
            return -1;
        background->periodic_due_us = now_us + PERIODIC_US;
    }
    if (!is_consumer(background->options.definition))
        return 0;
    if (now_us >= background->behind_due_us) {
        if (look_behind(background, error) != 0)
            return -1;
        background->behind_due_us = now_us + BEHIND_US;
    }
    return consume(background, error);
}

static void *work(void *argument)
{
    struct background *background = argument;
    struct metrics *metrics = background->options.metrics;
    do {
        struct error error = {0};
        bool well = run_once(background, &error) == 0;
        int64_t now_us = clock_monotonic_us();
        if (well)
            background->last_well_us = now_us;
        else
            log_warning("background_failed", LOG_TEXT("status", status_name(error.status)),
                        LOG_TEXT("reason", error.message[LOCALE_EN]));
        atomic_store(&metrics->database_well, now_us - background->last_well_us < UNREADY_AFTER_US);
    } while (sleep_unless_stopping(background));
    return NULL;
}

static void release(struct background *background)
{
    db_destroy(background->db);
    pthread_cond_destroy(&background->stop_asked);
    pthread_mutex_destroy(&background->lock);
    free(background);
}

struct background *background_start(const struct background_options *options, struct error *error)
{
    struct background *background = calloc(1, sizeof *background);
    if (!background) {
        error_set(error, STATUS_RESOURCE_EXHAUSTED, NULL, "out of memory", "内存不足");
        return NULL;
    }
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&background->stop_asked, &attributes);
    pthread_condattr_destroy(&attributes);
    pthread_mutex_init(&background->lock, NULL);
    background->options = *options;
    background->db = db_create(options->database);
    background->last_well_us = clock_monotonic_us();
    background->prune_due_us = background->last_well_us + PRUNE_US;
    if (pthread_create(&background->thread, NULL, work, background) != 0) {
        error_set(error, STATUS_RESOURCE_EXHAUSTED, NULL, "no thread can be started", "无法启动线程");
        release(background);
        return NULL;
    }
    return background;
}

void background_stop(struct background *background)
{
    if (!background)
        return;
    pthread_mutex_lock(&background->lock);
    background->stopping = true;
    pthread_cond_signal(&background->stop_asked);
    pthread_mutex_unlock(&background->lock);
    pthread_join(background->thread, NULL);
    release(background);
}
