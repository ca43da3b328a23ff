/* What an API key is: "rmd_PREFIX_SECRET". Shown once when it is made; only the hash of the whole is kept. */
#pragma once

#include "base/banned.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define API_KEY_PREFIX_SIZE 13 /* 12 of a-z 0-9 and NUL */
#define API_KEY_HASH_SIZE 32
#define API_KEY_SIZE 61 /* the key and NUL */

/* A new key from the system's random source. */
void api_key_make(char key[static API_KEY_SIZE]);
/* The hash of any text, and its prefix; "" when it is shaped otherwise. The secret has 256 random bits: a fast hash is
 * as good as a slow one. Takes the same time for all texts of one length. */
void api_key_read(const char *text, char prefix[static API_KEY_PREFIX_SIZE], uint8_t hash[static API_KEY_HASH_SIZE]);
bool api_key_is_prefix(const char *text);
