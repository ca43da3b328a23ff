#include "quota.h"

#include <pthread.h>
#include <stdlib.h>
#include <uthash.h>

#define SECOND_US 1000000

struct limited {
    int64_t requests_micro; /* millionths of a request that are left in the bucket as it was filled last */
    int64_t filled_us;
    int64_t connections;
    UT_hash_handle hh;
    char name[];
};

struct quotas {
    int64_t rate, connections_max;
    pthread_mutex_t lock; /* of the table and all in it */
    struct limited *table;
};

struct quotas *quotas_create(int64_t requests_a_second, int64_t connections)
{
    struct quotas *quotas = calloc(1, sizeof *quotas);
    if (!quotas)
        return NULL;
    quotas->rate = requests_a_second;
    quotas->connections_max = connections;
    pthread_mutex_init(&quotas->lock, NULL);
    return quotas;
}

void quotas_destroy(struct quotas *quotas)
{
    struct limited *caller, *next;
    if (!quotas)
        return;
    HASH_ITER(hh, quotas->table, caller, next)
    {
        HASH_DEL(quotas->table, caller);
        free(caller);
    }
    pthread_mutex_destroy(&quotas->lock);
    free(quotas);
}

/* NULL when too many are remembered. */
static struct limited *find_or_add(struct quotas *quotas, const char *name)
{
    const size_t length = strlen(name);
    struct limited *caller = NULL;
    HASH_FIND(hh, quotas->table, name, length, caller);
    if (caller || HASH_COUNT(quotas->table) >= CALLERS_MAX)
        return caller;
    caller = calloc(1, sizeof *caller + length + 1);
    if (!caller)
        abort(); /* as arena_alloc */
    memcpy(caller->name, name, length + 1);
    caller->requests_micro = quotas->rate * SECOND_US;
    HASH_ADD_KEYPTR(hh, quotas->table, caller->name, length, caller);
    return caller;
}

static void fill(const struct quotas *quotas, struct limited *caller, int64_t now_us)
{
    const int64_t full = quotas->rate * SECOND_US;
    int64_t passed_us = now_us - caller->filled_us;
    passed_us = passed_us < SECOND_US ? passed_us : SECOND_US; /* it is full by then */
    caller->requests_micro += passed_us * quotas->rate;
    caller->requests_micro = caller->requests_micro < full ? caller->requests_micro : full;
    caller->filled_us = now_us;
}

bool quotas_take(struct quotas *quotas, const char *name, int64_t now_us, uint32_t *retry_after_ms)
{
    if (quotas->rate == 0)
        return true;
    pthread_mutex_lock(&quotas->lock);
    struct limited *caller = find_or_add(quotas, name);
    if (caller)
        fill(quotas, caller, now_us);
    const bool may = caller && caller->requests_micro >= SECOND_US;
    if (may)
        caller->requests_micro -= SECOND_US;
    pthread_mutex_unlock(&quotas->lock);
    *retry_after_ms = (uint32_t)(1000 / quotas->rate + 1);
    return may;
}

bool quotas_connect(struct quotas *quotas, const char *name, struct limited **held)
{
    *held = NULL;
    if (quotas->connections_max == 0)
        return true;
    pthread_mutex_lock(&quotas->lock);
    struct limited *caller = find_or_add(quotas, name);
    const bool may = caller && caller->connections < quotas->connections_max;
    if (may) {
        caller->connections++;
        *held = caller;
    }
    pthread_mutex_unlock(&quotas->lock);
    return may;
}

void quotas_disconnect(struct quotas *quotas, struct limited *held)
{
    if (!held)
        return;
    pthread_mutex_lock(&quotas->lock);
    held->connections--;
    pthread_mutex_unlock(&quotas->lock);
}

void quotas_sweep(struct quotas *quotas, int64_t now_us)
{
    struct limited *caller, *next;
    pthread_mutex_lock(&quotas->lock);
    HASH_ITER(hh, quotas->table, caller, next)
    {
        if (caller->connections > 0 || now_us - caller->filled_us < SECOND_US)
            continue;
        HASH_DEL(quotas->table, caller);
        free(caller);
    }
    pthread_mutex_unlock(&quotas->lock);
}
