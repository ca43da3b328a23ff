/* What the request line asks for: the path, and the parameters of the query. */
#pragma once

#include "base/arena.h"
#include "base/error.h"

#include <stdbool.h>

#define TARGET_PARAMETERS_MAX 64
#define TARGET_VALUE_MAX 4096 /* bytes of one value, decoded */

struct parameter {
    const char *name, *value; /* decoded: UTF-8 without NUL */
    bool in_path;
};

struct target {
    char *path; /* as it came, still encoded */
    struct parameter parameters[TARGET_PARAMETERS_MAX];
    size_t count;
};

/* "/v1/leads?limit=10". Returns 0, or -1 with the parameter's name as field. Texts live in the arena. */
int target_parse(const char *uri, struct arena *arena, struct target *target, struct error *error);
/* Adds what a path holds for a field; `length` encoded bytes of `value`. 0, or -1 as above. */
int target_add_from_path(struct target *target, struct arena *arena, const char *name, const char *value, size_t length,
                         struct error *error);
