/*
 * Untrusted protobuf. protobuf-c accepts invalid UTF-8, cuts strings at NUL, allocates 75 times what it is sent and
 * overflows the stack on deep nesting; so no byte of a stranger reaches protobuf_c_message_unpack before this guard.
 */
#pragma once

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"

#include <protobuf-c/protobuf-c.h>

#define WIRE_MESSAGE_MAX (256 * 1024)     /* bytes of one message */
#define WIRE_DEPTH_MAX 16                 /* nested messages */
#define WIRE_LIST_MAX 10000               /* elements of one repeated field */
#define WIRE_STRING_MAX (64 * 1024)       /* bytes of one string or bytes field */
#define WIRE_MEMORY_MAX (4 * 1024 * 1024) /* what unpacking one message may allocate */
#define WIRE_JSON_MAX (1024 * 1024)       /* bytes of one message as JSON */

/*
 * Checks the encoded bytes against the descriptor without allocating: size, tags, lengths, depth, list lengths, UTF-8,
 * NUL in strings, wire types of known fields, unknown fields (skipped when well-formed, groups refused), enum values in
 * range. Returns 0, or -1 with STATUS_INVALID_ARGUMENT (STATUS_RESOURCE_EXHAUSTED for what is only too large) and the
 * field's path.
 */
int wire_check(const ProtobufCMessageDescriptor *descriptor, const uint8_t *data, size_t size, struct error *error);

/* wire_check, then unpacks into the arena (free nothing). NULL with `error` on refusal. */
ProtobufCMessage *wire_unpack(const ProtobufCMessageDescriptor *descriptor, const uint8_t *data, size_t size,
                              struct arena *arena, struct error *error);

/* Packs into the arena. */
uint8_t *wire_pack(const ProtobufCMessage *message, struct arena *arena, size_t *size);

/*
 * The canonical proto3 JSON mapping (https://protobuf.dev/programming-guides/json/), by descriptors:
 * lowerCamelCase names, 64-bit integers as strings, enums by name, bytes as base64, default values left out
 * unless WIRE_JSON_DEFAULTS (as Python's including_default_value_fields), members of a oneof always when set.
 * Reading accepts what the mapping says a parser must: both name styles, numbers as strings, enum numbers, url-safe
 * base64, null as default. An unknown field is an error that names it.
 */
enum { WIRE_JSON_COMPACT = 0, WIRE_JSON_PRETTY = 1, WIRE_JSON_DEFAULTS = 2 };
/* Returns 0, or -1 when it does not fit in `out` (then nothing was added). */
int wire_to_json(const ProtobufCMessage *message, unsigned flags, struct buffer *out);
/* Into the arena (free nothing); what it returns, packed, passes wire_check. NULL with `error` on refusal: the field's
 * path, or the line and column where the text stops being JSON. */
ProtobufCMessage *wire_from_json(const ProtobufCMessageDescriptor *descriptor, const char *text, size_t size,
                                 struct arena *arena, struct error *error);
