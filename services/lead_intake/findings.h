/* What a rule found about the fields of one request: faults that refuse it, and warnings that go with its answer. */
#pragma once

#include "base/arena.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

#define FINDINGS_MAX 16

struct finding {
    bool is_warning;
    const char *reason;        /* stable: REQUIRED, FORMAT, OUT_OF_RANGE, UNKNOWN, CHECK_DIGIT, ... */
    const struct error *error; /* its field and its sentences; in the arena */
};

struct findings {
    struct arena *arena;
    size_t count; /* what goes beyond FINDINGS_MAX is left out */
    struct finding items[FINDINGS_MAX];
};

void findings_add(struct findings *findings, bool is_warning, const char *reason, const struct error *error);
void findings_fault(struct findings *findings, const char *field, const char *reason, const char *en, const char *zh, ...)
    __attribute__((format(printf, 4, 6), format(printf, 5, 6)));
void findings_warn(struct findings *findings, const char *field, const char *reason, const char *en, const char *zh, ...)
    __attribute__((format(printf, 4, 6), format(printf, 5, 6)));
