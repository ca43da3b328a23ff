/* Names as they were read, packed: 45 bytes for a name of 14 characters instead of 800. Pure. */
#pragma once

#include "place_table.h"

/* Names in the order of adding, numbered from 0. A zeroed struct is empty. */
struct name_records {
    uint16_t **blocks;
    uint32_t *starts; /* by number: where the name stands in the blocks */
    uint32_t count, room, block_count, used; /* `used` of the last block */
    struct place_table places;
};

void name_records_release(struct name_records *records);
void name_records_add(struct name_records *records, const struct organisation_name *name);
/* The name as it was added. */
void name_records_get(const struct name_records *records, uint32_t number, struct organisation_name *name);
/* Asks the memory for the name. */
void name_records_prefetch(const struct name_records *records, uint32_t number);
