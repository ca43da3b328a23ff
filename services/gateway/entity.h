/* Versions of what can be edited: the answer's tag (ETag), the request's condition (If-Match). Pure. */
#pragma once

#include "route.h"

#define ENTITY_VERSION_SIZE 24

/* The route changes something that has versions: its request has `if_version`. */
bool entity_takes_condition(const struct route *route);
/* ... and replaces or amends it as it was read, so it must say which version that was. */
bool entity_needs_condition(const struct route *route);
void entity_set_condition(ProtobufCMessage *request, const char *version);
/* The version that the answer to a read of such a thing tells; false when it is none. */
bool entity_version(const struct route *route, const ProtobufCMessage *answer,
                    char version[static ENTITY_VERSION_SIZE]);
