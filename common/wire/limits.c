#include "wire/limits.h"

#include "base/utf8.h"

int wire_limit_depth(const ProtobufCMessageDescriptor *descriptor, unsigned depth, struct error *error)
{
    if (depth >= WIRE_DEPTH_MAX)
        return error_set(error, STATUS_INVALID_ARGUMENT, NULL, "messages are nested deeper than %d; nest fewer",
                         "消息嵌套超过 %d 层；请减少嵌套", WIRE_DEPTH_MAX);
    if (descriptor->n_fields > WIRE_FIELDS_MAX)
        return error_set(error, STATUS_INTERNAL, NULL, "the contract %s has more than %d fields; raise WIRE_FIELDS_MAX",
                         "合约 %s 的字段超过 %d 个；请提高 WIRE_FIELDS_MAX", descriptor->name, WIRE_FIELDS_MAX);
    return 0;
}

int wire_limit_list(size_t count, struct error *error)
{
    if (count < WIRE_LIST_MAX)
        return 0;
    return error_set(error, STATUS_RESOURCE_EXHAUSTED, NULL,
                     "the list is too long; send at most %d elements in one message",
                     "列表太长；一条消息最多 %d 个元素", WIRE_LIST_MAX);
}

int wire_limit_text(ProtobufCType type, const void *text, size_t size, struct error *error)
{
    if (size > WIRE_STRING_MAX)
        return error_set(error, STATUS_RESOURCE_EXHAUSTED, NULL, "%zu bytes are too long; send at most %d",
                         "长度 %zu 字节太长；最多 %d 字节", size, WIRE_STRING_MAX);
    if (type != PROTOBUF_C_TYPE_STRING || size == 0)
        return 0;
    const char *nul = memchr(text, '\0', size);
    if (nul)
        return error_set(error, STATUS_INVALID_ARGUMENT, NULL, "a NUL character stands at byte %zu; remove it",
                         "第 %zu 字节处有 NUL 字符；请删除", (size_t)(nul - (const char *)text) + 1);
    size_t valid = utf8_valid_length(text, size);
    if (valid < size)
        return error_set(error, STATUS_INVALID_ARGUMENT, NULL, "the text is not UTF-8 at byte %zu; send it in UTF-8",
                         "第 %zu 字节处不是有效的 UTF-8；请以 UTF-8 发送文本", valid + 1);
    return 0;
}

int wire_limit_enum(const ProtobufCEnumDescriptor *type, int64_t number, struct error *error)
{
    if (number >= INT32_MIN && number <= INT32_MAX && protobuf_c_enum_descriptor_get_value(type, (int)number))
        return 0;
    return error_set(error, STATUS_INVALID_ARGUMENT, NULL,
                     "%lld is not a value of %s; use one of the contract's values",
                     "%lld 不是 %s 的取值；请使用合约中列出的值", (long long)number, type->name);
}

void *wire_memory_take(struct wire_memory *memory, size_t size)
{
    if (size > memory->left)
        return NULL;
    memory->left -= size;
    return arena_alloc(memory->arena, size);
}

int wire_memory_refuse(struct error *error)
{
    return error_set(error, STATUS_RESOURCE_EXHAUSTED, NULL,
                     "reading the message needs more than %d bytes of memory; send it in several messages",
                     "读取该消息需要的内存超过 %d 字节；请分成多条消息发送", WIRE_MEMORY_MAX);
}

size_t wire_type_size(ProtobufCType type)
{
    switch (type) {
    case PROTOBUF_C_TYPE_INT64:
    case PROTOBUF_C_TYPE_SINT64:
    case PROTOBUF_C_TYPE_SFIXED64:
    case PROTOBUF_C_TYPE_UINT64:
    case PROTOBUF_C_TYPE_FIXED64:
        return sizeof(int64_t);
    case PROTOBUF_C_TYPE_DOUBLE:
        return sizeof(double);
    case PROTOBUF_C_TYPE_BOOL:
        return sizeof(protobuf_c_boolean);
    case PROTOBUF_C_TYPE_STRING:
        return sizeof(char *);
    case PROTOBUF_C_TYPE_BYTES:
        return sizeof(ProtobufCBinaryData);
    case PROTOBUF_C_TYPE_MESSAGE:
        return sizeof(ProtobufCMessage *);
    default:
        return sizeof(int32_t);
    }
}
