#include "name_index_lists.h"

#define SLOTS_AT_FIRST 4096 /* a power of two */
#define HASH_FACTOR UINT64_C(0x9E3779B97F4A7C15)
#define CHARACTER_BITS 21

static void *grow(void *memory, size_t count, size_t size)
{
    void *grown = reallocarray(memory, count, size);
    if (!grown)
        abort(); /* as the arena does */
    return grown;
}

static void *clear(size_t count, size_t size)
{
    void *memory = calloc(count, size);
    if (!memory)
        abort();
    return memory;
}

struct name_index *name_index_create(void)
{
    struct name_index *index = clear(1, sizeof *index);
    index->slots = SLOTS_AT_FIRST;
    index->lists = clear(index->slots, sizeof index->lists[0]);
    return index;
}

void name_index_destroy(struct name_index *index)
{
    if (!index)
        return;
    for (size_t i = 0; i < index->slots; i++) {
        if (list_count(&index->lists[i]) > 1)
            free(index->lists[i].of.names);
    }
    name_records_release(&index->records);
    free(index->lists);
    free(index->signatures);
    free(index->lengths);
    free(index);
}

size_t name_index_count(const struct name_index *index)
{
    return index->records.count;
}

void name_index_name(const struct name_index *index, uint32_t number, struct organisation_name *name)
{
    name_records_get(&index->records, number, name);
}

void name_index_prefetch(const struct name_index *index, uint32_t number)
{
    name_records_prefetch(&index->records, number);
}

/* --- keys --- */

/* Of a pair (see candidate_keys.c) both characters in 42 bits. */
static uint64_t narrow(uint64_t key)
{
    return key >> 32 << CHARACTER_BITS | (key & UINT32_MAX);
}

static uint64_t bit_of(uint64_t character)
{
    return UINT64_C(1) << (character * HASH_FACTOR >> 58);
}

uint64_t key_signature(uint64_t key)
{
    uint64_t first = key >> 32;
    return bit_of(key & UINT32_MAX) | (first ? bit_of(first) : 0);
}

/* The list's slot, or the free one where it would stand. */
static struct name_list *list_slot(struct name_list *lists, size_t slots, uint64_t narrow_key)
{
    size_t at = (size_t)(narrow_key * HASH_FACTOR >> 32) & (slots - 1);
    while (lists[at].key_and_count != 0 && lists[at].key_and_count >> LIST_COUNT_BITS != narrow_key)
        at = (at + 1) & (slots - 1);
    return &lists[at];
}

const struct name_list *name_index_list(const struct name_index *index, uint64_t key)
{
    const struct name_list *list = list_slot(index->lists, index->slots, narrow(key));
    return list->key_and_count ? list : NULL;
}

static void double_slots(struct name_index *index)
{
    size_t slots = index->slots * 2;
    struct name_list *lists = clear(slots, sizeof lists[0]);
    for (size_t i = 0; i < index->slots; i++) {
        const struct name_list *list = &index->lists[i];
        if (list->key_and_count)
            *list_slot(lists, slots, list->key_and_count >> LIST_COUNT_BITS) = *list;
    }
    free(index->lists);
    index->lists = lists;
    index->slots = slots;
}

/* --- lists --- */

#define SMALL_ROOM 6 /* with malloc's own 8 bytes they fill 32 */
#define SMALL_STEP 8
#define SMALL_END 62
#define GROWTH_SHIFT 3 /* by an eighth: most of the memory is in long lists */

/* Room that a full list of `count` gets next, or 0 when it is not full: the room follows from the count. */
static uint32_t room_after(uint32_t count)
{
    if (count == 1)
        return SMALL_ROOM;
    if (count < SMALL_END)
        return count % SMALL_STEP == SMALL_ROOM ? count + SMALL_STEP : 0;
    if (count == SMALL_END)
        return SMALL_END + 2;
    uint32_t step = (UINT32_C(1) << (31 - __builtin_clz(count))) >> GROWTH_SHIFT;
    return count % step == 0 ? count + step : 0;
}

static void list_append(struct name_list *list, uint32_t number)
{
    uint32_t count = list_count(list), room = room_after(count), only = list->of.only;
    if (room)
        list->of.names = grow(count == 1 ? NULL : list->of.names, room, sizeof list->of.names[0]);
    if (count == 1)
        list->of.names[0] = only;
    list->of.names[count] = number;
    list->key_and_count++;
}

static void add_key(struct name_index *index, uint64_t key, uint32_t number)
{
    struct name_list *list = list_slot(index->lists, index->slots, narrow(key));
    if (list->key_and_count) {
        list_append(list, number);
        return;
    }
    *list = (struct name_list){.key_and_count = narrow(key) << LIST_COUNT_BITS | 1, .of.only = number};
    if (++index->list_count * 4 > index->slots * 3)
        double_slots(index);
}

int name_index_add(struct name_index *index, const struct organisation_name *name, struct error *error)
{
    uint64_t keys[CANDIDATE_KEYS_MAX], signature = 0;
    uint32_t number = index->records.count;
    if (number == NAME_INDEX_MAX)
        return error_set(error, STATUS_RESOURCE_EXHAUSTED, "name", "more than %d names: split the registry",
                         "名称超过 %d 个：请拆分名录", NAME_INDEX_MAX);
    if (number == index->room) {
        index->room = index->room ? index->room + index->room / 2 : 1024;
        index->signatures = grow(index->signatures, index->room, sizeof index->signatures[0]);
        index->lengths = grow(index->lengths, index->room, sizeof index->lengths[0]);
    }
    size_t count = candidate_keys(name, keys);
    for (size_t i = 0; i < count; i++) {
        signature |= key_signature(keys[i]);
        add_key(index, keys[i], number);
    }
    index->signatures[number] = signature;
    index->lengths[number] = (uint8_t)name->length;
    name_records_add(&index->records, name);
    return 0;
}
