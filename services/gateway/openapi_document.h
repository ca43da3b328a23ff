/* openapi.json as the build has put it into the program. */
#pragma once

#include <stddef.h>

extern const unsigned char openapi_document[];
extern const size_t openapi_document_size;
