#include "entity.h"

#include <inttypes.h>

static const ProtobufCFieldDescriptor *condition_of(const ProtobufCMessageDescriptor *request)
{
    return protobuf_c_message_descriptor_get_field_by_name(request, "if_version");
}

bool entity_takes_condition(const struct route *route)
{
    return condition_of(route_method(route)->input) != NULL;
}

bool entity_needs_condition(const struct route *route)
{
    return entity_takes_condition(route) && (strcmp(route->verb, "PUT") == 0 || strcmp(route->verb, "PATCH") == 0);
}

void entity_set_condition(ProtobufCMessage *request, const char *version)
{
    memcpy((char *)request + condition_of(request->descriptor)->offset, &version, sizeof version);
}

static bool has_versions(const struct route *route)
{
    for (size_t i = 0; i < route_count; i++)
        if (strcmp(routes[i].path, route->path) == 0 && entity_needs_condition(&routes[i]))
            return true;
    return false;
}

/* In the answer itself, or in the one thing that it holds. */
static const int64_t *version_field(const ProtobufCMessage *message)
{
    const ProtobufCFieldDescriptor *field =
        protobuf_c_message_descriptor_get_field_by_name(message->descriptor, "version");
    if (field && field->type == PROTOBUF_C_TYPE_INT64)
        return (const int64_t *)(const void *)((const char *)message + field->offset);
    field = message->descriptor->n_fields == 1 ? &message->descriptor->fields[0] : NULL;
    if (!field || field->type != PROTOBUF_C_TYPE_MESSAGE || field->label == PROTOBUF_C_LABEL_REPEATED)
        return NULL;
    const ProtobufCMessage *part;
    memcpy(&part, (const char *)message + field->offset, sizeof part);
    return part ? version_field(part) : NULL;
}

bool entity_version(const struct route *route, const ProtobufCMessage *answer, char version[static ENTITY_VERSION_SIZE])
{
    const int64_t *number = strcmp(route->verb, "GET") == 0 && has_versions(route) ? version_field(answer) : NULL;
    if (number)
        snprintf(version, ENTITY_VERSION_SIZE, "%" PRId64, *number);
    return number != NULL;
}
