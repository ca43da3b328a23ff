#include "key_ring.h"

#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <uthash.h>

#define USED_TO_MS 60000 /* when a key was last used is kept to the minute */

struct ring_key {
    struct key_owner owner;
    uint8_t hash[API_KEY_HASH_SIZE];
    int64_t used_at, written_at; /* minute's begin; 0: not since the start */
    UT_hash_handle hh;
};

struct key_ring {
    pthread_mutex_t lock;
    struct ring_key *keys; /* by prefix */
};

struct key_ring *key_ring_create(void)
{
    struct key_ring *ring = calloc(1, sizeof *ring);
    if (ring)
        pthread_mutex_init(&ring->lock, NULL);
    return ring;
}

static void free_keys(struct ring_key *keys)
{
    struct ring_key *key, *next;
    HASH_ITER(hh, keys, key, next)
    {
        HASH_DEL(keys, key);
        free(key);
    }
}

void key_ring_destroy(struct key_ring *ring)
{
    if (!ring)
        return;
    free_keys(ring->keys);
    pthread_mutex_destroy(&ring->lock);
    free(ring);
}

static int write_uses(struct key_ring *ring, struct db *db, struct arena *arena, struct error *error)
{
    size_t count = 0;
    struct ring_key *key, *next;
    pthread_mutex_lock(&ring->lock);
    const char **prefixes = ARENA_ARRAY(arena, const char *, HASH_COUNT(ring->keys));
    int64_t *at = ARENA_ARRAY(arena, int64_t, HASH_COUNT(ring->keys));
    HASH_ITER(hh, ring->keys, key, next)
    {
        if (key->used_at == key->written_at)
            continue;
        prefixes[count] = arena_strdup(arena, key->owner.prefix);
        at[count++] = key->written_at = key->used_at;
    }
    pthread_mutex_unlock(&ring->lock);
    return count ? key_store_used(db, arena, prefixes, at, count, error) : 0;
}

static void add_key(struct ring_key **keys, const struct kept_key *kept)
{
    struct ring_key *key = calloc(1, sizeof *key);
    if (!key)
        abort(); /* as arena_alloc */
    snprintf(key->owner.prefix, sizeof key->owner.prefix, "%s", kept->prefix);
    snprintf(key->owner.principal, sizeof key->owner.principal, "%s", kept->principal);
    key->owner.scopes = scopes_read(kept->scopes);
    memcpy(key->hash, kept->hash.data, sizeof key->hash);
    HASH_ADD_STR(*keys, owner.prefix, key);
}

/* Uses of the moment between go over to the new keys. */
static void replace_keys(struct key_ring *ring, struct ring_key *keys)
{
    struct ring_key *key, *next, *old;
    pthread_mutex_lock(&ring->lock);
    HASH_ITER(hh, keys, key, next)
    {
        HASH_FIND_STR(ring->keys, key->owner.prefix, old);
        key->used_at = old ? old->used_at : 0;
        key->written_at = old ? old->written_at : 0;
    }
    old = ring->keys;
    ring->keys = keys;
    pthread_mutex_unlock(&ring->lock);
    free_keys(old);
}

int key_ring_refresh(struct key_ring *ring, struct db *db, struct arena *arena, struct error *error)
{
    struct kept_key *kept;
    struct ring_key *keys = NULL;
    size_t count;
    if (write_uses(ring, db, arena, error) != 0 || key_store_in_force(db, arena, &kept, &count, error) != 0)
        return -1;
    for (size_t i = 0; i < count; i++)
        add_key(&keys, &kept[i]);
    replace_keys(ring, keys);
    return 0;
}

bool key_ring_find(struct key_ring *ring, const char *text, int64_t now_ms, struct key_owner *owner)
{
    static const uint8_t nobodys[API_KEY_HASH_SIZE];
    char prefix[API_KEY_PREFIX_SIZE];
    uint8_t hash[API_KEY_HASH_SIZE];
    struct ring_key *key = NULL;
    api_key_read(text, prefix, hash);
    pthread_mutex_lock(&ring->lock);
    HASH_FIND_STR(ring->keys, prefix, key);
    const bool is_key = sodium_memcmp(hash, key ? key->hash : nobodys, sizeof hash) == 0 && key;
    if (is_key) {
        *owner = key->owner;
        key->used_at = now_ms - now_ms % USED_TO_MS;
    }
    pthread_mutex_unlock(&ring->lock);
    return is_key;
}
