/* Places, each kept once: a million customers lie in a few thousand places. Pure. */
#pragma once

#include "organisation_name.h"

struct place_table {
    struct name_place *places; /* the first names no place */
    uint32_t *slots;           /* open addressing: number of the place, 0 free */
    uint32_t count, slot_count;
};

/* A zeroed table is empty. */
void place_table_release(struct place_table *table);
/* The place's number; 0 for none. */
uint32_t place_table_keep(struct place_table *table, const struct name_place *place);
/* Valid until the next place_table_keep. */
const struct name_place *place_table_get(const struct place_table *table, uint32_t number);
