#include "wire/wire.h"

uint8_t *wire_pack(const ProtobufCMessage *message, struct arena *arena, size_t *size)
{
    *size = protobuf_c_message_get_packed_size(message);
    uint8_t *bytes = arena_alloc(arena, *size);
    protobuf_c_message_pack(message, bytes);
    return bytes;
}
