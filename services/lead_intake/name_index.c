#include "name_index.h"

#include "base/arena.h"

#include <math.h>

#define KEYS_AT_FIRST 4096 /* a power of two */

struct key_entry {
    uint64_t key;    /* 0: free */
    uint32_t count;  /* names that have it */
    uint32_t start;  /* of its list in `names`, once closed */
    uint32_t number; /* in the order of appearance, while building */
};

/* The keys of one name, until the index is closed. */
struct name_keys {
    uint32_t count;
    uint32_t numbers[];
};

struct name_index {
    struct key_entry *keys; /* open addressing */
    size_t key_slots, key_count;
    uint32_t *names; /* the lists of all keys, one after another, each ascending */
    uint8_t *lengths;
    size_t count, capacity;
    struct name_keys **building;
    struct arena arena; /* of `building` */
};

static void *grow(void *memory, size_t count, size_t size)
{
    void *grown = reallocarray(memory, count, size);
    if (!grown)
        abort(); /* as the arena does */
    return grown;
}

static void *clear(size_t count, size_t size)
{
    void *memory = calloc(count ? count : 1, size);
    if (!memory)
        abort();
    return memory;
}

struct name_index *name_index_create(void)
{
    struct name_index *index = clear(1, sizeof *index);
    index->key_slots = KEYS_AT_FIRST;
    index->keys = clear(index->key_slots, sizeof index->keys[0]);
    return index;
}

void name_index_destroy(struct name_index *index)
{
    if (!index)
        return;
    arena_release(&index->arena);
    free(index->building);
    free(index->lengths);
    free(index->names);
    free(index->keys);
    free(index);
}

/* The key's slot, or the free one where it would stand. */
static struct key_entry *key_slot(struct key_entry *keys, size_t slots, uint64_t key)
{
    uint64_t hash = key * UINT64_C(0x9E3779B97F4A7C15);
    size_t at = (size_t)(hash >> 32) & (slots - 1);
    while (keys[at].key != 0 && keys[at].key != key)
        at = (at + 1) & (slots - 1);
    return &keys[at];
}

static void double_slots(struct name_index *index)
{
    size_t slots = index->key_slots * 2;
    struct key_entry *keys = clear(slots, sizeof keys[0]);
    for (size_t i = 0; i < index->key_slots; i++) {
        if (index->keys[i].key != 0)
            *key_slot(keys, slots, index->keys[i].key) = index->keys[i];
    }
    free(index->keys);
    index->keys = keys;
    index->key_slots = slots;
}

/* Counts one more name with the key. */
static uint32_t count_key(struct name_index *index, uint64_t key)
{
    struct key_entry *entry = key_slot(index->keys, index->key_slots, key);
    if (entry->key == 0) {
        if (index->key_count * 2 >= index->key_slots) {
            double_slots(index);
            entry = key_slot(index->keys, index->key_slots, key);
        }
        *entry = (struct key_entry){.key = key, .number = (uint32_t)index->key_count++};
    }
    entry->count++;
    return entry->number;
}

int name_index_add(struct name_index *index, const struct organisation_name *name, struct error *error)
{
    uint64_t keys[CANDIDATE_KEYS_MAX];
    if (index->count == NAME_INDEX_MAX)
        return error_set(error, STATUS_RESOURCE_EXHAUSTED, "name", "more than %d names: split the registry",
                         "名称超过 %d 个：请拆分名录", NAME_INDEX_MAX);
    if (index->count == index->capacity) {
        index->capacity = index->capacity ? index->capacity * 2 : 1024;
        index->building = grow(index->building, index->capacity, sizeof index->building[0]);
        index->lengths = grow(index->lengths, index->capacity, sizeof index->lengths[0]);
    }
    size_t count = candidate_keys(name, keys);
    struct name_keys *kept = arena_alloc(&index->arena, sizeof *kept + count * sizeof kept->numbers[0]);
    kept->count = (uint32_t)count;
    for (size_t i = 0; i < count; i++)
        kept->numbers[i] = count_key(index, keys[i]);
    index->building[index->count] = kept;
    index->lengths[index->count++] = (uint8_t)name->length;
    return 0;
}

void name_index_close(struct name_index *index)
{
    uint32_t *next = clear(index->key_count, sizeof next[0]); /* by number: where its list goes on */
    uint32_t total = 0;
    for (size_t i = 0; i < index->key_slots; i++) {
        struct key_entry *entry = &index->keys[i];
        entry->start = total;
        if (entry->key != 0)
            next[entry->number] = total;
        total += entry->count;
    }
    index->names = clear(total, sizeof index->names[0]);
    for (size_t i = 0; i < index->count; i++) {
        const struct name_keys *kept = index->building[i];
        for (size_t j = 0; j < kept->count; j++)
            index->names[next[kept->numbers[j]]++] = (uint32_t)i;
    }
    free(next);
    free(index->building);
    index->building = NULL;
    arena_release(&index->arena);
}

/* --- search --- */

struct name_search {
    const struct name_index *index;
    uint32_t *sums;    /* by name: weight of the keys in common; all 0 between searches */
    uint32_t *touched; /* names whose sum is not 0 */
    size_t touched_count;
};

struct name_search *name_search_create(const struct name_index *index)
{
    struct name_search *search = clear(1, sizeof *search);
    search->index = index;
    search->sums = clear(index->count, sizeof search->sums[0]);
    search->touched = clear(NAME_SEARCH_READ, sizeof search->touched[0]);
    return search;
}

void name_search_destroy(struct name_search *search)
{
    if (!search)
        return;
    free(search->touched);
    free(search->sums);
    free(search);
}

static int compare_lists(const void *left, const void *right)
{
    const struct key_entry *const *a = left, *const *b = right;
    if ((*a)->count != (*b)->count)
        return (*a)->count < (*b)->count ? -1 : 1;
    return (*a)->key < (*b)->key ? -1 : (*a)->key > (*b)->key;
}

static size_t find_lists(const struct name_index *index, const struct organisation_name *name,
                         const struct key_entry *lists[static CANDIDATE_KEYS_MAX])
{
    uint64_t keys[CANDIDATE_KEYS_MAX];
    size_t count = candidate_query_keys(name, keys), found = 0;
    for (size_t i = 0; i < count; i++) {
        const struct key_entry *entry = key_slot(index->keys, index->key_slots, keys[i]);
        if (entry->key != 0)
            lists[found++] = entry;
    }
    qsort(lists, found, sizeof lists[0], compare_lists);
    return found;
}

static void read_list(struct name_search *search, const struct key_entry *list, size_t length)
{
    const uint32_t *names = search->index->names + list->start;
    uint32_t weight = 1 + (uint32_t)lround(1000.0 * log((double)search->index->count / list->count));
    for (size_t i = 0; i < length; i++) {
        if (search->sums[names[i]] == 0)
            search->touched[search->touched_count++] = names[i];
        search->sums[names[i]] += weight;
    }
}

/* Whether name `a` is the better candidate. */
static bool is_better(const struct name_search *search, uint32_t a, uint32_t b)
{
    const uint8_t *lengths = search->index->lengths;
    if (search->sums[a] != search->sums[b])
        return search->sums[a] > search->sums[b];
    return lengths[a] != lengths[b] ? lengths[a] < lengths[b] : a < b;
}

/* Puts `name` at its place among the best `count`; the last falls out when there are NAME_CANDIDATES_MAX. */
static size_t insert(const struct name_search *search, uint32_t *best, size_t count, uint32_t name)
{
    if (count == NAME_CANDIDATES_MAX && !is_better(search, name, best[count - 1]))
        return count;
    size_t at = count < NAME_CANDIDATES_MAX ? count++ : count - 1;
    for (; at > 0 && is_better(search, name, best[at - 1]); at--)
        best[at] = best[at - 1];
    best[at] = name;
    return count;
}

size_t name_search_find(struct name_search *search, const struct organisation_name *name,
                        uint32_t found[static NAME_CANDIDATES_MAX])
{
    const struct key_entry *lists[CANDIDATE_KEYS_MAX];
    size_t list_count = find_lists(search->index, name, lists), left = NAME_SEARCH_READ, count = 0;
    for (size_t i = 0; i < list_count && left > 0; i++) {
        size_t length = lists[i]->count < left ? lists[i]->count : left;
        read_list(search, lists[i], length);
        left -= length;
    }
    for (size_t i = 0; i < search->touched_count; i++)
        count = insert(search, found, count, search->touched[i]);
    for (size_t i = 0; i < search->touched_count; i++)
        search->sums[search->touched[i]] = 0;
    search->touched_count = 0;
    return count;
}
