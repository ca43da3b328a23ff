/* Units or people by their codes, each with its periods; the whole tree of units is one roster. Memory is the arena's.
 */
#pragma once

#include "code_index.h"
#include "timeline.h"

struct subject {
    const char *code;
    int level; /* enum level of unit_tree.h; 0 for a person */
    struct timeline timeline;
    bool changed; /* different from what was read */
};

struct roster {
    struct arena *arena;
    struct subject *subjects;
    size_t count;
    struct code_index index;
};

/* Room for `max` subjects; more are a fault of the program. */
void roster_init(struct roster *roster, struct arena *arena, size_t max);
/* NULL when the code is not there. */
struct subject *roster_find(const struct roster *roster, const char *code);
/* The subject with that code; a new one, without periods, when it is not there. `code` must outlive the roster. */
struct subject *roster_add(struct roster *roster, const char *code, int level);
