/*
 * Any text as JSON. What is read passes the guard as protobuf; written as JSON, in either style, and read again it is
 * the same message.
 */
#include "tests/fuzz/contracts.h"

#define JSON_ROOM (16 * WIRE_JSON_MAX)

static void assert_comes_back(const ProtobufCMessage *message, const uint8_t *packed, size_t packed_size,
                              unsigned flags)
{
    struct arena arena = {0};
    struct error error = {0};
    struct buffer text = BUFFER(JSON_ROOM);
    must(wire_to_json(message, flags, &text) == 0);
    ProtobufCMessage *again = wire_from_json(message->descriptor, text.data, text.length, &arena, &error);
    must(again || error.status == STATUS_RESOURCE_EXHAUSTED);
    if (again) {
        size_t again_size;
        uint8_t *again_packed = wire_pack(again, &arena, &again_size);
        must(again_size == packed_size && memcmp(again_packed, packed, packed_size) == 0);
    }
    buffer_release(&text);
    arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const ProtobufCMessageDescriptor *contract = chosen_contract(data[0]);
    struct arena arena = {0};
    struct error error = {0};
    ProtobufCMessage *message = wire_from_json(contract, (const char *)data + 1, size - 1, &arena, &error);
    must((message != NULL) == (error.status == STATUS_OK));
    if (message) {
        size_t packed_size;
        uint8_t *packed = wire_pack(message, &arena, &packed_size);
        must(wire_check(contract, packed, packed_size, &error) == 0);
        assert_comes_back(message, packed, packed_size, WIRE_JSON_COMPACT);
        assert_comes_back(message, packed, packed_size, WIRE_JSON_PRETTY | WIRE_JSON_DEFAULTS);
    }
    arena_release(&arena);
    return 0;
}
