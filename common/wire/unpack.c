#include "wire/wire.h"

#include "wire/limits.h"

static void *allocate(void *memory, size_t size)
{
    return wire_memory_take(memory, size);
}

/* What protobuf-c gives back on its way goes with the arena. It still counts, so the maximum holds for all of it. */
static void release(void *memory, void *pointer)
{
    (void)memory;
    (void)pointer;
}

ProtobufCMessage *wire_unpack(const ProtobufCMessageDescriptor *descriptor, const uint8_t *data, size_t size,
                              struct arena *arena, struct error *error)
{
    if (wire_check(descriptor, data, size, error) != 0)
        return NULL;
    struct wire_memory memory = WIRE_MEMORY(arena);
    ProtobufCAllocator allocator = {.alloc = allocate, .free = release, .allocator_data = &memory};
    ProtobufCMessage *message = protobuf_c_message_unpack(descriptor, &allocator, size, data);
    if (!message) /* the guard lets nothing pass that protobuf-c refuses for another reason */
        wire_memory_refuse(error);
    return message;
}
