#include "wire/wire.h"

#include "base/utf8.h"
#include "wire/json_name.h"
#include "wire/json_number.h"
#include "wire/json_scan.h"

#include <sodium.h>

#define SHOWN_MAX 60 /* bytes of the sender's text that a refusal repeats */
#define LIST_FIRST 8 /* elements for which a list has room at first */

/* As much of the text as a refusal shows, not cut within a character. */
static int shown_length(struct json_text text)
{
    return (int)utf8_valid_length(text.bytes, text.length < SHOWN_MAX ? text.length : SHOWN_MAX);
}

static const char *type_name(ProtobufCType type)
{
    static const char *const names[] = {
        [PROTOBUF_C_TYPE_INT32] = "int32",    [PROTOBUF_C_TYPE_SINT32] = "int32",
        [PROTOBUF_C_TYPE_SFIXED32] = "int32", [PROTOBUF_C_TYPE_INT64] = "int64",
        [PROTOBUF_C_TYPE_SINT64] = "int64",   [PROTOBUF_C_TYPE_SFIXED64] = "int64",
        [PROTOBUF_C_TYPE_UINT32] = "uint32",  [PROTOBUF_C_TYPE_FIXED32] = "uint32",
        [PROTOBUF_C_TYPE_UINT64] = "uint64",  [PROTOBUF_C_TYPE_FIXED64] = "uint64",
        [PROTOBUF_C_TYPE_FLOAT] = "float",    [PROTOBUF_C_TYPE_DOUBLE] = "double",
        [PROTOBUF_C_TYPE_BOOL] = "bool",      [PROTOBUF_C_TYPE_ENUM] = "enum",
        [PROTOBUF_C_TYPE_STRING] = "string",  [PROTOBUF_C_TYPE_BYTES] = "base64",
        [PROTOBUF_C_TYPE_MESSAGE] = "object",
    };
    return names[type];
}

static int refuse_kind(struct json_scan *scan, const char *expected)
{
    enum json_kind found = json_peek(scan);
    if (found == JSON_NOTHING)
        return json_syntax_error(scan);
    return error_set(scan->error, STATUS_INVALID_ARGUMENT, NULL, "expected %s, found %s; see the contract",
                     "应为 %s，实际是 %s；请参照合约", expected, json_kind_name(found));
}

static int refuse_value(struct json_scan *scan, struct json_text text, const char *expected)
{
    return error_set(scan->error, STATUS_INVALID_ARGUMENT, NULL, "\"%.*s\" is not a valid %s; see the contract",
                     "“%.*s”不是有效的 %s；请参照合约", shown_length(text), text.bytes, expected);
}

static void *take(struct json_scan *scan, size_t size)
{
    void *memory = wire_memory_take(&scan->memory, size);
    if (!memory)
        wire_memory_refuse(scan->error);
    return memory;
}

/* A number, or a string that holds one. */
static int read_number_text(struct json_scan *scan, const char *expected, struct json_text *text, bool *is_string)
{
    enum json_kind kind = json_peek(scan);
    *is_string = kind == JSON_STRING;
    if (kind == JSON_STRING)
        return json_string(scan, text);
    if (kind == JSON_NUMBER)
        return json_number(scan, text);
    return refuse_kind(scan, expected);
}

static int read_number(struct json_scan *scan, ProtobufCType type, void *value)
{
    struct json_text text;
    bool is_string;
    if (read_number_text(scan, type_name(type), &text, &is_string) != 0)
        return -1;
    int result;
    int64_t narrow = 0;
    uint64_t narrow_unsigned = 0;
    switch (type) {
    case PROTOBUF_C_TYPE_FLOAT:
        result = json_read_float(text, is_string, value);
        break;
    case PROTOBUF_C_TYPE_DOUBLE:
        result = json_read_double(text, is_string, value);
        break;
    case PROTOBUF_C_TYPE_UINT32:
    case PROTOBUF_C_TYPE_FIXED32:
        result = json_read_uint64(text, UINT32_MAX, &narrow_unsigned);
        *(uint32_t *)value = (uint32_t)narrow_unsigned;
        break;
    case PROTOBUF_C_TYPE_UINT64:
    case PROTOBUF_C_TYPE_FIXED64:
        result = json_read_uint64(text, UINT64_MAX, value);
        break;
    case PROTOBUF_C_TYPE_INT32:
    case PROTOBUF_C_TYPE_SINT32:
    case PROTOBUF_C_TYPE_SFIXED32:
        result = json_read_int64(text, INT32_MIN, INT32_MAX, &narrow);
        *(int32_t *)value = (int32_t)narrow;
        break;
    default:
        result = json_read_int64(text, INT64_MIN, INT64_MAX, value);
    }
    return result == 0 ? 0 : refuse_value(scan, text, type_name(type));
}

static int read_bool(struct json_scan *scan, protobuf_c_boolean *value)
{
    enum json_kind kind = json_peek(scan);
    if (kind != JSON_TRUE && kind != JSON_FALSE)
        return refuse_kind(scan, "true/false");
    *value = kind == JSON_TRUE;
    return json_literal(scan, json_kind_name(kind));
}

static int read_enum(struct json_scan *scan, const ProtobufCEnumDescriptor *type, int32_t *value)
{
    struct json_text text;
    bool is_string;
    if (read_number_text(scan, "enum", &text, &is_string) != 0)
        return -1;
    for (unsigned i = 0; is_string && i < type->n_value_names; i++) {
        const ProtobufCEnumValueIndex *entry = &type->values_by_name[i];
        if (strlen(entry->name) == text.length && memcmp(entry->name, text.bytes, text.length) == 0) {
            *value = type->values[entry->index].value;
            return 0;
        }
    }
    int64_t number;
    if (json_read_int64(text, INT32_MIN, INT32_MAX, &number) != 0)
        return refuse_value(scan, text, type->name);
    *value = (int32_t)number;
    return wire_limit_enum(type, number, scan->error);
}

static int read_string(struct json_scan *scan, char **value)
{
    struct json_text text;
    if (json_peek(scan) != JSON_STRING)
        return refuse_kind(scan, "string");
    if (json_string(scan, &text) != 0 ||
        wire_limit_text(PROTOBUF_C_TYPE_STRING, text.bytes, text.length, scan->error) != 0)
        return -1;
    *value = take(scan, text.length + 1);
    if (!*value)
        return -1;
    memcpy(*value, text.bytes, text.length);
    (*value)[text.length] = '\0';
    return 0;
}

/* Base64 in either alphabet, padded or not. */
static int read_bytes(struct json_scan *scan, ProtobufCBinaryData *value)
{
    struct json_text text;
    if (json_peek(scan) != JSON_STRING)
        return refuse_kind(scan, "base64");
    if (json_string(scan, &text) != 0)
        return -1;
    bool padded = text.length > 0 && text.bytes[text.length - 1] == '=';
    bool url_safe = memchr(text.bytes, '-', text.length) || memchr(text.bytes, '_', text.length);
    int variant = url_safe ? (padded ? sodium_base64_VARIANT_URLSAFE : sodium_base64_VARIANT_URLSAFE_NO_PADDING)
                           : (padded ? sodium_base64_VARIANT_ORIGINAL : sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
    size_t room = text.length / 4 * 3 + 3;
    value->data = take(scan, room);
    if (!value->data)
        return -1;
    if (sodium_base642bin(value->data, room, text.bytes, text.length, NULL, &value->len, NULL, variant) != 0)
        return refuse_value(scan, text, "base64");
    return wire_limit_text(PROTOBUF_C_TYPE_BYTES, value->data, value->len, scan->error);
}

static int read_message(struct json_scan *scan, const ProtobufCMessageDescriptor *descriptor, unsigned depth,
                        ProtobufCMessage **value);

static int read_value(struct json_scan *scan, const ProtobufCFieldDescriptor *field, unsigned depth, void *value)
{
    switch (field->type) {
    case PROTOBUF_C_TYPE_BOOL:
        return read_bool(scan, value);
    case PROTOBUF_C_TYPE_ENUM:
        return read_enum(scan, field->descriptor, value);
    case PROTOBUF_C_TYPE_STRING:
        return read_string(scan, value);
    case PROTOBUF_C_TYPE_BYTES:
        return read_bytes(scan, value);
    case PROTOBUF_C_TYPE_MESSAGE:
        return read_message(scan, field->descriptor, depth + 1, value);
    default:
        return read_number(scan, field->type, value);
    }
}

/* Where the next element of a list goes; the list doubles when it is full. */
static char *next_element(struct json_scan *scan, char **elements, size_t count, size_t *room, size_t size)
{
    if (wire_limit_list(count, scan->error) != 0)
        return NULL;
    if (count == *room) {
        size_t more = *room ? *room * 2 : LIST_FIRST;
        char *larger = take(scan, more * size);
        if (!larger)
            return NULL;
        if (count)
            memcpy(larger, *elements, count * size);
        *elements = larger;
        *room = more;
    }
    return *elements + count * size;
}

static int read_elements(struct json_scan *scan, const ProtobufCFieldDescriptor *field, unsigned depth, char **elements,
                         size_t *count)
{
    size_t room = 0, size = wire_type_size(field->type);
    do {
        char *element = next_element(scan, elements, *count, &room, size);
        if (!element || read_value(scan, field, depth, element) != 0)
            return error_within(scan->error, "%s[%zu]", field->name, *count);
        ++*count;
    } while (json_take(scan, ','));
    return json_expect(scan, ']');
}

static int read_list(struct json_scan *scan, const ProtobufCFieldDescriptor *field, unsigned depth,
                     ProtobufCMessage *message)
{
    char *elements = NULL;
    size_t count = 0;
    if (json_peek(scan) != JSON_ARRAY) {
        refuse_kind(scan, "array");
        return error_within(scan->error, "%s", field->name);
    }
    json_take(scan, '[');
    if (!json_take(scan, ']') && read_elements(scan, field, depth, &elements, &count) != 0)
        return -1;
    memcpy((char *)message + field->offset, &elements, sizeof elements);
    memcpy((char *)message + field->quantifier_offset, &count, sizeof count);
    return 0;
}

static int choose_member(struct json_scan *scan, const ProtobufCFieldDescriptor *field, ProtobufCMessage *message)
{
    uint32_t *chosen = (uint32_t *)(void *)((char *)message + field->quantifier_offset);
    if (*chosen != 0)
        return error_set(scan->error, STATUS_INVALID_ARGUMENT, NULL,
                         "only one of a choice may be given; another member came before it",
                         "同一选项组只能给出一个成员；前面已有另一个成员");
    *chosen = field->id;
    return 0;
}

/* What follows the colon. null stands for the default, which is there already. */
static int read_field(struct json_scan *scan, const ProtobufCFieldDescriptor *field, unsigned depth,
                      ProtobufCMessage *message)
{
    if (json_peek(scan) == JSON_NULL)
        return json_literal(scan, "null");
    if (field->label == PROTOBUF_C_LABEL_REPEATED)
        return read_list(scan, field, depth, message);
    if (((field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) && choose_member(scan, field, message) != 0) ||
        read_value(scan, field, depth, (char *)message + field->offset) != 0)
        return error_within(scan->error, "%s", field->name);
    return 0;
}

static const ProtobufCFieldDescriptor *find_field(const ProtobufCMessageDescriptor *descriptor, struct json_text name)
{
    for (unsigned i = 0; i < descriptor->n_fields; i++)
        if (json_name_matches(descriptor->fields[i].name, name.bytes, name.length))
            return &descriptor->fields[i];
    return NULL;
}

/* One `"name": value`. `seen` has a mark for each field. */
static int read_member(struct json_scan *scan, ProtobufCMessage *message, unsigned depth, bool *seen)
{
    struct json_text name;
    if (json_string(scan, &name) != 0)
        return -1;
    const ProtobufCFieldDescriptor *field = find_field(message->descriptor, name);
    if (!field)
        return error_set(scan->error, STATUS_INVALID_ARGUMENT, NULL,
                         "there is no field \"%.*s\" in %s; remove it or correct its name",
                         "没有字段“%.*s”（%s）；请删除或更正名称", shown_length(name), name.bytes,
                         message->descriptor->name);
    if (seen[field - message->descriptor->fields])
        return error_set(scan->error, STATUS_INVALID_ARGUMENT, field->name, "the field is given twice; give it once",
                         "该字段出现了两次；请只给出一次");
    seen[field - message->descriptor->fields] = true;
    if (json_expect(scan, ':') != 0)
        return -1;
    return read_field(scan, field, depth, message);
}

static int read_members(struct json_scan *scan, ProtobufCMessage *message, unsigned depth)
{
    bool seen[WIRE_FIELDS_MAX] = {false};
    if (json_take(scan, '}'))
        return 0;
    do
        if (read_member(scan, message, depth, seen) != 0)
            return -1;
    while (json_take(scan, ','));
    return json_expect(scan, '}');
}

static int read_message(struct json_scan *scan, const ProtobufCMessageDescriptor *descriptor, unsigned depth,
                        ProtobufCMessage **value)
{
    if (json_peek(scan) != JSON_OBJECT)
        return refuse_kind(scan, "object");
    if (wire_limit_depth(descriptor, depth, scan->error) != 0)
        return -1;
    *value = take(scan, descriptor->sizeof_message);
    if (!*value)
        return -1;
    descriptor->message_init(*value);
    json_take(scan, '{');
    return read_members(scan, *value, depth);
}

static int read_document(struct json_scan *scan, const ProtobufCMessageDescriptor *descriptor,
                         ProtobufCMessage **message)
{
    size_t size = (size_t)(scan->end - scan->at);
    if (size > WIRE_JSON_MAX)
        return error_set(scan->error, STATUS_RESOURCE_EXHAUSTED, NULL,
                         "the text of %zu bytes is too large; send at most %d, in several messages if need be",
                         "文本大小 %zu 字节，太大；最多 %d 字节，必要时请分成多条消息", size, WIRE_JSON_MAX);
    size_t valid = utf8_valid_length(scan->at, size);
    if (valid < size)
        return error_set(scan->error, STATUS_INVALID_ARGUMENT, NULL,
                         "the text is not UTF-8 at byte %zu; send it in UTF-8",
                         "第 %zu 字节处不是有效的 UTF-8；请以 UTF-8 发送文本", valid + 1);
    if (read_message(scan, descriptor, 0, message) != 0)
        return -1;
    json_peek(scan);
    if (scan->at != scan->end)
        return json_syntax_error(scan);
    size_t packed = protobuf_c_message_get_packed_size(*message);
    if (packed > WIRE_MESSAGE_MAX)
        return error_set(
            scan->error, STATUS_RESOURCE_EXHAUSTED, NULL,
            "the message has %zu bytes as protobuf, too many; send at most %d, in several messages if need be",
            "该消息编码后为 %zu 字节，太大；最多 %d 字节，必要时请分成多条消息", packed, WIRE_MESSAGE_MAX);
    return 0;
}

ProtobufCMessage *wire_from_json(const ProtobufCMessageDescriptor *descriptor, const char *text, size_t size,
                                 struct arena *arena, struct error *error)
{
    struct json_scan scan = {
        .start = text, .at = text, .end = text + size, .memory = WIRE_MEMORY(arena), .error = error};
    ProtobufCMessage *message;
    return read_document(&scan, descriptor, &message) == 0 ? message : NULL;
}
