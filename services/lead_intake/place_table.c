#include "place_table.h"

#define SLOTS_AT_FIRST 64 /* a power of two */

static const struct name_place no_place;

void place_table_release(struct place_table *table)
{
    free(table->places);
    free(table->slots);
    *table = (struct place_table){0};
}

static bool is_same(const struct name_place *a, const struct name_place *b)
{
    return a->is_nation == b->is_nation && a->count == b->count &&
           memcmp(a->codes, b->codes, a->count * sizeof a->codes[0]) == 0;
}

static uint32_t hash_of(const struct name_place *place)
{
    uint32_t hash = place->is_nation;
    for (size_t i = 0; i < place->count; i++)
        hash = (hash ^ (uint32_t)place->codes[i]) * 0x9E3779B1U;
    return hash ^ hash >> 15;
}

/* The slot of the place, or the free one where its number would stand. */
static uint32_t *slot_of(const struct place_table *table, const struct name_place *place)
{
    uint32_t at = hash_of(place) & (table->slot_count - 1);
    while (table->slots[at] != 0 && !is_same(&table->places[table->slots[at]], place))
        at = (at + 1) & (table->slot_count - 1);
    return &table->slots[at];
}

/* Half of the slots stay free. */
static void grow(struct place_table *table)
{
    uint32_t slots = table->slot_count ? table->slot_count * 2 : SLOTS_AT_FIRST;
    free(table->slots);
    table->slots = calloc(slots, sizeof table->slots[0]);
    table->places = reallocarray(table->places, slots / 2 + 1, sizeof table->places[0]);
    if (!table->slots || !table->places)
        abort(); /* as the arena does */
    table->slot_count = slots;
    table->places[0] = no_place;
    for (uint32_t number = 1; number <= table->count; number++)
        *slot_of(table, &table->places[number]) = number;
}

uint32_t place_table_keep(struct place_table *table, const struct name_place *place)
{
    if (place->count == 0 && !place->is_nation)
        return 0;
    if (table->count * 2 >= table->slot_count)
        grow(table);
    uint32_t *slot = slot_of(table, place);
    if (*slot == 0) {
        *slot = ++table->count;
        table->places[*slot] = *place;
    }
    return *slot;
}

const struct name_place *place_table_get(const struct place_table *table, uint32_t number)
{
    return number ? &table->places[number] : &no_place;
}
