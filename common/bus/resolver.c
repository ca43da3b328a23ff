#include "bus/resolver.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

struct resolver {
    pthread_mutex_t lock;
    pthread_cond_t stop_asked;
    char *list;
    int every_ms;
    char endpoints[RESOLVER_ENDPOINTS_MAX][ENDPOINT_SIZE]; /* sorted: a name server gives them in any order */
    size_t count;
    bool changed, stopping;
    int holders; /* the thread and who started it: the last one frees */
};

static void let_go(struct resolver *resolver)
{
    pthread_mutex_lock(&resolver->lock);
    const bool last = --resolver->holders == 0;
    pthread_mutex_unlock(&resolver->lock);
    if (!last)
        return;
    pthread_mutex_destroy(&resolver->lock);
    pthread_cond_destroy(&resolver->stop_asked);
    free(resolver->list);
    free(resolver);
}

static int compare_endpoints(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* While a name is not found, the addresses known last stay: it may be the name server that is away. */
static void look(struct resolver *resolver)
{
    char found[RESOLVER_ENDPOINTS_MAX][ENDPOINT_SIZE] = {0};
    size_t count;
    if (endpoint_resolve(resolver->list, NULL, found, RESOLVER_ENDPOINTS_MAX, &count, NULL) != 0)
        return;
    qsort(found, count, sizeof *found, compare_endpoints);
    pthread_mutex_lock(&resolver->lock);
    if (count != resolver->count || memcmp(found, resolver->endpoints, sizeof found) != 0) {
        memcpy(resolver->endpoints, found, sizeof found);
        resolver->count = count;
        resolver->changed = true;
    }
    pthread_mutex_unlock(&resolver->lock);
}

static bool rest_unless_stopping(struct resolver *resolver)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += resolver->every_ms / 1000;
    until.tv_nsec += resolver->every_ms % 1000 * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock(&resolver->lock);
    if (!resolver->stopping)
        pthread_cond_timedwait(&resolver->stop_asked, &resolver->lock, &until);
    const bool stopping = resolver->stopping;
    pthread_mutex_unlock(&resolver->lock);
    return !stopping;
}

static void *work(void *argument)
{
    struct resolver *resolver = argument;
    do
        look(resolver);
    while (rest_unless_stopping(resolver));
    let_go(resolver);
    return NULL;
}

struct resolver *resolver_start(const char *list, int every_ms)
{
    struct resolver *resolver = calloc(1, sizeof *resolver);
    if (!resolver)
        return NULL;
    pthread_mutex_init(&resolver->lock, NULL);
    pthread_cond_init(&resolver->stop_asked, NULL);
    resolver->list = strdup(list);
    resolver->every_ms = every_ms;
    resolver->holders = 2;
    pthread_t thread;
    if (resolver->list && pthread_create(&thread, NULL, work, resolver) == 0) {
        pthread_detach(thread);
        return resolver;
    }
    resolver->holders = 1;
    let_go(resolver);
    return NULL;
}

bool resolver_take(struct resolver *resolver, char (*endpoints)[ENDPOINT_SIZE], size_t *count)
{
    pthread_mutex_lock(&resolver->lock);
    const bool changed = resolver->changed;
    if (changed) {
        memcpy(endpoints, resolver->endpoints, sizeof resolver->endpoints);
        *count = resolver->count;
        resolver->changed = false;
    }
    pthread_mutex_unlock(&resolver->lock);
    return changed;
}

void resolver_stop(struct resolver *resolver)
{
    if (!resolver)
        return;
    pthread_mutex_lock(&resolver->lock);
    resolver->stopping = true;
    pthread_cond_signal(&resolver->stop_asked);
    pthread_mutex_unlock(&resolver->lock);
    let_go(resolver);
}
