#include "wire/wire.h"

#include "wire/json_name.h"
#include "wire/limits.h"

#include <inttypes.h>
#include <math.h>
#include <sodium.h>
#include <stdbool.h>

#define INDENT_WIDTH 2
#define NUMBER_SIZE 40

struct writer {
    struct buffer *out;
    unsigned flags, depth;
};

#define MEMBER(message, offset_in_message) ((const char *)(message) + (offset_in_message))

static int new_line(struct writer *writer)
{
    if (!(writer->flags & WIRE_JSON_PRETTY))
        return 0;
    return buffer_printf(writer->out, "\n%*s", (int)writer->depth * INDENT_WIDTH, "");
}

/* Fewest digits that read back as the same number. */
static int write_floating(struct writer *writer, double value, bool is_float)
{
    if (isnan(value))
        return buffer_add_text(writer->out, "\"NaN\"");
    if (isinf(value))
        return buffer_add_text(writer->out, value > 0 ? "\"Infinity\"" : "\"-Infinity\"");
    char text[NUMBER_SIZE];
    int digits = is_float ? 6 : 15, most = is_float ? 9 : 17;
    do
        snprintf(text, sizeof text, "%.*g", digits, value);
    while (digits++ < most && (is_float ? (double)strtof(text, NULL) : strtod(text, NULL)) != value);
    return buffer_add_text(writer->out, text);
}

static int write_enum(struct writer *writer, const ProtobufCEnumDescriptor *type, int32_t number)
{
    const ProtobufCEnumValue *value = protobuf_c_enum_descriptor_get_value(type, number);
    if (!value)
        return buffer_printf(writer->out, "%" PRId32, number);
    return buffer_printf(writer->out, "\"%s\"", value->name);
}

static int write_bytes(struct writer *writer, const ProtobufCBinaryData *bytes)
{
    const int variant = sodium_base64_VARIANT_ORIGINAL;
    if (bytes->len > writer->out->max)
        return -1; /* longer still in base64 */
    size_t size = sodium_base64_encoded_len(bytes->len, variant);
    char *text = malloc(size);
    if (!text)
        return -1;
    sodium_bin2base64(text, size, bytes->data, bytes->len, variant);
    int result = buffer_printf(writer->out, "\"%s\"", text);
    free(text);
    return result;
}

static int write_message(struct writer *writer, const ProtobufCMessage *message);

static int write_value(struct writer *writer, const ProtobufCFieldDescriptor *field, const void *value)
{
    const char *text;
    switch (field->type) {
    case PROTOBUF_C_TYPE_INT32:
    case PROTOBUF_C_TYPE_SINT32:
    case PROTOBUF_C_TYPE_SFIXED32:
        return buffer_printf(writer->out, "%" PRId32, *(const int32_t *)value);
    case PROTOBUF_C_TYPE_UINT32:
    case PROTOBUF_C_TYPE_FIXED32:
        return buffer_printf(writer->out, "%" PRIu32, *(const uint32_t *)value);
    case PROTOBUF_C_TYPE_INT64:
    case PROTOBUF_C_TYPE_SINT64:
    case PROTOBUF_C_TYPE_SFIXED64:
        return buffer_printf(writer->out, "\"%" PRId64 "\"", *(const int64_t *)value);
    case PROTOBUF_C_TYPE_UINT64:
    case PROTOBUF_C_TYPE_FIXED64:
        return buffer_printf(writer->out, "\"%" PRIu64 "\"", *(const uint64_t *)value);
    case PROTOBUF_C_TYPE_FLOAT:
        return write_floating(writer, (double)*(const float *)value, true);
    case PROTOBUF_C_TYPE_DOUBLE:
        return write_floating(writer, *(const double *)value, false);
    case PROTOBUF_C_TYPE_BOOL:
        return buffer_add_text(writer->out, *(const protobuf_c_boolean *)value ? "true" : "false");
    case PROTOBUF_C_TYPE_ENUM:
        return write_enum(writer, field->descriptor, *(const int32_t *)value);
    case PROTOBUF_C_TYPE_STRING:
        text = *(char *const *)value;
        return buffer_add_json_string(writer->out, text ? text : "", text ? strlen(text) : 0);
    case PROTOBUF_C_TYPE_BYTES:
        return write_bytes(writer, value);
    case PROTOBUF_C_TYPE_MESSAGE:
        return write_message(writer, *(ProtobufCMessage *const *)value);
    }
    return -1;
}

static int write_list(struct writer *writer, const ProtobufCFieldDescriptor *field, const void *elements, size_t n)
{
    size_t size = wire_type_size(field->type);
    int result = buffer_add_char(writer->out, '[');
    writer->depth++;
    for (size_t i = 0; i < n && result == 0; i++)
        if ((i > 0 && buffer_add_char(writer->out, ',') != 0) || new_line(writer) != 0 ||
            write_value(writer, field, (const char *)elements + i * size) != 0)
            result = -1;
    writer->depth--;
    if (result == 0 && n > 0)
        result = new_line(writer);
    return result == 0 ? buffer_add_char(writer->out, ']') : -1;
}

/* Minus zero is not the default: it has another encoding (https://protobuf.dev/programming-guides/proto3/#default). */
static bool is_default(ProtobufCType type, const void *value)
{
    static const char zeroes[8];
    const char *text;
    switch (type) {
    case PROTOBUF_C_TYPE_STRING:
        text = *(char *const *)value;
        return !text || *text == '\0';
    case PROTOBUF_C_TYPE_BYTES:
        return ((const ProtobufCBinaryData *)value)->len == 0;
    default:
        return memcmp(value, zeroes, wire_type_size(type)) == 0;
    }
}

/* Whether the mapping shows the field at all. */
static bool is_shown(const struct writer *writer, const ProtobufCMessage *message,
                     const ProtobufCFieldDescriptor *field)
{
    const void *value = MEMBER(message, field->offset);
    const void *quantifier = MEMBER(message, field->quantifier_offset);
    if (field->label == PROTOBUF_C_LABEL_REPEATED)
        return (writer->flags & WIRE_JSON_DEFAULTS) || *(const size_t *)quantifier > 0;
    if (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF)
        return *(const uint32_t *)quantifier == field->id;
    if (field->type == PROTOBUF_C_TYPE_MESSAGE)
        return *(ProtobufCMessage *const *)value != NULL;
    return (writer->flags & WIRE_JSON_DEFAULTS) || !is_default(field->type, value);
}

static int write_field(struct writer *writer, const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
    char name[JSON_NAME_SIZE];
    const char *colon = writer->flags & WIRE_JSON_PRETTY ? ": " : ":";
    if (buffer_printf(writer->out, "\"%s\"%s", json_name(field->name, name), colon) != 0)
        return -1;
    const void *value = MEMBER(message, field->offset);
    if (field->label != PROTOBUF_C_LABEL_REPEATED)
        return write_value(writer, field, value);
    return write_list(writer, field, *(void *const *)value, *(const size_t *)MEMBER(message, field->quantifier_offset));
}

static int write_message(struct writer *writer, const ProtobufCMessage *message)
{
    if (writer->depth > 2 * WIRE_DEPTH_MAX) /* a message and its list are two steps */
        return -1;
    bool first = true;
    if (buffer_add_char(writer->out, '{') != 0)
        return -1;
    writer->depth++;
    for (unsigned i = 0; i < message->descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &message->descriptor->fields[i];
        if (!is_shown(writer, message, field))
            continue;
        if ((!first && buffer_add_char(writer->out, ',') != 0) || new_line(writer) != 0 ||
            write_field(writer, message, field) != 0)
            return -1;
        first = false;
    }
    writer->depth--;
    if (!first && new_line(writer) != 0)
        return -1;
    return buffer_add_char(writer->out, '}');
}

int wire_to_json(const ProtobufCMessage *message, unsigned flags, struct buffer *out)
{
    struct writer writer = {.out = out, .flags = flags};
    size_t before = out->length;
    if (write_message(&writer, message) == 0)
        return 0;
    out->length = before;
    if (out->data)
        out->data[before] = '\0';
    return -1;
}
