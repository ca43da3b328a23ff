/* Numbers of tiering as people read them. All return `text`. */
#pragma once

#include "tier_policy.h"

#define NUMBER_TEXT_SIZE 32

/* 12500000 -> "12.5", 50000000 -> "50" */
char *micro_format(int64_t micro, char text[static NUMBER_TEXT_SIZE]);
/* 784512 -> "78.4512", 800000 -> "80" */
char *percent_format(int64_t ppm, char text[static NUMBER_TEXT_SIZE]);

const char *tier_word(enum tier tier);                     /* "key", as in documents and files */
const char *tier_name(enum tier tier, enum locale locale); /* "Key", "重点客户" */
