#include "name_record.h"

/*
 * A record: its head, the characters (two units each where one of them lies beyond the basic plane), then four bits a
 * character: the part, and whether a word starts there.
 */
#define BLOCK_UNITS (512 * 1024)
#define BLOCK_SHIFT 19
#define WIDE 0x100
#define WORD_START 8
#define PER_UNIT 4 /* characters whose four bits stand in one unit */

enum { HEAD_LENGTH, HEAD_MARK, HEAD_PLACE, HEAD_PLACE_HIGH, HEAD_UNITS };

static void *grow(void *memory, size_t count, size_t size)
{
    void *grown = reallocarray(memory, count, size);
    if (!grown)
        abort(); /* as the arena does */
    return grown;
}

void name_records_release(struct name_records *records)
{
    for (uint32_t i = 0; i < records->block_count; i++)
        free(records->blocks[i]);
    free(records->blocks);
    free(records->starts);
    place_table_release(&records->places);
    *records = (struct name_records){0};
}

static bool is_wide(const struct organisation_name *name)
{
    uint32_t all = 0;
    for (size_t i = 0; i < name->length; i++)
        all |= name->characters[i];
    return all > UINT16_MAX;
}

static uint16_t *take_units(struct name_records *records, size_t units)
{
    if (records->block_count == 0 || records->used + units > BLOCK_UNITS) {
        records->blocks = grow(records->blocks, records->block_count + 1, sizeof records->blocks[0]);
        records->blocks[records->block_count++] = grow(NULL, BLOCK_UNITS, sizeof(uint16_t));
        records->used = 0;
    }
    if (records->count == records->room) {
        records->room = records->room ? records->room + records->room / 2 : 1024;
        records->starts = grow(records->starts, records->room, sizeof records->starts[0]);
    }
    records->starts[records->count++] = (records->block_count - 1) << BLOCK_SHIFT | records->used;
    uint16_t *start = records->blocks[records->block_count - 1] + records->used;
    records->used += (uint32_t)units;
    return start;
}

void name_records_add(struct name_records *records, const struct organisation_name *name)
{
    bool wide = is_wide(name);
    size_t part_units = (name->length + PER_UNIT - 1) / PER_UNIT;
    uint32_t place = place_table_keep(&records->places, &name->place);
    uint16_t *unit = take_units(records, HEAD_UNITS + name->length * (wide ? 2 : 1) + part_units);
    unit[HEAD_LENGTH] = (uint16_t)(name->length | (wide ? WIDE : 0));
    unit[HEAD_MARK] = (uint16_t)name->mark;
    unit[HEAD_PLACE] = (uint16_t)place;
    unit[HEAD_PLACE_HIGH] = (uint16_t)(place >> 16);
    unit += HEAD_UNITS;
    for (size_t i = 0; i < name->length; i++) {
        *unit++ = (uint16_t)name->characters[i];
        if (wide)
            *unit++ = (uint16_t)(name->characters[i] >> 16);
    }
    memset(unit, 0, part_units * sizeof *unit);
    for (size_t i = 0; i < name->length; i++) {
        unsigned bits = name->parts[i] | (name->starts_word[i] ? WORD_START : 0);
        unit[i / PER_UNIT] = (uint16_t)(unit[i / PER_UNIT] | bits << 4 * (i % PER_UNIT));
    }
}

static const uint16_t *record_at(const struct name_records *records, uint32_t number)
{
    uint32_t start = records->starts[number];
    return records->blocks[start >> BLOCK_SHIFT] + (start & (BLOCK_UNITS - 1));
}

void name_records_prefetch(const struct name_records *records, uint32_t number)
{
    __builtin_prefetch(record_at(records, number));
}

void name_records_get(const struct name_records *records, uint32_t number, struct organisation_name *name)
{
    const uint16_t *unit = record_at(records, number);
    bool wide = (unit[HEAD_LENGTH] & WIDE) != 0;
    size_t length = unit[HEAD_LENGTH] & (WIDE - 1);
    name->length = length;
    name->mark = (char)unit[HEAD_MARK];
    name->place = *place_table_get(&records->places, unit[HEAD_PLACE] | (uint32_t)unit[HEAD_PLACE_HIGH] << 16);
    unit += HEAD_UNITS;
    for (size_t i = 0; i < length; i++) {
        name->characters[i] = *unit++;
        if (wide)
            name->characters[i] |= (uint32_t)*unit++ << 16;
    }
    memset(name->part_length, 0, sizeof name->part_length);
    for (size_t i = 0; i < length; i++) {
        unsigned bits = (unsigned)unit[i / PER_UNIT] >> 4 * (i % PER_UNIT) & 0xF;
        name->parts[i] = (uint8_t)(bits & (WORD_START - 1));
        name->starts_word[i] = (bits & WORD_START) != 0;
        name->part_length[name->parts[i]]++;
    }
}
