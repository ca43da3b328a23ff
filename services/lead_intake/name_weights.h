/*
 * What a character tells of whose name it is: much when few of the customers have it, little when many do.
 * Counted over all customers' names; one table serves all who compare. Pure.
 */
#pragma once

#include "organisation_name.h"

#define NAME_CHARACTERS 0x10000 /* the basic plane; the rare characters beyond it weigh as one that nobody has */

struct name_counts {
    uint32_t names;
    uint32_t with[NAME_CHARACTERS]; /* names that contain the character */
};

struct name_weights {
    uint16_t of[NAME_CHARACTERS]; /* thousandths of a nat: 1000 * -ln(share) */
    uint16_t unknown;
    int32_t rare; /* what tells so much, in the same unit, hardly another name has by chance; of few names nobody can say */
};

/* A zeroed struct has counted nothing. */
void name_counts_add(struct name_counts *counts, const struct organisation_name *name);
/* Weights of what was counted; with no names at all every character weighs alike. */
void name_weights_set(struct name_weights *weights, const struct name_counts *counts);

static inline int32_t name_weight(const struct name_weights *weights, uint32_t character)
{
    return character < NAME_CHARACTERS ? weights->of[character] : weights->unknown;
}
