/* Codes of a list with their names: industries, segments, lead sources, divisions. */
#pragma once

#include "fault.h"

struct reference_code {
    const char *list, *code;
    const char *name_zh, *name_en;
    int sequence;        /* order of showing, from 0 */
    const char *mapping; /* codes of an outer classification, comma-separated; may be "" */
};

/* 0, or -1 with `fault`. */
int reference_code_check(const struct reference_code *code, struct fault *fault);
