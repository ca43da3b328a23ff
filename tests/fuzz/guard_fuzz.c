/*
 * Any bytes as a message. What the guard accepts, protobuf-c unpacks, and neither touches memory that is not its own;
 * packed again it is accepted again.
 */
#include "tests/fuzz/contracts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const ProtobufCMessageDescriptor *contract = chosen_contract(data[0]);
    struct error error = {0};
    struct arena arena = {0};
    bool accepted = wire_check(contract, data + 1, size - 1, &error) == 0;
    must(accepted == (error.status == STATUS_OK));
    ProtobufCMessage *message = wire_unpack(contract, data + 1, size - 1, &arena, &error);
    must(accepted || !message);
    if (accepted && !message) { /* only for its memory: without a cap protobuf-c takes it */
        must(error.status == STATUS_RESOURCE_EXHAUSTED);
        ProtobufCMessage *uncapped = protobuf_c_message_unpack(contract, NULL, size - 1, data + 1);
        must(uncapped != NULL);
        protobuf_c_message_free_unpacked(uncapped, NULL);
    }
    if (message) {
        size_t packed_size;
        uint8_t *packed = wire_pack(message, &arena, &packed_size);
        must(packed_size > WIRE_MESSAGE_MAX || wire_check(contract, packed, packed_size, &error) == 0);
    }
    arena_release(&arena);
    return 0;
}
