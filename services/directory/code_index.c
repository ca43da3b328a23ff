#include "code_index.h"

void code_index_init(struct code_index *index, struct arena *arena, size_t max_keys)
{
    size_t slots = 16;

    while (slots < 2 * max_keys) /* at most half full: a search ends soon, and always */
        slots *= 2;
    index->keys = ARENA_ARRAY(arena, const char *, slots);
    index->positions = ARENA_ARRAY(arena, size_t, slots);
    index->mask = slots - 1;
}

/* FNV-1a. Codes come from administrators: nobody floods this table with collisions. */
static size_t slot_of(const struct code_index *index, const char *key)
{
    uint64_t hash = UINT64_C(14695981039346656037);

    for (const char *c = key; *c != '\0'; c++)
        hash = (hash ^ (unsigned char)*c) * UINT64_C(1099511628211);
    hash &= index->mask;
    while (index->keys[hash] != NULL && strcmp(index->keys[hash], key) != 0)
        hash = (hash + 1) & index->mask;
    return (size_t)hash;
}

size_t code_index_find(const struct code_index *index, const char *key)
{
    size_t slot = slot_of(index, key);

    return index->keys[slot] == NULL ? CODE_INDEX_NONE : index->positions[slot];
}

size_t code_index_add(struct code_index *index, const char *key, size_t position)
{
    size_t slot = slot_of(index, key);

    if (index->keys[slot] != NULL)
        return index->positions[slot];
    index->keys[slot] = key;
    index->positions[slot] = position;
    return CODE_INDEX_NONE;
}
