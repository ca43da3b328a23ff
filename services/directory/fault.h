/*
 * One finding of a rule about one field: a stable reason for programs, a sentence in each language for people.
 * Also the checks of text that several rules share.
 */
#pragma once

#include "base/error.h"

#include <stddef.h>

struct fault {
    const char *reason; /* "REQUIRED", "FORMAT", "OUT_OF_RANGE", "UNKNOWN", "CONFLICT"; static text */
    struct error error; /* its field is relative to the row: "parent_code" */
};

/* Fills `fault` and returns -1. Both formats take the same arguments in the same order. */
int fault_set(struct fault *fault, const char *reason, const char *field, const char *en, const char *zh, ...)
    __attribute__((format(printf, 4, 6), format(printf, 5, 6)));

/* 1 to 32 of A-Z a-z 0-9 - _ . 0, or -1 with `fault`. */
int check_code(const char *text, const char *field, struct fault *fault);
/* 1 to `max` characters of UTF-8, none of them a control character. 0, or -1 with `fault`. */
int check_name(const char *text, size_t max, const char *field, struct fault *fault);
