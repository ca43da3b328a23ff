/* Which method a request line means. The table is routes.def. */
#pragma once

#include "backend.h"
#include "target.h"

struct route {
    const char *verb, *path; /* "POST", "/v1/leads/{lead_id}:advance" */
    enum backend backend;
    const char *method; /* "AdvanceLead" */
    bool writes;
};

extern const struct route routes[];
extern const size_t route_count;

const ProtobufCMethodDescriptor *route_method(const struct route *route);
/* True when the path names the field: "{lead_id}". */
bool route_has_in_path(const struct route *route, const char *field);
/* The route, its path's values added to `target`; NULL with STATUS_NOT_FOUND, with STATUS_UNIMPLEMENTED where the path
 * is known with other verbs, which `allow` then names ("GET, POST"), or with STATUS_INVALID_ARGUMENT for a value that
 * cannot be read. */
const struct route *route_find(const char *verb, struct target *target, struct arena *arena, const char **allow,
                               struct error *error);
