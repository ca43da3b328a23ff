/* How name_index keeps its lists: for name_index.c and name_search.c alone. */
#pragma once

#include "name_index.h"
#include "name_record.h"

/*
 * The names that have a key, ascending. Most keys are pairs of characters that one name alone has: it stands in the slot
 * itself. 16 bytes a key.
 */
struct name_list {
    uint64_t key_and_count; /* 0: free */
    union {
        uint32_t only; /* of a list of one */
        uint32_t *names;
    } of;
};

#define LIST_COUNT_BITS 22 /* more than NAME_INDEX_MAX; a key has 42 bits, 21 a character */
#define LIST_COUNT_MASK ((UINT64_C(1) << LIST_COUNT_BITS) - 1)

struct name_index {
    struct name_list *lists; /* open addressing */
    size_t slots, list_count;
    struct name_records records;
    uint64_t *signatures; /* by number: which characters the name has, a bit for several characters */
    uint8_t *lengths;
    size_t room;
};

static inline uint32_t list_count(const struct name_list *list)
{
    return (uint32_t)(list->key_and_count & LIST_COUNT_MASK);
}

static inline const uint32_t *list_names(const struct name_list *list)
{
    return list_count(list) == 1 ? &list->of.only : list->of.names;
}

/* NULL when no name has the key. */
const struct name_list *name_index_list(const struct name_index *index, uint64_t key);
/* The bits of a key's characters: a name that has the key has them all. */
uint64_t key_signature(uint64_t key);
