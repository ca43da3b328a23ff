/* The bounds that hold for a stranger's message however it comes, as protobuf or as JSON, each with its refusal. */
#pragma once

#include "wire/wire.h"

#define WIRE_FIELDS_MAX 128 /* fields of one message; so that counting elements needs no allocation */

/* All return 0, or -1 with `error`; its field is left to the caller. */

/* A message around which `depth` others stand. */
int wire_limit_depth(const ProtobufCMessageDescriptor *descriptor, unsigned depth, struct error *error);
/* One more element of a list that has `count`. */
int wire_limit_list(size_t count, struct error *error);
/* The bytes of a string or bytes field. */
int wire_limit_text(ProtobufCType type, const void *text, size_t size, struct error *error);
/* The number of an enum. proto3's enums are open, Remuda's are closed: what a rule does not know it cannot judge. */
int wire_limit_enum(const ProtobufCEnumDescriptor *type, int64_t number, struct error *error);

/* Memory for what a stranger sent: an arena with a maximum. */
struct wire_memory {
    struct arena *arena;
    size_t left; /* bytes that may still be taken */
};

#define WIRE_MEMORY(arena_pointer) ((struct wire_memory){.arena = (arena_pointer), .left = WIRE_MEMORY_MAX})

/* NULL when the maximum would be passed. Not cleared. */
void *wire_memory_take(struct wire_memory *memory, size_t size);
/* The refusal of a message that needs more than the maximum; returns -1. */
int wire_memory_refuse(struct error *error);

/* Bytes of one value of the type in protobuf-c's structs. */
size_t wire_type_size(ProtobufCType type);
