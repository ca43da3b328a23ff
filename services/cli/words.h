/* The words of the contracts' enums as people read and write them, Chinese and English. */
#pragma once

#include "base/error.h"

#include <protobuf-c/protobuf-c.h>

/* "small_batch", "SMALL BATCH", "小批量客户", "小批量" -> the value. -1 naming `field` and listing the words. */
int enum_parse(const ProtobufCEnumDescriptor *type, const char *text, const char *field, int *value,
               struct error *error);
/* For people: "small batch" / "小批量客户"; "-" for the unspecified value. */
const char *enum_text(const ProtobufCEnumDescriptor *type, int value, enum locale locale);
