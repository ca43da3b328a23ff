/*
 * Lets another language's tests ask what common/wire makes of a message. Reads records from standard input:
 *   one byte what to do, four bytes length (little endian), that many bytes
 *     'j' protobuf -> JSON, 'd' the same with defaults, 'p' JSON -> protobuf
 * and answers each with one byte 'o' (done) or 'e' (refused; the answer is "field: message"), length, bytes.
 */
#include "wire/wire.h"

#include "tests/unit/wire_test.pb-c.h"

#define EVERYTHING (&remuda__test__v1__everything__descriptor)
#define RECORD_MAX (4 * 1024 * 1024)

static void answer(char verdict, const void *bytes, size_t size)
{
    uint8_t head[5] = {(uint8_t)verdict, (uint8_t)size, (uint8_t)(size >> 8), (uint8_t)(size >> 16),
                       (uint8_t)(size >> 24)};
    fwrite(head, 1, sizeof head, stdout);
    fwrite(bytes, 1, size, stdout);
    fflush(stdout);
}

static void refuse(const struct error *error)
{
    struct buffer text = BUFFER(1024);
    buffer_printf(&text, "%s: %s", error->field, error->message[LOCALE_EN]);
    answer('e', text.data, text.length);
    buffer_release(&text);
}

static void show_json(const uint8_t *bytes, size_t size, unsigned flags)
{
    struct arena arena = {0};
    struct error error = {0};
    struct buffer json = BUFFER(RECORD_MAX);
    ProtobufCMessage *message = wire_unpack(EVERYTHING, bytes, size, &arena, &error);
    if (message && wire_to_json(message, flags, &json) != 0)
        error_set(&error, STATUS_INTERNAL, NULL, "the JSON does not fit", "JSON 放不下");
    if (error.status == STATUS_OK)
        answer('o', json.data, json.length);
    else
        refuse(&error);
    buffer_release(&json);
    arena_release(&arena);
}

static void show_protobuf(const uint8_t *text, size_t size)
{
    struct arena arena = {0};
    struct error error = {0};
    ProtobufCMessage *message = wire_from_json(EVERYTHING, (const char *)text, size, &arena, &error);
    if (message) {
        uint8_t *bytes = wire_pack(message, &arena, &size);
        answer('o', bytes, size);
    } else {
        refuse(&error);
    }
    arena_release(&arena);
}

int main(void)
{
    static uint8_t record[RECORD_MAX];
    uint8_t head[5];
    while (fread(head, 1, sizeof head, stdin) == sizeof head) {
        size_t size = head[1] | (size_t)head[2] << 8 | (size_t)head[3] << 16 | (size_t)head[4] << 24;
        if (size > sizeof record || fread(record, 1, size, stdin) != size)
            return EXIT_FAILURE;
        if (head[0] == 'p')
            show_protobuf(record, size);
        else
            show_json(record, size, head[0] == 'd' ? WIRE_JSON_DEFAULTS : WIRE_JSON_COMPACT);
    }
    return EXIT_SUCCESS;
}
