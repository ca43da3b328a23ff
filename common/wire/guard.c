#include "wire/wire.h"

#include "wire/limits.h"

#include <stdbool.h>

/* What a tag says about the bytes that follow it. 3 and 4 were groups. */
enum wire_type { WIRE_VARINT = 0, WIRE_64BIT = 1, WIRE_LENGTH = 2, WIRE_32BIT = 5 };

#define TAG_BYTES_MAX 5     /* more than protobuf-c reads of a tag or a length is refused */
#define VARINT_BYTES_MAX 10 /* 64 bits, seven a byte */

struct cursor {
    const uint8_t *at, *end;
};

static size_t cursor_left(const struct cursor *cursor)
{
    return (size_t)(cursor->end - cursor->at);
}

static int refuse_truncated(struct error *error)
{
    return error_set(error, STATUS_INVALID_ARGUMENT, NULL,
                     "the message ends in the middle of a value; send all of its bytes",
                     "消息在一个值的中间就结束了；请发送完整的字节");
}

static int read_varint(struct cursor *cursor, unsigned bytes_max, uint64_t *value, struct error *error)
{
    *value = 0;
    for (unsigned i = 0; i < bytes_max; i++) {
        if (cursor->at == cursor->end)
            return refuse_truncated(error);
        uint8_t byte = *cursor->at++;
        if (i == VARINT_BYTES_MAX - 1 && byte > 1)
            break; /* more than 64 bits */
        *value |= (uint64_t)(byte & 0x7F) << (7 * i);
        if (byte < 0x80)
            return 0;
    }
    return error_set(error, STATUS_INVALID_ARGUMENT, NULL,
                     "a number is encoded in more bytes than it may have; encode with a protobuf library",
                     "一个数字的编码超过了允许的字节数；请使用 protobuf 库编码");
}

static int skip_bytes(struct cursor *cursor, uint64_t length, struct error *error)
{
    if (length > cursor_left(cursor))
        return refuse_truncated(error);
    cursor->at += length;
    return 0;
}

/* A length and the bytes that it announces, which become `inside`. */
static int read_block(struct cursor *cursor, struct cursor *inside, struct error *error)
{
    uint64_t length;
    if (read_varint(cursor, TAG_BYTES_MAX, &length, error) != 0)
        return -1;
    inside->at = cursor->at;
    if (skip_bytes(cursor, length, error) != 0)
        return -1;
    inside->end = cursor->at;
    return 0;
}

static int skip_unknown(struct cursor *cursor, unsigned wire_type, struct error *error)
{
    uint64_t ignored;
    struct cursor inside;
    switch (wire_type) {
    case WIRE_VARINT:
        return read_varint(cursor, VARINT_BYTES_MAX, &ignored, error);
    case WIRE_64BIT:
        return skip_bytes(cursor, 8, error);
    case WIRE_LENGTH:
        return read_block(cursor, &inside, error);
    case WIRE_32BIT:
        return skip_bytes(cursor, 4, error);
    default:
        return error_set(error, STATUS_INVALID_ARGUMENT, NULL,
                         "the message uses groups or an unknown wire type (%u); encode with a proto3 library",
                         "消息使用了组（group）或未知的线路类型（%u）；请使用 proto3 库编码", wire_type);
    }
}

static enum wire_type wire_type_of(ProtobufCType type)
{
    switch (type) {
    case PROTOBUF_C_TYPE_SFIXED32:
    case PROTOBUF_C_TYPE_FIXED32:
    case PROTOBUF_C_TYPE_FLOAT:
        return WIRE_32BIT;
    case PROTOBUF_C_TYPE_SFIXED64:
    case PROTOBUF_C_TYPE_FIXED64:
    case PROTOBUF_C_TYPE_DOUBLE:
        return WIRE_64BIT;
    case PROTOBUF_C_TYPE_STRING:
    case PROTOBUF_C_TYPE_BYTES:
    case PROTOBUF_C_TYPE_MESSAGE:
        return WIRE_LENGTH;
    default:
        return WIRE_VARINT;
    }
}

/* protobuf-c would cut what is too wide and go on with another number. Negative int32 come as 64 bits. */
static bool varint_fits(ProtobufCType type, uint64_t value)
{
    switch (type) {
    case PROTOBUF_C_TYPE_INT32:
    case PROTOBUF_C_TYPE_ENUM:
        return value <= INT32_MAX || value >= (uint64_t)(int64_t)INT32_MIN;
    case PROTOBUF_C_TYPE_UINT32:
    case PROTOBUF_C_TYPE_SINT32:
        return value <= UINT32_MAX;
    default:
        return true;
    }
}

static int check_varint(const ProtobufCFieldDescriptor *field, struct cursor *cursor, struct error *error)
{
    bool is_bool = field->type == PROTOBUF_C_TYPE_BOOL;
    uint64_t value;
    /* protobuf-c reads an element of a packed list of bool from one byte, so a bool has one byte here. */
    if (read_varint(cursor, is_bool ? 1 : VARINT_BYTES_MAX, &value, error) != 0)
        return -1;
    if (is_bool && value > 1)
        return error_set(error, STATUS_INVALID_ARGUMENT, NULL, "a bool is 0 or 1, not %llu",
                         "布尔值只能是 0 或 1，不能是 %llu", (unsigned long long)value);
    if (!varint_fits(field->type, value))
        return error_set(error, STATUS_INVALID_ARGUMENT, NULL,
                         "%llu does not fit in the field's 32 bits; send a number in its range",
                         "%llu 超出该字段的 32 位范围；请发送范围内的数字", (unsigned long long)value);
    if (field->type == PROTOBUF_C_TYPE_ENUM)
        return wire_limit_enum(field->descriptor, (int64_t)value, error);
    return 0;
}

static int check_scalar(const ProtobufCFieldDescriptor *field, struct cursor *cursor, struct error *error)
{
    switch (wire_type_of(field->type)) {
    case WIRE_32BIT:
        return skip_bytes(cursor, 4, error);
    case WIRE_64BIT:
        return skip_bytes(cursor, 8, error);
    default:
        return check_varint(field, cursor, error);
    }
}

static int check_message(const ProtobufCMessageDescriptor *descriptor, struct cursor *cursor, unsigned depth,
                         struct error *error);

static int check_block(const ProtobufCFieldDescriptor *field, struct cursor *cursor, unsigned depth,
                       struct error *error)
{
    struct cursor inside;
    if (read_block(cursor, &inside, error) != 0)
        return -1;
    if (field->type == PROTOBUF_C_TYPE_MESSAGE)
        return check_message(field->descriptor, &inside, depth + 1, error);
    return wire_limit_text(field->type, inside.at, cursor_left(&inside), error);
}

static int count_element(uint32_t *count, struct error *error)
{
    if (wire_limit_list(*count, error) != 0)
        return -1;
    ++*count;
    return 0;
}

/* protobuf would merge two occurrences of one submessage, so that a list of both could pass the limit that holds for
 * each. */
static int refuse_second(const ProtobufCFieldDescriptor *field, uint32_t *count, struct error *error)
{
    if (field->type != PROTOBUF_C_TYPE_MESSAGE || (*count)++ == 0)
        return 0;
    return error_set(error, STATUS_INVALID_ARGUMENT, NULL, "the field is given twice; give it once",
                     "该字段出现了两次；请只给出一次");
}

static int check_packed(const ProtobufCFieldDescriptor *field, struct cursor *cursor, uint32_t *count,
                        struct error *error)
{
    struct cursor inside;
    if (read_block(cursor, &inside, error) != 0)
        return -1;
    while (inside.at < inside.end)
        if (count_element(count, error) != 0 || check_scalar(field, &inside, error) != 0)
            return -1;
    return 0;
}

/* What follows the tag of a field that the contract knows. `count`: elements of this field so far. */
static int check_field(const ProtobufCFieldDescriptor *field, unsigned wire_type, struct cursor *cursor, unsigned depth,
                       uint32_t *count, struct error *error)
{
    enum wire_type expected = wire_type_of(field->type);
    bool repeated = field->label == PROTOBUF_C_LABEL_REPEATED;
    if (repeated && wire_type == WIRE_LENGTH && expected != WIRE_LENGTH)
        return check_packed(field, cursor, count, error);
    if (wire_type != expected)
        return error_set(error, STATUS_INVALID_ARGUMENT, NULL,
                         "it is encoded with wire type %u, its type has %u; encode with the published contract",
                         "编码的线路类型是 %u，该字段应为 %u；请按公布的合约编码", wire_type, (unsigned)expected);
    if (repeated ? count_element(count, error) != 0 : refuse_second(field, count, error) != 0)
        return -1;
    if (expected == WIRE_LENGTH)
        return check_block(field, cursor, depth, error);
    return check_scalar(field, cursor, error);
}

static int read_tag(struct cursor *cursor, uint64_t *number, unsigned *wire_type, struct error *error)
{
    uint64_t tag;
    if (read_varint(cursor, TAG_BYTES_MAX, &tag, error) != 0)
        return -1;
    *number = tag >> 3;
    *wire_type = (unsigned)(tag & 7);
    if (tag > UINT32_MAX || *number == 0)
        return error_set(error, STATUS_INVALID_ARGUMENT, NULL,
                         "the message holds an impossible field number (%llu); these bytes are not this message",
                         "消息含有不可能的字段编号（%llu）；这些字节不是该消息", (unsigned long long)*number);
    return 0;
}

static int name_failure(const ProtobufCFieldDescriptor *field, uint32_t count, struct error *error)
{
    if (field->label == PROTOBUF_C_LABEL_REPEATED && count > 0)
        return error_within(error, "%s[%u]", field->name, count - 1);
    return error_within(error, "%s", field->name);
}

static int check_fields(const ProtobufCMessageDescriptor *descriptor, struct cursor *cursor, unsigned depth,
                        struct error *error)
{
    uint32_t counts[WIRE_FIELDS_MAX] = {0};
    while (cursor->at < cursor->end) {
        uint64_t number;
        unsigned wire_type;
        if (read_tag(cursor, &number, &wire_type, error) != 0)
            return -1;
        const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field(descriptor, (unsigned)number);
        if (!field) {
            if (skip_unknown(cursor, wire_type, error) != 0)
                return -1;
            continue;
        }
        uint32_t *count = &counts[field - descriptor->fields];
        if (check_field(field, wire_type, cursor, depth, count, error) != 0)
            return name_failure(field, *count, error);
    }
    return 0;
}

/* `depth` messages stand around this one. Recursion ends at WIRE_DEPTH_MAX whatever the contract says. */
static int check_message(const ProtobufCMessageDescriptor *descriptor, struct cursor *cursor, unsigned depth,
                         struct error *error)
{
    if (wire_limit_depth(descriptor, depth, error) != 0)
        return -1;
    return check_fields(descriptor, cursor, depth, error);
}

int wire_check(const ProtobufCMessageDescriptor *descriptor, const uint8_t *data, size_t size, struct error *error)
{
    if (size > WIRE_MESSAGE_MAX)
        return error_set(error, STATUS_RESOURCE_EXHAUSTED, NULL,
                         "the message of %zu bytes is too large; send at most %d, in several messages if need be",
                         "消息大小 %zu 字节，太大；最多 %d 字节，必要时请分成多条消息", size, WIRE_MESSAGE_MAX);
    if (size == 0)
        return 0;
    struct cursor cursor = {.at = data, .end = data + size};
    return check_message(descriptor, &cursor, 0, error);
}
