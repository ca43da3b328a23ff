#include "name_weights.h"

#include <math.h>

/* A registry of few names does not know what is rare: it is weighed together with this many imagined names, among which
 * each character stands in one. (Between 100 and 2,000 the results do not change.) */
#define IMAGINED_NAMES 500
#define IMAGINED_NAMES_WITH 1.5
#define RARE_MARGIN 2000.0
#define FEW_NAMES 100.0
#define WEIGHT_MAX 6500 /* one in 665 names; rarer than that tells no more */

void name_counts_add(struct name_counts *counts, const struct organisation_name *name)
{
    counts->names++;
    for (size_t i = 0; i < name->length; i++) {
        bool counted = name->characters[i] >= NAME_CHARACTERS;
        for (size_t j = 0; j < i && !counted; j++)
            counted = name->characters[j] == name->characters[i];
        if (!counted)
            counts->with[name->characters[i]]++;
    }
}

static uint16_t weight_of(uint32_t names, uint32_t with)
{
    double weight = 1000.0 * log((names + (double)IMAGINED_NAMES) / (with + IMAGINED_NAMES_WITH));
    return weight > WEIGHT_MAX ? WEIGHT_MAX : (uint16_t)lround(weight);
}

/* What fits one of all names by chance, and RARE_MARGIN; more of it among few names, whose weights are guesses. */
static int32_t rare_among(uint32_t names)
{
    double fits_one = 1000.0 * log(names + (double)IMAGINED_NAMES);
    return names == 0 ? INT32_MAX : (int32_t)lround((fits_one + RARE_MARGIN) * (1.0 + FEW_NAMES / names));
}

void name_weights_set(struct name_weights *weights, const struct name_counts *counts)
{
    for (size_t i = 0; i < NAME_CHARACTERS; i++)
        weights->of[i] = weight_of(counts->names, counts->with[i]);
    weights->unknown = weight_of(counts->names, 0);
    weights->rare = rare_among(counts->names);
}
