/* Refusals as RFC 9457 problems: application/problem+json. Pure. */
#pragma once

#include "base/buffer.h"
#include "base/error.h"
#include "bus/client.h"

#include <stdbool.h>

#define PROBLEM_MAX (1024 * 1024)

struct problem {
    unsigned http_status;
    enum status status;
    const char *detail; /* in the caller's language */
    const char *request_id;
    const struct client_violation *violations;
    size_t violation_count;
    bool has_body; /* fields are pointers into it; else they are parameters */
};

/* The HTTP status of a refusal; `field` may be "". */
unsigned problem_http_status(enum status status, const char *field);
/* "customer.uscc", "grants[3].unit_code" -> "/customer/uscc", "/grants/3/unitCode" (RFC 6901). 0, or -1: too long. */
int problem_pointer(const char *field, struct buffer *pointer);
int problem_write(const struct problem *problem, struct buffer *out);
