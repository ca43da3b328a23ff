/*
 * The tree of the organisation: headquarters, regions, areas, dealers. Each unit stands exactly one level below its
 * parent, which makes cycles impossible, and only while its parent is there.
 */
#pragma once

#include "roster.h"

enum level { LEVEL_HEADQUARTERS = 1, LEVEL_REGION = 2, LEVEL_AREA = 3, LEVEL_DEALER = 4 };

#define UNIT_NAME_MAX 120 /* characters */

/* What is put into the tree. Texts are never NULL. */
struct unit_change {
    const char *code, *name;
    enum level level;
    const char *parent_code;    /* "" for headquarters */
    day_t valid_from, valid_to; /* valid_to DAY_OPEN: open */
};

/* Changes the tree, new units included (the roster needs room for them).
 * 0, or -1 with `fault`: then the tree must not be stored. */
int unit_tree_put(struct roster *tree, const struct unit_change *change, struct fault *fault);
