#include "request_message.h"

#include "base/buffer.h"
#include "wire/json_name.h"
#include "wire/limits.h"
#include "wire/wire.h"

static bool is_named(const ProtobufCFieldDescriptor *field, const char *name)
{
    return field->type != PROTOBUF_C_TYPE_MESSAGE && json_name_matches(field->name, name, strlen(name));
}

static int check_known(const struct route *route, const ProtobufCMessageDescriptor *type,
                       const struct parameter *parameter, struct error *error)
{
    for (unsigned i = 0; i < type->n_fields && strcmp(route->verb, "GET") == 0; i++)
        if (is_named(&type->fields[i], parameter->name) && !route_has_in_path(route, type->fields[i].name))
            return 0;
    return error_set(error, STATUS_INVALID_ARGUMENT, parameter->name,
                     "there is no such parameter here: leave it out, see /openapi.json for those that there are",
                     "此处没有该参数：请去掉，可用参数见 /openapi.json");
}

/* Numbers and enums may be JSON strings, a truth value may not. */
static void add_value(struct buffer *json, const ProtobufCFieldDescriptor *field, const char *value, size_t length)
{
    bool is_truth = field->type == PROTOBUF_C_TYPE_BOOL && (strcmp(value, "true") == 0 || strcmp(value, "false") == 0);
    if (is_truth)
        buffer_add(json, value, length);
    else
        buffer_add_json_string(json, value, length);
}

/* "?by=BY_REASON,BY_AREA" and "?by=BY_REASON&by=BY_AREA" are the same list. */
static void add_list(struct buffer *json, const ProtobufCFieldDescriptor *field, const char *value, bool *first)
{
    for (;;) {
        size_t length = strcspn(value, ",");
        buffer_add_text(json, *first ? "" : ",");
        *first = false;
        add_value(json, field, value, length);
        if (!value[length])
            return;
        value += length + 1;
    }
}

static int add_field(struct buffer *json, const ProtobufCFieldDescriptor *field, const struct target *target,
                     struct error *error)
{
    const bool is_list = field->label == PROTOBUF_C_LABEL_REPEATED;
    bool first = true;
    for (size_t i = 0; i < target->count; i++) {
        const struct parameter *parameter = &target->parameters[i];
        if (!is_named(field, parameter->name))
            continue;
        if (first)
            buffer_printf(json, "%s\"%s\":%s", json->length > 1 ? "," : "", field->name, is_list ? "[" : "");
        else if (!is_list)
            return error_set(error, STATUS_INVALID_ARGUMENT, parameter->name, "it is given twice: give it once",
                             "该参数重复：只能出现一次");
        if (is_list)
            add_list(json, field, parameter->value, &first);
        else
            add_value(json, field, parameter->value, strlen(parameter->value));
        first = false;
    }
    if (is_list && !first)
        buffer_add_char(json, ']');
    return 0;
}

/* What path and query say, as JSON: then one reader checks names, numbers, enums. */
static ProtobufCMessage *read_parameters(const struct route *route, const ProtobufCMessageDescriptor *type,
                                         const struct target *target, struct arena *arena, struct error *error)
{
    struct buffer json = BUFFER(WIRE_JSON_MAX);
    ProtobufCMessage *message = NULL;
    for (size_t i = 0; i < target->count; i++)
        if (!target->parameters[i].in_path && check_known(route, type, &target->parameters[i], error) != 0)
            return NULL;
    buffer_add_char(&json, '{');
    for (unsigned i = 0; i < type->n_fields; i++)
        if (add_field(&json, &type->fields[i], target, error) != 0)
            goto end;
    buffer_add_char(&json, '}');
    if (json.overflowed)
        error_set(error, STATUS_INVALID_ARGUMENT, NULL, "the parameters are too long", "参数过长");
    else
        message = wire_from_json(type, json.data, json.length, arena, error);
end:
    buffer_release(&json);
    return message;
}

/* The path's value goes into the body's message; the body may say the same or nothing. */
static int take_from_path(ProtobufCMessage *message, const ProtobufCMessage *parameters,
                          const ProtobufCFieldDescriptor *field, struct error *error)
{
    const size_t size = wire_type_size(field->type);
    char *to = (char *)message + field->offset;
    const char *from = (const char *)parameters + field->offset;
    static const char nothing[16];
    bool same;
    if (field->type == PROTOBUF_C_TYPE_STRING) {
        char *const *said = (char *const *)(const void *)to, *const *path = (char *const *)(const void *)from;
        same = !**said || strcmp(*said, *path) == 0;
    } else {
        same = memcmp(to, nothing, size) == 0 || memcmp(to, from, size) == 0;
    }
    if (!same)
        return error_set(error, STATUS_INVALID_ARGUMENT, field->name,
                         "the body says another value than the path: leave it out of the body",
                         "请求体与路径中的值不一致：请从请求体中去掉");
    memcpy(to, from, size);
    return 0;
}

ProtobufCMessage *request_message_read(const struct route *route, const struct target *target, const char *body,
                                       size_t size, struct arena *arena, struct error *error)
{
    const ProtobufCMessageDescriptor *type = route_method(route)->input;
    ProtobufCMessage *parameters = read_parameters(route, type, target, arena, error);
    if (!parameters || strcmp(route->verb, "GET") == 0)
        return parameters;
    ProtobufCMessage *message = size ? wire_from_json(type, body, size, arena, error) : parameters;
    for (unsigned i = 0; message && message != parameters && i < type->n_fields; i++)
        if (route_has_in_path(route, type->fields[i].name) &&
            take_from_path(message, parameters, &type->fields[i], error) != 0)
            return NULL;
    return message;
}
