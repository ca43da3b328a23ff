#include "running_keys.h"

#include <pthread.h>
#include <stdlib.h>
#include <uthash.h>

struct running_key {
    UT_hash_handle hh;
    char name[];
};

struct running_keys {
    pthread_mutex_t lock;
    struct running_key *table;
};

struct running_keys *running_keys_create(void)
{
    struct running_keys *keys = calloc(1, sizeof *keys);
    if (keys)
        pthread_mutex_init(&keys->lock, NULL);
    return keys;
}

void running_keys_destroy(struct running_keys *keys)
{
    if (!keys)
        return;
    struct running_key *key, *next;
    HASH_ITER(hh, keys->table, key, next)
    {
        HASH_DEL(keys->table, key);
        free(key);
    }
    pthread_mutex_destroy(&keys->lock);
    free(keys);
}

bool running_keys_begin(struct running_keys *keys, const char *name)
{
    const size_t size = strlen(name) + 1;
    struct running_key *fresh = calloc(1, sizeof *fresh + size), *there = NULL;
    if (!fresh)
        abort(); /* as arena_alloc */
    memcpy(fresh->name, name, size);
    pthread_mutex_lock(&keys->lock);
    HASH_FIND(hh, keys->table, name, size - 1, there);
    if (!there)
        HASH_ADD_KEYPTR(hh, keys->table, fresh->name, size - 1, fresh);
    pthread_mutex_unlock(&keys->lock);
    if (there)
        free(fresh);
    return !there;
}

void running_keys_end(struct running_keys *keys, const char *name)
{
    struct running_key *key = NULL;
    pthread_mutex_lock(&keys->lock);
    HASH_FIND(hh, keys->table, name, strlen(name), key);
    if (key)
        HASH_DEL(keys->table, key);
    pthread_mutex_unlock(&keys->lock);
    free(key);
}
