#include "name_index_lists.h"

#include <math.h>

/* Once so many entries were read, longer lists only tell which of the names found is the better. */
#define READ_ENOUGH 2048
/* A name of so few characters has few keys, and is found by one of them alone: 川投 for 四川投资. */
#define SHORT_NAME 3
#define READ_ENOUGH_SHORT 32768
/* A name's signature is somewhere in megabytes: asked for so many names ahead, it is there when its turn comes. (Without it,
 * waiting for memory was two thirds of a search.) */
#define AHEAD 24
#define SLOTS_AT_FIRST 256 /* a power of two */

/* A name that shares keys, and the weight of those. */
struct sum {
    uint32_t name, weight; /* weight 0: a free slot */
};

struct name_search {
    const struct name_index *index;
    struct sum *sums; /* open addressing; as many slots as the search needs, so that they stay near */
    size_t slots, room;
    uint32_t *touched; /* slots that are not free */
    size_t touched_count;
};

/* The list of one of the name's keys. */
struct key_list {
    const struct name_list *list;
    uint64_t key;
};

static void *checked(void *memory)
{
    if (!memory)
        abort(); /* as the arena does */
    return memory;
}

struct name_search *name_search_create(const struct name_index *index)
{
    struct name_search *search = checked(calloc(1, sizeof *search));
    search->index = index;
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

/* Empty, and at least half free after `entries`. */
static void clear_sums(struct name_search *search, size_t entries)
{
    search->slots = SLOTS_AT_FIRST;
    while (search->slots < 2 * entries)
        search->slots *= 2;
    if (search->slots > search->room) {
        free(search->sums);
        free(search->touched);
        search->room = search->slots;
        search->sums = checked(calloc(search->room, sizeof search->sums[0]));
        search->touched = checked(calloc(search->room, sizeof search->touched[0]));
    }
    memset(search->sums, 0, search->slots * sizeof search->sums[0]);
    search->touched_count = 0;
}

static int compare_lists(const void *left, const void *right)
{
    const struct key_list *a = left, *b = right;
    uint32_t count_a = list_count(a->list), count_b = list_count(b->list);
    if (count_a != count_b)
        return count_a < count_b ? -1 : 1;
    return a->key < b->key ? -1 : a->key > b->key;
}

static size_t find_lists(const struct name_index *index, const struct organisation_name *name,
                         struct key_list lists[static CANDIDATE_KEYS_MAX])
{
    uint64_t keys[CANDIDATE_KEYS_MAX];
    size_t count = candidate_query_keys(name, keys), found = 0;
    for (size_t i = 0; i < count; i++) {
        const struct name_list *list = name_index_list(index, keys[i]);
        if (list)
            lists[found++] = (struct key_list){list, keys[i]};
    }
    qsort(lists, found, sizeof lists[0], compare_lists);
    return found;
}

static uint32_t weight_of(const struct name_search *search, const struct name_list *list)
{
    return 1 + (uint32_t)lround(1000.0 * log((double)search->index->records.count / list_count(list)));
}

static void add_weight(struct name_search *search, uint32_t name, uint32_t weight)
{
    size_t at = (name * 0x9E3779B1U >> 8) & (search->slots - 1);
    while (search->sums[at].weight != 0 && search->sums[at].name != name)
        at = (at + 1) & (search->slots - 1);
    if (search->sums[at].weight == 0) {
        search->sums[at].name = name;
        search->touched[search->touched_count++] = (uint32_t)at;
    }
    search->sums[at].weight += weight;
}

/* How many of the lists are read, the rarest keys first, and how many entries: what is enough, but never less than gives
 * NAME_CANDIDATES_MAX names if there are so many. */
static size_t choose_lists(const struct key_list *lists, size_t count, size_t enough, size_t *entries)
{
    size_t i = 0;
    for (*entries = 0; i < count && *entries < NAME_SEARCH_READ; i++) {
        size_t length = list_count(lists[i].list);
        if (i > 0 && *entries >= NAME_CANDIDATES_MAX && *entries + length > enough)
            break;
        *entries += length;
    }
    *entries = *entries < NAME_SEARCH_READ ? *entries : NAME_SEARCH_READ;
    return i;
}

static void read_lists(struct name_search *search, const struct key_list *lists, size_t count, size_t entries)
{
    for (size_t i = 0; i < count; i++) {
        const uint32_t *names = list_names(lists[i].list);
        uint32_t weight = weight_of(search, lists[i].list);
        size_t length = list_count(lists[i].list) < entries ? list_count(lists[i].list) : entries;
        for (size_t j = 0; j < length; j++)
            add_weight(search, names[j], weight);
        entries -= length;
    }
}

/* Adds the weights of keys whose lists were not read, as far as the signatures tell: now and then a name gets one that it
 * has not. */
static void add_unread(struct name_search *search, const struct key_list *lists, size_t count)
{
    uint64_t signatures[CANDIDATE_KEYS_MAX];
    uint32_t weights[CANDIDATE_KEYS_MAX];
    for (size_t i = 0; i < count; i++) {
        signatures[i] = key_signature(lists[i].key);
        weights[i] = weight_of(search, lists[i].list);
    }
    for (size_t t = 0; t < search->touched_count; t++) {
        if (t + AHEAD < search->touched_count)
            __builtin_prefetch(&search->index->signatures[search->sums[search->touched[t + AHEAD]].name]);
        struct sum *sum = &search->sums[search->touched[t]];
        uint64_t signature = search->index->signatures[sum->name];
        for (size_t i = 0; i < count; i++)
            sum->weight += (signature & signatures[i]) == signatures[i] ? weights[i] : 0;
    }
}

static bool is_better(const struct name_search *search, const struct sum *a, const struct sum *b)
{
    const uint8_t *lengths = search->index->lengths;
    if (a->weight != b->weight)
        return a->weight > b->weight;
    return lengths[a->name] != lengths[b->name] ? lengths[a->name] < lengths[b->name] : a->name < b->name;
}

/* Puts `sum` at its place among the best `count`; the last falls out when there are NAME_CANDIDATES_MAX. */
static size_t insert(const struct name_search *search, struct sum *best, size_t count, const struct sum *sum)
{
    if (count == NAME_CANDIDATES_MAX && !is_better(search, sum, &best[count - 1]))
        return count;
    size_t at = count < NAME_CANDIDATES_MAX ? count++ : count - 1;
    for (; at > 0 && is_better(search, sum, &best[at - 1]); at--)
        best[at] = best[at - 1];
    best[at] = *sum;
    return count;
}

size_t name_search_find(struct name_search *search, const struct organisation_name *name,
                        uint32_t found[static NAME_CANDIDATES_MAX])
{
    struct key_list lists[CANDIDATE_KEYS_MAX];
    struct sum best[NAME_CANDIDATES_MAX];
    size_t list_total = find_lists(search->index, name, lists), entries, count = 0;
    size_t read =
        choose_lists(lists, list_total, name->length <= SHORT_NAME ? READ_ENOUGH_SHORT : READ_ENOUGH, &entries);
    clear_sums(search, entries);
    read_lists(search, lists, read, entries);
    add_unread(search, lists + read, list_total - read);
    for (size_t i = 0; i < search->touched_count; i++)
        count = insert(search, best, count, &search->sums[search->touched[i]]);
    for (size_t i = 0; i < count; i++)
        found[i] = best[i].name;
    return count;
}
