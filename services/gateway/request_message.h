/* From path, query and JSON body to the method's request. */
#pragma once

#include "route.h"

/* `body` may be empty. Into the arena (free nothing). NULL with `error`, whose field is the request's field or the
 * parameter. */
ProtobufCMessage *request_message_read(const struct route *route, const struct target *target, const char *body,
                                       size_t size, struct arena *arena, struct error *error);
